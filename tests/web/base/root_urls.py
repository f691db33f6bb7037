"""The addresses of these tests: the base alone, and pages that go wrong on purpose."""

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from linli.web import errors
from linli.web.display import display
from linli.web.kit import kit
from linli.web.middleware import private_page


def _plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def _own_headers(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "ok", headers={"Cache-Control": "private, max-age=60", "Referrer-Policy": "no-referrer"}
    )


def _breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def _full(request: HttpRequest) -> HttpResponse:
    try:
        raise OperationalError("database or disk is full")
    except OperationalError as fault:
        raise RuntimeError("on the way up") from fault


def _too_big(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig


def _denies(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("核查须由没有参与处置的人做。")


def _suspects(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


urlpatterns = [
    path("display/", display, name="display"),
    path("kit/", kit, name="kit"),
    path("plain/", _plain),
    path("own-headers/", _own_headers),
    path("secret/", private_page(_plain)),
    path("breaks/", _breaks),
    path("full/", _full),
    path("too-big/", _too_big),
    path("denies/", _denies),
    path("suspects/", _suspects),
    path("too-many/", lambda request: errors.too_many(request, retry_after_seconds=90)),
]
handler400 = "linli.web.errors.bad_request"
handler403 = "linli.web.errors.forbidden"
handler404 = "linli.web.errors.not_found"
handler500 = "linli.web.errors.server_error"
