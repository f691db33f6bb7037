/* Linli: how a vector base map looks (Protomaps' layers, version 4; 3 where its names differ). Names are drawn by the
   page's own fonts as pictures (map.js), so that no font is fetched from anywhere. */
(function () {
  "use strict";

  var KIND = ["coalesce", ["get", "kind"], ["get", "pmap:kind"], ""];
  var GREEN = ["park", "forest", "wood", "grass", "grassland", "garden", "meadow", "nature_reserve", "cemetery", "farmland",
    "orchard", "village_green", "recreation_ground", "allotments", "scrub", "zoo", "golf_course", "pitch", "playground"];
  var BIG = ["highway", "major_road"], MIDDLE = ["medium_road"], SMALL = ["minor_road", "other"];
  var WIDE = [["interpolate", ["exponential", 1.5], ["zoom"], 8, 0.8, 13, 3, 17, 13, 20, 40], 7];
  var NORMAL = [["interpolate", ["exponential", 1.5], ["zoom"], 11, 0.6, 14, 2.2, 17, 9, 20, 30], 11];
  var THIN = [["interpolate", ["exponential", 1.5], ["zoom"], 13, 0.5, 15, 2, 17, 6, 20, 22], 13];

  function among(kinds) { return ["in", KIND, ["literal", kinds]]; }

  /* Around a road of a width lies an edge of a pixel at each side. */
  function edged(width) {
    return width.map(function (part, n) { return n > 2 && n % 2 ? part : n > 3 ? part + 1.5 : part; });
  }

  function named(language) {
    var chinese = ["coalesce", ["get", "name:zh-Hans"], ["get", "name:zh"], ["get", "name"], ""];
    return language === "en" ? ["coalesce", ["get", "name:en"], ["get", "pgf:name:en"], ["get", "name"], ""] : chinese;
  }

  window.linliBaseMap = function (source, look, language) {
    var name = named(language), layers = [];
    function add(layer, id, type, paint, filter, more) {
      var made = { id: source + " " + id, type: type, source: source, "source-layer": layer, paint: paint, layout: {} };
      if (filter) { made.filter = filter; }
      Object.keys(more || {}).forEach(function (key) { made[key] = more[key]; });
      layers.push(made);
    }
    function line(id, kinds, width, from, color) {
      add("roads", id, "line", { "line-color": color, "line-width": width }, among(kinds),
        { minzoom: from, layout: { "line-cap": "round", "line-join": "round" } });
    }
    function label(layer, id, filter, from, layout) {
      layout["icon-image"] = ["concat", "label:", name];
      add(layer, id, "symbol", {}, ["all", ["!=", name, ""], filter], { minzoom: from, layout: layout });
    }
    add("earth", "earth", "fill", { "fill-color": look.earth }, ["==", ["geometry-type"], "Polygon"]);
    add("landcover", "cover", "fill", { "fill-color": look.green }, among(GREEN));
    add("landuse", "green", "fill", { "fill-color": look.green }, among(GREEN));
    add("water", "water", "fill", { "fill-color": look.water }, ["==", ["geometry-type"], "Polygon"]);
    add("water", "rivers", "line", { "line-color": look.water, "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.8, 16, 4] },
      ["==", ["geometry-type"], "LineString"]);
    add("buildings", "houses", "fill", { "fill-color": look.house }, null, { minzoom: 14 });
    [["edge of small", SMALL, THIN], ["edge of middle", MIDDLE, NORMAL], ["edge of big", BIG, WIDE]].forEach(function (each) {
      line(each[0], each[1], edged(each[2][0]), each[2][1] + 1, look["road-edge"]);
    });
    [["small", SMALL, THIN], ["middle", MIDDLE, NORMAL], ["big", BIG, WIDE]].forEach(function (each) {
      line(each[0], each[1], each[2][0], each[2][1], look.road);
    });
    add("roads", "paths", "line", { "line-color": look["road-edge"], "line-width": 1, "line-dasharray": [2, 2] }, among(["path"]), { minzoom: 15 });
    add("roads", "rails", "line", { "line-color": look["road-edge"], "line-width": 1.5 }, among(["rail"]), { minzoom: 11 });
    label("roads", "names of roads", among(BIG.concat(MIDDLE, SMALL)), 14, { "symbol-placement": "line", "symbol-spacing": 400, "icon-keep-upright": true });
    label("water", "names of water", ["==", ["geometry-type"], "Point"], 12, {});
    label("places", "names of places", among(["locality", "neighbourhood", "macrohood", "region"]), 7,
      { "symbol-sort-key": ["-", ["coalesce", ["get", "population_rank"], 0]] });
    return layers;
  };
})();
