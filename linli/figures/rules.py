"""Which rows of the rollups a case touches, and by how much: pure arithmetic, so that it can be checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from linli.lib.geometry import cell, parent_cell, snap, valid_position

LEVELS = (14, 16, 18)
PUBLIC_METRES = 100


class Audience(StrEnum):
    """Who may see a square of the pyramid: the office all of it, everybody what was released."""

    OFFICE = "office"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Counted:
    """What of a case is counted. Degrees are WGS-84; None when it has no position.

    `is_public`: released, and neither inside a yard nor at a house.
    """

    street: str
    community: str
    grid: str
    status: str
    category: str
    lon: float | None
    lat: float | None
    is_open: bool
    is_public: bool


class NowKey(NamedTuple):
    """A row of `Now`. `area` is the community: a street's total is the sum of its communities."""

    street: str
    area: str
    grid: str
    status: str
    category: str


class DailyKey(NamedTuple):
    """A row of `Daily`: what happened (`status`) in an area on a local day, written in ISO."""

    street: str
    area: str
    day: str
    status: str


class SquareKey(NamedTuple):
    """A row of `Pyramid`: the tile of a level, by its Morton code."""

    street: str
    audience: str
    level: int
    cell: int


class Sums(NamedTuple):
    """What a square adds up: cases open, all cases, and their positions in micro-degrees."""

    n_open: int
    n: int
    sum_x: int
    sum_y: int

    def plus(self, other: "Sums", sign: int = 1) -> "Sums":
        """This will add another's sums, or take them away with `sign=-1`."""
        return Sums(
            self.n_open + sign * other.n_open,
            self.n + sign * other.n,
            self.sum_x + sign * other.sum_x,
            self.sum_y + sign * other.sum_y,
        )


NOTHING = Sums(0, 0, 0, 0)


@dataclass
class Change:
    """By how much rows of the rollups change. Changes add up in any order."""

    now: dict[NowKey, int] = field(default_factory=dict)
    squares: dict[SquareKey, Sums] = field(default_factory=dict)

    def add(self, counted: Counted, sign: int = 1) -> None:
        """This will count a case in, or out with `sign=-1`; rows that come to nothing disappear."""
        self._now(now_key(counted), sign)
        for square, sums in squares(counted):
            self._square(square, sums, sign)

    def merge(self, other: "Change") -> None:
        """This will add another change to this one."""
        for key, n in other.now.items():
            self._now(key, n)
        for square, sums in other.squares.items():
            self._square(square, sums, 1)

    def _now(self, key: NowKey, n: int) -> None:
        self.now[key] = self.now.get(key, 0) + n
        if not self.now[key]:
            del self.now[key]

    def _square(self, square: SquareKey, sums: Sums, sign: int) -> None:
        self.squares[square] = self.squares.get(square, NOTHING).plus(sums, sign)
        if self.squares[square] == NOTHING:
            del self.squares[square]


def change(moves: Iterable[tuple[Counted | None, Counted | None]]) -> Change:
    """This will add up moves from before to after; None is a case that did not exist, or does no longer."""
    result = Change()
    for before, after in moves:
        if before == after:
            continue
        if before is not None:
            result.add(before, -1)
        if after is not None:
            result.add(after)
    return result


def now_key(counted: Counted) -> NowKey:
    """This will name the row of `Now` that counts a case."""
    return NowKey(counted.street, counted.community, counted.grid, counted.status, counted.category)


def squares(counted: Counted) -> list[tuple[SquareKey, Sums]]:
    """This will list the squares a case is in: three for the office, and three more if it is public.

    A public position snaps to 100 m before it is summed, so that no sum tells the place of a single case.
    ValueError for a position that is nowhere on earth.
    """
    if counted.lon is None or counted.lat is None:
        return []
    if not valid_position(counted.lon, counted.lat):
        raise ValueError("not a position")
    found = _stack(counted, Audience.OFFICE, counted.lon, counted.lat)
    if counted.is_public:
        found += _stack(counted, Audience.PUBLIC, *snap(counted.lon, counted.lat, PUBLIC_METRES))
    return found


def _stack(counted: Counted, audience: Audience, lon: float, lat: float) -> list[tuple[SquareKey, Sums]]:
    code = cell(lon, lat)
    sums = Sums(int(counted.is_open), 1, round(lon * 1_000_000), round(lat * 1_000_000))
    return [
        (SquareKey(counted.street, audience.value, level, parent_cell(code, level)), sums) for level in LEVELS
    ]


def kept_back(parts: Mapping[str, int], total: int, fewest: int) -> frozenset[str]:
    """This will say which parts of a total must not be shown, so that no small count can be worked out.

    A part of fewer than `fewest` people is kept back. What the total lacks beside the parts shown is what the parts
    kept back and the rest (of the total, in no part) have together: they must be two at least with `fewest`
    together, else the next smallest parts are kept back too; equal ones together, so that no order of names
    decides. Show all that is kept back in the same words, and the total if it is `fewest` or more itself.
    """
    hidden = {part for part, n in parts.items() if n < fewest}
    rest = max(total - sum(parts.values()), 0)
    shown = sorted(parts.keys() - hidden, key=lambda part: parts[part])
    while shown and _is_told(hidden, rest, parts, fewest):
        least = parts[shown[0]]
        hidden |= {part for part in shown if parts[part] == least}
        shown = [part for part in shown if parts[part] > least]
    return frozenset(hidden)


def _is_told(hidden: set[str], rest: int, parts: Mapping[str, int], fewest: int) -> bool:
    """Whether subtracting what is shown from the total tells a small count."""
    if not hidden and not rest:
        return False
    together = rest + sum(parts[part] for part in hidden)
    return together < fewest or (bool(hidden) and len(hidden) + bool(rest) < 2)
