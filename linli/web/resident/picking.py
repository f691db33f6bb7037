"""Giving the place of a report on the map: a page before the report's, to which it hands on a position."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.lib.geometry import valid_position
from linli.places import queries as places
from linli.web.board.doors import public_page
from linli.web.doors import now, street_or_404
from linli.web.maps.base import allow
from linli.web.maps.box import box


@require_safe
@public_page
def pick(request: HttpRequest, street: str) -> HttpResponse:
    """This will show a map to put the place on, and the communities to choose where no map can be drawn."""
    office = street_or_404(street)
    here = box(office.code, pick="here")
    shown = {
        "street": office,
        "office_name": places.office_name(office.code),
        "now": now(),
        "map": here,
        "communities": places.communities(office.code),
        "report": reverse("report", args=[office.code]),
    }
    return allow(render(request, "resident/pick.html", shown), here.base)


def picked(request: HttpRequest) -> dict[str, str] | None:
    """This will read the position that the map handed on in the address; None if there is none on earth."""
    said = {name: request.GET.get(name, "")[:20] for name in ("lon", "lat")}
    try:
        found = valid_position(float(said["lon"]), float(said["lat"]))
    except ValueError:
        return None
    return said if found else None
