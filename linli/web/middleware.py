"""Headers and language of every answer. A view may set a header itself; what it set is kept."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from linli.web.display import chosen

P = ParamSpec("P")
Answer = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    (
        "geolocation=(self)",
        "camera=(self)",
        *(f"{name}=()" for name in ("microphone", "payment", "usb", "serial", "display-capture")),
        *(f"{name}=()" for name in ("accelerometer", "gyroscope", "magnetometer", "midi", "browsing-topics")),
    )
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class PolicyMiddleware:
    """This will add the security headers, and keep what is personal out of every cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if caching := _caching(request, response):
            response.headers.setdefault("Cache-Control", caching)
        return response


class LanguageMiddleware:
    """This will answer in Chinese unless the person chose English here.

    The browser's own wish is not read: the phone of a Chinese office may well ask for English.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        code = "en" if chosen(request, "lang") == "en" else "zh-hans"
        with translation.override(code):
            response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", "en" if code == "en" else "zh-Hans")
            patch_vary_headers(response, ("Cookie",))
        return response


def private_page(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """This will mark the pages of a secret link: never cached, never named to another site, never indexed."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response

    return guarded


def _caching(request: HttpRequest, response: HttpResponseBase) -> str | None:
    # the session cookie itself is asked, not the user: no page pays a query for a header
    if settings.SESSION_COOKIE_NAME in request.COOKIES or request.method not in {"GET", "HEAD"}:
        return "no-store"
    if response.cookies:  # a form with its token: not for shared caches, but "back" must find what was typed
        return "private, no-cache"
    return None
