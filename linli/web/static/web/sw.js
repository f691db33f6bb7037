/* Linli: the worker. It opens a page without a network; whether anything is sent is the business of the outbox.
   The server puts `self.LINLI = {version, files}` in front of this file (linli/web/worker.py).

   A face is a row of FACES: which pages it may keep and how many. Everything is asked of the network first; what
   is kept is shown only when no answer comes. Nothing is ever kept but GET pages a face names, and only when the
   server itself says so by the header X-Linli-Shell: never a page behind a code, never one of somebody signed in.

   A face that keeps pages of a person (the phone of a grid member) takes a cache of its own, named by that person,
   adds its row here with `cache`, and empties it at sign-out by the message {forget: "name of the face"}. */
(function () {
  "use strict";

  var NAME = "linli-shell-" + self.LINLI.version, PATIENCE = 5000, DAYS = 30;
  var CASE = /^\/m\/\d{9}\/[\w-]+\/([a-z-]+\/)?$/;
  var FACES = [
    {
      name: "resident", most: 20,
      /* the report page of a street, and of a board of it */
      page: function (path) { return /^\/\d{9}\/(report|q\/[\w-]+)\/$/.test(path); },
      /* a board never visited: the street's own page; the server knows the board by the address it is sent to */
      instead: function (path) { return path.replace(/q\/[\w-]+\/$/, "report/"); }
    },
    {
      /* Of whoever is signed in: the list, the round, the two forms, cases and their steps. Never a contact. What is
         kept goes at sign-out, when somebody signs in, with a session that has ended, and after the days the office set. */
      name: "phone", most: 600, cache: "linli-phone", queries: true,
      page: function (path) { return /^\/m\/((new|found|round|map|notices)\/)?$/.test(path) || (CASE.test(path) && !/\/contact\/$/.test(path)); },
      /* the form of a step stands in its case's copy (phone/kept.js) */
      instead: function (path) { return path.replace(/^(\/m\/\d{9}\/[\w-]+\/)[a-z-]+\/$/, "$1"); },
      /* a case visited has no forms of its steps in it: phone/keeping.js asks for the copy that has */
      asked: function (path) { return CASE.test(path); }
    }
  ];
  var PICTURE = /^\/p\/\d{9}\/[\w-]+-small\.jpg$/;
  var FILES = Object.keys(self.LINLI.files).reduce(function (all, face) { return all.concat(self.LINLI.files[face]); }, []);

  function faceOf(path) { return FACES.filter(function (face) { return face.page(path); })[0] || null; }
  function cacheOf(face) { return (face && face.cache) || NAME; }

  /* ----- keeping ----- */
  function keep(face, path, answer) {
    if (!answer || (face.asked && face.asked(path)) || answer.status !== 200 || answer.redirected || answer.headers.get("X-Linli-Shell") !== "1") {
      return Promise.resolve();
    }
    return caches.open(cacheOf(face)).then(function (cache) {
      return cache.put(path, answer).then(function () { return tidy(face, cache); });
    }).catch(function () { /* no room: then there is no page without a network */ });
  }
  /* The pages longest not visited go. A page is put again at each visit, so that order of keys is order of visits. */
  function tidy(face, cache) {
    return cache.keys().then(function (asked) {
      var pages = asked.map(function (request) { return new URL(request.url).pathname; }).filter(face.page);
      return Promise.all(pages.slice(0, Math.max(0, pages.length - face.most)).map(function (path) { return cache.delete(path); }));
    });
  }
  function kept(face, path) {
    var other = face.instead && face.instead(path);
    return caches.open(cacheOf(face)).then(function (cache) {
      function copy(of) {
        return cache.match(of, { ignoreVary: true }).then(function (found) {
          if (found && fresh(found)) { return face.cache ? marked(found) : found; }
          if (found && face.cache) { cache.delete(of); }
          return null;
        });
      }
      return copy(path).then(function (found) { return found || (other && other !== path ? copy(other) : null); });
    }).catch(function () { return null; });
  }
  /* By the phone's own clock where the page was kept by it, so that a wrong one does no harm; else by the server's date. */
  function fresh(answer) {
    var at = Number(answer.headers.get("X-Linli-Kept-At")) || Date.parse(answer.headers.get("Date") || ""), days = Number(answer.headers.get("X-Linli-Days")) || DAYS;
    return isNaN(at) || Math.abs(Date.now() - at) < days * 86400000;
  }
  /* A copy says of itself that it is one; the page then shows of when. */
  function marked(answer) {
    return answer.text().then(function (text) {
      return new Response(text.replace("<html ", "<html data-kept "), { headers: answer.headers });
    });
  }
  function fetchPage(path) { return fetch(path, { credentials: "same-origin", cache: "no-cache" }); }

  /* ----- from one version to the next ----- */
  self.addEventListener("install", function (event) {
    event.waitUntil(caches.open(NAME).then(function (cache) {
      return Promise.all(FILES.map(function (file) {
        return fetch(file).then(function (answer) { return answer.ok ? cache.put(file, answer) : null; });
      }));
    }).then(renew).then(function () { return self.skipWaiting(); }));
  });
  /* Pages kept by an older version name its files: they are asked for anew, and those that do not come are let go. */
  function renew() {
    return caches.keys().then(function (names) {
      var older = names.filter(function (name) { return name.indexOf("linli-shell-") === 0 && name !== NAME; });
      return Promise.all(older.map(function (name) {
        return caches.open(name).then(function (cache) { return cache.keys(); }).then(function (asked) {
          return Promise.all(asked.map(function (request) {
            var path = new URL(request.url).pathname, face = faceOf(path);
            return face && fetchPage(path).then(function (answer) { return keep(face, path, answer); }).catch(function () {});
          }));
        });
      }));
    });
  }
  self.addEventListener("activate", function (event) {
    event.waitUntil(caches.keys().then(function (names) {
      var older = names.filter(function (name) { return name.indexOf("linli-shell-") === 0 && name !== NAME; });
      /* pages of a person name the older files too; the next visit of the list keeps them anew */
      if (older.length) { FACES.forEach(function (face) { if (face.cache) { older.push(face.cache); } }); }
      return Promise.all(older.map(function (name) { return caches.delete(name); }));
    }).then(function () { return self.clients.claim(); }));
  });

  /* ----- what a page tells ----- */
  self.addEventListener("message", function (event) {
    var told = event.data || {}, face = told.visited && faceOf(told.visited);
    /* The first visit was before there was a worker: its page is asked for once more, to keep. */
    if (face) {
      event.waitUntil(caches.open(cacheOf(face)).then(function (cache) { return cache.match(told.visited, { ignoreVary: true }); })
        .then(function (found) {
          return found || fetchPage(told.visited).then(function (answer) { return keep(face, told.visited, answer); });
        }).catch(function () {}));
    }
    FACES.forEach(function (one) {
      if (told.forget === one.name && one.cache) { event.waitUntil(caches.delete(one.cache)); }
    });
  });

  /* ----- answering ----- */
  self.addEventListener("fetch", function (event) {
    var request = event.request, url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin) { return; }
    var face = request.mode === "navigate" ? faceOf(url.pathname) : null;
    if (request.mode === "navigate" && /^\/sign-(in|out)\//.test(url.pathname)) { event.respondWith(door(request)); }
    else if (face && (!url.search || face.queries)) { event.respondWith(page(event, face, url.pathname, !url.search)); }
    else if (PICTURE.test(url.pathname)) { event.respondWith(picture(request, url.pathname)); }
    else if (FILES.indexOf(url.pathname) >= 0) { event.respondWith(file(request)); }
  });
  function picture(request, path) {
    return fetch(request).catch(function () {
      return caches.open("linli-phone").then(function (cache) { return cache.match(path, { ignoreVary: true }); })
        .then(function (found) { return found || Response.error(); });
    });
  }
  function page(event, face, path, whole) {
    var asked = fetch(event.request).then(function (answer) {
      /* sent to sign in: what was kept of the person who was is theirs no more */
      if (face.cache && answer.type === "opaqueredirect") { event.waitUntil(caches.delete(face.cache)); }
      else if (whole) { event.waitUntil(keep(face, path, answer.clone())); }
      return answer;
    });
    asked.catch(function () {});
    var late = new Promise(function (resolve) { setTimeout(resolve, PATIENCE); });
    return Promise.race([asked, late.then(function () { return kept(face, path); })]).then(function (answer) {
      return answer || asked;
    }, function () {
      return kept(face, path).then(function (found) { return found || asked; });
    });
  }
  /* Whoever comes to the door may be somebody else, also by a provider of accounts that no form of ours leads to: what was
     kept of a person has gone before the door answers. Without a network nobody gets in, and the copies stay. */
  function door(request) {
    return fetch(request).then(function (answer) {
      return Promise.all(FACES.map(function (face) { return face.cache && caches.delete(face.cache); }))
        .then(function () { return answer; }, function () { return answer; });
    });
  }
  function file(request) {
    return fetch(request).catch(function () {
      return caches.open(NAME).then(function (cache) { return cache.match(request.url, { ignoreVary: true }); })
        .then(function (found) { return found || Response.error(); });
    });
  }
}());
