/* Linli: the phone of a grid member. What waits to be sent stands at its case; the cases of the list are kept for
   reading without network; nearest first is worked out here, so that no position ever leaves the phone.
   Every page works without this file. Written for Chrome 70 and iOS 13. */
(function () {
  "use strict";

  var CACHE = "linli-phone", MOST_CASES = 30, MOST_PICTURES = 60;
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
      var how = { words: "no-room", page: "no-store" }[told.entry.kept] || "offline";
      var said = place.querySelector(".outbox-said"), line = make("p", "notice", place.getAttribute("data-" + how));
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

  /* ----- to read without network: the list's cases, the likeliest step of each, their small pictures, the forms ----- */
  function keepAll() {
    if (location.pathname !== "/m/" || !window.caches || !window.fetch || !navigator.onLine || document.documentElement.hasAttribute("data-kept")) { return; }
    caches.open(CACHE).then(function (cache) {
      return cache.match("/m/.kept").then(function (found) { return found ? found.json() : {}; }).then(function (kept) {
        var wanted = [["/m/", 0], ["/m/new/", 0], ["/m/found/", 0], ["/m/round/", 0]], pictures = [];
        each(rows ? rows.querySelectorAll("a.row") : [], function (row, number) {
          var path = row.getAttribute("href"), image = row.querySelector("img");
          if (number >= MOST_CASES) { return; }
          wanted.push([path, row.getAttribute("data-version")], [path + "fix/", row.getAttribute("data-version")]);
          if (image && pictures.length < MOST_PICTURES) { pictures.push(image.getAttribute("src")); }
        });
        var now = {};
        function next() {
          var one = wanted.shift();
          if (!one) { return picturesOf(cache, pictures); }
          now[one[0]] = one[1];
          if (kept[one[0]] === one[1] && one[1] !== 0) { return next(); }
          return fetch(one[0], { credentials: "same-origin", headers: { "X-Linli-Keep": "1" } }).then(function (answer) {
            if (answer.status !== 200 || answer.redirected || answer.headers.get("X-Linli-Shell") !== "1") { delete now[one[0]]; return null; }
            return cache.put(one[0], answer);
          }).then(next);
        }
        return next().then(function () {
          /* cases that are no longer on the list go */
          Object.keys(kept).forEach(function (path) { if (!(path in now)) { cache.delete(path); } });
          return cache.put("/m/.kept", new Response(JSON.stringify(now), { headers: { "Content-Type": "application/json" } }));
        });
      });
    }).catch(function () { /* no room, or the network went: what is kept so far can be read */ });
  }
  function picturesOf(cache, pictures) {
    return cache.keys().then(function (asked) {
      var known = {};
      asked.forEach(function (request) {
        var path = new URL(request.url).pathname;
        if (path.indexOf("/p/") === 0) { if (pictures.indexOf(path) < 0) { cache.delete(path); } else { known[path] = true; } }
      });
      return pictures.reduce(function (before, path) {
        return before.then(function () {
          return known[path] ? null : fetch(path, { credentials: "same-origin" }).then(function (answer) { return answer.ok ? cache.put(path, answer) : null; });
        });
      }, Promise.resolve());
    });
  }
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

  /* Somebody else's copies go before any of one's own are made. */
  var who = document.getElementById("copy").getAttribute("data-person");
  function ours() {
    try {
      var before = localStorage.getItem("linli.person");
      localStorage.setItem("linli.person", who);
      return before && before !== who && window.caches ? caches.delete(CACHE) : Promise.resolve();
    } catch (error) { return window.caches ? caches.delete(CACHE) : Promise.resolve(); }
  }
  /* a new release of the worker lets go of what names the files of the old one */
  if (navigator.serviceWorker) { navigator.serviceWorker.addEventListener("controllerchange", function () { if (who) { keepAll(); } }); }
  if (who) { window.addEventListener("load", function () { ours().then(function () { window.setTimeout(keepAll, 1500); }); }); }
}());
