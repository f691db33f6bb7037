/* Linli: draws the leaflet of a case as one picture, so that a long press keeps it. Without script: a screenshot. */
(function () {
  "use strict";
  var sheet = document.querySelector("[data-share]"), canvas = document.createElement("canvas");
  var pen = canvas.getContext && canvas.getContext("2d");
  if (!sheet || !pen) { return; }
  /* Upright and wide enough for any phone; the same on every one, whatever its theme or size of type. */
  var shots = Array.prototype.slice.call(sheet.querySelectorAll(".frame img"));
  var W = 1080, H = shots.length ? 1440 : 1180, EDGE = 72, GROWN = shots.length ? 1 : 1.25;
  var PAPER = "#fbfaf6", INK = "#1a1d1b", QUIET = "#4a4f4b", LINE = "#d9d6cb", JADE = "#0a6448", SERIF, SANS;
  canvas.width = W;
  canvas.height = H;

  function words(name) {
    var part = sheet.querySelector('[data-part="' + name + '"]');
    return part ? part.textContent.replace(/\s+/g, " ").trim() : "";
  }

  function variable(name) { return getComputedStyle(document.documentElement).getPropertyValue(name) || "serif"; }

  /* Breaks Chinese between any two characters but before closing marks, and other words between words. */
  function lines(text, width) {
    var parts = text.match(/[A-Za-z0-9.,:;'’()\-]+\s?|[^\s][，。、；：？！”’）》]*|\s/g) || [], all = [], line = "";
    parts.forEach(function (part) {
      if (line && pen.measureText(line + part).width > width) { all.push(line); line = part.replace(/^\s+/, ""); } else { line += part; }
    });
    return line ? all.concat(line) : all;
  }

  function write(text, at, size, options) {
    var most = options.most || 1, shown;
    pen.fillStyle = options.colour || INK;
    pen.font = (options.bold ? "600 " : "400 ") + size + "px " + (options.serif ? SERIF : SANS);
    pen.textBaseline = "top";
    shown = lines(text, options.width || W - 2 * EDGE);
    if (shown.length > most) { shown = shown.slice(0, most); shown[most - 1] = shown[most - 1].slice(0, -1) + "…"; }
    shown.forEach(function (line, index) {
      var left = options.right ? W - EDGE - pen.measureText(line).width : options.left || EDGE;
      pen.fillText(line, left, at + index * size * 1.35);
    });
    return at + shown.length * size * 1.35;
  }

  function rule(at, height, colour) { pen.fillStyle = colour; pen.fillRect(EDGE, at, W - 2 * EDGE, height); }

  /* A picture fills its frame of 4 : 3 and is cut evenly, as on the page. */
  function frame(image, left, top, width) {
    var height = width * 0.75, scale = Math.max(width / image.naturalWidth, height / image.naturalHeight);
    var w = width / scale, h = height / scale;
    pen.drawImage(image, (image.naturalWidth - w) / 2, (image.naturalHeight - h) / 2, w, h, left, top, width, height);
  }

  function pictures(top) {
    var gap = 24, width = shots.length === 1 ? 690 : (W - 2 * EDGE - gap) / 2;
    ["before", "after"].filter(words).forEach(function (name, index) {
      var left = EDGE + index * (width + gap);
      frame(shots[index], left, top, width);
      write(words(name), top + width * 0.75 + 12, 32, { left: left, bold: true });
    });
  }

  function draw(code) {
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, W, H);
    rule(EDGE, 6, INK);
    write(words("office"), EDGE + 36, 40, { colour: QUIET });
    write(words("wordmark"), EDGE + 36, 40, { serif: true, bold: true, right: true });
    var at = write(words("where"), EDGE + 130 * GROWN, 44 * GROWN, { colour: QUIET });
    at = write(words("title"), at + 8, 72 * GROWN, { serif: true, bold: true, most: 3 });
    at = write(words("state"), at + 20 * GROWN, 48 * GROWN, { bold: true, colour: sheet.querySelector(".chip.closed") ? JADE : INK });
    at = write(words("days"), at + 8, 36 * GROWN, { colour: QUIET, most: 2 });
    pictures(at + 32);
    var side = 240, top = H - EDGE - side, left = EDGE + side + 40;
    rule(top - 36, 2, LINE);
    pen.drawImage(code, EDGE, top, side, side);
    at = write(words("scan"), top + 56, 42, { left: left, width: W - left - EDGE, bold: true, most: 2 });
    write(words("more"), at + 8, 34, { left: left, width: W - left - EDGE, colour: QUIET, most: 2 });
  }

  function show() {
    var picture = new Image(), hint = document.querySelector("[data-share-hint]");
    picture.className = "leaflet-picture";
    picture.alt = sheet.getAttribute("data-share");
    picture.width = W;
    picture.height = H;
    picture.src = canvas.toDataURL("image/jpeg", 0.9);   /* WeChat keeps a data: picture by a long press, no blob: */
    sheet.parentNode.replaceChild(picture, sheet);
    hint.textContent = hint.getAttribute("data-share-hint");
  }

  function begin() {
    var code = new Image(), drawn = sheet.querySelector(".qr").cloneNode(true);
    SERIF = variable("--font-serif");
    SANS = variable("--font-sans");
    drawn.setAttribute("width", 480);
    drawn.setAttribute("height", 480);
    code.onload = function () { try { draw(code); show(); } catch (error) { /* the sheet itself stays */ } };
    code.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(drawn));
  }
  if (document.readyState === "complete") { begin(); } else { window.addEventListener("load", begin); }
}());
