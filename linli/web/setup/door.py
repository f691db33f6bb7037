"""The door of set-up: the administrator of the street in the address, or of its county."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.people.models import Role
from linli.people.rows import Viewer
from linli.places import queries as places
from linli.places.policies import may_administer
from linli.places.rules import county_of
from linli.web.desk.standing import streets_of
from linli.web.doors import signed_in, street_or_404, viewer_of

ADMINISTRATORS = (Role.STREET_ADMIN, Role.COUNTY_ADMIN)
Page = Callable[..., HttpResponse]


def administering(view: Page) -> Callable[..., HttpResponseBase]:
    """This will let in who administers the street of the address; the streets of others do not exist for them."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @signed_in(*ADMINISTRATORS)
    @wraps(view)
    def door(request: HttpRequest, street: str, **kwargs: Any) -> HttpResponse:
        street_or_404(street)
        if not may_administer(viewer_of(request), street):
            raise Http404
        return view(request, street, **kwargs)

    return door


def is_county(viewer: Viewer, street: str) -> bool:
    """This will tell whether the person administers the county of a street too."""
    return bool(may_administer(viewer, county_of(street)))


def administered(viewer: Viewer) -> list[str]:
    """This will list the streets a person may set up, by code."""
    return [
        street
        for street in streets_of(viewer)
        if may_administer(viewer, street) and places.place(street) is not None
    ]
