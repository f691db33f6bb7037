/* Linli: the outbox. What a person sends is kept in this browser until the server has said that it has it.

   A page takes part by including parts/outbox.html (the words and the place of the list) and this file BEFORE
   linli.js. A form takes part by its attributes; without script it is an ordinary form:

     data-outbox="report"       or "step": the kind; the list shows only the kinds its page names (data-kinds)
     data-outbox-stage="/…/"    optional: pictures go there first, one request each, and become signed tickets
                                (field "kept"), so that a lost upload goes on with the picture that was lost
     data-outbox-person="…"     optional: mark of who is signed in (linli.web.outbox.person_mark); the entry is
                                sent under this person's session only, else the server answers "signed_out"
     data-outbox-title="…"      optional: what the list calls it; else the first words typed
     data-answered              the server has judged this form and shows it again
   A button with data-plain sends the form as browsers always did, past the outbox.
   The form needs a hidden field "key" (or "idempotency"), chosen once a page: the server stores a key once.

   The request is the form's own POST with the header X-Linli-Outbox: 1 and is answered in JSON
   (linli/web/outbox.py lists the outcomes): {outcome, address, code, words, errors, after}.
   No answer, an answer that is not ours (a hotel's log-in page) or a 5xx counts as no network.

   API, for other scripts of ours:
     LinliOutbox.list()          → Promise of entries {id, kind, title, address, page, fields, pictures, key,
                                   person, keptAt, state, answer}; state: waiting, refused, conflict,
                                   signed_out, sent (only code and address are left)
     LinliOutbox.submit(form, button)   send a form now, or keep it
     LinliOutbox.flush()         try what waits
     LinliOutbox.throwAway(id), LinliOutbox.putRight(id)
   Events on document: "linli:outbox", detail {what, entry, answer}; what: kept, sent, refused, conflict,
   signed_out, thrown. A listener of kept or sent may call preventDefault() and show it in its own way.

   Written for Chrome 70 and iOS 13. */
