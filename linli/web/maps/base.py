"""The base map of a street, and what its pages may therefore ask for outside."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from linli.lib.tilefile import BadFile, Holds
from linli.places import settings
from linli.web.maps import basefile
from linli.web.middleware import CONTENT_SECURITY_POLICY

TIANDITU = (
    "https://t0.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default"
    "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)


@dataclass(frozen=True, slots=True)
class Base:
    """Addresses of tiles from the lowest layer up, none where the areas are the map.

    `bounds` are west, south, east and north of what the tiles cover; `size` their width in pixels.
    """

    tiles: tuple[str, ...] = ()
    datum: str = "wgs84"
    attribution: str = ""
    last_zoom: int = 18
    first_zoom: int = 0
    size: int = 256
    bounds: tuple[float, float, float, float] | None = None
    vector: bool = False

    @property
    def origins(self) -> list[str]:
        """The servers a page with this map asks, beside our own."""
        parts = [urlsplit(address) for address in self.tiles]
        return sorted({f"{each.scheme}://{each.netloc}" for each in parts if each.netloc})


def base_of(street: str) -> Base:
    """This will give the base map a street has set; what lacks its key or address is none."""
    kind, key = settings.value("map.base", street), settings.value("map.tianditu_key", street)
    address, attribution = settings.value("map.address", street), settings.value("map.attribution", street)
    if kind == "tianditu" and key:
        layers = tuple(TIANDITU.format(layer=layer, key=key) for layer in ("vec", "cva"))
        return Base(layers, "wgs84", attribution or pgettext("base map", "Tianditu"))
    if kind == "xyz" and address:
        return Base((address,), settings.value("map.datum", street), attribution)
    if kind == "pmtiles":
        return _of_file(street, settings.value("map.file", street), attribution)
    return Base()


def _of_file(street: str, name: str, attribution: str) -> Base:
    """A file that cannot be drawn is none; the settings say why."""
    try:
        file = basefile.file_of(name)
    except BadFile:
        return Base()
    address = reverse("base-tile", args=[street, 0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}")
    said = (attribution, basefile.whose(file))
    return Base(
        tiles=(f"{address}?v={file.stamp[0] % 0x100000000:x}",),
        datum=settings.value("map.datum", street),
        attribution=" · ".join(dict.fromkeys(each for each in said if each)),
        first_zoom=file.first_zoom, last_zoom=file.last_zoom, bounds=file.bounds,
        size=512 if file.holds is Holds.VECTOR else basefile.pixels(file),
        vector=file.holds is Holds.VECTOR,
    )  # fmt: skip


def allow(response: HttpResponse, base: Base) -> HttpResponse:
    """This will let a page fetch its base map from the servers that were set, and from no other."""
    if base.origins:
        more = " ".join(base.origins)
        policy = CONTENT_SECURITY_POLICY
        for directive in ("img-src 'self' data: blob:", "connect-src 'self'"):
            policy = policy.replace(directive, f"{directive} {more}")
        response.headers["Content-Security-Policy"] = policy
    return response
