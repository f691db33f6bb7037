/* Linli: the outbox, the list of what is kept, and when sending is tried; see store.js. */
(function () {
  "use strict";

  var outbox = window.LinliOutbox;
  if (!outbox) { return; }
  var place = outbox.place, kinds = outbox.kinds, mine = outbox.mine, words = outbox.words, make = outbox.make, quietly = outbox.quietly;
  var list = outbox.list;

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
  /* Whether it waits for the person to decide on something earlier about the same thing. */
  function held(row, rows) {
    return row.state === "waiting" && row.thing && rows.slice(0, rows.indexOf(row)).some(function (other) {
      return other.thing === row.thing && ["refused", "conflict"].indexOf(other.state) >= 0;
    });
  }
  function line(row, isHeld) {
    var item = make("li"), buttons = make("p", "buttons"), old = Date.now() - row.keptAt > outbox.DAY * Number(words("days") || 7);
    if (row.state === "sent") {
      item.appendChild(make("strong", "", words("sent") + (row.code ? words("code") + " " + row.code : "")));
      if (row.address) {
        var link = buttons.appendChild(make("a", "button second", words("show")));
        link.href = row.address;
      }
      act(buttons, words("fine"), "plain", function () { outbox.remove(row, null); });
    } else {
      item.appendChild(make("strong", "", row.title || words("untitled")));
      item.appendChild(make("span", "caption", words("kept-at").replace("{time}", when(row.keptAt))));
      var why = row.state === "waiting" ? words(isHeld ? "held" : old ? "old" : "waits") : (row.answer && row.answer.words) || words(row.state.replace("_", "-"));
      if (why) { item.appendChild(make("span", "small", why)); }
      if (row.state === "waiting" && !isHeld) { act(buttons, words("now"), "second", function () { outbox.flush().then(render); }); }
      if (row.state === "refused" || row.state === "conflict") { act(buttons, words("right"), "second", function () { outbox.putRight(row.id); }); }
      if (row.state === "signed_out" && row.answer && row.answer.address) {
        buttons.appendChild(make("a", "button second", words("sign-in"))).href = row.answer.address.split("?")[0] + "?next=" + encodeURIComponent(location.pathname);
      }
      act(buttons, words("away"), "plain", function () { outbox.throwAway(row.id); });
    }
    item.appendChild(buttons);
    return item;
  }
  function render() {
    return list().then(function (rows) {
      var shown = rows.filter(function (row) {
        return kinds.indexOf(row.kind) >= 0 && !(row.busyUntil > Date.now() && mine[row.id]) && !outbox.judged(row.key);
      });
      var holder = place.querySelector(".outbox-list"), kept = place.querySelector(".outbox-rows"), said = place.querySelector(".outbox-said");
      holder.textContent = "";
      shown.forEach(function (row) { holder.appendChild(line(row, held(row, rows))); });
      var apart = place.querySelector(".outbox-others"), others = outbox.foreign();
      apart.hidden = !others || kinds.indexOf("step") < 0;
      apart.textContent = apart.getAttribute("data-words").replace("{n}", others);
      kept.hidden = !shown.length;
      if (!rows.some(function (row) { return row.state === "waiting"; })) { said.hidden = true; }
      place.hidden = said.hidden && !shown.length && apart.hidden && !document.body.classList.contains("kept-away");
      measure(kept, holder.lastElementChild);
      return rows;
    });
  }
  /* The next page leaves as much room before anything is drawn (early.js); on this one the place never shrinks by itself. */
  function measure(kept, last) {
    if (kept.hidden) { document.documentElement.classList.remove("js-kept"); }
    quietly(function () {
      var spare = last && last.parentNode.getBoundingClientRect().bottom - last.getBoundingClientRect().bottom;
      if (kept.hidden) { localStorage.removeItem(window.linliPlace); }
      else { localStorage.setItem(window.linliPlace, kept.offsetHeight - spare + "px"); }
    });
  }

  outbox.render = render;

  /* ----- when it is tried: on load, when the network or the page comes back, when another tab did something ----- */
  window.addEventListener("online", outbox.flush);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { outbox.flush(); render(); } });
  window.addEventListener("storage", function (event) { if (event.key === "linli.outbox") { render(); } });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { render(); } });
  /* Entries of people who have signed in again are tried like new ones. */
  list().then(function (rows) {
    rows.forEach(function (row) { if (row.state === "signed_out" && kinds.indexOf(row.kind) >= 0) { row.state = "waiting"; mine[row.id] = row; outbox.write(row).catch(function () {}); } });
    return render();
  }).then(outbox.flush);
}());
