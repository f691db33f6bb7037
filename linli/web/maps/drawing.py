"""A street's areas as a drawing of the page itself: the whole map where there is no WebGL or script."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linli.places import outlines
from linli.places.models import PlaceKind

WIDTH = 1000
MARGIN = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """One area of the drawing: its outline, and for a community its name at a place inside, with a count."""

    path: str
    name: str
    x: int
    y: int
    below: int
    count: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Communities and grids in one box."""

    box: str
    communities: list[Shape]
    grids: list[str]


def drawing(street: str, counts: Mapping[str, str] | None = None) -> Drawing | None:
    """This will draw what a street has drawn, or None; `counts` are words to write below the communities' names."""
    frame = outlines.bounds(street)
    if frame is None:
        return None
    west, south, east, north = frame
    narrow = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * narrow, 1e-9)

    def place(lon: float, lat: float) -> tuple[int, int]:
        return round(MARGIN + (lon - west) * narrow * scale), round(MARGIN + (north - lat) * scale)

    height = place(west, south)[1] + MARGIN
    communities, grids = [], []
    for each in outlines.outlines(street):
        path = _path(each.polygon, place)
        if each.kind == PlaceKind.COMMUNITY:
            x, y = place(*each.middle)
            communities.append(Shape(path, each.title(), x, y, y + 34, (counts or {}).get(each.code, "")))
        else:
            grids.append(path)
    return Drawing(f"0 0 {WIDTH} {height}", communities, grids)


def _path(polygon: Any, place: Any) -> str:
    parts = getattr(polygon, "geoms", [polygon])
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return "".join(
        "M" + "L".join(f"{x} {y}" for x, y in (place(*point) for point in ring.coords)) + "Z"
        for ring in rings
    )
