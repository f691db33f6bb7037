"""Cases as vector tiles: points where they can be told apart, numbered rings where they cannot, none left out.

Whatever a case shows itself as has a cell: its own, for the office; that of the square of 100 m, for everybody;
moved by the datum, for a base map that wants it. A tile holds what shows itself in the tile's range of cells, so
each case is in exactly one tile of a zoom. Cases that come to lie within one square become a ring at their mean
position: in squares of 64 pixels at low zooms, and where a tile would hold more than `MOST` points; else only
those on the very same spot.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from functools import reduce
from operator import or_
from typing import Literal

import numpy as np
from django.db.models import Q, QuerySet

from linli.cases.models import Case
from linli.cases.policies import STREET_READERS
from linli.cases.queries.inbox import MINE, Filter, is_late, narrowed
from linli.cases.queries.public import PublicFilter, chosen
from linli.cases.queries.work import scope, work
from linli.cases.workflow import FIXED, OPEN
from linli.figures import queries as figures
from linli.figures.rules import LEVELS, PUBLIC_METRES, Audience
from linli.lib import geometry
from linli.lib.geometry import CELL_ZOOM
from linli.lib.vectortile import EXTENT, Numbers, columns_and_rows, encode
from linli.people.rows import Viewer

LAST_ZOOM = 18
POINTS_FROM = 15  # below it what lies within 64 pixels becomes one ring
MOST = 2_000  # points in a tile; beyond, they become rings too
APART = 3  # squares of rings are so many zooms deeper: an eighth of a tile drawn at 512 pixels
NAMED = 12  # how many numbers the ring of one spot carries
LAYER = "cases"
Datum = Literal["wgs84", "gcj02"]
Period = tuple[datetime | None, datetime | None]
EVER: Period = (None, None)
# How far from its place a case may show itself, in metres: half a square's diagonal, and the shift of the datum.
SNAPPED, SHIFTED = PUBLIC_METRES * 0.72, 1_000.0


class State(IntEnum):
    """How a case looks on a map."""

    OPEN = 0
    LATE = 1
    FIXED = 2
    ENDED = 3


@dataclass(frozen=True, slots=True)
class Dot:
    """What is drawn: where it shows itself, how many cases it stands for, and of one case which."""

    cell: int
    n: int = 1
    state: int = State.OPEN
    name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """Which square of the map is asked for, in which datum; ValueError if there is none such."""

    z: int
    x: int
    y: int
    datum: Datum = "wgs84"

    def __post_init__(self) -> None:
        if not 0 <= self.z <= LAST_ZOOM:
            raise ValueError(f"tiles have zoom 0 to {LAST_ZOOM}, not {self.z}")
        geometry.tile_range(self.z, self.x, self.y)

    def shown(self, lon: float, lat: float) -> int:
        """This will give the cell in which a position is drawn."""
        return geometry.cell(*(geometry.gcj02_from_wgs84(lon, lat) if self.datum == "gcj02" else (lon, lat)))

    def ranges(self, metres: float = 0.0) -> list[tuple[int, int]]:
        """This will list the ranges of cells in which the cases lie that may show themselves here."""
        shift = SHIFTED if self.datum == "gcj02" else 0.0
        return geometry.ranges_around(self.z, self.x, self.y, metres + shift)

    def where(self, metres: float = 0.0) -> Q:
        """This will select those cases."""
        return reduce(or_, (Q(cell__range=each) for each in self.ranges(metres)))


def public_tile(street: str, tile: Tile, filters: PublicFilter, at: datetime) -> bytes:
    """This will draw released cases outside yards and houses, where their squares of 100 m are."""
    if filters == PublicFilter() and (rings := _pyramid((street,), Audience.PUBLIC, tile)):
        return _drawn(tile, rings)
    found = chosen(street, filters).filter(tile.where(SNAPPED))

    def snapped(_cell: int, lon: float, lat: float) -> int:
        return tile.shown(*geometry.snap(lon, lat, PUBLIC_METRES))

    if found.count() > MOST:
        places = found.order_by().values_list("lon", "lat")
        return _drawn(tile, [Dot(snapped(0, lon or 0.0, lat or 0.0)) for lon, lat in places])
    return _drawn(tile, _dots(found, snapped, at, public=True))


def office_tile(
    viewer: Viewer, tile: Tile, filters: Filter, at: datetime, *, mine: bool = False, period: Period = EVER
) -> bytes:
    """This will draw what a person's list holds with the same filters: all they may see, or what is theirs to do.

    Words are not searched for on a map.
    """
    found = office_cases(viewer, filters, at, mine=mine, period=period)
    whole = () if mine or filters != Filter() or period != EVER else _whole_streets(viewer)
    if rings := _pyramid(whole, Audience.OFFICE, tile):
        # What they were given elsewhere, beside their streets.
        rest = found.exclude(street__in=whole).filter(tile.where()).values_list("cell", flat=True)
        return _drawn(tile, rings + [Dot(_moved(tile, cell)) for cell in rest if cell is not None])
    found = found.filter(tile.where())
    if found.count() > MOST:
        cells = found.order_by().values_list("cell", flat=True)
        return _drawn(tile, [Dot(_moved(tile, cell)) for cell in cells if cell is not None])
    return _drawn(tile, _dots(found, lambda cell, _lon, _lat: _moved(tile, cell), at, public=False))


def office_cases(
    viewer: Viewer, filters: Filter, at: datetime, *, mine: bool = False, period: Period = EVER
) -> QuerySet[Case]:
    """This will select what the person's list holds, of what was reported from the one time and before the other."""
    if not mine:
        found = narrowed(Case.objects.filter(scope(viewer)), filters, at)
    else:
        own = work(viewer, at)
        if filters.tab in MINE:
            found = Case.objects.filter(MINE[filters.tab](own))
            found = narrowed(found, replace(filters, tab=""), at)
        else:
            found = narrowed(Case.objects.filter(own.all if filters.status else own.to_do), filters, at)
    start, end = period
    found = found.filter(reported_at__gte=start) if start else found
    return found.filter(reported_at__lt=end) if end else found


