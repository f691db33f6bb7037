"""Cases as vector tiles: points where they can be told apart, numbered rings where they cannot, none left out.

Whatever a case shows itself as has a cell: its own, for the office; that of the square of 100 m, for everybody;
moved by the datum, for a base map that wants it. A tile holds what shows itself in the tile's range of cells, so
each case is in exactly one tile of a zoom. Cases that come to lie within one square become a ring at their mean
position: in squares of 64 pixels at low zooms, and where a tile would hold more than `MOST` points; else only
those on the very same spot.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from itertools import compress, pairwise
from typing import Any, Literal, NamedTuple

import numpy as np
from django.db.models import ExpressionWrapper, IntegerField, Q, QuerySet

from linli.cases.models import Case
from linli.cases.planning import Looked
from linli.cases.queries.inbox import MINE, Filter, condition, narrowed, overdue
from linli.cases.queries.public import PublicFilter, chosen
from linli.cases.queries.work import OPEN_STATUS, apart, scope, values, whole_streets, work
from linli.cases.workflow import FIXED, IN_HAND, OPEN
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
RANGES = 4  # of cells, each asked apart; what lies in gaps between them is read too and not drawn
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


class Dot(NamedTuple):
    """What is said of a single case."""

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
        """This will list a few ranges of cells that hold the cases which may show themselves here, and others."""
        shift = SHIFTED if self.datum == "gcj02" else 0.0
        ranges = geometry.ranges_around(self.z, self.x, self.y, metres + shift)
        while len(ranges) > RANGES:
            gaps = [after[0] - before[1] for before, after in pairwise(ranges)]
            least = gaps.index(min(gaps))
            ranges[least : least + 2] = [(ranges[least][0], ranges[least + 1][1])]
        return ranges


def public_tile(street: str, tile: Tile, filters: PublicFilter, at: datetime) -> bytes:
    """This will draw released cases outside yards and houses, where their squares of 100 m are."""
    if filters == PublicFilter() and (rings := _pyramid((street,), Audience.PUBLIC, tile)):
        return _drawn(tile, list(rings), list(rings.values()))

    def snapped(_cell: int, lon: float, lat: float) -> int:
        return tile.shown(*geometry.snap(lon, lat, PUBLIC_METRES))

    found = [chosen(street, filters).filter(cell__range=each) for each in tile.ranges(SNAPPED)]
    cells = [snapped(0, lon, lat) for lon, lat in _together(found, "lon", "lat")]
    if len(cells) > MOST:
        return _drawn(tile, cells)
    return _points(tile, found, snapped, at, public=True)


def office_tile(
    viewer: Viewer, tile: Tile, filters: Filter, at: datetime, *, mine: bool = False, period: Period = EVER
) -> bytes:
    """This will draw what a person's list holds with the same filters: all they may see, or what is theirs to do.

    Words are not searched for on a map. Two statements, those of `work` or one for each of their streets beside.
    """

    def moved(cell: int, _lon: float, _lat: float) -> int:
        return cell if tile.datum == "wgs84" else tile.shown(*geometry.uncell(cell))

    every = not mine and filters == Filter() and period == EVER
    rings = _pyramid(whole_streets(viewer), Audience.OFFICE, tile) if every else {}
    if mine:
        own = office_cases(viewer, filters, at, mine=True, period=period)
        found = [own.filter(cell__range=each) for each in tile.ranges()]
    else:
        parts = apart(viewer)[1:] if rings else apart(viewer)  # the first is of the streets the rings are of
        found = [_seen(part, each, filters, at, period) for part in parts for each in tile.ranges()]
    # With a column it does not have, the index of cells is not taken where that of states finds a few.
    columns = ("cell", "lon") if _few(filters) else ("cell",)
    cells = [moved(cell, 0.0, 0.0) for cell, *_lon in _together(found, *columns)]
    if rings or len(cells) > MOST:
        return _drawn(tile, [*rings, *cells], [*rings.values(), *[1] * len(cells)])
    return _points(tile, found, moved, at, public=False)


def _few(filters: Filter) -> bool:
    """Open cases alone are few, and found sooner by their status than by their cell."""
    return bool(filters.tab) or filters.status in OPEN_STATUS


def _seen(part: Q, cells: tuple[int, int], filters: Filter, at: datetime, period: Period) -> QuerySet[Case]:
    """What a person sees in one range of cells, found by it or by the status, and then looked at."""
    looked = {f"{name}_seen": Looked(name) for name in ("cell", "status", "reported_at")}
    found = Case.objects.alias(**looked).filter(part)
    if _few(filters):
        found = found.filter(condition(filters, at), **{"cell_seen__range": cells})
    else:
        found = found.filter(condition(filters, at, status="status_seen"), cell__range=cells)
    return _since(found, period, "reported_at_seen")


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
    return _since(found, period)


def _since(found: QuerySet[Case], period: Period, column: str = "reported_at") -> QuerySet[Case]:
    start, end = period
    found = found.filter(**{f"{column}__gte": start}) if start else found
    return found.filter(**{f"{column}__lt": end}) if end else found


def _together(found: Sequence[QuerySet[Case]], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Columns of what was found apart, in one statement: each part finds its own index, which it does not in an OR."""
    rows = [each.order_by().values_list(*columns) for each in found]
    return (rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0]).iterator(chunk_size=MOST)


