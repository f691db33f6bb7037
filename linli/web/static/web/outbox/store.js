/* Linli: the outbox. What a person sends is kept in this browser until the server has said that it has it.

   Four files, in this order: store.js (what is kept), queue.js (how it is sent, one after the other), form.js (how it
   comes in and goes back) and list.js (what the person sees of it). They share one object, LinliOutbox.
   A page takes part by including parts/outbox.html (the words and the place of the list) and parts/outbox_scripts.html
   BEFORE linli.js. A form takes part by its attributes; without script it is an ordinary form:

     data-outbox="report"       or "step": the kind; the list shows only the kinds its page names (data-kinds)
     data-outbox-stage="/…/"    optional: pictures go there first, one request each, and become signed tickets
                                (field "kept"), so that a lost upload goes on with the picture that was lost
     data-outbox-person="…"     optional: mark of who is signed in (linli.web.outbox.person_mark); the entry is
                                sent under this person's session only, else the server answers "signed_out"
     data-outbox-title="…"      optional: what the list calls it, after the button's words; else the first words typed
     data-outbox-thing="…"      optional: what it is about (a case's address). Of one thing all is sent in the order in
                                which it was written, and what the server stops stops what comes behind it; what is
                                about other things goes on. A field "seen" (the version that was seen) is taken on to
                                the version that one's own step before left, as the server's answer says it.
     data-answered              the server has judged this form and shows it again
   A button with data-plain sends the form as browsers always did, past the outbox.
   The form needs a hidden field "key" (or "idempotency"), chosen once a page: the server stores a key once.

   The request is the form's own POST with the header X-Linli-Outbox: 1 and is answered in JSON
   (linli/web/outbox.py lists the outcomes): {outcome, address, code, words, errors, after}.
   No answer, an answer that is not ours (a hotel's log-in page) or a 5xx counts as no network.

   API, for other scripts of ours:
     LinliOutbox.list()          → Promise of entries {id, kind, title, address, page, fields, pictures, key,
                                   person, keptAt, state, answer}; state: waiting, refused, conflict,
                                   signed_out, sent (only code and address are left).
                                   Only of who is signed in on this page, and of nobody: never another person's
     LinliOutbox.submit(form, button)   send a form now, or keep it
     LinliOutbox.flush()         try what waits
     LinliOutbox.throwAway(id), LinliOutbox.putRight(id)
   Events on document: "linli:outbox", detail {what, entry, answer}; what: kept, sent, refused, conflict,
   signed_out, thrown. A listener of kept or sent may call preventDefault() and show it in its own way.

   Written for Chrome 70 and iOS 13. */
