"""A round through places: everything once, never longer than always going to the nearest, no crossing left."""

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.lib.geometry import haversine
from linli.lib.rounds import Position, length, tour

positions = st.tuples(st.floats(112.3, 112.4), st.floats(32.5, 32.6))
many = st.lists(positions, max_size=25)


def nearest_next(places: list[Position], start: Position) -> list[int]:
    """This will always go to the nearest that is left."""
    order: list[int] = []
    at = start
    while len(order) < len(places):
        left = [n for n in range(len(places)) if n not in order]
        order.append(min(left, key=lambda n: (haversine(*at, *places[n]), n)))
        at = places[order[-1]]
    return order


@given(places=many, start=st.none() | positions)
def test_every_place_is_visited_once(places: list[Position], start: Position | None) -> None:
    assert sorted(tour(places, start)) == list(range(len(places)))


@given(places=many.filter(bool))
def test_without_a_start_one_begins_at_the_first(places: list[Position]) -> None:
    assert places[tour(places)[0]] == places[0]


@given(places=many, start=positions)
def test_it_is_never_longer_than_going_to_the_nearest(places: list[Position], start: Position) -> None:
    planned = length(places, tour(places, start), start)
    assert planned <= length(places, nearest_next(places, start), start) + 1e-6


@settings(max_examples=50)
@given(places=st.lists(positions, min_size=2, max_size=9), start=positions)
def test_no_stretch_walked_the_other_way_would_be_shorter(places: list[Position], start: Position) -> None:
    order = tour(places, start)
    planned = length(places, order, start)
    for first in range(len(order)):
        for last in range(first + 1, len(order)):
            turned = [*order[:first], *reversed(order[first : last + 1]), *order[last + 1 :]]
            assert length(places, turned, start) >= planned - 1e-6


@given(places=many, start=st.none() | positions)
def test_the_same_places_give_the_same_round(places: list[Position], start: Position | None) -> None:
    assert tour(places, start) == tour(list(places), start)


def test_places_along_a_street_are_taken_along_the_street() -> None:
    along = [(112.36 + n / 1000, 32.53) for n in (4, 0, 3, 1, 2)]
    assert tour(along, (112.35, 32.53)) == [1, 3, 4, 2, 0]