def _pyramid(streets: Iterable[str], audience: Audience, tile: Tile) -> dict[int, int]:
    """Where squares that were counted beforehand are drawn, and how many cases each has, if too many for points.

    Else nothing, as for no streets. Where a datum moves them over borders of tiles, all tiles of a zoom must take the
    same way.
    """
    level = next((level for level in LEVELS if level >= tile.z + APART), None)
    if level is None:
        return {}
    below = 2 * (CELL_ZOOM - level)
    ranges = tile.ranges() if tile.datum == "wgs84" else [geometry.tile_range(0, 0, 0)]
    squares = [
        square
        for street in streets
        for first, last in ranges
        for square in figures.pyramid(street, audience, level, first >> below, last >> below)
    ]
    if sum(square.n for square in squares) <= MOST:
        return {}
    rings: dict[int, int] = {}
    for square in squares:
        cell = _within(tile, square, below)
        rings[cell] = rings.get(cell, 0) + square.n
    return rings


def _within(tile: Tile, square: figures.Square, below: int) -> int:
    """Where the mean of a square is drawn; rounding does not carry it over the square's edge."""
    mean = geometry.cell(square.lon, square.lat)
    if mean >> below != square.cell:
        mean = square.cell << below
    return mean if tile.datum == "wgs84" else tile.shown(*geometry.uncell(mean))


COLUMNS = ("id", "street", "number", "public_title", "status", "cell", "lon", "lat", "late")


def _points(
    tile: Tile,
    found: Sequence[QuerySet[Case]],
    place: Callable[[int, float, float], int],
    at: datetime,
    *,
    public: bool,
) -> bytes:
    """Draw single cases: to everybody by number and released title, to the office by street and number."""
    # As a number, for on SQLite Django would look at each truth again.
    late = ExpressionWrapper(Q(status__in=values(IN_HAND)) & overdue(at), IntegerField())
    rows = sorted(_together([each.annotate(late=late) for each in found], *COLUMNS))
    dots = [
        Dot(
            State.LATE if late else STATES.get(status, State.ENDED),
            number if public else f"{street}/{number}",
            title if public else "",
        )
        for _id, street, number, title, status, _cell, _lon, _lat, late in rows
    ]
    return _drawn(tile, [place(cell, lon, lat) for *_said, cell, lon, lat, _late in rows], dots=dots)


STATES = dict.fromkeys(values(OPEN), State.OPEN) | dict.fromkeys(values(FIXED), State.FIXED)


def _drawn(tile: Tile, places: Sequence[int], numbers: Sequence[int] = (), dots: Sequence[Dot] = ()) -> bytes:
    """Write what shows itself in the tile, what lies in one square as one ring.

    `numbers` tells for how many cases each place stands, if not for one; `dots` what is said of each, if anything.
    """
    first, last = geometry.tile_range(tile.z, tile.x, tile.y)
    cells: Numbers = np.array(places, np.int64)
    ns: Numbers = np.array(numbers, np.int64) if numbers else np.ones_like(cells)
    here = (cells >= first) & (cells <= last)
    cells, ns, dots = cells[here], ns[here], list(compress(dots, here))
    if not len(cells):
        return b""
    alone = tile.z >= POINTS_FROM and int(ns.sum()) <= MOST
    below = 0 if alone else 2 * (CELL_ZOOM - min(tile.z + APART, CELL_ZOOM))
    _squares, begins, groups = np.unique(cells >> below, return_index=True, return_inverse=True)
    totals = np.bincount(groups, ns).astype(np.int64)
    xs, ys = (_mean(each, ns, groups, totals, tile) for each in columns_and_rows(cells))
    columns: dict[str, Sequence[str | int]] = {"n": totals.tolist()}
    columns |= _said(dots, begins.tolist(), groups.tolist(), totals.tolist(), named=alone)
    return encode(LAYER, xs, ys, columns)


def _mean(places: Numbers, ns: Numbers, groups: Numbers, totals: Numbers, tile: Tile) -> Numbers:
    """The mean of columns (or rows) of cells, weighted, in units of the tile."""
    inside = places & ((1 << (CELL_ZOOM - tile.z)) - 1)
    mean = (np.bincount(groups, ns * (inside + 0.5)) / totals) * EXTENT / (1 << (CELL_ZOOM - tile.z))
    return np.clip(mean.astype(np.int64), 0, EXTENT - 1)


def _said(
    dots: Sequence[Dot], begins: list[int], groups: list[int], totals: list[int], *, named: bool
) -> dict[str, Sequence[str | int]]:
    """What single cases are, and which lie on one spot; a ring of several is as late as its latest."""
    nothing = [""] * len(begins)
    if not dots:
        return {"state": [int(State.OPEN)] * len(begins), "name": nothing, "title": nothing}
    states, members = [int(State.ENDED)] * len(begins), [list[str]() for _ in begins]
    for dot, group in zip(dots, groups, strict=True):
        if _WORST.index(dot.state) > _WORST.index(states[group]):
            states[group] = int(dot.state)
        if len(members[group]) < NAMED:
            members[group].append(dot.name)
    names = [
        ",".join(each) if total == 1 or named else "" for each, total in zip(members, totals, strict=True)
    ]
    titles = [dots[begin].title if total == 1 else "" for begin, total in zip(begins, totals, strict=True)]
    return {"state": states, "name": names, "title": titles}


_WORST = [int(each) for each in (State.ENDED, State.FIXED, State.OPEN, State.LATE)]