(function () {
  "use strict";

  var BUSY = 30000, DAY = 86400000;
  var place = document.getElementById("outbox");
  if (!place || !window.Promise || !window.FormData || !FormData.prototype.forEach) { return; }
  var kinds = (place.getAttribute("data-kinds") || "").split(" "), person = place.getAttribute("data-person") || "", foreign = 0;

  function words(name) { return place.getAttribute("data-" + name) || ""; }
  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) { element.className = className; }
    if (text) { element.textContent = text; }
    return element;
  }
  function random() {
    var bytes = new Uint8Array(18), text = "";
    crypto.getRandomValues(bytes);
    Array.prototype.forEach.call(bytes, function (byte) { text += ("0" + byte.toString(16)).slice(-2); });
    return text;
  }
  function quietly(act) { try { return act(); } catch (error) { return null; } }
  function tell(what, entry, answer) {
    var event = new CustomEvent("linli:outbox", { cancelable: true, detail: { what: what, entry: entry, answer: answer } });
    return document.dispatchEvent(event);
  }

  /* ----- the store: IndexedDB; what it refuses is kept in this page and said so ----- */
  var mine = {}, opened = null;                                /* entries made in this page, storage or not */

  function database() {
    opened = opened || new Promise(function (resolve, reject) {
      var asked = window.indexedDB.open("linli-outbox", 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("entries", { keyPath: "id" });
      };
      asked.onsuccess = function () {
        asked.result.onversionchange = function () { asked.result.close(); opened = null; };
        resolve(asked.result);
      };
      asked.onerror = asked.onblocked = function () { reject(asked.error); };
    });
    opened.catch(function () { opened = null; });
    return opened;
  }
  function ask(mode, act) {
    return Promise.resolve().then(database).then(function (db) {
      return new Promise(function (resolve, reject) {
        var transaction = db.transaction("entries", mode), asked = act(transaction.objectStore("entries"));
        transaction.oncomplete = function () { resolve(asked && asked.result); };
        transaction.onerror = transaction.onabort = function () { reject(transaction.error); };
      });
    });
  }
  function write(row) { return ask("readwrite", function (entries) { return entries.put(row); }); }

  /* Keeps an entry; the promise says how far it got: "all", "words" (no room for the pictures) or "page". */
  function keep(entry) {
    mine[entry.id] = entry;
    entry.kept = "all";
    return write(entry).catch(function () {
      var poorer = Object.assign({}, entry, { pictures: [], kept: "words" });
      entry.kept = "page";
      if (!entry.title || !entry.pictures.length) { return; }
      return write(poorer).then(function () { entry.kept = "words"; }, function () {});
    }).then(function () { changed(); return entry.kept; });
  }
  /* A row without words stays for a day, so that another tab does not take what was removed for lost storage. */
  function remove(entry, receipt) {
    delete mine[entry.id];
    var row = { id: entry.id, kind: entry.kind, person: entry.person, state: receipt ? "sent" : "gone", keptAt: Date.now() };
    if (receipt) { row.address = receipt.address; row.code = receipt.code; row.words = receipt.words; }
    return write(row).catch(function () { if (receipt) { mine[entry.id] = row; } }).then(changed);
  }
  function list() {
    return ask("readonly", function (entries) { return entries.getAll(); }).catch(function () { return []; })
      .then(function (rows) {
        var known = {};
        (rows || []).forEach(function (row) { known[row.id] = row; });
        Object.keys(mine).forEach(function (id) {
          var row = known[id];
          if (!row || row.kept === "words") { known[id] = mine[id]; }
          else if (row.state === "gone" || row.state === "sent") { delete mine[id]; }
        });
        Object.keys(known).forEach(function (id) {
          var row = known[id], age = Math.abs(Date.now() - row.keptAt);
          if ((row.state === "gone" && age > DAY) || (row.state === "asked" && judged(row.key))) {
            delete known[id];
            ask("readwrite", function (entries) { return entries.delete(id); }).catch(function () {});
          } else if (row.state === "asked" && age > BUSY) { row.state = "refused"; }   /* its page never came */
        });
        apart(known);
        return Object.keys(known).map(function (id) { return known[id]; })
          .filter(function (row) { return row.state !== "gone" && row.state !== "asked"; })
          .sort(function (one, other) { return (one.order || one.keptAt) - (other.order || other.keptAt); });
      });
  }
  /* What somebody else wrote waits for them, unseen, as long as the page says; then it goes. */
  function apart(known) {
    foreign = 0;
    Object.keys(known).forEach(function (id) {
      var row = known[id];
      if (!row.person || row.person === person) { return; }
      delete known[id];
      if (Math.abs(Date.now() - row.keptAt) < DAY * Number(words("days") || 7)) { foreign += row.state === "sent" || row.state === "gone" ? 0 : 1; return; }
      ask("readwrite", function (entries) { return entries.delete(id); }).catch(function () {});
    });
  }
  function keyField(form) { return form.elements.key || form.elements.idempotency || null; }
  /* Whether this page is the server's answer to what was sent under the key: the form again, with all of it. */
  function judged(key) {
    return Array.prototype.some.call(document.querySelectorAll("form[data-answered]"), function (form) {
      var field = keyField(form);
      return field && field.value === key;
    });
  }
  function find(id) {
    return list().then(function (rows) { return rows.filter(function (row) { return row.id === id; })[0] || null; });
  }
  /* Other tabs hear of a change by the storage event, which every browser of the floor has. */
  function changed() {
    quietly(function () { localStorage.setItem("linli.outbox", random()); });
    return outbox.render();
  }

  var outbox = window.LinliOutbox = {
    BUSY: BUSY, DAY: DAY, place: place, kinds: kinds, words: words, make: make, random: random, quietly: quietly, tell: tell,
    mine: mine, write: write, keep: keep, remove: remove, list: list, find: find, judged: judged, keyField: keyField,
    foreign: function () { return foreign; }                   /* how much of others waited when it was last listed */
  };
}());
