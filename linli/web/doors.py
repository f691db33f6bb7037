"""Doors: how a request becomes a street, a viewer, a case, or a page that says no. Views begin here."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeAlias, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from linli.cases import queries as cases
from linli.cases.models import Case
from linli.lib.clock import present
from linli.people import queries as people
from linli.people.rows import Viewer
from linli.places import queries as places
from linli.places.models import PlaceKind
from linli.places.rows import PlaceRow

View: TypeAlias = Callable[..., HttpResponseBase]


def now() -> datetime:
    """This will read the clock: the one place where the web does. A demo may have moved it (`linli clock`)."""
    return present()


def signed_in(*roles: str) -> Callable[[View], View]:
    """This will let in who is signed in and has one of the roles (any duty, without roles), as `request.viewer`.

    Others are sent to sign in, or told that the page belongs to another duty; whose duty requires a second factor
    that they have not set up is sent to do so.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.session.get("second_factor_owed"):
                return redirect("account-second-factor")
            viewer = people.viewer(request.user, now())
            if not viewer.duties or (roles and not viewer.has(*roles)):
                raise PermissionDenied
            cast("Any", request).viewer = viewer
            return view(request, *args, **kwargs)

        return door

    return decorate


def viewer_of(request: HttpRequest) -> Viewer:
    """This will give who is asking, after the door let them in."""
    return cast("Viewer", cast("Any", request).viewer)


def street_or_404(street: str) -> PlaceRow:
    """This will give the street of an address, or say that there is no such page."""
    found = places.place(street)
    if found is None or found.kind != PlaceKind.STREET or found.ended:
        raise Http404
    return found


def case_or_404(request: HttpRequest, street: str, number: str) -> Case:
    """This will give a case the viewer may see; for all others the page does not exist."""
    found = cases.may_read(viewer_of(request), street, number)
    if found is None:
        raise Http404
    return found


def origin(request: HttpRequest) -> str:
    """This will give a digest of the sender's address for the rate limit; the address itself is not kept."""
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        # Each proxy appends who spoke to it; only the entries our own proxies wrote can be believed.
        address = forwarded[-settings.TRUSTED_PROXIES].strip()
    day = f"{datetime.now(UTC):%Y%m%d}"
    return hmac.new(settings.SECRET_KEY.encode(), f"{day}|{address}".encode(), hashlib.sha256).hexdigest()[
        :32
    ]
