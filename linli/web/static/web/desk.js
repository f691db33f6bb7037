/* Linli: a case opens beside its list and the list stays where it was. Without this script the same links load whole
   pages. Addresses, titles, back and forward are the browser's own; whatever goes wrong ends in a plain load. */
(function () {
  "use strict";
  var desk = document.querySelector(".desk[data-list]");
  var list = desk && desk.querySelector(".pane.list");
  if (!list) { return; }
  var BESIDE = /^\/desk\/\d{9}\/[^/]+\/(?!print\/|slip\/)([a-z-]+\/)?$/;
  var asked = 0, here = spot();

  function spot() { return location.pathname + location.search; }
  function store(act) {
    try { return act(window.sessionStorage); } catch (error) { return null; }
  }

  /* ----- a page that was loaded whole, after a step was taken, shows the list where it was left ----- */
  function remember() {
    store(function (kept) { kept.setItem("linli.list", JSON.stringify([desk.getAttribute("data-list"), list.scrollTop])); });
  }
  function recall() {
    var left = store(function (kept) { return JSON.parse(kept.getItem("linli.list")); });
    if (left && left[0] === desk.getAttribute("data-list")) { list.scrollTop = left[1]; }
    var current = list.querySelector(".row[aria-current]");
    if (current && list.scrollHeight > list.clientHeight) { reveal(current); }
  }
  function reveal(row) {
    var head = list.querySelector(".pane-head"), above = head ? head.offsetHeight : 0, foot = list.querySelector(".batch");
    var below = foot && !foot.hidden ? foot.offsetHeight : 0;
    var at = row.getBoundingClientRect(), frame = list.getBoundingClientRect();
    if (at.top < frame.top + above) { list.scrollTop -= frame.top + above - at.top; }
    if (at.bottom > frame.bottom - below) { list.scrollTop += at.bottom - frame.bottom + below; }
  }
  window.addEventListener("pagehide", remember);
  recall();

  /* ----- another case in the pane ----- */
  function fresh(page, old) {
    Array.prototype.forEach.call(page.querySelectorAll(".sprite symbol"), function (symbol) {
      if (!document.getElementById(symbol.id)) { document.querySelector(".sprite").appendChild(document.importNode(symbol, true)); }
    });
    var main = document.importNode(page.querySelector("main"), true);
    old.parentNode.replaceChild(main, old);
    return main;
  }
  function mark(address) {
    Array.prototype.forEach.call(list.querySelectorAll(".row[data-case]"), function (row) {
      var link = row.querySelector("a[href]");
      if (address.split("?")[0].indexOf(link.getAttribute("href").split("?")[0]) === 0) {
        row.setAttribute("aria-current", "true");
        reveal(row);
      } else { row.removeAttribute("aria-current"); }
    });
  }
  function show(page, address, how) {
    var old = document.getElementById("main"), came = page.querySelector(".desk"), main;
    if (!came || !page.querySelector("main") || came.getAttribute("data-list") !== desk.getAttribute("data-list")) { return false; }
    if (how.push) { history.pushState(null, "", address); }
    here = spot();
    document.title = page.title;
    desk.className = came.className;
    main = fresh(page, old);
    mark(location.pathname);
    main.dispatchEvent(new CustomEvent("linli:arrived", { bubbles: true }));
    var heading = main.querySelector("h2, h1");
    if (heading && how.focus) {
      heading.setAttribute("tabindex", "-1");
      heading.focus({ preventScroll: true });
    }
    return true;
  }
  /* `how`: push (a new address) and focus (move to the heading); calls back when the pane is there. */
  function open(address, how, after) {
    var mine = asked += 1, old = document.getElementById("main");
    function whole() {
      if (mine !== asked) { return; }
      if (how.push) { location.assign(address); } else { location.reload(); }
    }
    old.setAttribute("aria-busy", "true");
    fetch(address, { credentials: "same-origin", headers: { "X-Linli-Pane": "case" } }).then(function (answer) {
      if (!answer.ok || answer.redirected) { throw new Error(String(answer.status)); }
      return answer.text();
    }).then(function (text) {
      if (mine !== asked) { return; }
      if (!show(new DOMParser().parseFromString(text, "text/html"), address, how)) { throw new Error("another list"); }
      if (after) { after(); }
    }).catch(whole);
  }

  function isWide() { return window.matchMedia("(min-width: 48rem)").matches; }
  function plain(event) {
    return event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(".pane.list .row a[href], main.detail a[href]");
    if (!link || plain(event) || link.target || !isWide() || !window.fetch) { return; }
    if (link.origin !== location.origin || !BESIDE.test(link.pathname)) { return; }
    event.preventDefault();
    open(link.href, { push: link.href !== location.href, focus: true });
  });
  window.addEventListener("popstate", function () {
    if (spot() !== here) { open(location.href, { focus: true }); }   /* else only a jump within the page */
  });

  window.LinliDesk = { open: open, mark: mark, reveal: reveal, list: list, isWide: isWide };
}());
