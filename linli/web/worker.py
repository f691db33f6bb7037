"""The service worker: one file for all faces, at the root so that it may answer for every page.

It is `static/web/sw.js` with a head that names the files to keep and a version made of them: another release
is another version, and the browser fetches the file anew at each visit. An operator switches it off by
`LINLI_OFFLINE=0`; the same address then gives a worker that forgets everything and leaves.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from linli.places import settings as values
from linli.privacy.settings_keys import PAGES_ON_PHONE_DAYS

# What a page of each face needs to be shown without a network. A face adds its own line, and its rules in sw.js.
FILES: dict[str, tuple[str, ...]] = {
    "resident": (
        "web/base.css",
        "resident/resident.css",
        "web/early.js",
        "web/outbox/store.js",
        "web/outbox/queue.js",
        "web/outbox/form.js",
        "web/outbox/list.js",
        "web/linli.js",
        "web/mark.svg",
    ),
    "phone": (
        "web/lists.css",
        "web/work.css",
        "web/map.css",
        "web/map.js",
        "phone/kept.js",
        "phone/keeping.js",
        "phone/phone.js",
    ),
}
LEAVE = """self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name.indexOf("linli-") === 0; }).map(function (name) {
      return caches.delete(name); }));
  }).then(function () { return self.registration.unregister(); }));
});
"""


@require_safe
def service_worker(_request: HttpRequest) -> HttpResponse:
    """This will give the worker of this release, or the one that leaves where it is switched off."""
    answer = HttpResponse(
        script() if settings.OFFLINE else LEAVE, content_type="text/javascript; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


def keep_of_person(page: HttpResponse, *, street: str) -> HttpResponse:
    """This will let the worker keep a page of who is signed in, for the street's days; see `sw.js`, face phone."""
    if settings.OFFLINE:
        page.headers["X-Linli-Shell"] = "1"
        page.headers["X-Linli-Days"] = str(values.value(PAGES_ON_PHONE_DAYS, street))
    return page


def may_be_kept(request: HttpRequest) -> bool:
    """Whether the worker may keep this page: asked for, plain, by somebody without a session, and so not personal."""
    plain = request.method == "GET" and not request.GET
    return plain and settings.OFFLINE and settings.SESSION_COOKIE_NAME not in request.COOKIES


@lru_cache(maxsize=1)
def script() -> str:
    """This will write the worker: its head, then the file as it lies among the static files."""
    body = _text("web/sw.js")
    names = sorted({name for face in FILES.values() for name in face})
    seen = hashlib.sha256(body.encode())
    for name in names:
        seen.update(f"{static(name)}\x1f{_text(name)}".encode())
    head = {
        "version": seen.hexdigest()[:12],
        "files": {face: [static(name) for name in listed] for face, listed in FILES.items()},
    }
    return f"self.LINLI = {json.dumps(head)};\n{body}"


def _text(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")
