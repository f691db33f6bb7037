"""The public map and its pieces. Nothing here knows more than the pages of released cases do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.cases import tiles
from linli.places import outlines, settings
from linli.web.board import mapping
from linli.web.board.doors import page_number, public_page
from linli.web.board.mapping import Asked
from linli.web.doors import now, street_or_404
from linli.web.maps.answers import AREAS, PUBLIC, TILE, base_piece, datum, piece, tile_or_404
from linli.web.maps.base import allow


@public_page
def page(request: HttpRequest, street: str) -> HttpResponse:
    """This will show released cases on a map, and beside it the same as a list."""
    office, at = street_or_404(street), now()
    asked = Asked.of(request.GET, office.code, at)
    shown = mapping.page(office, asked, page_number(request.GET.get("page", "")), at)
    return allow(render(request, "board/map.html", shown), shown["map"].base)


@require_safe
def tile(request: HttpRequest, street: str, z: int, x: int, y: int) -> HttpResponse:
    """This will give released cases outside yards and houses as a tile, by the filters of the map."""
    wanted = tile_or_404(request, z, x, y)
    at, code = now(), street_or_404(street).code
    asked = Asked.of(request.GET, code, at)
    return piece(request, tiles.public_tile(code, wanted, asked.filters(code, at), at), TILE, PUBLIC)


@require_safe
def areas(request: HttpRequest, street: str) -> HttpResponse:
    """This will give the street's communities and grids as GeoJSON; where they were invented it says so."""
    code = street_or_404(street).code
    return piece(request, outlines.geojson(code, datum(request)), AREAS, PUBLIC)


@require_safe
def base(request: HttpRequest, street: str, z: int, x: int, y: int) -> HttpResponse:
    """This will give a tile of the street's own base map, if a file is set as such."""
    code = street_or_404(street).code
    name = settings.value("map.file", code) if settings.value("map.base", code) == "pmtiles" else ""
    return base_piece(request, name, z, x, y)
