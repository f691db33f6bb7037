"""The places of a street in memory, and the trees that find the polygon around a point."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import shapely
from django.conf import settings
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from linli.places import memory
from linli.places.models import Place, PlaceKind
from linli.places.rows import PlaceRow

METRES_PER_DEGREE = 111_195.0
# Grids that should meet may be a hair apart; a point in the hair belongs to the nearest.
HAIR_METRES = 0.5
_LEVELS = ("special_grid", "grid", "resident_group", "community")
_COLUMNS = ("code", "kind", "street", "parent", "name", "prefix", "households", "schematic", "lon", "lat")
_DATES = ("valid_from", "valid_to", "successors")


@dataclass
class Atlas:
    """All places of one street, ended ones too, by code and by parent and kind."""

    by_code: dict[str, PlaceRow]
    children: dict[tuple[str, str], list[PlaceRow]] = field(default_factory=dict)


def atlas(street: str) -> Atlas:
    """This will give the places of a street (or, by six digits, the county and its streets)."""
    return memory.keep(("atlas", street), memory.version(street, "version"), lambda: _read(street))


def _read(street: str) -> Atlas:
    rows = Place.objects.filter(street=street).order_by("code").values_list(*_COLUMNS, *_DATES)
    found = Atlas({})
    for row in (PlaceRow(*columns) for columns in rows):
        found.by_code[row.code] = row
        if not row.ended:
            found.children.setdefault((row.parent, row.kind), []).append(row)
    return found


def counties() -> list[str]:
    """This will list the codes of the counties this installation serves."""
    return memory.keep("counties", memory.everything(), lambda: _codes(PlaceKind.COUNTY))


def streets(county: str) -> list[str]:
    """This will list the codes of a county's streets and towns."""
    every = memory.keep("streets", memory.everything(), lambda: _codes(PlaceKind.STREET))
    return [code for code in every if code.startswith(county)]


def _codes(kind: PlaceKind) -> list[str]:
    return list(
        Place.objects.filter(kind=kind, valid_to=None).order_by("code").values_list("code", flat=True)
    )


@dataclass(frozen=True)
class Plane:
    """Flat metres around a point, good to a thousandth within a county."""

    lon: float
    lat: float

    def flat(self, lon: float, lat: float) -> tuple[float, float]:
        """This will give metres east and north of the plane's origin."""
        scale = METRES_PER_DEGREE * math.cos(math.radians(self.lat))
        return (lon - self.lon) * scale, (lat - self.lat) * METRES_PER_DEGREE

    def geometry(self, area: BaseGeometry) -> BaseGeometry:
        """This will lay a geometry in degrees on the plane."""
        scale = (METRES_PER_DEGREE * math.cos(math.radians(self.lat)), METRES_PER_DEGREE)
        return shapely.transform(area, lambda points: (points - (self.lon, self.lat)) * scale)


class Tree:
    """Polygons of one level in order of their codes; of several around a point the first code wins."""

    def __init__(self, areas: Iterable[tuple[str, BaseGeometry]]) -> None:
        ordered = sorted(areas, key=lambda pair: pair[0])
        self.codes = [code for code, _ in ordered]
        self.areas = [area for _, area in ordered]
        self.tree = STRtree(self.areas)

    def around(self, point: BaseGeometry) -> str:
        """This will give the code of the polygon that holds the point or, by a hair, almost does; or nothing."""
        hits = self.tree.query(point, predicate="intersects")
        if not len(hits):
            hits = self.tree.query(point, predicate="dwithin", distance=HAIR_METRES)
        return self.codes[min(hits)] if len(hits) else ""

    def nearest(self, point: BaseGeometry) -> tuple[str, float] | None:
        """This will give the nearest polygon's code and its distance in metres; of equal ones the first code."""
        if not self.codes:
            return None
        found = self.tree.query_nearest(point, return_distance=True, all_matches=True)
        return self.codes[min(found[0])], float(found[1][0])


@dataclass(frozen=True)
class Forest:
    """The trees of some streets, on one plane, by level."""

    plane: Plane
    trees: dict[str, Tree]

    @property
    def empty(self) -> bool:
        """Whether nothing routes here."""
        return not any(tree.codes for tree in self.trees.values())


def forest(of: tuple[str, ...]) -> Forest:
    """This will give the trees of these streets' polygons that may route in the present mode."""
    surveyed_only = settings.MODE == "production"
    version = tuple(memory.version(street, "version") for street in of)
    return memory.keep(("forest", of, surveyed_only), version, lambda: _grow(of, surveyed_only))


def _grow(of: tuple[str, ...], surveyed_only: bool) -> Forest:
    rows = Place.objects.filter(street__in=of, valid_to=None, area__isnull=False, kind__in=_LEVELS)
    if surveyed_only:
        rows = rows.filter(schematic=False)
    read = [
        (kind, code, shapely.from_wkb(bytes(area or b"")))
        for kind, code, area in rows.values_list("kind", "code", "area")
    ]
    if not read:
        return Forest(Plane(0, 0), {})
    west, south, east, north = shapely.total_bounds([area for *_, area in read])
    plane = Plane((west + east) / 2, (south + north) / 2)
    trees = {
        level: Tree((code, plane.geometry(area)) for kind, code, area in read if kind == level)
        for level in _LEVELS
    }
    return Forest(plane, trees)
