/* Linli: what a grid member's phone keeps for reading and acting without a network: the list with all that is to do,
   the round, the map's rows, the notices, the two forms, and every case of the list with the forms of its open steps,
   the most urgent first, as far as MOST_BYTES go. The list says how far that was. */
(function () {
  "use strict";

  var CACHE = "linli-phone", INDEX = "/m/.kept", MOST_BYTES = 8000000, MOST_PICTURE_BYTES = 3000000, PAUSE = 60;
  var ALWAYS = ["/m/", "/m/new/", "/m/found/", "/m/round/", "/m/map/", "/m/notices/"];
  var rows = document.querySelector("[data-cases]"), said = document.querySelector("[data-kept-words]");
  var main = document.getElementById("main"), who = document.getElementById("copy").getAttribute("data-person");
  if (!who || !window.caches || !window.fetch || document.documentElement.hasAttribute("data-kept")) { return; }

  function each(list, act) { Array.prototype.forEach.call(list, act); }
  /* A copy is of one language, theme and size of type: whoever changes them gets others. */
  var look = ["lang", "data-theme", "data-type"].map(function (name) { return document.documentElement.getAttribute(name) || ""; }).join(" ");
  function index(cache) { return cache.match(INDEX).then(function (found) { return found ? found.json() : {}; }); }
  function note(cache, kept) {
    return cache.put(INDEX, new Response(JSON.stringify(kept), { headers: { "Content-Type": "application/json" } }));
  }
  /* Half of its days old it is asked for again, so that it does not pass away unseen. By the phone's clock alone. */
  function holds(row, version) {
    return row && row.version === version && Math.abs(Date.now() - row.at) < row.days * 43200000;
  }
  /* Gives the row of the index; null where the server says that this is not to be kept. Rejects without network or room. */
  function keep(cache, path, version) {
    return fetch(path, { credentials: "same-origin", headers: { "X-Linli-Keep": "1" } }).then(function (answer) {
      if (answer.status >= 500 || answer.status === 429) { throw new Error("later"); }
      if (answer.status !== 200 || answer.redirected || answer.headers.get("X-Linli-Shell") !== "1") { return null; }
      return answer.blob().then(function (body) {
        var headers = new Headers(answer.headers);
        headers.set("X-Linli-Kept-At", String(Date.now()));
        return cache.put(path, new Response(body, { headers: headers })).then(function () {
          return { version: version, at: Date.now(), days: Number(answer.headers.get("X-Linli-Days")) || 1, bytes: body.size };
        });
      });
    });
  }
  function pause() { return new Promise(function (go) { window.setTimeout(go, PAUSE); }); }

  function keepAll() {
    return caches.open(CACHE).then(function (cache) {
      return index(cache).then(function (kept) {
        var wanted = ALWAYS.map(function (path) { return { path: path, version: "" }; }), pictures = [], now = {}, bytes = 0, cases = 0;
        each(rows ? rows.querySelectorAll("a.row") : [], function (row) {
          var image = row.querySelector("img");
          wanted.push({ path: row.getAttribute("href"), version: row.getAttribute("data-version") + " " + look, picture: image && image.getAttribute("src") });
        });
        function took(one, row) {
          if (!row) { return; }
          now[one.path] = row;
          bytes += row.bytes;
          if (one.version) { cases += 1; }
          if (one.picture) { pictures.push(one.picture); }
        }
        function next() {
          var one = wanted.shift();
          if (!one || bytes > MOST_BYTES) { return null; }
          if (one.version && holds(kept[one.path], one.version)) { took(one, kept[one.path]); return next(); }
          return keep(cache, one.path, one.version).then(function (row) {
            took(one, row);
            return pause().then(next);
          });
        }
        function finish(whole) {
          /* What is on the list no longer goes; broken off, what was not reached stays as it was. */
          if (whole) { Object.keys(kept).forEach(function (path) { if (!(path in now)) { cache.delete(path); } }); }
          return note(cache, whole ? now : Object.assign({}, kept, now));
        }
        return Promise.resolve().then(next).then(function () {
          say(cases);
          return finish(true).then(function () { return keepPictures(cache, pictures); });
        }, function (error) {
          if (error && error.name === "QuotaExceededError") { say(cases); }
          return finish(false);
        });
      });
    }).catch(function (error) {                                /* no room at all, or a private window */
      if (error && navigator.onLine !== false) { say(0); }
    });
  }
  /* Small pictures of the cases that were kept, in their order. */
  function keepPictures(cache, pictures) {
    var left = MOST_PICTURE_BYTES;
    return cache.keys().then(function (asked) {
      asked.forEach(function (request) {
        var path = new URL(request.url).pathname;
        if (path.indexOf("/p/") === 0 && pictures.indexOf(path) < 0) { cache.delete(path); }
      });
      return pictures.reduce(function (before, path) {
        return before.then(function () { return left > 0 ? cache.match(path) : null; }).then(function (found) {
          if (left <= 0) { return null; }
          return (found ? Promise.resolve(found) : fetch(path, { credentials: "same-origin" })).then(function (answer) {
            var copy = found ? null : answer.clone();
            return answer.blob().then(function (body) {
              left -= body.size;
              return copy && copy.ok ? cache.put(path, copy) : null;
            });
          });
        });
      }, Promise.resolve());
    }).catch(function () { /* the words are kept */ });
  }
  function say(cases) {
    if (!said || !rows) { return; }
    var all = Number(rows.getAttribute("data-total"));
    said.textContent = said.getAttribute(cases >= all ? "data-all" : cases ? "data-some" : "data-none").replace("{n}", cases).replace("{all}", all);
  }
  /* A case that was opened or acted on: its copy follows it. */
  function keepThis() {
    var path = location.pathname, version = main.getAttribute("data-version") + " " + look;
    return caches.open(CACHE).then(function (cache) {
      return index(cache).then(function (kept) {
        if (holds(kept[path], version)) { return null; }
        return keep(cache, path, version).then(function (row) {
          if (row) { kept[path] = row; return note(cache, kept); }
          return null;
        });
      });
    }).catch(function () {});
  }

  /* Somebody else's copies go before any of one's own are made. */
  function ours() {
    try {
      var before = localStorage.getItem("linli.person");
      localStorage.setItem("linli.person", who);
      return before && before !== who ? caches.delete(CACHE) : Promise.resolve();
    } catch (error) { return caches.delete(CACHE); }
  }
  function begin() {
    if (navigator.onLine === false) { return; }
    if (location.pathname === "/m/" && !location.search) { keepAll(); }
    if (main.hasAttribute("data-version")) { keepThis(); }
  }
  window.addEventListener("load", function () { ours().then(function () { window.setTimeout(begin, 1500); }).catch(function () {}); });
  /* A new release of the worker lets go of what names the files of the old one. */
  if (navigator.serviceWorker) { navigator.serviceWorker.addEventListener("controllerchange", begin); }
}());
