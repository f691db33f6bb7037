/* Linli: a copy the worker shows without a network stands in for pages that were not kept by themselves: the form of a
   step is taken out of its case's copy, the list is narrowed and ordered, the round begun, as their address asks.
   It runs before outbox and linli.js, which then find a page as the server would have sent it. */
(function () {
  "use strict";
  if (!document.documentElement.hasAttribute("data-kept")) { return; }

  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function asked(name) {
    var found = new RegExp("[?&]" + name + "=([^&]*)").exec(location.search);
    return found ? decodeURIComponent(found[1].replace(/\+/g, " ")) : "";
  }

  /* ----- a step ----- */
  var main = document.getElementById("main"), step = /^\/m\/\d{9}\/[^/]+\/([a-z-]+)\/$/.exec(location.pathname);
  if (step && main.hasAttribute("data-version")) {
    var form = document.querySelector('template[data-step="' + step[1] + '"]');
    if (form) {
      var bar = document.querySelector("body > .bottom-bar"), content = document.importNode(form.content, true);
      document.title = form.getAttribute("data-title") + " " + document.title;
      if (bar) { bar.parentNode.removeChild(bar); }
      main.textContent = "";
      main.appendChild(content);
    } else {
      main.querySelector("[data-no-step]").hidden = false;
    }
  }

  /* ----- the list: to do and overdue are in the copy, the rest is not ----- */
  var rows = document.querySelector("[data-cases]"), tab = asked("tab"), ended = asked("status") === "ended";
  function address(link) { return link.getAttribute("href").split("?")[1] || ""; }
  if (rows && location.search) {
    each(rows.children, function (item) {
      item.hidden = ended || (tab === "overdue" ? !item.hasAttribute("data-overdue") : !!tab);
    });
    if (asked("sort") === "newest" && !ended) {
      Array.prototype.slice.call(rows.children).sort(function (one, other) {
        return other.getAttribute("data-filed") - one.getAttribute("data-filed");
      }).forEach(function (item) { rows.appendChild(item); });
      each(document.querySelectorAll(".sort-line nav a"), function (link) {
        if (/sort=newest/.test(address(link))) { link.setAttribute("aria-current", "true"); } else { link.removeAttribute("aria-current"); }
      });
    }
    each(document.querySelectorAll(".tabs a"), function (link) {
      var here = ended ? /status=ended/.test(address(link)) : (/tab=([a-z]*)/.exec(address(link)) || ["", ""])[1] === tab && !/status=/.test(address(link));
      if (here) { link.setAttribute("aria-current", "page"); } else { link.removeAttribute("aria-current"); }
    });
    if (ended || (tab && tab !== "overdue")) { document.querySelector("[data-not-kept]").hidden = false; }
  }

  /* ----- the round: where it starts; phone.js puts it in order ----- */
  var from = document.getElementById("from");
  if (from && asked("from")) { from.value = asked("from"); from.setAttribute("data-begin", ""); }
}());
