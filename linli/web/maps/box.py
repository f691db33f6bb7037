"""What parts/map.html needs: the drawing, and for the script one attribute with everything it may do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language, pgettext

from linli.places import outlines, settings
from linli.places.rules import county_of
from linli.web.maps.base import Base, base_of
from linli.web.maps.drawing import Drawing, drawing

VENDOR = "web/vendor/maplibre/"
STYLE, SCRIPT, WORKER = "maplibre-gl.css", "maplibre-gl-csp.js", "maplibre-gl-csp-worker.js"


@dataclass(frozen=True, slots=True)
class Box:
    """A map of a street on a page."""

    data: str
    base: Base
    drawing: Drawing | None
    schematic: bool
    legend: bool


def box(
    street: str,
    *,
    tiles: str = "",
    query: str = "",
    link: str = "",
    pick: str = "",
    place: str = "",
    counts: Mapping[str, str] | None = None,
    cooperative: bool = False,
) -> Box:
    """This will gather a map: `tiles` with {z}/{x}/{y} and the filters of `query`; `link` leads from NAME to a case.

    `place` is the community or grid the map opens on; `pick` the id of a link to whose address the map's
    middle is added; `cooperative` leaves one finger and the wheel to the page.
    """
    base = base_of(street)
    if pick and base.datum != "wgs84":
        # The browser cannot undo the shift, and a place hundreds of metres off is worse than no map.
        base = Base()
    datum = "?datum=" + base.datum
    said = {
        "tiles": tiles + datum + (f"&{query}" if query else "") if tiles else "",
        "areas": reverse("areas", args=[street]) + datum,
        "base": _below(base),
        "bounds": _bounds(street, place),
        "language": "en" if get_language() == "en" else "zh",
        "link": link, "pick": pick, "cooperative": cooperative,
        "style": static(VENDOR + STYLE), "script": static(VENDOR + SCRIPT), "worker": static(VENDOR + WORKER),
        "locale": _locale(), "words": _words(),
    }  # fmt: skip
    return Box(
        data=json.dumps(said, ensure_ascii=False, separators=(",", ":")),
        base=base,
        drawing=drawing(street, counts),
        schematic=outlines.schematic(street),
        legend=bool(tiles),
    )


def _bounds(street: str, place: str) -> list[list[float]]:
    """South-west and north-east of the place, of the street where it is not drawn, or of the county's box."""
    frame = outlines.bounds(street, place) or outlines.bounds(street)
    if frame is None:
        county = settings.value("places.box", county_of(street))
        return [[county.west, county.south], [county.east, county.north]]
    west, south, east, north = frame
    return [[west, south], [east, north]]


def _below(base: Base) -> dict[str, object]:
    return {
        "tiles": base.tiles, "attribution": escape(base.attribution), "vector": base.vector, "size": base.size,
        "first": base.first_zoom, "last": base.last_zoom, "bounds": base.bounds,
    }  # fmt: skip


def _words() -> dict[str, object]:
    states = ("open", "overdue", "fixed", "ended otherwise")
    return {
        "states": [pgettext("on the map", state) for state in states],
        "here": pgettext("on the map", "%s cases on this spot"),
    }


def _locale() -> dict[str, str]:
    return {
        "Map.Title": pgettext("on the map", "Map"),
        "NavigationControl.ZoomIn": pgettext("on the map", "Zoom in"),
        "NavigationControl.ZoomOut": pgettext("on the map", "Zoom out"),
        "Popup.Close": pgettext("on the map", "Close"),
        "AttributionControl.ToggleAttribution": pgettext("on the map", "Whose map it is"),
        "CooperativeGesturesHandler.WindowsHelpText": pgettext("on the map", "Hold Ctrl and scroll to zoom"),
        "CooperativeGesturesHandler.MacHelpText": pgettext("on the map", "Hold ⌘ and scroll to zoom"),
        "CooperativeGesturesHandler.MobileHelpText": pgettext("on the map", "Move the map with two fingers"),
    }
