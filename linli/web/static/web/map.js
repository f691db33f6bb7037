/* Linli: the map. Draws into [data-map] what the attribute says; the drawing that the server made stays below it, and
   is what is seen where there is no WebGL, no script or no network. For Chrome 70 and iOS 13; the list beside says the same. */
(function () {
  "use strict";

  var OPEN = 0, LATE = 1, FIXED = 2, RATIO = 2, NEAR = 18;
  var library;

  function each(nodes, act) { Array.prototype.forEach.call(nodes, act); }

  function hasWebGL() {
    try {
      var canvas = document.createElement("canvas");
      return !!(window.WebGLRenderingContext && (canvas.getContext("webgl2") || canvas.getContext("webgl")));
    } catch (error) { return false; }
  }

  function load(said) {
    if (!library) {
      library = new Promise(function (resolve, reject) {
        var sheet = document.createElement("link"), script = document.createElement("script");
        sheet.rel = "stylesheet";
        sheet.href = said.style;
        script.src = said.script;
        script.onload = function () { window.maplibregl.setWorkerUrl(said.worker); resolve(window.maplibregl); };
        script.onerror = reject;
        document.head.appendChild(sheet);
        document.head.appendChild(script);
      });
    }
    return library;
  }

  /* ----- pictures of points, rings and names: drawn here, so that no font is fetched from anywhere ----- */
  function tokens() {
    var style = getComputedStyle(document.documentElement), found = {};
    ["paper", "sheet", "tint", "line", "edge", "ink", "ink-2", "ink-3", "jade", "jade-tint", "cinnabar", "on-jade"].forEach(
      function (name) { found[name] = style.getPropertyValue("--" + name).trim(); });
    ["earth", "green", "water", "road", "road-edge", "house"].forEach(
      function (name) { found[name] = style.getPropertyValue("--map-" + name).trim(); });
    found.font = style.getPropertyValue("--font-sans").trim() || "sans-serif";
    found.large = document.documentElement.getAttribute("data-type") === "large";
    return found;
  }

  function paper(width, height) {
    var canvas = document.createElement("canvas"), pen;
    canvas.width = Math.ceil(width * RATIO);
    canvas.height = Math.ceil(height * RATIO);
    pen = canvas.getContext("2d");
    pen.scale(RATIO, RATIO);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    return pen;
  }

  function picture(pen) { return pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height); }

  function point(state, look) {
    var size = look.large ? 26 : 20, pen = paper(size, size), m = size / 2, r = size / 2 - 3;
    pen.lineWidth = 2;
    pen.strokeStyle = look.sheet;
    pen.beginPath();
    if (state === LATE) {
      pen.moveTo(m, 2); pen.lineTo(size - 1.5, size - 3); pen.lineTo(1.5, size - 3); pen.closePath();
    } else if (state === FIXED) {
      pen.rect(m - r + 1, m - r + 1, 2 * r - 2, 2 * r - 2);
    } else {
      pen.arc(m, m, state === OPEN ? r : r - 2, 0, 7);
    }
    pen.fillStyle = [look.ink, look.cinnabar, look.jade, look["ink-3"]][state];
    pen.fill();
    pen.stroke();
    if (state > LATE) {
      pen.strokeStyle = look.sheet;
      pen.beginPath();
      if (state === FIXED) {
        pen.moveTo(m - r / 2, m); pen.lineTo(m - 1, m + r / 2 - 1); pen.lineTo(m + r / 2, m - r / 2 + 1);
      } else { pen.moveTo(m - 3, m); pen.lineTo(m + 3, m); }
      pen.stroke();
    }
    return picture(pen);
  }

  function ring(n, state, look) {
    var words = n < 10000 ? String(n) : Math.round(n / 1000) + "k";
    var size = (look.large ? 34 : 28) + 6 * (words.length - 1), pen = paper(size, size), m = size / 2;
    pen.beginPath();
    pen.arc(m, m, m - 2, 0, 7);
    pen.fillStyle = look.sheet;
    pen.fill();
    pen.lineWidth = 3;
    pen.strokeStyle = [look.ink, look.cinnabar, look.jade, look["ink-3"]][state];
    pen.stroke();
    pen.fillStyle = look.ink;
    pen.font = "600 " + (look.large ? 17 : 13) + "px " + look.font;
    pen.fillText(words, m, m + 0.5);
    return picture(pen);
  }

  /* `halo` is what lies behind the words */
  function name(words, look, weight, ink, halo) {
    var size = (look.large ? 17 : 13) - (weight === 600 ? 0 : 1), font = weight + " " + size + "px " + look.font, pen = paper(1, 1), width;
    pen.font = font;
    width = pen.measureText(words).width + 10;
    pen = paper(width, size + 9);
    pen.font = font;
    pen.lineWidth = 4;
    pen.strokeStyle = halo;
    pen.strokeText(words, width / 2, (size + 9) / 2);
    pen.fillStyle = ink;
    pen.fillText(words, width / 2, (size + 9) / 2);
    return picture(pen);
  }

  function drawMissing(map, look) {
    map.on("styleimagemissing", function (event) {
      var parts = event.id.split(":"), drawn;
      if (parts[0] === "point") { drawn = point(Number(parts[1]), look); }
      if (parts[0] === "ring") { drawn = ring(Number(parts[1]), Number(parts[2]), look); }
      if (parts[0] === "name") { drawn = name(event.id.slice(5), look, 600, look["ink-2"], look.sheet); }
      if (parts[0] === "label" && event.id.length > 6) { drawn = name(event.id.slice(6), look, 400, look["ink-3"], look.earth); }
      if (drawn && !map.hasImage(event.id)) { map.addImage(event.id, drawn, { pixelRatio: RATIO }); }
    });
  }

  /* ----- the one style ----- */
  function styleOf(said, look) {
    var base = said.base, sources = {}, layers = [
      { id: "ground", type: "background", paint: { "background-color": base.vector ? look.earth : base.tiles.length ? look.tint : look.paper } }
    ];
    base.tiles.forEach(function (address, n) {
      var source = sources["base" + n] = {
        type: base.vector ? "vector" : "raster", tiles: [address.charAt(0) === "/" ? location.origin + address : address],
        minzoom: base.first, maxzoom: base.last, attribution: n ? "" : base.attribution
      };
      if (base.bounds) { source.bounds = base.bounds; }
      if (base.vector) { layers = layers.concat(window.linliBaseMap("base" + n, look, said.language)); return; }
      source.tileSize = base.size;
      layers.push({ id: "base" + n, type: "raster", source: "base" + n });
    });
    sources.areas = { type: "geojson", data: said.areas };
    layers.push({
      id: "land", type: "fill", source: "areas", filter: ["==", ["get", "kind"], "community"],
      paint: { "fill-color": look["jade-tint"], "fill-opacity": base.tiles.length ? 0.15 : 0.7 }
    });
    layers.push({
      id: "grids", type: "line", source: "areas", filter: ["!=", ["get", "kind"], "community"], minzoom: 13,
      paint: { "line-color": look.edge, "line-width": 1, "line-dasharray": [3, 2] }
    });
    layers.push({
      id: "borders", type: "line", source: "areas", filter: ["==", ["get", "kind"], "community"],
      paint: { "line-color": look["ink-2"], "line-width": 1.5 }
    });
    if (said.tiles) {
      sources.cases = { type: "vector", tiles: [location.origin + said.tiles], minzoom: 0, maxzoom: NEAR };
      layers.push({
        id: "rings", type: "symbol", source: "cases", "source-layer": "cases", filter: [">", ["get", "n"], 1],
        layout: {
          "icon-image": ["concat", "ring:", ["get", "n"], ":", ["get", "state"]],
          "icon-allow-overlap": true, "icon-ignore-placement": true
        }
      });
      layers.push({
        id: "points", type: "symbol", source: "cases", "source-layer": "cases", filter: ["==", ["get", "n"], 1],
        layout: {
          "icon-image": ["concat", "point:", ["get", "state"]], "icon-allow-overlap": true, "icon-ignore-placement": true
        }
      });
    }
    return { version: 8, sources: sources, layers: layers };
  }

  function nameAreas(map, said, data) {
    var spots = data.features.map(function (area) {
      var told = area.properties;
      return {
        type: "Feature", geometry: { type: "Point", coordinates: [told.lon, told.lat] },
        properties: { kind: told.kind, icon: "name:" + told[said.language] }
      };
    });
    map.addSource("names", { type: "geojson", data: { type: "FeatureCollection", features: spots } });
    [["community", 0], ["grid", 15]].forEach(function (kind) {
      map.addLayer({
        id: "names of " + kind[0], type: "symbol", source: "names", minzoom: kind[1],
        filter: kind[1] ? ["!=", ["get", "kind"], "community"] : ["==", ["get", "kind"], "community"],
        layout: { "icon-image": ["get", "icon"] }
      }, map.getLayer("rings") ? "rings" : undefined);
    });
  }

  /* ----- what a tap does: into a ring, or what is at a point ----- */
  function shown(said, told) {
    var box = document.createElement("div"), names = told.name ? told.name.split(",") : [];
    if (told.n > 1) {
      var head = document.createElement("p");
      head.textContent = said.words.here.replace("%s", told.n);
      box.appendChild(head);
    }
    names.forEach(function (one) {
      var line = document.createElement("p"), link = document.createElement("a");
      link.href = said.link.replace("NAME", one);
      link.textContent = told.title || one.split("/").pop();
      line.appendChild(link);
      if (told.n === 1) { line.appendChild(document.createTextNode(" " + said.words.states[told.state])); }
      box.appendChild(line);
    });
    return box;
  }

  function listen(maplibre, map, said) {
    map.on("click", function (event) {
      var hit = map.queryRenderedFeatures(event.point, { layers: ["points", "rings"] })[0], at;
      if (!hit) { return; }
      at = hit.geometry.coordinates;
      if (!hit.properties.name) {
        map.easeTo({ center: at, zoom: Math.min(map.getZoom() + 2, 20) });
        return;
      }
      new maplibre.Popup({ maxWidth: "18rem" }).setLngLat(at).setDOMContent(shown(said, hit.properties)).addTo(map);
    });
    ["points", "rings"].forEach(function (layer) {
      map.on("mouseenter", layer, function () { map.getCanvas().style.cursor = "pointer"; });
      map.on("mouseleave", layer, function () { map.getCanvas().style.cursor = ""; });
    });
  }

  /* ----- giving the place of a report: the middle of the map under a ring goes into the address of a link ----- */
  function pick(box, map, said) {
    var link = document.getElementById(said.pick);
    box.classList.add("picking");
    link.hidden = false;
    function keep() {
      var middle = map.getCenter();
      link.href = link.getAttribute("data-report") + "?lon=" + middle.lng.toFixed(6) + "&lat=" + middle.lat.toFixed(6);
    }
    keep();
    map.on("move", keep);
    map.on("click", function (event) { map.easeTo({ center: event.lngLat }); });
  }

  function draw(box, said, maplibre) {
    var look = tokens(), holder = document.createElement("div"), map;
    holder.className = "map-canvas";
    box.appendChild(holder);
    map = new maplibre.Map({
      container: holder, style: styleOf(said, look), bounds: said.bounds, fitBoundsOptions: { padding: 16 },
      maxZoom: 20, dragRotate: false, pitchWithRotate: false, touchPitch: false, attributionControl: false,
      locale: said.locale, cooperativeGestures: !!said.cooperative, fadeDuration: 0
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
    if (said.base.attribution) { map.addControl(new maplibre.AttributionControl({ compact: false })); }
    drawMissing(map, look);
    map.on("error", function () { /* a tile that does not come leaves a hole; the list has everything */ });
    map.on("load", function () {
      box.classList.add("drawn");
      fetch(said.areas).then(function (answer) { return answer.json(); })
        .then(function (data) { nameAreas(map, said, data); }, function () {});
    });
    map.on("idle", function () { box.setAttribute("data-drawn", ""); });
    if (said.pick) { pick(box, map, said); } else { listen(maplibre, map, said); }
    box.linliMap = map;
  }

  function start(box) {
    var said = JSON.parse(box.getAttribute("data-map"));
    if (box.hasAttribute("data-started")) { return; }
    box.setAttribute("data-started", "");
    if (!hasWebGL()) { box.classList.add("plain"); return; }
    load(said).then(function (maplibre) { draw(box, said, maplibre); })
      .catch(function () { box.classList.add("plain"); });
  }

  /* a map in a closed <details> waits until it is opened */
  each(document.querySelectorAll("[data-map]"), function (box) {
    var cover = box.closest("details");
    if (!cover || cover.open) { start(box); return; }
    cover.addEventListener("toggle", function () { if (cover.open) { start(box); } });
  });
})();
