/* Linli: the page of a code shows what has happened without being loaded again. Without script, a reload does.
   It asks with what it has seen; while nothing has happened the answer is 304 and empty. */
(function () {
  "use strict";
  var main = document.querySelector("main[data-seen]");
  if (!main || !window.XMLHttpRequest || !window.DOMParser) { return; }
  var SHORT = 20000, LONG = 120000, wait = SHORT, timer = null, asking = false;

  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, wait);
  }

  function ask() {
    if (document.hidden || asking) { later(); return; }
    asking = true;
    var question = new XMLHttpRequest();
    question.open("GET", location.pathname);   /* without "?done=": what a post said is not said twice */
    question.setRequestHeader("If-None-Match", main.getAttribute("data-seen"));
    question.timeout = 15000;
    question.onloadend = function () {
      asking = false;
      /* a page left open for hours asks less and less often; no network is no news */
      wait = Math.min(LONG, wait * 1.25);
      if (question.status === 200) { came(question.responseText); }
      later();
    };
    question.send();
  }

  function came(text) {
    var page = new DOMParser().parseFromString(text, "text/html"), fresh = page.querySelector("main[data-seen]");
    if (!fresh || fresh.getAttribute("data-seen") === main.getAttribute("data-seen")) { return; }
    wait = SHORT;
    if (busy()) { offer(fresh.getAttribute("data-see")); return; }
    var at = document.activeElement && document.activeElement.getAttribute("href");
    document.body.className = page.body.className;
    document.body.innerHTML = page.body.innerHTML;
    main = document.querySelector("main[data-seen]");
    say(fresh.getAttribute("data-news"));
    if (at) { refocus(at); }
  }

  /* Nothing is taken away under a finger: while a form has the focus or is on its way, the page only says so. */
  function busy() {
    var at = document.activeElement;
    return Boolean(document.querySelector("form[data-sent]") || (at && at.closest && at.closest("form")));
  }

  function note(words) {
    var box = main.querySelector("[data-live]");
    if (!box) {
      box = document.createElement("p");
      box.className = "notice done";
      box.setAttribute("role", "status");
      box.setAttribute("data-live", "");
      main.insertBefore(box, main.firstChild);
    }
    box.textContent = "";
    /* an empty status first, then its words: so a screen reader reads them out */
    window.setTimeout(function () { box.appendChild(words); }, 50);
  }

  function say(words) { note(document.createTextNode(words)); }

  function offer(words) {
    var link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = words;
    note(link);
  }

  function refocus(address) {
    Array.prototype.some.call(document.querySelectorAll("a[href]"), function (link) {
      if (link.getAttribute("href") === address) { link.focus({ preventScroll: true }); return true; }
      return false;
    });
  }

  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) { wait = SHORT; ask(); }
  });
  later();
}());
