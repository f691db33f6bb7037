/* Linli: the outbox, how a form comes in and goes back to the person; see store.js. */
(function () {
  "use strict";

  var outbox = window.LinliOutbox;
  if (!outbox) { return; }
  var BUSY = outbox.BUSY, place = outbox.place, mine = outbox.mine, words = outbox.words, make = outbox.make, random = outbox.random;
  var quietly = outbox.quietly, tell = outbox.tell, write = outbox.write, keep = outbox.keep, list = outbox.list, remove = outbox.remove;
  var keyField = outbox.keyField;

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

  function remember(key) {
    quietly(function () { localStorage.setItem(used, (localStorage.getItem(used) || "").split(" ").concat(key).slice(-100).join(" ")); });
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
  function title(form, button) {
    var given = form.getAttribute("data-outbox-title") || "";
    if (given && button) { given = button.textContent.trim() + " " + given; }
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
        id: random(), kind: form.getAttribute("data-outbox"), title: title(form, button), key: key ? key.value : "",
        address: (form.getAttribute("action") || location.pathname + location.search), page: location.pathname + location.search,
        stage: form.getAttribute("data-outbox-stage") || "", person: form.getAttribute("data-outbox-person") || "",
        fields: fields, pictures: pictures, keptAt: Date.now(), state: "waiting", tab: outbox.tab, answer: null,
        thing: form.getAttribute("data-outbox-thing") || ""
      };
    }).then(function (entry) {
      return list().then(function (rows) {
        /* A clock that was put back does not change the order; what is put right keeps its place. */
        var before = rows.filter(function (row) { return row.key && row.key === entry.key; })[0];
        entry.order = before ? before.order : rows.reduce(function (last, row) { return Math.max(last, (row.order || row.keptAt) + 1); }, entry.keptAt);
        return entry;
      });
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
      return behind(entry);
    }).then(function (waits) {
      if (waits) { return { outcome: "later", words: words("behind"), after: 1 }; }
      return outbox.deliver(entry, [], function (number, part) { show(number, part, entry.pictures.length); });
    }).then(function (answer) { return answered(form, entry, answer, button); }, function () {
      if (!entry) { release(form); statusSays(""); form.submit(); return null; }   /* what cannot be read goes the old way */
      return keptFor(form, entry, words("offline"), 0);
    }).then(function (value) { window.clearInterval(hold); return value; });
  }
  /* Whether something written earlier about the same thing has not gone yet: this one comes after it. */
  function behind(entry) {
    return !entry.thing ? Promise.resolve(false) : list().then(function (rows) {
      return rows.some(function (row) { return row.thing === entry.thing && row.key !== entry.key && row.state !== "sent" && row.order < entry.order; });
    });
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
      return outbox.settle(entry, answer).then(function () { forget(form); if (answer.address) { location.assign(answer.address); } });
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
    if (form.elements.csrfmiddlewaretoken) { form.elements.csrfmiddlewaretoken.value = outbox.token(); }
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
    return removeKey(entry.key).then(function () { return keep(entry); }).then(function (how) {
      forget(form);
      statusSays("");
      outbox.laterOn(after || 0);
      if (!tell("kept", entry, { words: sentence })) { return; }
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
    outbox.render();
    window.scrollTo(0, 0);
  }
  window.addEventListener("beforeunload", function (event) {
    var only = Object.keys(mine).some(function (id) { return mine[id].state === "waiting" && mine[id].kept && mine[id].kept !== "all"; });
    if (only) { event.preventDefault(); event.returnValue = ""; }
  });

  /* Leads back to the form: the server is given all of it again, says what is wrong, and shows the rest filled in. */
  function putRight(id) {
    return outbox.find(id).then(function (entry) {
      return outbox.freshToken().then(function () { return outbox.stage(entry, function () {}); }).then(function (answer) {
        if (answer && answer.picture === undefined) { announce(answer.words || words("slow"), null); return null; }
        if (answer) {                                          /* what is no picture stays behind, the rest goes on */
          entry.pictures.splice(answer.picture, 1);
          return keep(entry).then(function () { return putRight(id); });
        }
        var form = document.body.appendChild(make("form"));
        form.method = "post";
        form.action = entry.address;
        form.hidden = true;
        hidden(form, "csrfmiddlewaretoken", outbox.token());
        form.enctype = "multipart/form-data";
        entry.fields.forEach(function (pair) { hidden(form, pair[0], pair[1]); });
        entry.pictures.forEach(function (picture) { if (!picture.ticket) { asFile(form, picture); } });
        asForm(form, entry, null);
        quietly(function () { localStorage.removeItem(window.linliPlace); });   /* its line is not on the form's page */
        form.submit();
        return null;
      });
    }).catch(function () { announce(words("offline"), null); });
  }

  Array.prototype.forEach.call(document.querySelectorAll("form[data-outbox]"), freshKey);
  outbox.submit = submit;
  outbox.putRight = putRight;
}());
