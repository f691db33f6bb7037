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
from linli.places.rules import NotDrawn, Routed, community_of, street_of

METRES_PER_DEGREE = 111_195.0
# Grids that should meet may be a hair apart; a point in the hair belongs to the nearest.
HAIR_METRES = 0.5
LEVELS = ("special_grid", "grid", "resident_group", "community")
GRIDS = frozenset({"special_grid", "grid"})
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


def every_street(county: str) -> list[str]:
    """This will list the codes of a county's streets and towns, those that are no more included."""
    every = memory.keep("every street", memory.everything(), _streets_ever)
    return [code for code in every if code.startswith(county)]


def _streets_ever() -> list[str]:
    rows = Place.objects.filter(kind=PlaceKind.STREET).order_by("code")
    return list(rows.values_list("code", flat=True))


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

    def degrees(self, east: float, north: float) -> tuple[float, float]:
        """This will give the longitude and latitude of a point of the plane."""
        scale = METRES_PER_DEGREE * math.cos(math.radians(self.lat))
        return self.lon + east / scale, self.lat + north / METRES_PER_DEGREE

    def geometry(self, area: BaseGeometry) -> BaseGeometry:
        """This will lay a geometry in degrees on the plane."""
        scale = (METRES_PER_DEGREE * math.cos(math.radians(self.lat)), METRES_PER_DEGREE)
        return shapely.transform(area, lambda points: (points - (self.lon, self.lat)) * scale)


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon that may route, in degrees."""

    kind: str
    code: str
    polygon: BaseGeometry
    schematic: bool = False


@dataclass(frozen=True)
class Forest:
    """The polygons of some streets on one plane; `complete` are the streets that are drawn without a gap.

    Surveyed areas come before schematic ones, and then codes in order: the first around a point wins.
    """

    plane: Plane
    areas: list[Area]
    tree: STRtree
    complete: frozenset[str]

    @property
    def empty(self) -> bool:
        """Whether nothing routes here."""
        return not self.areas

    def around(self, point: BaseGeometry) -> dict[str, str]:
        """This will give the code of the area around a point by kind; within a hair, the point counts as in it."""
        found = self._first(self.tree.query(point, predicate="intersects"))
        if not (found.keys() & GRIDS):
            near = self._first(self.tree.query(point, predicate="dwithin", distance=HAIR_METRES))
            community = found.get("community", "")
            found = {kind: code for kind, code in near.items() if code.startswith(community)} | found
        return found

    def _first(self, hits: Iterable[int]) -> dict[str, str]:
        found: dict[str, str] = {}
        for hit in sorted(hits):
            found.setdefault(self.areas[hit].kind, self.areas[hit].code)
        return found

    def nearest(self, point: BaseGeometry) -> tuple[str, float]:
        """This will give the community of the nearest area and its distance in metres; of equal ones the first."""
        hits, distances = self.tree.query_nearest(point, return_distance=True, all_matches=True)
        return community_of(self.areas[min(hits)].code), float(distances[0])


def forest(of: tuple[str, ...]) -> Forest:
    """This will give the trees of these streets' polygons that may route in the present mode."""
    surveyed_only = settings.MODE == "production"
    version = tuple(memory.version(street, "version") for street in of)
    return memory.keep(("forest", of, surveyed_only), version, lambda: _grow(of, surveyed_only))


def _grow(of: tuple[str, ...], surveyed_only: bool) -> Forest:
    rows = Place.objects.filter(street__in=of, valid_to=None, kind__in=LEVELS)
    columns = rows.values_list("kind", "code", "area", "schematic")
    drawn = [
        Area(kind, code, shapely.from_wkb(bytes(area)), schematic)
        for kind, code, area, schematic in columns
        if area is not None and not (schematic and surveyed_only)
    ]
    # Where a community has surveyed anything, its schematic no longer routes.
    surveyed = {area.code[:12] for area in drawn if not area.schematic}
    usable = [area for area in drawn if not area.schematic or area.code[:12] not in surveyed]
    return plant(usable, (code for kind, code, *_ in columns if kind == "community"))


def plant(areas: Iterable[Area], communities: Iterable[str]) -> Forest:
    """This will grow the tree of areas; a street is complete if all of its communities have one."""
    ordered = sorted(areas, key=lambda area: (area.schematic, area.code))
    polygons = [area.polygon for area in ordered]
    west, south, east, north = shapely.total_bounds(polygons) if ordered else (0, 0, 0, 0)
    plane = Plane((west + east) / 2, (south + north) / 2)
    drawn = {community_of(area.code) for area in ordered}
    bare = {street_of(code) for code in communities if code not in drawn}
    tree = STRtree([plane.geometry(polygon) for polygon in polygons])
    return Forest(plane, ordered, tree, frozenset(street_of(code) for code in drawn) - bare)


def locate(found: Forest, lon: float, lat: float, reach: float = math.inf) -> Routed:
    """This will find where a position belongs.

    In no area it is the nearest community's within `reach` metres, but only of a street that is drawn without a
    gap: elsewhere the point may well lie in a community nobody drew. NotDrawn then.
    """
    if found.empty:
        raise NotDrawn
    point = shapely.Point(found.plane.flat(lon, lat))
    around = found.around(point)
    grid = around.get("special_grid") or around.get("grid", "")
    community = community_of(grid) or around.get("community", "")
    if community:
        group = around.get("resident_group", "")
        return Routed(street_of(community), community, grid, group if group.startswith(community) else "")
    community, metres = found.nearest(point)
    if metres > reach or street_of(community) not in found.complete:
        raise NotDrawn
    return Routed(street_of(community), community, "", "", nearest=True, metres=max(1, round(metres)))
