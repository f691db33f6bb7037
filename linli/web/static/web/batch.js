/* Linli: ticks of a list. x ticks the row one stands on, a click with shift ticks all between, and the foot of the list
   counts. Ticks outlive rows that are drawn anew. Without this script the same ticks and button do the same. */
(function () {
  "use strict";
  var list = document.querySelector(".pane.list"), keys = document.querySelector(".desk[data-keys=on]");
  if (!list) { return; }
  var chosen = {}, last = null;

  function ticks() { return Array.prototype.slice.call(list.querySelectorAll("input[name=pick]")); }
  function say() {
    var bar = document.getElementById("batch"), n = ticks().filter(function (tick) { return tick.checked; }).length;
    if (!bar) { return; }
    bar.hidden = n === 0;
    bar.querySelector("b").textContent = bar.getAttribute(n === 1 ? "data-one" : "data-many").replace("{n}", n);
  }
  function put(tick, on) {
    tick.checked = on;
    chosen[tick.value] = on;
  }
  function through(from, to, on) {
    var all = ticks(), one = all.indexOf(from), other = all.indexOf(to);
    if (one < 0) { return; }
    all.slice(Math.min(one, other), Math.max(one, other) + 1).forEach(function (tick) { put(tick, on); });
  }
  list.addEventListener("click", function (event) {
    var tick = event.target;
    if (tick.name !== "pick") { return; }
    put(tick, tick.checked);
    if (event.shiftKey && last) { through(list.querySelector('input[value="' + last + '"]'), tick, tick.checked); }
    last = tick.value;
    say();
  });
  document.addEventListener("keydown", function (event) {
    if (!keys || event.key !== "x" || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) { return; }
    var from = event.target;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(from.tagName) && from.type !== "checkbox") { return; }
    var row = (from.closest && from.closest(".row")) || list.querySelector(".row[aria-current]");
    var tick = row && list.contains(row) && row.querySelector("input[name=pick]");
    if (!tick) { return; }
    event.preventDefault();
    put(tick, !tick.checked);
    last = tick.value;
    say();
  });
  new MutationObserver(function (changes) {
    var isNew = changes.some(function (change) {
      return Array.prototype.some.call(change.addedNodes, function (node) {
        return node.nodeType === 1 && (node.name === "pick" || node.querySelector("input[name=pick]"));
      });
    });
    if (!isNew) { return; }
    ticks().forEach(function (tick) { if (chosen[tick.value]) { tick.checked = true; } });
    say();
  }).observe(list, { childList: true, subtree: true });
  ticks().forEach(function (tick) { if (tick.checked) { chosen[tick.value] = true; } });   /* as after going back */
  window.addEventListener("pageshow", say);
  say();
}());
