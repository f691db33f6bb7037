"""Counting cases as they move, and counting them anew."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from linli.figures import queries, recount, rules, sources
from linli.figures.actions import move, move_all, tally, tally_all
from linli.figures.models import Daily, Now, Pyramid
from linli.figures.rules import Audience, Counted
from linli.lib.db import writing
from linli.lib.geometry import haversine, snap

STREET, OTHER = "411329001", "411329002"
EAST, SOUTH = "411329001003", "411329001004"
DAY = date(2026, 11, 24)
LON, LAT = 112.3651, 32.5288
CASE = Counted(STREET, EAST, f"{EAST}001", "received", "01-02", LON, LAT, is_open=True, is_public=True)
GONE = replace(CASE, status="fixed", is_open=False)

pytestmark = pytest.mark.django_db

Moves = list[tuple[int, Counted | None]]
Event = tuple[str, str, date, str]

COUNTED = st.builds(
    Counted,
    street=st.sampled_from([STREET, OTHER]),
    community=st.sampled_from([EAST, SOUTH]),
    grid=st.sampled_from(["", f"{EAST}001"]),
    status=st.sampled_from(["received", "fixed"]),
    category=st.sampled_from(["01-02", "99-01"]),
    lon=st.one_of(st.none(), st.floats(112.22, 112.60)),
    lat=st.floats(32.32, 32.81),
    is_open=st.booleans(),
    is_public=st.booleans(),
)
MOVES = st.lists(st.tuples(st.integers(0, 5), st.one_of(st.none(), COUNTED)), max_size=20)


class World:
    """The truth that figures are counted from."""

    def __init__(self) -> None:
        self.cases: dict[int, Counted] = {}
        self.events: list[Event] = []

    def counted(self, street: str | None) -> Iterator[Counted]:
        yield from (case for case in self.cases.values() if street in {None, case.street})

    def happened(self, street: str | None) -> Iterator[Event]:
        yield from (event for event in self.events if street in {None, event[0]})

    def put(self, number: int, after: Counted | None) -> tuple[Counted | None, Counted | None]:
        before = self.cases.pop(number, None)
        if after is not None:
            self.cases[number] = after
        return before, after

    def tally(self, street: str, community: str, event: str) -> None:
        self.events.append((street, community, DAY, event))
        tally(street=street, community=community, day=DAY, event=event)


@pytest.fixture(scope="module")
def registered() -> Iterator[World]:
    world, others = World(), dict(sources._sources)
    sources._sources.clear()
    sources.register("tests", world.counted, world.happened)
    yield world
    sources._sources.clear()
    sources._sources.update(others)


@pytest.fixture
def world(registered: World) -> World:
    return emptied(registered)


def emptied(world: World) -> World:
    world.cases.clear()
    world.events.clear()
    for model in (Now, Daily, Pyramid):
        model._default_manager.all().delete()
    return world


def stored() -> list[set[tuple[object, ...]]]:
    """All rows but their ids and those that have come to nothing."""

    def rows(model: type[Model], *columns: str) -> set[tuple[object, ...]]:
        return set(model._default_manager.exclude(n=0).values_list(*columns))

    return [
        rows(Now, *rules.NowKey._fields, "n"),
        rows(Daily, *rules.DailyKey._fields, "n"),
        rows(Pyramid, *rules.SquareKey._fields, *rules.Sums._fields),
    ]


@given(moves=MOVES)
def test_figures_are_what_a_recount_says_after_any_moves(registered: World, moves: Moves) -> None:
    world = emptied(registered)
    for number, after in moves:
        before, _ = world.put(number, after)
        move(before=before, after=after)
    assert recount.verify() == []
    counted = stored()
    assert recount.rebuild() == len(world.cases)
    assert stored() == counted


@given(moves=MOVES, data=st.data())
def test_moves_add_up_in_any_order_and_in_one_go(
    registered: World, moves: Moves, data: st.DataObject
) -> None:
    world = emptied(registered)
    pairs = [world.put(number, after) for number, after in moves]
    for before, after in data.draw(st.permutations(pairs)):
        move(before=before, after=after)
    one_by_one = stored()
    for model in (Now, Pyramid):
        model._default_manager.all().delete()
    move_all(pairs)
    assert stored() == one_by_one


def test_nothing_that_is_counted_changed_costs_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        move(before=CASE, after=CASE)
        move(before=None, after=None)
        move_all([(CASE, GONE), (GONE, CASE)])
        tally(street=STREET, community=EAST, day=DAY, event="reported", n=0)


def statements(work: Callable[[], object]) -> int:
    """This will count the statements by which a transaction writes its figures, when it has done its work."""
    with CaptureQueriesContext(connection) as seen, writing():
        work()
        assert not [row for row in seen if "figures_" in row["sql"]]
    return len([row for row in seen if "figures_" in row["sql"]])


def test_what_a_transaction_counts_is_written_once_at_its_end() -> None:
    assert statements(lambda: move(before=None, after=CASE)) == 2
    assert statements(lambda: move(before=CASE, after=GONE)) == 2
    assert statements(lambda: move(before=GONE, after=replace(GONE, category="99-01"))) == 1
    assert statements(lambda: tally(street=STREET, community=EAST, day=DAY, event="reported")) == 1

    def steps() -> None:
        for n in range(50):
            move(before=None, after=replace(CASE, status=f"s{n}"))
            tally(street=STREET, community=EAST, day=DAY, event=f"e{n}")

    assert statements(steps) == 3


def test_a_step_that_is_undone_is_not_counted() -> None:
    with writing():
        move(before=None, after=CASE)
        with suppress(ZeroDivisionError), writing(savepoint=True):
            move(before=CASE, after=GONE)
            tally(street=STREET, community=EAST, day=DAY, event="closed")
            raise ZeroDivisionError
    assert queries.now_counts(STREET) == {("received",): 1}
    assert not Daily.objects.exists()


def test_more_rows_than_a_statement_takes_are_counted_all_the_same() -> None:
    move_all((None, replace(CASE, grid=f"{EAST}{n:03}")) for n in range(1200))
    assert queries.now_counts(STREET) == {("received",): 1200}


def test_a_case_without_a_position_is_counted_but_on_no_map() -> None:
    move(before=None, after=replace(CASE, lon=None, lat=None))
    assert queries.now_counts(STREET, EAST) == {("received",): 1}
    assert not Pyramid.objects.exists()


@pytest.mark.parametrize(("lon", "lat"), [(float("nan"), 32.0), (112.0, float("inf")), (32.5, 112.3)])
def test_a_position_nowhere_on_earth_is_refused_and_nothing_is_counted(lon: float, lat: float) -> None:
    with pytest.raises(ValueError, match="position"):
        move(before=None, after=replace(CASE, lon=lon, lat=lat))
    assert not Now.objects.exists()


def test_the_public_sees_only_what_was_released_and_only_to_100_metres() -> None:
    move(before=None, after=CASE)
    move(before=None, after=replace(CASE, is_public=False, lon=LON + 0.002))
    everything = (0, 1 << 52)
    office = queries.pyramid(STREET, Audience.OFFICE, 18, *everything)
    (public,) = queries.pyramid(STREET, Audience.PUBLIC, 18, *everything)
    assert sum(square.n for square in office) == 2
    assert (public.n, public.n_open) == (1, 1)
    assert (public.lon, public.lat) == pytest.approx(snap(LON, LAT), abs=1e-6)
    assert 0 < haversine(LON, LAT, public.lon, public.lat) < 100


def test_a_square_sits_at_the_mean_of_its_cases_and_an_empty_one_is_left_out() -> None:
    near = replace(CASE, lon=LON + 0.0001, status="fixed", is_open=False)
    far = replace(CASE, lon=LON + 0.1)
    move_all([(None, CASE), (None, near), (None, far)])
    move(before=far, after=None)
    (square,) = queries.pyramid(STREET, "office", 14, 0, 1 << 28)
    assert (square.n, square.n_open) == (2, 1)
    assert (square.lon, square.lat) == pytest.approx((LON + 0.00005, LAT), abs=1e-6)
    assert queries.pyramid(STREET, "office", 14, square.cell + 1, 1 << 28) == []
    assert queries.pyramid(OTHER, "office", 14, 0, 1 << 28) == []


def test_a_street_is_the_sum_of_its_communities() -> None:
    move_all([(None, CASE), (None, replace(CASE, community=SOUTH, grid="")), (None, GONE)])
    move(before=None, after=replace(CASE, street=OTHER))
    assert queries.now_counts(STREET) == {("received",): 2, ("fixed",): 1}
    assert queries.now_counts(STREET, STREET) == queries.now_counts(STREET)
    assert queries.now_counts(STREET, EAST) == {("received",): 1, ("fixed",): 1}
    assert queries.now_counts(STREET, by=("area", "grid")) == {(EAST, f"{EAST}001"): 2, (SOUTH, ""): 1}


def test_what_happened_is_counted_by_day_with_both_ends_of_the_period() -> None:
    for back in range(4):
        tally(street=STREET, community=EAST, day=DAY - timedelta(days=back), event="reported", n=back + 1)
    tally(street=STREET, community=SOUTH, day=DAY, event="closed")
    start, end = DAY - timedelta(days=2), DAY
    assert queries.daily_counts(STREET, start=start, end=end) == {("reported",): 6, ("closed",): 1}
    assert queries.daily_counts(STREET, SOUTH, start=start, end=end, by=("day", "status")) == {
        (DAY, "closed"): 1
    }


def test_many_events_are_tallied_in_one_statement() -> None:
    keys = [
        rules.DailyKey(STREET, area, DAY.isoformat(), event) for area in (SOUTH, EAST) for event in ("b", "a")
    ]
    assert statements(lambda: tally_all({**dict.fromkeys(keys, 2), keys[0]: 0})) == 1
    assert queries.daily_counts(STREET, start=DAY, end=DAY) == {("a",): 4, ("b",): 2}


def test_a_wrong_row_a_missing_one_and_one_too_many_are_named(world: World) -> None:
    for number, case in enumerate((CASE, GONE)):
        world.put(number, case)
        move(before=None, after=case)
    world.tally(STREET, EAST, "reported")
    assert recount.verify() == []
    Now.objects.filter(status="fixed").update(n=5)
    Daily.objects.all().delete()
    Pyramid.objects.create(street=OTHER, audience="public", level=14, cell=3, n_open=0, n=1, sum_x=1, sum_y=1)
    assert [fault.where for fault in recount.verify()] == [
        f"figures_now {STREET} {EAST} {EAST}001 fixed 01-02",
        f"figures_daily {STREET} {EAST} 2026-11-24 reported",
        f"figures_pyramid {OTHER} public 14 3",
    ]
    assert len(recount.verify(STREET)) == 2


def test_a_rebuild_of_one_street_leaves_the_others_alone(world: World) -> None:
    for number, case in enumerate((CASE, replace(CASE, street=OTHER))):
        world.put(number, case)
        move(before=None, after=case)
    world.tally(STREET, EAST, "reported")
    Now.objects.update(n=9)
    told: list[int] = []
    assert recount.rebuild(STREET, told.append) == 1
    assert told == [1]
    assert queries.now_counts(STREET) == {("received",): 1}
    assert queries.now_counts(OTHER) == {("received",): 9}
    assert recount.verify(STREET) == []
