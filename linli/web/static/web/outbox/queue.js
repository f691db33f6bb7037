/* Linli: the outbox, how what is kept is sent; see store.js. */
(function () {
  "use strict";

  var outbox = window.LinliOutbox;
  if (!outbox) { return; }
  var STALLED = 30000, ANSWER = 45000;
  var PAUSES = [2, 5, 15, 60, 300, 600];                       /* seconds between tries while a page is open */
  var BUSY = outbox.BUSY, DAY = outbox.DAY, mine = outbox.mine, kinds = outbox.kinds, words = outbox.words, random = outbox.random;
  var quietly = outbox.quietly, tell = outbox.tell, write = outbox.write, keep = outbox.keep, list = outbox.list, remove = outbox.remove;

  /* ----- the network ----- */
  var token = quietly(function () { return document.querySelector("[name=csrfmiddlewaretoken]").value; }) || "";

  function freshToken() {
    return fetch(words("token"), { credentials: "same-origin", cache: "no-store" })
      .then(function (answer) { return answer.json(); })
      .then(function (given) { token = given.token; return token; });
  }
  function post(address, data, person, progress) {
    return new Promise(function (resolve, reject) {
      var xhr = new XMLHttpRequest(), timer = 0;
      function patience(milliseconds) {
        window.clearTimeout(timer);
        timer = window.setTimeout(function () { xhr.abort(); }, milliseconds);
      }
      xhr.open("POST", address);
      xhr.setRequestHeader("X-Linli-Outbox", "1");
      xhr.setRequestHeader("X-CSRFToken", token);
      if (person) { xhr.setRequestHeader("X-Linli-Person", person); }
      xhr.upload.onprogress = function (event) {
        patience(STALLED);
        if (progress && event.lengthComputable) { progress(event.loaded / event.total); }
      };
      xhr.upload.onload = function () { patience(ANSWER); };
      xhr.onload = function () {
        window.clearTimeout(timer);
        var answer = quietly(function () { return JSON.parse(xhr.responseText); });
        if (answer && answer.outcome) { resolve(answer); }
        else if (xhr.status === 413) { resolve({ outcome: "refused", words: words("large") }); }
        else { reject(new Error("no answer of ours: " + xhr.status)); }
      };
      xhr.onerror = xhr.onabort = function () { window.clearTimeout(timer); reject(new Error("no network")); };
      patience(STALLED);
      xhr.send(data);
    });
  }
  /* With a token that still holds: a kept form is sent hours later, perhaps after somebody signed in. */
  function say(address, data, person, progress) {
    return (token ? Promise.resolve() : freshToken()).then(function () {
      return post(address, data(), person, progress);
    }).then(function (answer) {
      if (answer.outcome !== "stale") { return answer; }
      return freshToken().then(function () { return post(address, data(), person, progress); });
    });
  }

  function blob(picture) { return new Blob([picture.bytes], { type: picture.type }); }
  function stage(entry, progress) {
    var left = entry.pictures.filter(function (picture) { return !picture.ticket; });
    if (!entry.stage || !left.length) { return Promise.resolve(null); }
    var picture = left[0], number = entry.pictures.indexOf(picture);
    function data() {
      var body = new FormData();
      body.append("picture", blob(picture), picture.name);
      return body;
    }
    return say(entry.stage, data, entry.person, function (part) { progress(number, part); }).then(function (answer) {
      if (answer.outcome !== "done") { return Object.assign({ picture: number }, answer); }
      picture.ticket = answer.ticket;
      return write(entry).catch(function () {}).then(function () { return stage(entry, progress); });
    });
  }
  function body(entry, more) {
    var data = new FormData();
    entry.fields.concat(more || []).forEach(function (pair) {
      data.append(pair[0], pair[0] === "seen" ? standing(entry.thing, pair[1]) : pair[1]);
    });
    entry.pictures.forEach(function (picture) {
      if (picture.ticket) { data.append("kept", picture.ticket); } else { data.append(picture.field, blob(picture), picture.name); }
    });
    return data;
  }
  /* ----- what one's own steps made of a thing: of several written on one copy each stands on the one before ----- */
  function steps() { return quietly(function () { return JSON.parse(localStorage.getItem("linli.steps")); }) || {}; }
  function standing(thing, seen) {
    var made = (thing && steps()[thing]) || {}, seen_ = String(seen);
    while (made[seen_] > Number(seen_)) { seen_ = String(made[seen_]); }
    return seen_;
  }
  function stepped(entry, answer) {
    var seen = entry.fields.filter(function (pair) { return pair[0] === "seen"; })[0];
    if (!entry.thing || !seen || answer.outcome !== "done" || !answer.seen) { return; }
    quietly(function () {
      var all = steps(), made = all[entry.thing] || {};
      delete all[entry.thing];
      made[standing(entry.thing, seen[1])] = answer.seen;
      all[entry.thing] = made;                                 /* the newest last; of very many the oldest go */
      Object.keys(all).slice(0, -60).forEach(function (thing) { delete all[thing]; });
      localStorage.setItem("linli.steps", JSON.stringify(all));
    });
  }
  /* Sends an entry and gives the server's answer; rejects when there was none. */
  function deliver(entry, more, progress, again) {
    return stage(entry, progress).then(function (answer) {
      if (answer) { return answer; }
      return say(entry.address, function () { return body(entry, more); }, entry.person, function (part) {
        if (!entry.stage && entry.pictures.length) { progress(0, part); }
      });
    }).then(function (answer) {
      stepped(entry, answer);
      if (answer.outcome !== "refused" || !answer.expired || again) { return answer; }
      entry.pictures.forEach(function (picture) { delete picture.ticket; });   /* they waited too long: once more */
      return deliver(entry, more, progress, true);
    });
  }

  /* ----- the queue: one sender at a time among all tabs; the server's key makes even two harmless ----- */
  var tries = 0, timer = 0, sending = false;
  var tab = quietly(function () {
    var name = sessionStorage.getItem("linli.tab") || random();
    sessionStorage.setItem("linli.tab", name);
    return name;
  });

  function alone(act) {
    if (sending) { return Promise.resolve(); }
    sending = true;
    function release() { sending = false; }
    var done = navigator.locks && navigator.locks.request
      ? navigator.locks.request("linli-outbox", { ifAvailable: true }, function (lock) { return lock ? act() : null; })
      : leased(act);
    return done.then(release, release);
  }
  function leased(act) {
    var me = random(), row = null;
    function read() { return quietly(function () { return JSON.parse(localStorage.getItem("linli.sender")); }); }
    function take() { quietly(function () { localStorage.setItem("linli.sender", JSON.stringify({ who: me, at: Date.now() })); }); }
    row = read();
    if (row && Math.abs(Date.now() - row.at) < 20000) { return Promise.resolve(); }   /* a moved clock frees it */
    take();
    var renewing = window.setInterval(take, 5000);
    function release() {
      window.clearInterval(renewing);
      quietly(function () { localStorage.removeItem("linli.sender"); });
    }
    return act().then(release, release);
  }
  function flush() {
    window.clearTimeout(timer);
    return alone(function () { return list().then(function (rows) { return sendEach(inTurn(rows), {}, 0); }); });
  }
  /* In the order written; what the server could not take before (and all about the same thing) comes behind the rest. */
  function inTurn(rows) {
    var failed = {};
    function times(row) { return row.thing ? failed[row.thing] || 0 : row.failed || 0; }
    rows.forEach(function (row) { if (row.thing) { failed[row.thing] = Math.max(times(row), row.failed || 0); } });
    return rows.map(function (row, number) { return { row: row, number: number }; }).sort(function (one, other) {
      return times(one.row) - times(other.row) || one.number - other.number;
    }).map(function (each) { return each.row; });
  }
  function ready(row) {
    var left = row.tab === tab && !mine[row.id], age = Math.abs(Date.now() - row.keptAt);    /* its page was left */
    var held = (row.busyUntil || 0) - Date.now();
    /* Words whose pictures another page still holds are left to that page for a while. */
    var elsewhere = row.kept === "words" && !mine[row.id] && age < DAY / 144;
    return row.state === "waiting" && kinds.indexOf(row.kind) >= 0 && (left || (!elsewhere && (held <= 0 || held > BUSY)));
  }
  /* `stuck`: things whose earlier entry has not gone; `later`: how often in a row the server could not take one. One that
     it cannot take holds up nobody else; after two it is the server, and all wait. */
  function sendEach(rows, stuck, later) {
    if (!rows.length) {
      if (later) { return laterOn(0); }
      tries = 0;
      return Promise.resolve();
    }
    var entry = rows[0], rest = rows.slice(1);
    if (!ready(entry) || (entry.thing && stuck[entry.thing])) {
      if (entry.thing && entry.state !== "sent") { stuck[entry.thing] = true; }
      return sendEach(rest, stuck, later);
    }
    return deliver(entry, [["looked", "1"]], function () {}).then(function (answer) {
      if (entry.thing && answer.outcome !== "done") { stuck[entry.thing] = true; }
      if (answer.outcome === "later") {
        entry.failed = (entry.failed || 0) + 1;
        return write(entry).catch(function () {}).then(function () {
          return answer.after || later ? laterOn(answer.after) : sendEach(rest, stuck, 1);
        });
      }
      return settle(entry, answer).then(function () {
        return answer.outcome === "signed_out" ? null : sendEach(rest, stuck, 0);
      });
    }, function () { return laterOn(0); });
  }
  function laterOn(seconds) {
    var pause = seconds || PAUSES[Math.min(tries, PAUSES.length - 1)];
    tries += 1;
    window.clearTimeout(timer);
    timer = window.setTimeout(flush, pause * 1000);
  }
  function settle(entry, answer) {
    if (answer.outcome === "done") {
      return remove(entry, answer).then(function () { tell("sent", entry, answer); });
    }
    entry.state = ["conflict", "signed_out"].indexOf(answer.outcome) >= 0 ? answer.outcome : "refused";
    entry.answer = answer;
    entry.pictures = entry.pictures.filter(function (_, number) { return number !== answer.picture; });
    return keep(entry).then(function () { tell(entry.state, entry, answer); });
  }
  function throwAway(id) {
    return outbox.find(id).then(function (entry) {
      return entry && remove(entry, null).then(function () { tell("thrown", entry, null); return again(); });
    });
  }
  function again() { tries = 0; return flush(); }

  outbox.token = function () { return token; };               /* the one last known to hold */
  outbox.freshToken = freshToken;
  outbox.tab = tab;
  outbox.stage = stage;
  outbox.deliver = deliver;
  outbox.settle = settle;
  outbox.laterOn = laterOn;
  outbox.throwAway = throwAway;
  outbox.flush = again;
}());
