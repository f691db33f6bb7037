"""What a map asks for in pieces: tiles and areas, each with a tag by which a browser keeps what it has."""

import gzip
import hashlib
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from linli.cases.tiles import Datum, Tile

TILE, AREAS = "application/vnd.mapbox-vector-tile", "application/geo+json"
PUBLIC = "public, max-age=60"  # a case taken back is gone from every cache after a minute
PRIVATE = "private, no-cache"  # the browser keeps it, and asks each time whether it still holds


def tile_or_404(request: HttpRequest, z: int, x: int, y: int) -> Tile:
    """This will give the square of an address, or say that there is none such."""
    try:
        return Tile(z, x, y, datum(request))
    except ValueError:
        raise Http404 from None


def datum(request: HttpRequest) -> Datum:
    """This will read in which datum the base map is drawn; what is none is WGS-84."""
    return "gcj02" if request.GET.get("datum") == "gcj02" else "wgs84"


def piece(request: HttpRequest, content: bytes, kind: str, caching: str) -> HttpResponse:
    """This will answer with a piece, packed if the browser can unpack it, or with 304 if it has the same already."""
    tag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    response = HttpResponse(content_type=kind, headers={"ETag": tag, "Cache-Control": caching})
    patch_vary_headers(response, ("Accept-Encoding",) if caching == PUBLIC else ("Accept-Encoding", "Cookie"))
    kept = get_conditional_response(request, etag=tag, response=response)
    if kept is not response and kept is not None:
        return kept
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = _packed(content)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.content = content
    return response


@lru_cache(maxsize=64)
def _packed(content: bytes) -> bytes:
    """Whoever asks for the same piece again is given what was packed for the first."""
    return gzip.compress(content, 6, mtime=0)
