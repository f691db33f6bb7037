/* Linli: boxes are drawn on a picture instead of typed. The number inputs stay what is sent. */
(function () {
  "use strict";
  var form = document.querySelector("[data-cover]"), stage = form && form.querySelector("[data-stage]");
  if (!stage || !window.PointerEvent) { return; }
  var NS = "http://www.w3.org/2000/svg", SIDES = ["left", "top", "right", "bottom"], MOST = 6, LEAST = 8;
  var svg = document.createElementNS(NS, "svg"), begun = null, live = null;
  svg.setAttribute("viewBox", "0 0 1000 1000");
  svg.setAttribute("preserveAspectRatio", "none");
  stage.appendChild(svg);
  form.querySelector("[data-drawn]").hidden = false;

  function input(side, n) { return form.elements[side + "_" + n]; }
  function read(n) {
    var box = SIDES.map(function (side) { return input(side, n).value; });
    return box.some(function (value) { return value === ""; }) ? null : box.map(Number);
  }
  function write(n, box) { SIDES.forEach(function (side, k) { input(side, n).value = box ? box[k] : ""; }); }
  function place(rect, box) {
    rect.setAttribute("x", box[0]);
    rect.setAttribute("y", box[1]);
    rect.setAttribute("width", box[2] - box[0]);
    rect.setAttribute("height", box[3] - box[1]);
  }
  function draw() {
    while (svg.firstChild) { svg.removeChild(svg.firstChild); }
    for (var n = 1; n <= MOST; n += 1) {
      var box = read(n), rect;
      if (box && box[2] > box[0] && box[3] > box[1]) {
        rect = document.createElementNS(NS, "rect");
        place(rect, box);
        rect.setAttribute("data-n", n);
        svg.appendChild(rect);
      }
    }
  }
  function point(event) {
    var frame = svg.getBoundingClientRect();
    function within(value) { return Math.max(0, Math.min(1000, Math.round(value * 1000))); }
    return [within((event.clientX - frame.left) / frame.width), within((event.clientY - frame.top) / frame.height)];
  }
  function box(a, b) {
    return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  }
  function free() {
    for (var n = 1; n <= MOST; n += 1) { if (!read(n)) { return n; } }
    return 0;
  }
  svg.addEventListener("pointerdown", function (event) {
    var n = event.target.getAttribute("data-n");
    event.preventDefault();
    if (n) { write(Number(n), null); draw(); return; }
    if (!free()) { return; }
    begun = point(event);
    live = document.createElementNS(NS, "rect");
    svg.appendChild(live);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", function (event) { if (begun) { place(live, box(begun, point(event))); } });
  svg.addEventListener("pointerup", function (event) {
    if (!begun) { return; }
    var drawn = box(begun, point(event));
    begun = live = null;
    if (drawn[2] - drawn[0] >= LEAST && drawn[3] - drawn[1] >= LEAST) { write(free(), drawn); }
    draw();
  });
  svg.addEventListener("pointercancel", function () { begun = live = null; draw(); });
  form.addEventListener("input", draw);
  draw();
}());
