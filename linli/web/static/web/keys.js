/* Linli: the desk by keyboard. Every key presses something that is on the page and says so by aria-keyshortcuts; which
   keys there are stands in desk/parts/keys.html. Off by the person's choice: single keys disturb who speaks to a machine. */
(function () {
  "use strict";
  var desk = document.querySelector(".desk[data-keys=on]"), dialog = document.getElementById("keys");
  if (!desk) { return; }

  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  function rows() { return all(".pane.list .row[data-case]"); }
  function current() { return rows().filter(function (row) { return row.hasAttribute("aria-current"); })[0] || null; }
  function link(row) { return row.querySelector(".title a[href], a[href]"); }

  function typing(target) {
    return Boolean(target.closest && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"));
  }

  /* The next case opens beside the list, and the keyboard stays in the list; at its end nothing happens. */
  function step(by) {
    var known = rows(), at = known.indexOf(current()), next = known[at < 0 ? (by > 0 ? 0 : -1) : at + by];
    if (!next) { return; }
    if (window.LinliDesk && window.LinliDesk.isWide()) {
      link(next).focus({ preventScroll: true });
      window.LinliDesk.reveal(next);
      window.LinliDesk.open(link(next).href, { push: true });
    } else { link(next).focus(); }
  }

  /* Presses what carries the key; a step that cannot be taken is given the focus, so that its reason is read. */
  function press(key) {
    var found = all("main [aria-keyshortcuts]").filter(function (element) {
      return element.getAttribute("aria-keyshortcuts").toLowerCase().split(" ").indexOf(key) >= 0;
    })[0];
    if (!found) { return false; }
    found.focus();
    found.click();
    return true;
  }

  function search() {
    var field = document.querySelector(".pane.list input[type=search]");
    if (field) { field.focus(); field.select(); }
    return Boolean(field);
  }

  function help() {
    if (dialog && dialog.showModal) { dialog.showModal(); } else { location.assign(desk.getAttribute("data-keys-page")); }
  }

  function leave(event) {
    if (typing(event.target)) { event.target.blur(); return; }
    var row = current();
    if (row) { link(row).focus(); }
  }

  var KEYS = {
    j: function () { step(1); }, k: function () { step(-1); },
    e: function () { return press("e"); }, a: function () { return press("a"); }, m: function () { return press("m"); },
    "/": search, "?": help
  };

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (dialog && dialog.open) { return; }
    if (event.key === "Escape") { leave(event); return; }
    if (typing(event.target)) { return; }
    var act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act && act() !== false) { event.preventDefault(); }
  });

  all("[data-open-keys]").forEach(function (opener) {
    opener.addEventListener("click", function (event) {
      if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); }
    });
  });
}());
