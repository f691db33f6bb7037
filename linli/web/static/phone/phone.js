/* Linli: the phone of a grid member. What waits to be sent stands at its case; nearest first is worked out here, so
   that no position ever leaves the phone. Every page works without this file. Written for Chrome 70 and iOS 13. */
(function () {
  "use strict";

  var place = document.getElementById("outbox"), rows = document.querySelector("[data-cases]");

  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function make(tag, className, text) {
    var element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  /* ----- what was kept: said in the page, which stays; the list shows it at its case ----- */
  document.addEventListener("linli:outbox", function (event) {
    var told = event.detail;
    if (told.entry && told.entry.kind === "step" && told.what === "kept") {
      event.preventDefault();
      var how = { words: "no-room", page: "no-store" }[told.entry.kept];
      var said = place.querySelector(".outbox-said"), line = make("p", "notice", how ? place.getAttribute("data-" + how) : told.answer.words);
      said.textContent = "";
      said.hidden = place.hidden = false;
      line.tabIndex = -1;
      said.appendChild(line);
      each(document.querySelectorAll("form[data-outbox]"), function (form) {
        var key = form.elements.key;
        if (key && key.value === told.entry.key) { form.hidden = true; }
      });
      line.focus();
      window.scrollTo(0, 0);
    }
    mark();
    withdraw();
  });
  function mark() {
    if (!rows || !window.LinliOutbox) { return; }
    window.LinliOutbox.list().then(function (entries) {
      each(rows.querySelectorAll(".unsent"), function (chip) { chip.parentNode.removeChild(chip); });
      entries.forEach(function (entry) {
        each(rows.querySelectorAll("a.row"), function (row) {
          if (entry.state === "sent" || entry.page.indexOf(row.getAttribute("href")) !== 0 || row.querySelector(".unsent")) { return; }
          var waits = entry.state === "waiting";
          row.querySelector(".tags").appendChild(make("span", "chip unsent", rows.getAttribute(waits ? "data-waiting" : "data-stopped")));
        });
      });
    });
  }
  mark();

  /* ----- a case: what waits to be sent is offered no second time ----- */
  var main = document.getElementById("main");
  function offered(name) {
    return document.querySelectorAll('button[name=action][value="' + name + '"], a.button[href="' + location.pathname + name.replace(/_/g, "-") + '/"]');
  }
  function stepOf(entry) {
    var named = entry.fields.filter(function (pair) { return pair[0] === "action"; })[0];
    return named ? named[1] : entry.address.split("?")[0].slice(location.pathname.length).replace(/\/$/, "").replace(/-/g, "_");
  }
  function withdraw() {
    if (!main.hasAttribute("data-version") || !window.LinliOutbox) { return; }
    window.LinliOutbox.list().then(function (entries) {
      entries.forEach(function (entry) {
        if (entry.state !== "waiting" || entry.address.indexOf(location.pathname) !== 0) { return; }
        each(offered(stepOf(entry)), function (button) {
          button.parentNode.replaceChild(make("span", "button second waits", button.textContent.trim() + main.getAttribute("data-waiting")), button);
        });
      });
    });
  }
  withdraw();

  /* ----- words to start from need no other page ----- */
  each(document.querySelectorAll("[data-words]"), function (link) {
    var field = main.querySelector("[name=words]");
    link.addEventListener("click", function (event) {
      if (!field) { return; }
      event.preventDefault();
      field.value = link.getAttribute("data-words");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  });

  /* ----- nearest first: the position is asked of the phone and stays in this page ----- */
  function metres(one, other) {
    var turn = Math.PI / 180, half = Math.pow(Math.sin((other.lat - one.lat) * turn / 2), 2) +
      Math.cos(one.lat * turn) * Math.cos(other.lat * turn) * Math.pow(Math.sin((other.lon - one.lon) * turn / 2), 2);
    return 12742017.6 * Math.asin(Math.min(1, Math.sqrt(half)));
  }
  function far(item, here) {
    var lon = item.getAttribute("data-lon"), lat = item.getAttribute("data-lat");
    return lon && lat ? metres(here, { lon: Number(lon), lat: Number(lat) }) : Infinity;
  }
  function words(button, distance) {
    var near = distance < 1000, n = near ? Math.round(distance / 10) * 10 : (distance / 1000).toFixed(1);
    return button.getAttribute(near ? "data-metres" : "data-kilometres").replace("{n}", n);
  }
  function order(items, here, round) {
    var left = Array.prototype.slice.call(items), done = [], at = here;
    if (!round) { return left.sort(function (one, other) { return far(one, here) - far(other, here) || 0; }); }
    while (left.length) {                                      /* overdue and danger first, then always the nearest */
      var group = left.filter(function (item) { return item.hasAttribute("data-urgent"); });
      var next = (group.length ? group : left).reduce(function (best, item) { return far(item, at) < far(best, at) ? item : best; });
      left.splice(left.indexOf(next), 1);
      done.push(next);
      at = { lon: Number(next.getAttribute("data-lon")), lat: Number(next.getAttribute("data-lat")) };
    }
    return done;
  }
  each(document.querySelectorAll("[data-nearest]"), function (button) {
    var list = document.querySelector("[data-nearable]"), said = document.querySelector("[data-said]");
    if (!list || !navigator.geolocation) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.geolocation.getCurrentPosition(function (found) {
        var here = { lon: found.coords.longitude, lat: found.coords.latitude };
        order(list.children, here, list.hasAttribute("data-round")).forEach(function (item) {
          var meta = item.querySelector(".meta"), chip = meta.querySelector(".far") || meta.appendChild(make("span", "far", "")), distance = far(item, here);
          chip.textContent = isFinite(distance) ? (document.documentElement.lang === "en" ? ", " : "，") + words(button, distance) : "";
          list.appendChild(item);
        });
        each(document.querySelectorAll(".sort-line nav [aria-current]"), function (one) { one.removeAttribute("aria-current"); });
        button.setAttribute("aria-current", "true");
      }, function () {
        said.textContent = button.getAttribute("data-failed");
        said.hidden = false;
      }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    });
  });

  /* ----- the round of a copy begins where its address says (kept.js) ----- */
  var from = document.querySelector("#from[data-begin]"), stops = document.querySelector("[data-round]");
  if (from && stops) {
    var chosen = from.options[from.selectedIndex], stop = stops.querySelector('[data-tick][value="' + chosen.value + '"]');
    var begin = stop ? stop.closest("li") : chosen;
    if (begin.hasAttribute("data-lon")) {
      order(stops.children, { lon: Number(begin.getAttribute("data-lon")), lat: Number(begin.getAttribute("data-lat")) }, true)
        .forEach(function (item) { stops.appendChild(item); });
    }
  }

  /* ----- the round: what is ticked is known to this phone alone, until the next day ----- */
  each(document.querySelectorAll("[data-tick]"), function (tick) {
    var day = document.querySelector("[data-round]").getAttribute("data-round"), kept = null;
    try { kept = JSON.parse(localStorage.getItem("linli.round")); } catch (error) { /* no storage: ticks for this page */ }
    if (!kept || kept.day !== day) { kept = { day: day, done: {} }; }
    tick.checked = !!kept.done[tick.value];
    tick.addEventListener("change", function () {
      try {
        var now = JSON.parse(localStorage.getItem("linli.round"));
        if (!now || now.day !== day) { now = { day: day, done: {} }; }
        if (tick.checked) { now.done[tick.value] = 1; } else { delete now.done[tick.value]; }
        localStorage.setItem("linli.round", JSON.stringify(now));
      } catch (error) { /* as above */ }
    });
  });
}());
