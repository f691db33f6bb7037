/* Linli: counts on the desk stay true, and what is new says so in a bar. No row moves before the person wants it.
   The page asks by ETag; while nothing has happened the answer is 304. Out of sight it asks nothing. */
(function () {
  "use strict";
  var desk = document.querySelector(".desk[data-live]"), list = desk && desk.querySelector(".pane.list");
  if (!list || !window.fetch || !window.URLSearchParams) { return; }
  var every = Number(desk.getAttribute("data-seconds")) * 1000, seen = "", timer = 0, busy = false, over = false;

  function words(name) { return desk.getAttribute("data-" + name) || ""; }
  function shown() {
    return Array.prototype.map.call(list.querySelectorAll(".row[data-case]"), function (row) { return row.getAttribute("data-case"); });
  }

  /* The list as its address asks for it, and the case that lies open with the version it was read at. */
  function question() {
    var at = new URL(desk.getAttribute("data-list"), location.href), asked = new URLSearchParams(at.search);
    var version = document.querySelector("main form input[name=seen]"), open = location.pathname.match(/^\/desk\/(\d{9})\/([^/]+)\//);
    if (at.pathname.indexOf("/cases/") > 0) { asked.set("in", "all"); }
    if (version && open) { asked.set("street", open[1]); asked.set("case", open[2]); asked.set("seen", version.value); }
    return desk.getAttribute("data-live") + "?" + asked.toString();
  }

  function later() { window.clearTimeout(timer); if (!over) { timer = window.setTimeout(ask, every); } }
  function ask() {
    if (document.hidden || busy || over) { later(); return; }
    busy = true;
    fetch(question(), { credentials: "same-origin", cache: "no-store", headers: seen ? { "If-None-Match": seen } : {} })
      .then(function (answer) {
        if (answer.redirected) { over = true; signedOut(answer.url); return null; }
        if (answer.status !== 200) { return null; }
        var mark = answer.headers.get("ETag") || "";
        return answer.json().then(function (news) { seen = mark; tell(news); });
      })
      .catch(function () { /* no network is no news */ })
      .then(function () { busy = false; later(); });
  }

  function count(selector, n) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), function (place) {
      var number = place.querySelector(".n"), text = n.toLocaleString("en");
      if (!number && n) { number = place.appendChild(document.createElement("span")); number.className = "n"; }
      if (number && number.textContent !== text) { number.textContent = n || place.closest(".tabs") ? text : ""; }
    });
  }
  function tell(news) {
    var known = shown(), first = !/[?&]page=/.test(desk.getAttribute("data-list")), came;
    Object.keys(news.tabs).forEach(function (key) { count('.tabs a[data-tab="' + (key === "all" ? "" : key) + '"]', news.tabs[key]); });
    count('.rail a[data-way="inbox"]', news.inbox);
    count('.rail a[data-way="notices"]', news.notices);
    Object.keys(news.saved).forEach(function (id) { count('.rail a[data-way="saved-' + id + '"]', news.saved[id]); });
    came = news.rows.filter(function (number) { return known.indexOf(number) < 0; }).length;
    if (first && came) { bar(came); } else { var old = list.querySelector(".fresh"); if (old) { old.hidden = true; } }
    if (news.case) { changed(news.case); }
  }

  /* It stands in the line of the heading, as high as the button beside it: no row moves when it comes. */
  function bar(n) {
    var holder = list.querySelector(".fresh"), button = holder.querySelector("button");
    var text = words("new").replace("{n}", n);
    if (holder.hidden || button.textContent !== text) { button.textContent = text; holder.hidden = false; }
  }
  list.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest(".fresh button")) { refresh(); }
  });
  function refresh() {
    fetch(desk.getAttribute("data-list"), { credentials: "same-origin", cache: "no-store" }).then(function (answer) {
      if (!answer.ok || answer.redirected) { throw new Error(String(answer.status)); }
      return answer.text();
    }).then(function (text) {
      var came = new DOMParser().parseFromString(text, "text/html").querySelector(".pane.list");
      list.replaceChildren.apply(list, Array.prototype.map.call(came.childNodes, function (node) { return document.importNode(node, true); }));
      list.scrollTop = 0;
      if (window.LinliDesk) { window.LinliDesk.mark(location.pathname); }
      list.dispatchEvent(new CustomEvent("linli:arrived", { bubbles: true }));
      var first = list.querySelector(".row a[href]");
      if (first) { first.focus({ preventScroll: true }); }
    }).catch(function () { location.reload(); });
  }

  /* What was typed stays in the tab's drafts, so that looking loses nothing. */
  function notice(text, address, label) {
    var main = document.getElementById("main"), body = main.querySelector(".detail-body") || main, box = main.querySelector("[data-live-note]");
    if (!box) {
      box = document.createElement("p");
      box.className = "notice";
      box.setAttribute("role", "status");
      box.setAttribute("data-live-note", "");
      body.insertBefore(box, body.firstChild);
    }
    if (box.getAttribute("data-live-note") === text) { return; }
    box.setAttribute("data-live-note", text);
    box.textContent = text + " ";
    var link = document.createElement("a");
    link.href = address;
    link.textContent = label;
    box.appendChild(link);
  }
  function changed(text) { notice(text, location.href, words("again")); }
  function signedOut(address) { notice(words("out"), address, words("in")); }

  document.addEventListener("visibilitychange", function () { if (!document.hidden) { ask(); } });
  document.addEventListener("linli:arrived", function () { seen = ""; });
  later();
}());
