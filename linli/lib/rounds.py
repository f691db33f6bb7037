"""A sensible order through places on foot: the nearest next, then every crossing taken out (2-opt).

Pure: positions in degrees, longitude before latitude; distances as the crow flies. It plans and records nothing.
"""

from collections.abc import Sequence
from itertools import pairwise

from linli.lib.geometry import haversine

Position = tuple[float, float]
# Passes over all pairs; each takes out what the one before made possible, and the first few do nearly all.
_PASSES = 12


def tour(places: Sequence[Position], start: Position | None = None) -> list[int]:
    """This will give the order, as indexes, in which to walk to all places from `start`, ending anywhere.

    Without `start` the first place is where one stands. Never longer than always going to the nearest. For 200 places
    a few hundred milliseconds.
    """
    if not places:
        return []
    points = [start if start is not None else places[0], *places]
    far = [[haversine(*one, *other) for other in points] for one in points]
    path = _uncrossed(_nearest_next(far), far)
    return [n - 1 for n in path[1:]]


def length(places: Sequence[Position], order: Sequence[int], start: Position | None = None) -> float:
    """This will give the metres of a tour, from `start` if there is one."""
    points = ([start] if start is not None else []) + [places[n] for n in order]
    return sum(haversine(*one, *other) for one, other in pairwise(points))


def _nearest_next(far: list[list[float]]) -> list[int]:
    path, left = [0], set(range(1, len(far)))
    while left:
        near = far[path[-1]]
        path.append(min(left, key=lambda n: (near[n], n)))
        left.remove(path[-1])
    return path


def _uncrossed(path: list[int], far: list[list[float]]) -> list[int]:
    """Turns round every stretch that is shorter walked the other way; where one stands stays first."""
    for _pass in range(_PASSES):
        better = False
        for first in range(1, len(path) - 1):
            for last in range(first + 1, len(path)):
                if _gain(path, far, first, last) > 1e-9:
                    path[first : last + 1] = path[first : last + 1][::-1]
                    better = True
        if not better:
            break
    return path


def _gain(path: list[int], far: list[list[float]], first: int, last: int) -> float:
    before, one, other = far[path[first - 1]], path[first], path[last]
    gain = before[one] - before[other]
    if last + 1 < len(path):
        after = path[last + 1]
        gain += far[other][after] - far[one][after]
    return gain
