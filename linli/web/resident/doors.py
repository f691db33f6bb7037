"""Doors of the resident's pages: how large a form may be, who may open a secret link, how a post ends."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from linli.cases import queries as cases
from linli.places.rows import PlaceRow
from linli.web import errors
from linli.web.doors import now, origin, street_or_404
from linli.web.middleware import private_page
from linli.web.resident import guesses

View: TypeAlias = Callable[..., HttpResponse]
# Four pictures of 20 MB and the words; what is larger is refused before a byte of it is read.
MOST_BYTES = 100_000_000


class SeeOther(HttpResponseRedirect):
    """After a post: get the page of what came of it, so that a reload sends nothing twice."""

    status_code = 303


def go(name: str, *args: str, **query: str) -> SeeOther:
    """This will lead on to one of our own pages by its name; nothing a person typed is ever an address."""
    address = reverse(name, args=args)
    return SeeOther(f"{address}?{urlencode(query)}" if query else address)


def form_page(view: View) -> View:
    """This will guard a page with a form: size first, then the token, and no shared cache ever keeps it.

    The token is looked at by our own wrapping of the view, since looking for it reads the whole body.
    """
    checked = csrf_protect(view)

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _length(request) > MOST_BYTES:
            return errors.too_large(request)
        response: HttpResponse = checked(request, *args, **kwargs)
        # Not no-store: "back" must find what was typed.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    exempt: View = csrf_exempt(door)
    return exempt


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def secret_page(view: View) -> View:
    """This will mark a page behind a code: never cached, indexed, or named to another site.

    `no-referrer` would say it more sternly, but then browsers send `Origin: null` with our own forms, which the
    check of their token must refuse; `same-origin` tells other sites exactly as little.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    return private_page(door)


def with_code(view: View) -> View:
    """This will open a page of a case's code as `view(request, street, tracked)`; a code typed oddly is put right."""

    @form_page
    @secret_page
    @wraps(view)
    def door(request: HttpRequest, street: str, code: str) -> HttpResponse:
        place, at = street_or_404(street), now()
        if guesses.too_many(origin(request), at):
            return errors.too_many(request, retry_after_seconds=guesses.SECONDS)
        tracked = cases.by_tracking(street, code)
        if tracked is None:
            guesses.missed(origin(request), at)
            raise Http404
        right = code_of(tracked)
        if code != right and request.method in {"GET", "HEAD"}:
            return HttpResponseRedirect(request.path.replace(f"/{code}/", f"/{right}/", 1))
        return view(request, place, tracked)

    return door


def with_reporters_code(view: View) -> View:
    """This will open a page that only the code of the report itself has; a follower's code has no such page."""

    @wraps(view)
    def door(request: HttpRequest, street: PlaceRow, tracked: cases.Tracked) -> HttpResponse:
        if not tracked.is_reporter:
            raise Http404
        return view(request, street, tracked)

    return with_code(door)


def code_of(tracked: cases.Tracked) -> str:
    """This will give the code of a link as it is written: the reporter's, or the follower's own."""
    return tracked.follower.tracking if tracked.follower else tracked.own.tracking


def subject_of(tracked: cases.Tracked) -> str:
    """This will give the subject under which the link's own contact and copies are kept."""
    return f"follower:{tracked.follower.pk}" if tracked.follower else f"case:{tracked.own.pk}"


def refuse_guessing(request: HttpRequest) -> HttpResponse | None:
    """This will give the page that asks to wait when too many wrong codes came from here, else None."""
    if guesses.too_many(origin(request), now()):
        return errors.too_many(request, retry_after_seconds=guesses.SECONDS)
    return None
