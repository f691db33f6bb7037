"""A browser in which somebody has signed in before is known by a cookie of its own, and its tries are counted apart.

So a stranger who guesses, in the same office or anywhere else, keeps nobody from their own browser (OWASP calls it a
device cookie). It opens nothing and holds a random name and digests, signed.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from linli.people import attempts

COOKIE = "known"
_SALT = "linli.web.signing.devices"
_SECONDS = 180 * 24 * 3600
_MOST = 8  # people who share one browser


def known(request: HttpRequest, username: str) -> str:
    """This will give the name of this browser if `username` has signed in here within half a year, else ""."""
    device, names = _read(request)
    return device if attempts.name_digest(username) in names else ""


def remember(request: HttpRequest, answer: HttpResponse, username: str) -> None:
    """This will have the browser known from now on as one in which `username` signs in."""
    device, names = _read(request)
    own = attempts.name_digest(username)
    kept = [own, *(each for each in names if each != own)][:_MOST]
    value = signing.dumps([device or secrets.token_urlsafe(12), *kept], salt=_SALT)
    answer.set_cookie(
        COOKIE, value, max_age=_SECONDS, path="/", secure=settings.SESSION_COOKIE_SECURE, httponly=True,
        samesite="Lax",
    )  # fmt: skip


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        parts: list[Any] = signing.loads(request.COOKIES.get(COOKIE, "")[:1000], salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return "", []
    return str(parts[0]), [str(each) for each in parts[1:]]
