/* Before anything is drawn: what script shows later has its place from the start, so that nothing moves. */
(function (root) {
  var staff = location.pathname.slice(0, 3) === "/m/", high = null;
  root.className += navigator.geolocation ? " js js-place" : " js";
  /* as high as the outbox's list was last on such a page (outbox/list.js) */
  window.linliPlace = ["linli.place", staff, screen.width, root.getAttribute("data-type")].join(" ");
  try { high = localStorage.getItem(window.linliPlace); } catch (error) { /* no storage, nothing kept */ }
  if (high) { root.style.setProperty("--kept", high); root.className += " js-kept"; }
}(document.documentElement));
