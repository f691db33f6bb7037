"""The base map of a street, and what its pages may therefore ask for outside."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.utils.translation import pgettext

from linli.places import settings
from linli.web.middleware import CONTENT_SECURITY_POLICY

TIANDITU = (
    "https://t0.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default"
    "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)


@dataclass(frozen=True, slots=True)
class Base:
    """Addresses of tiles from the lowest layer up, none where the areas are the map."""

    tiles: tuple[str, ...] = ()
    datum: str = "wgs84"
    attribution: str = ""
    last_zoom: int = 18

    @property
    def origins(self) -> list[str]:
        """The servers a page with this map asks."""
        return sorted({"{0.scheme}://{0.netloc}".format(urlsplit(address)) for address in self.tiles})


def base_of(street: str) -> Base:
    """This will give the base map a street has set; what lacks its key or address is none."""
    kind, key = settings.value("map.base", street), settings.value("map.tianditu_key", street)
    address, attribution = settings.value("map.address", street), settings.value("map.attribution", street)
    if kind == "tianditu" and key:
        layers = tuple(TIANDITU.format(layer=layer, key=key) for layer in ("vec", "cva"))
        return Base(layers, "wgs84", attribution or pgettext("base map", "Tianditu"))
    if kind == "xyz" and address:
        return Base((address,), settings.value("map.datum", street), attribution)
    return Base()


def allow(response: HttpResponse, base: Base) -> HttpResponse:
    """This will let a page fetch its base map from the servers that were set, and from no other."""
    if base.origins:
        more = " ".join(base.origins)
        policy = CONTENT_SECURITY_POLICY
        for directive in ("img-src 'self' data: blob:", "connect-src 'self'"):
            policy = policy.replace(directive, f"{directive} {more}")
        response.headers["Content-Security-Policy"] = policy
    return response