def _whole_streets(viewer: Viewer) -> tuple[str, ...]:
    """The streets of which the person may see every case, if that is all their duties are about."""
    if any(duty.role not in STREET_READERS or len(duty.street) != 9 for duty in viewer.duties):
        return ()
    return tuple(sorted({duty.street for duty in viewer.duties}))


def _pyramid(streets: Iterable[str], audience: Audience, tile: Tile) -> list[Dot]:
    """Squares that were counted beforehand, if there are too many cases for points; else nothing, as for no streets.

    Where a datum moves them over borders of tiles, all tiles of a zoom must take the same way.
    """
    level = next((level for level in LEVELS if level >= tile.z + APART), None)
    if level is None:
        return []
    below = 2 * (CELL_ZOOM - level)
    ranges = tile.ranges() if tile.datum == "wgs84" else [geometry.tile_range(0, 0, 0)]
    squares = [
        square
        for street in streets
        for first, last in ranges
        for square in figures.pyramid(street, audience, level, first >> below, last >> below)
    ]
    if sum(square.n for square in squares) <= MOST:
        return []
    return [Dot(_within(tile, square, below), square.n) for square in squares]


def _within(tile: Tile, square: figures.Square, below: int) -> int:
    """Where the mean of a square is drawn; rounding does not carry it over the square's edge."""
    mean = geometry.cell(square.lon, square.lat)
    if mean >> below != square.cell:
        mean = square.cell << below
    return mean if tile.datum == "wgs84" else _moved(tile, mean)


def _moved(tile: Tile, cell: int) -> int:
    return cell if tile.datum == "wgs84" else tile.shown(*geometry.uncell(cell))


COLUMNS = (
    "street",
    "number",
    "public_title",
    "status",
    "cell",
    "lon",
    "lat",
    "handle_by",
    "danger",
    "started_at",
)


def _dots(
    found: QuerySet[Case], place: Callable[[int, float, float], int], at: datetime, *, public: bool
) -> list[Dot]:
    """Single cases: to everybody by number and released title, to the office by street and number."""
    rows = found.order_by("id").values_list(*COLUMNS)
    return [
        Dot(
            cell=place(cell or 0, lon or 0.0, lat or 0.0),
            state=_state(status, is_late(status, handle_by, danger=danger, started_at=started_at, at=at)),
            name=number if public else f"{street}/{number}",
            title=title if public else "",
        )
        for street, number, title, status, cell, lon, lat, handle_by, danger, started_at in rows
    ]


def _state(status: str, late: bool) -> State:
    if late:
        return State.LATE
    return State.OPEN if status in OPEN else State.FIXED if status in FIXED else State.ENDED


def _drawn(tile: Tile, dots: Sequence[Dot]) -> bytes:
    """Write the dots that show themselves in the tile, those of one square as one ring."""
    first, last = geometry.tile_range(tile.z, tile.x, tile.y)
    here = [dot for dot in dots if first <= dot.cell <= last]
    if not here:
        return b""
    cells: Numbers = np.array([dot.cell for dot in here])
    ns: Numbers = np.array([dot.n for dot in here])
    alone = tile.z >= POINTS_FROM and int(ns.sum()) <= MOST
    below = 0 if alone else 2 * (CELL_ZOOM - min(tile.z + APART, CELL_ZOOM))
    _squares, begins, groups = np.unique(cells >> below, return_index=True, return_inverse=True)
    totals = np.bincount(groups, ns).astype(np.int64)
    xs, ys = (_mean(each, ns, groups, totals, tile) for each in columns_and_rows(cells))
    columns: dict[str, Sequence[str | int]] = {"n": totals.tolist()}
    columns |= _said(here, begins.tolist(), groups.tolist(), totals.tolist(), named=alone)
    return encode(LAYER, xs, ys, columns)


def _mean(places: Numbers, ns: Numbers, groups: Numbers, totals: Numbers, tile: Tile) -> Numbers:
    """The mean of columns (or rows) of cells, weighted, in units of the tile."""
    inside = places & ((1 << (CELL_ZOOM - tile.z)) - 1)
    mean = (np.bincount(groups, ns * (inside + 0.5)) / totals) * EXTENT / (1 << (CELL_ZOOM - tile.z))
    return np.clip(mean.astype(np.int64), 0, EXTENT - 1)


def _said(
    here: Sequence[Dot], begins: list[int], groups: list[int], totals: list[int], *, named: bool
) -> dict[str, Sequence[str | int]]:
    """What single cases are, and which lie on one spot; a ring of several is as late as its latest."""
    states, names = [int(State.ENDED)] * len(begins), [""] * len(begins)
    members: list[list[str]] = [[] for _ in begins]
    worst = [State.ENDED, State.FIXED, State.OPEN, State.LATE]
    for dot, group in zip(here, groups, strict=True):
        if worst.index(State(dot.state)) > worst.index(State(states[group])):
            states[group] = int(dot.state)
        if dot.name and len(members[group]) < NAMED:
            members[group].append(dot.name)
    for group, total in enumerate(totals):
        if total == 1 or named:
            names[group] = ",".join(members[group])
    titles = [here[begin].title if total == 1 else "" for begin, total in zip(begins, totals, strict=True)]
    return {"state": states, "name": names, "title": titles}
