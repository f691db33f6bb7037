/* Linli: what a page can do better with script. Every form works without it.
   Written for Chrome 70 and iOS 13, so without newer words; nothing is built or sent elsewhere. */
(function () {
  "use strict";

  function each(selector, act, root) {
    Array.prototype.forEach.call((root || document).querySelectorAll(selector), act);
  }
  /* What a part of the page is given; also what a script brings in later and says so by the event linli:arrived on it. */
  function dress(selector, act) {
    each(selector, act);
    document.addEventListener("linli:arrived", function (event) { each(selector, act, event.target); });
  }

  /* Storage may be full or forbidden (private window): then there are simply no drafts. */
  function store(act) {
    try { return act(window.sessionStorage); } catch (error) { return null; }
  }

  /* ----- one submit a tap: the second is dropped, and dropped no longer once the page is seen again ----- */
  var PATIENCE = 12000;
  function release(form) {
    form.removeAttribute("data-sent");
    form.removeAttribute("aria-busy");
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") { return; }
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    form.setAttribute("aria-busy", "true");
    store(function (kept) { kept.setItem("linli.sent", path(form)); });
    window.setTimeout(function () { release(form); }, PATIENCE);   /* no network: the page stays, so may the button */
  });
  window.addEventListener("pageshow", function () { each("form[data-sent]", release); });

  /* ----- who signs out, or in, takes along what this browser kept of somebody's cases (sw.js, face phone) ----- */
  document.addEventListener("submit", function (event) {
    var way = event.target.getAttribute("action") || location.pathname;
    if (/^\/sign-(in|out)\//.test(way) && window.caches) { caches.delete("linli-phone").catch(function () {}); }
  });

  /* ----- drafts of what was typed, for this tab only; gone after the page that says it worked -----
     Kept under where the form goes: whoever was signed out meanwhile is led there, to a page with the same field. */
  function path(form) {
    var link = document.createElement("a");
    link.href = form.getAttribute("action") || location.pathname;
    return link.pathname;
  }
  window.linliFormPath = path;
  function draftKey(field) { return "linli.draft " + path(field.form) + " " + field.name; }
  store(function (kept) {
    var sent = kept.getItem("linli.sent");
    if (!sent || !document.querySelector("[data-clear-drafts], .toast:not(.wrong)")) { return; }
    kept.removeItem("linli.sent");
    Object.keys(kept).forEach(function (key) {
      if (key.indexOf("linli.draft " + sent + " ") === 0) { kept.removeItem(key); }
    });
  });
  dress("form[method=post] textarea[name], form[method=post] [data-draft][name]", function (field) {
    if (field.form.hasAttribute("data-no-drafts")) { return; }
    store(function (kept) {
      var draft = kept.getItem(draftKey(field));
      if (draft && !field.value) { field.value = draft; }
    });
    field.addEventListener("input", function () {
      store(function (kept) {
        if (field.value) { kept.setItem(draftKey(field), field.value); } else { kept.removeItem(draftKey(field)); }
      });
    });
  });

  /* ----- pictures: at most 1600 px before they are sent; whatever fails, the original goes ----- */
  var LONGEST = 1600, SMALL_ENOUGH = 400000;
  /* Only where the browser itself turns pictures upright: a canvas forgets how the phone was held. */
  var canShrink = window.CSS && CSS.supports && CSS.supports("image-orientation", "from-image") &&
    HTMLCanvasElement.prototype.toBlob && window.URL && URL.createObjectURL;

  /* The small one goes into the field where a browser lets it; the outbox finds it beside the field in any. */
  function shrink(input, file, image, done) {
    var scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
    if (scale === 1 && file.size <= SMALL_ENOUGH) { done(); return; }
    var canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(function (blob) {
      if (!blob || blob.size >= file.size || input.files[0] !== file) { done(); return; }
      input.linliSmall = { of: file, blob: blob };
      try {
        var carrier = new DataTransfer();
        carrier.items.add(new File([blob], "picture.jpg", { type: "image/jpeg" }));
        input.files = carrier.files;
      } catch (error) { /* the original stays in the field */ }
      done();
    }, "image/jpeg", 0.85);
  }

  function clear(input, holder) {
    holder.textContent = "";
    input.parentNode.classList.remove("has-picture");
  }
  function picked(input, holder) {
    var file = input.files && input.files[0];
    clear(input, holder);
    if (!file || !window.URL || !URL.createObjectURL) { return; }
    var image = new Image();
    image.alt = "";
    image.onload = function () {
      var frame = document.createElement("span"), remove = document.createElement("button");
      frame.className = "frame";
      frame.appendChild(image);
      holder.appendChild(frame);
      remove.type = "button";
      remove.className = "button plain";
      remove.textContent = input.getAttribute("data-remove") || "×";
      remove.addEventListener("click", function () { input.value = ""; clear(input, holder); input.focus(); });
      holder.appendChild(remove);
      input.parentNode.classList.add("has-picture");   /* it stands where the button was, as high as that */
      if (!canShrink) { return; }
      input.linliShrinking = new Promise(function (done) {
        try { shrink(input, file, image, done); } catch (error) { done(); /* the original stays */ }
      });
    };
    image.src = URL.createObjectURL(file);
  }
  dress("input[type=file][data-picture]", function (input) {
    var holder = document.createElement("div"), pick = input.parentNode.querySelector(".pick");
    holder.className = "picked";
    input.parentNode.appendChild(holder);
    if (pick) { pick.hidden = false; input.classList.add("visually-hidden"); }
    input.addEventListener("change", function () { picked(input, holder); });
  });

  /* ----- the position of the phone, only when asked for ----- */
  dress("[data-position]", function (box) {
    var lon = document.getElementById(box.getAttribute("data-lon"));
    var lat = document.getElementById(box.getAttribute("data-lat"));
    if (!navigator.geolocation || !lon || !lat) { return; }
    var said = box.querySelector("[role=status]");
    box.hidden = false;
    box.querySelector("button").addEventListener("click", function () {
      said.textContent = box.getAttribute("data-busy");
      navigator.geolocation.getCurrentPosition(function (found) {
        lon.value = found.coords.longitude.toFixed(6);
        lat.value = found.coords.latitude.toFixed(6);
        said.textContent = box.getAttribute("data-done");
        box.dispatchEvent(new CustomEvent("linli:position", { bubbles: true }));
      }, function () {
        lon.value = lat.value = "";
        said.textContent = box.getAttribute("data-failed");
      }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    });
  });

  /* ----- the worker that opens the report page without a network (sw.js), where a page names it ----- */
  function serve(address) {
    var workers = navigator.serviceWorker;
    if (!address) {                              /* switched off: whoever is there leaves */
      return workers.getRegistrations().then(function (all) { all.forEach(function (one) { one.unregister(); }); });
    }
    return workers.register(address, { scope: "/" }).then(function () { return workers.ready; })
      .then(function (found) { found.active.postMessage({ visited: location.pathname }); });
  }
  each("[data-worker]", function (box) {
    if (!navigator.serviceWorker) { return; }
    window.addEventListener("load", function () {
      window.setTimeout(function () {            /* after all that the person waits for */
        if (navigator.onLine !== false) { serve(box.getAttribute("data-worker")).catch(function () { /* refused: none */ }); }
      }, 1000);
    });
  });
  /* The worker gave a street's own page for a board it does not know: the server knows it by the address. */
  each("form:not([data-answered]) [data-board-later]", function (line) {
    line.hidden = !/\/q\/[^/]+\/$/.test(location.pathname);
  });

  /* ----- after a refused form the reader starts at what is wrong; a toast on the desk leaves by itself ----- */
  each("[data-focus]", function (element) { element.focus(); });
  window.setTimeout(function () {
    each(".desk + .toasts .toast:not(.wrong)", function (toast) {
      if (!toast.contains(document.activeElement)) { toast.parentNode.removeChild(toast); }
    });
  }, 10000);
}());