(function () {
  "use strict";

  var STALLED = 30000, ANSWER = 45000, BUSY = 30000, DAY = 86400000;
  var PAUSES = [2, 5, 15, 60, 300, 600];                       /* seconds between tries while a page is open */
  var place = document.getElementById("outbox");
  if (!place || !window.Promise || !window.FormData || !FormData.prototype.forEach) { return; }
  var kinds = (place.getAttribute("data-kinds") || "").split(" ");

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
    var row = { id: entry.id, kind: entry.kind, state: receipt ? "sent" : "gone", keptAt: Date.now() };
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
        return Object.keys(known).map(function (id) { return known[id]; })
          .filter(function (row) { return row.state !== "gone" && row.state !== "asked"; })
          .sort(function (one, other) { return one.keptAt - other.keptAt; });
      });
  }
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
    return render();
  }

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
    entry.fields.concat(more || []).forEach(function (pair) { data.append(pair[0], pair[1]); });
    entry.pictures.forEach(function (picture) {
      if (picture.ticket) { data.append("kept", picture.ticket); } else { data.append(picture.field, blob(picture), picture.name); }
    });
    return data;
  }
  /* Sends an entry and gives the server's answer; rejects when there was none. */
  function deliver(entry, more, progress, again) {
    return stage(entry, progress).then(function (answer) {
      if (answer) { return answer; }
      return say(entry.address, function () { return body(entry, more); }, entry.person, function (part) {
        if (!entry.stage && entry.pictures.length) { progress(0, part); }
      });
    }).then(function (answer) {
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
    return alone(function () { return list().then(function (rows) { return sendEach(rows.filter(ready)); }); });
  }
  function ready(row) {
    var left = row.tab === tab && !mine[row.id], age = Math.abs(Date.now() - row.keptAt);    /* its page was left */
    var held = (row.busyUntil || 0) - Date.now();
    /* Words whose pictures another page still holds are left to that page for a while. */
    var elsewhere = row.kept === "words" && !mine[row.id] && age < DAY / 144;
    return row.state === "waiting" && kinds.indexOf(row.kind) >= 0 && (left || (!elsewhere && (held <= 0 || held > BUSY)));
  }
  function sendEach(rows) {
    if (!rows.length) { tries = 0; return Promise.resolve(); }
    var entry = rows[0];
    return deliver(entry, [["looked", "1"]], function () {}).then(function (answer) {
      if (answer.outcome === "later") { return laterOn(answer.after); }
      return settle(entry, answer).then(function () { return sendEach(rows.slice(1)); });
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
    return find(id).then(function (entry) {
      return entry && remove(entry, null).then(function () { tell("thrown", entry, null); });
    });
  }

  /* ----- forms ----- */
  var tapped = null, used = "linli.used";
  document.addEventListener("click", function (event) {
    tapped = event.target.closest ? event.target.closest("button, input[type=submit]") : null;
    window.setTimeout(function () { tapped = null; }, 0);
  }, true);
  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter || tapped;
    if (event.defaultPrevented || !form.hasAttribute("data-outbox")) { return; }
    if (button && button.hasAttribute("data-plain")) { return; }
    event.preventDefault();
    if (!form.hasAttribute("data-sent")) { submit(form, button); }
  });

  function keyField(form) { return form.elements.key || form.elements.idempotency || null; }
  function remember(key) {
    quietly(function () { localStorage.setItem(used, (localStorage.getItem(used) || "").split(" ").concat(key).slice(-30).join(" ")); });
  }
  /* A page the worker kept has a key that was sent before: what is written on it now is something new. */
  function freshKey(form) {
    var field = keyField(form);
    if (!field || form.hasAttribute("data-answered")) { return; }
    var keys = quietly(function () { return localStorage.getItem(used); }) || "";
    if (keys.split(" ").indexOf(field.value) >= 0) { field.value = random(); }
  }
  function read(file) {
    return new Promise(function (resolve, reject) {
      var reader = new FileReader();
      reader.onload = function () { resolve(reader.result); };
      reader.onerror = function () { reject(reader.error); };
      reader.readAsArrayBuffer(file);
    });
  }
  function title(form) {
    var given = form.getAttribute("data-outbox-title") || "";
    Array.prototype.forEach.call(form.querySelectorAll("textarea"), function (field) { given = given || field.value.trim(); });
    return given.replace(/\s+/g, " ").slice(0, 40);
  }
  function entryOf(form, button) {
    var fields = [], files = [], key = keyField(form);
    var pending = Array.prototype.map.call(form.querySelectorAll("input[type=file]"), function (input) {
      return input.linliShrinking;
    });
    return Promise.all(pending).then(function () {
      new FormData(form).forEach(function (value, name) {
        if (typeof value === "string") {
          if (name !== "csrfmiddlewaretoken") { fields.push([name, value]); }
          return;
        }
        if (!value.size && !value.name) { return; }
        var small = (form.elements[name] || {}).linliSmall;
        files.push({ field: name, file: small && small.of === value ? small.blob : value, name: value.name || "picture.jpg" });
      });
      if (button && button.name) { fields.push([button.name, button.value]); }
      return Promise.all(files.map(function (each) {
        return read(each.file).then(function (bytes) {
          return { field: each.field, name: each.name, type: each.file.type, bytes: bytes };
        });
      }));
    }).then(function (pictures) {
      return {
        id: random(), kind: form.getAttribute("data-outbox"), title: title(form), key: key ? key.value : "",
        address: (form.getAttribute("action") || location.pathname + location.search), page: location.pathname + location.search,
        stage: form.getAttribute("data-outbox-stage") || "", person: form.getAttribute("data-outbox-person") || "",
        fields: fields, pictures: pictures, keptAt: Date.now(), state: "waiting", tab: tab, answer: null
      };
    });
  }

  /* The words beside the button, in a place that is there from the start, so that nothing moves. */
  function progressOf(form) {
    var holder = document.querySelector("[data-outbox-status]"), bar = null, line = null;
    if (!holder) { return function () {}; }
    holder.textContent = "";
    line = holder.appendChild(make("span", "", words("sending")));
    return function (number, part, count) {
      if (!bar) { bar = holder.appendChild(make("progress")); bar.max = 1; bar.setAttribute("aria-label", words("sending")); }
      bar.value = (number + part) / count;
      line.textContent = count > 1 ? words("picture").replace("{n}", number + 1).replace("{all}", count) : words("sending");
    };
  }
  function statusSays(text) { var holder = document.querySelector("[data-outbox-status]"); if (holder) { holder.textContent = text; } }
  function release(form) { form.removeAttribute("data-sent"); form.removeAttribute("aria-busy"); }

  function submit(form, button) {
    form.setAttribute("data-sent", "");
    form.setAttribute("aria-busy", "true");
    var show = progressOf(form), entry = null, hold = 0;
    return entryOf(form, button).then(function (made) {
      entry = made;
      remember(entry.key);
      entry.busyUntil = Date.now() + BUSY;
      hold = window.setInterval(function () { entry.busyUntil = Date.now() + BUSY; write(entry).catch(function () {}); }, BUSY / 3);
      mine[entry.id] = entry;
      return write(entry).catch(function () {});
    }).then(function () {
      return deliver(entry, [], function (number, part) { show(number, part, entry.pictures.length); });
    }).then(function (answer) { return answered(form, entry, answer, button); }, function () {
      if (!entry) { release(form); statusSays(""); form.submit(); return null; }   /* what cannot be read goes the old way */
      return keptFor(form, entry, words("offline"), 0);
    }).then(function (value) { window.clearInterval(hold); return value; });
  }
  function answered(form, entry, answer, button) {
    entry.busyUntil = 0;
    if (answer.outcome === "done") {
      quietly(function () { sessionStorage.setItem("linli.sent", window.linliFormPath(form)); });
      return Promise.all([remove(entry, null), removeKey(entry.key)]).then(function () {
        if (tell("sent", entry, answer)) { location.assign(answer.address); }
      });
    }
    if (answer.outcome === "later") { return keptFor(form, entry, answer.words || words("slow"), answer.after); }
    if (answer.outcome === "signed_out") {
      return settle(entry, answer).then(function () { forget(form); if (answer.address) { location.assign(answer.address); } });
    }
    if (answer.picture !== undefined) {                        /* one picture is refused: nothing was sent */
      return remove(entry, null).then(function () { release(form); statusSays(answer.words); });
    }
    /* The server has more to say than a line: it says it on its own page, which needs the pictures no more. */
    entry.state = "asked";
    return write(entry).catch(function () {}).then(function () {
      delete mine[entry.id];
      asForm(form, entry, button);
      form.submit();
    });
  }
  function hidden(form, name, value) {
    var field = form.appendChild(make("input"));
    field.type = "hidden";
    field.name = name;
    field.value = value;
  }
  function asForm(form, entry, button) {
    entry.pictures.forEach(function (picture) {
      if (!picture.ticket) { return; }
      hidden(form, "kept", picture.ticket);
      if (form.elements[picture.field]) { form.elements[picture.field].value = ""; }
    });
    if (button && button.name) { hidden(form, button.name, button.value); }
    if (form.elements.csrfmiddlewaretoken) { form.elements.csrfmiddlewaretoken.value = token; }
  }
  function asFile(form, picture) {
    quietly(function () {                                      /* where a browser lets script fill a file field */
      var field = form.appendChild(make("input")), carrier = new DataTransfer();
      field.type = "file";
      field.name = picture.field;
      carrier.items.add(new File([picture.bytes], picture.name, { type: picture.type }));
      field.files = carrier.files;
    });
  }
  /* Something kept and refused, or a form shown again, was sent at last: what is left of it goes. */
  function removeKey(key) {
    if (!key) { return Promise.resolve(); }
    return list().then(function (rows) {
      return Promise.all(rows.filter(function (row) { return row.key === key && row.state !== "waiting"; })
        .map(function (row) { return remove(row, null); }));
    });
  }
  function forget(form) {
    quietly(function () {
      Object.keys(sessionStorage).forEach(function (name) {
        if (name.indexOf("linli.draft " + window.linliFormPath(form) + " ") === 0) { sessionStorage.removeItem(name); }
      });
    });
    release(form);
  }
  function keptFor(form, entry, sentence, after) {
    entry.busyUntil = 0;
    entry.state = "waiting";
    return keep(entry).then(function (how) {
      forget(form);
      statusSays("");
      laterOn(after || 0);
      if (!tell("kept", entry, null)) { return; }
      form.hidden = true;
      document.body.classList.add("kept-away");
      var notice = announce(how === "all" ? sentence : how === "words" ? words("no-room") : words("no-store"), form);
      notice.focus();
    });
  }
  function announce(sentence, form) {
    var box = place.querySelector(".outbox-said"), another = place.querySelector(".outbox-another"), line = null;
    box.textContent = "";
    box.hidden = place.hidden = false;
    line = box.appendChild(make("p", "notice", sentence));
    line.tabIndex = -1;
    another.hidden = !form;
    another.onclick = function () { anew(form); };
    return line;
  }
  /* The same page for the next report, with a key of its own; it needs no network. */
  function anew(form) {
    var field = keyField(form);
    form.reset();
    Array.prototype.forEach.call(form.querySelectorAll(".picked"), function (holder) {
      holder.textContent = "";
      holder.parentNode.classList.remove("has-picture");
    });
    Array.prototype.forEach.call(form.querySelectorAll("input[type=file]"), function (input) { delete input.linliSmall; });
    if (field) { field.value = random(); }
    form.hidden = false;
    document.body.classList.remove("kept-away");
    place.querySelector(".outbox-said").hidden = place.querySelector(".outbox-another").hidden = true;
    render();
    window.scrollTo(0, 0);
  }
  window.addEventListener("beforeunload", function (event) {
    var only = Object.keys(mine).some(function (id) { return mine[id].state === "waiting" && mine[id].kept && mine[id].kept !== "all"; });
    if (only) { event.preventDefault(); event.returnValue = ""; }
  });

  /* Leads back to the form: the server is given all of it again, says what is wrong, and shows the rest filled in. */
  function putRight(id) {
    return find(id).then(function (entry) {
      return freshToken().then(function () { return stage(entry, function () {}); }).then(function (answer) {
        if (answer && answer.picture === undefined) { announce(answer.words || words("slow"), null); return null; }
        if (answer) {                                          /* what is no picture stays behind, the rest goes on */
          entry.pictures.splice(answer.picture, 1);
          return keep(entry).then(function () { return putRight(id); });
        }
        var form = document.body.appendChild(make("form"));
        form.method = "post";
        form.action = entry.address;
        form.hidden = true;
        hidden(form, "csrfmiddlewaretoken", token);
        form.enctype = "multipart/form-data";
        entry.fields.forEach(function (pair) { hidden(form, pair[0], pair[1]); });
        entry.pictures.forEach(function (picture) { if (!picture.ticket) { asFile(form, picture); } });
        asForm(form, entry, null);
        form.submit();
        return null;
      });
    }).catch(function () { announce(words("offline"), null); });
  }

  /* ----- the list of what is kept ----- */
  function when(moment) {
    return quietly(function () {
      return new Date(moment).toLocaleString(document.documentElement.lang === "en" ? "en-GB" : "zh-CN",
        { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
    }) || "";
  }
  function act(holder, text, className, doing) {
    var button = holder.appendChild(make("button", "button " + className, text));
    button.type = "button";
    button.addEventListener("click", function () { button.setAttribute("aria-busy", "true"); doing(); });
  }
  function line(row) {
    var item = make("li"), buttons = make("p", "buttons"), old = Date.now() - row.keptAt > DAY * Number(words("days") || 7);
    if (row.state === "sent") {
      item.appendChild(make("strong", "", words("sent") + (row.code ? words("code") + " " + row.code : "")));
      if (row.address) {
        var link = buttons.appendChild(make("a", "button second", words("show")));
        link.href = row.address;
      }
      act(buttons, words("fine"), "plain", function () { remove(row, null); });
    } else {
      item.appendChild(make("strong", "", row.title || words("untitled")));
      item.appendChild(make("span", "caption", words("kept-at").replace("{time}", when(row.keptAt))));
      var why = row.state === "waiting" ? (old ? words("old") : "") : (row.answer && row.answer.words) || words(row.state.replace("_", "-"));
      if (why) { item.appendChild(make("span", "small", why)); }
      if (row.state === "waiting") { act(buttons, words("now"), "second", function () { tries = 0; flush().then(render); }); }
      if (row.state === "refused" || row.state === "conflict") { act(buttons, words("right"), "second", function () { putRight(row.id); }); }
      if (row.state === "signed_out" && row.answer && row.answer.address) {
        buttons.appendChild(make("a", "button second", words("sign-in"))).href = row.answer.address;
      }
      act(buttons, words("away"), "plain", function () { throwAway(row.id); });
    }
    item.appendChild(buttons);
    return item;
  }
  function render() {
    return list().then(function (rows) {
      var shown = rows.filter(function (row) {
        return kinds.indexOf(row.kind) >= 0 && !(row.busyUntil > Date.now() && mine[row.id]) && !judged(row.key);
      });
      var holder = place.querySelector(".outbox-list"), said = place.querySelector(".outbox-said");
      holder.textContent = "";
      shown.forEach(function (row) { holder.appendChild(line(row)); });
      place.querySelector(".outbox-rows").hidden = !shown.length;
      if (!rows.some(function (row) { return row.state === "waiting"; })) { said.hidden = true; }
      place.hidden = said.hidden && !shown.length && !document.body.classList.contains("kept-away");
      return rows;
    });
  }

  /* ----- when it is tried: on load, when the network or the page comes back, when another tab did something ----- */
  function again() { tries = 0; flush(); }
  Array.prototype.forEach.call(document.querySelectorAll("form[data-outbox]"), freshKey);
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { again(); render(); } });
  window.addEventListener("storage", function (event) { if (event.key === "linli.outbox") { render(); } });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { render(); } });
  /* Entries of people who have signed in again are tried like new ones. */
  list().then(function (rows) {
    rows.forEach(function (row) { if (row.state === "signed_out" && kinds.indexOf(row.kind) >= 0) { row.state = "waiting"; mine[row.id] = row; write(row).catch(function () {}); } });
    return render();
  }).then(flush);

  window.LinliOutbox = { list: list, submit: submit, flush: again, throwAway: throwAway, putRight: putRight };
}());
