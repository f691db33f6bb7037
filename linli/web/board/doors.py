"""Doors of the public pages: what an address may ask for, and how long an answer may be kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.places import queries as places
from linli.places.models import PlaceKind
from linli.places.rows import PlaceRow

View: TypeAlias = Callable[..., HttpResponse]
KEPT_SECONDS = 60  # a case taken back is gone from every cache after a minute


def public_page(view: View) -> View:
    """This will let caches keep a page for a minute, unless somebody is signed in."""

    @require_safe
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES and response.status_code == 200:
            response.headers.setdefault("Cache-Control", f"public, max-age={KEPT_SECONDS}")
        return response

    return door


def community_or_404(street: str, code: str) -> PlaceRow:
    """This will give a community of the street, or say that there is no such page."""
    found = places.place(code) if code.startswith(street) and len(code) <= 18 else None
    if found is None or found.kind != PlaceKind.COMMUNITY or found.street != street or found.ended:
        raise Http404
    return found


def page_number(value: str) -> int:
    """This will read a page number; what is none is the first page."""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 6 else 1
