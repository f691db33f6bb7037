/* Before anything is drawn: what script shows later has its place from the start, so that nothing moves. */
document.documentElement.className += navigator.geolocation ? " js js-place" : " js";
