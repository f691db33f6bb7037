"""The map of those who work on cases: it holds what their lists hold, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.cases import tiles
from linli.web.desk.mapping import Asked
from linli.web.doors import now, signed_in, viewer_of
from linli.web.maps.answers import PRIVATE, TILE, piece, tile_or_404


@require_safe
@signed_in()
def tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """This will give the cases of a person's list as a tile: numbers, places and states, no words."""
    wanted, viewer, at = tile_or_404(request, z, x, y), viewer_of(request), now()
    asked = Asked.of(request.GET, viewer, at)
    found = tiles.office_tile(viewer, wanted, asked.filters, at, mine=asked.mine, period=asked.span)
    return piece(request, found, TILE, PRIVATE)
