"""Are two reports one matter? Points for place, time, category, words and pictures, each with its reason.

Pure: no Django, no clock, no database. Weights and limits are settings; what is compared is the same both ways.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.lib.geometry import haversine
from linli.lib.text import shingles

# Share of pieces in common from which words count as alike, and as nearly the same.
ALIKE, NEARLY_SAME = 0.25, 0.7
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Points that each likeness gives at most, how far it reaches, and how many points make a likely double."""

    place: int
    time: int
    category: int
    words: int
    picture: int
    metres: int
    days: int
    bits: int  # in which two pictures' likenesses may differ, of 64
    least: int


@dataclass(frozen=True, slots=True)
class Sight:
    """What is compared of a case: degrees in WGS-84, and the pieces of its words."""

    id: int
    reported_at: datetime
    category: str
    grid: str = ""
    lon: float | None = None
    lat: float | None = None
    pieces: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely another case is the same matter, and why. Shares are 0 to 1; None: not known of one of the two."""

    id: int
    points: float
    metres: float | None
    same_grid: bool
    days: float
    same_category: bool
    words: float
    bits: int | None


def pieces_of(texts: Iterable[str]) -> frozenset[str]:
    """This will give the pieces by which the words of a case are compared."""
    return frozenset().union(*(shingles(text) for text in texts))


def compare(one: Sight, other: Sight, weights: Weights, *, bits: int | None = None) -> Likely:
    """This will compare two cases; `bits` is by how much their nearest pictures differ, None without any."""
    metres = _metres(one, other)
    same_grid = metres is None and one.grid != "" and one.grid == other.grid
    days = abs((one.reported_at - other.reported_at).total_seconds()) / _DAY
    either = len(one.pieces | other.pieces)
    words = len(one.pieces & other.pieces) / either if either else 0.0
    same_category = one.category == other.category
    points = (
        weights.place * (0.5 * same_grid if metres is None else _nearness(metres, weights.metres))
        + weights.time * _nearness(days, weights.days)
        + weights.category * same_category
        + weights.words * words
        + (
            weights.picture * _nearness(bits, 2 * weights.bits)
            if bits is not None and bits <= weights.bits
            else 0
        )
    )
    return Likely(other.id, points, metres, same_grid, days, same_category, words, bits)


def rank(one: Sight, others: Sequence[Sight], weights: Weights, *, bits: dict[int, int]) -> list[Likely]:
    """This will list likely doubles of a case, likeliest first, never itself; `bits` by id where pictures are alike.

    Left out is what lies too far off in place or time, unless a picture is the same, and what has too few points.
    """
    compared = [
        compare(one, other, weights, bits=bits.get(other.id)) for other in others if other.id != one.id
    ]
    likely = [each for each in compared if each.points >= weights.least and _within(each, weights)]
    return sorted(likely, key=lambda each: (-each.points, each.id))


def _within(each: Likely, weights: Weights) -> bool:
    if each.days > weights.days:
        return False
    same_picture = each.bits is not None and each.bits <= weights.bits
    return same_picture or (each.same_grid if each.metres is None else each.metres <= weights.metres)


def _metres(one: Sight, other: Sight) -> float | None:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    return haversine(one.lon, one.lat, other.lon, other.lat)


def _nearness(apart: float, limit: float) -> float:
    """1 at the same place or time, 0 at the limit and beyond."""
    return max(0.0, 1.0 - apart / limit) if limit > 0 else float(apart == 0)
