"""What a map asks for in pieces: tiles and areas, each with a tag by which a browser keeps what it has."""

import gzip
import hashlib
from functools import lru_cache
from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from linli.cases.tiles import Datum, Tile
from linli.lib.tilefile import BadFile, Holds
from linli.web.maps.basefile import file_of

TILE, AREAS = "application/vnd.mapbox-vector-tile", "application/geo+json"
PUBLIC = "public, max-age=60"  # a case taken back is gone from every cache after a minute
PRIVATE = "private, no-cache"  # the browser keeps it, and asks each time whether it still holds
LASTING = "public, max-age=86400"  # a base map's address changes with its file
Packing = Literal["ours", "done", "never"]


def tile_or_404(request: HttpRequest, z: int, x: int, y: int) -> Tile:
    """This will give the square of an address, or say that there is none such."""
    try:
        return Tile(z, x, y, datum(request))
    except ValueError:
        raise Http404 from None


def datum(request: HttpRequest) -> Datum:
    """This will read in which datum the base map is drawn; what is none is WGS-84."""
    return "gcj02" if request.GET.get("datum") == "gcj02" else "wgs84"


def piece(
    request: HttpRequest, content: bytes, kind: str, caching: str, packing: Packing = "ours"
) -> HttpResponse:
    """This will answer with a piece, packed if the browser can unpack it, or with 304 if it has the same already.

    `packing` says who packs it: we do, it is packed already, or it is never packed, as pictures are not.
    """
    tag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    response = HttpResponse(content_type=kind, headers={"ETag": tag, "Cache-Control": caching})
    patch_vary_headers(
        response, ("Accept-Encoding", "Cookie") if caching == PRIVATE else ("Accept-Encoding",)
    )
    kept = get_conditional_response(request, etag=tag, response=response)
    if kept is not response and kept is not None:
        return kept
    if packing == "never":
        response.content = content
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = content if packing == "done" else _packed(content)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.content = gzip.decompress(content) if packing == "done" else content
    return response


def base_piece(request: HttpRequest, name: str, z: int, x: int, y: int) -> HttpResponse:
    """This will answer with a tile of a base map's file, or with nothing where it holds none; Http404 without one."""
    try:
        file = file_of(name)
        content = file.tile(z, x, y)
    except (BadFile, ValueError):
        raise Http404 from None
    if content is None:
        return HttpResponse(status=204, headers={"Cache-Control": LASTING})
    packing: Packing = "done" if file.packed else "ours" if file.holds is Holds.VECTOR else "never"
    return piece(request, content, file.holds, LASTING, packing)


@lru_cache(maxsize=64)
def _packed(content: bytes) -> bytes:
    """Whoever asks for the same piece again is given what was packed for the first."""
    return gzip.compress(content, 6, mtime=0)
