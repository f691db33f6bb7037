"""The map of those who work on cases: it holds what their lists hold, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.cases import tiles
from linli.notify import queries as notices
from linli.web.desk import mapping
from linli.web.desk.faces import DESK, PHONE, Face
from linli.web.desk.mapping import Asked
from linli.web.desk.naming import viewer_words
from linli.web.desk.rail import desk_page
from linli.web.desk.standing import street_of
from linli.web.doors import now, signed_in, viewer_of
from linli.web.maps.answers import PRIVATE, TILE, piece, tile_or_404
from linli.web.maps.base import allow
from linli.web.worker import keep_of_person


@require_safe
@signed_in()
def page(request: HttpRequest, face: Face = DESK) -> HttpResponse:
    """This will show the cases of a person's list on a map, and beside it the same as rows."""
    viewer, at = viewer_of(request), now()
    asked = Asked.of(request.GET, viewer, at)
    shown = mapping.page(request, asked, face, at)
    if face is DESK:
        shown = desk_page(request, "map", **shown)
    else:
        shown |= {"head": viewer_words(viewer), "unread": notices.unread(viewer.person_id), "now": at}
    answer = allow(render(request, face.template("map"), shown), shown["map"].base)
    return keep_of_person(answer, street=street_of(viewer)) if face is PHONE else answer


@require_safe
@signed_in()
def tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """This will give the cases of a person's list as a tile: numbers, places and states, no words."""
    wanted, viewer, at = tile_or_404(request, z, x, y), viewer_of(request), now()
    asked = Asked.of(request.GET, viewer, at)
    found = tiles.office_tile(viewer, wanted, asked.filters, at, mine=asked.mine, period=asked.span)
    return piece(request, found, TILE, PRIVATE)
