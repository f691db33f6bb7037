"""Likely doubles: how two cases are compared, and which a desk is shown with what reason."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases import actions, queries
from linli.cases.doubles import Sight, Weights, compare, pieces_of, rank
from linli.cases.models import Case, Statement
from linli.cases.policies import may_see
from linli.cases.queries import likely as likely_module
from linli.cases.search.finding import streets_of
from linli.cases.workflow import OPEN
from linli.lib.geometry import haversine
from linli.lib.ids import new_id
from linli.people.rows import Viewer
from linli.pictures.models import Picture
from linli.places import settings as place_settings
from tests.builders import AT, EAST_2, OTHER_STREET, SOUTH_1, STREET, Town, closed, inside, report

WEIGHTS = Weights(place=35, time=10, category=15, words=40, picture=60, metres=150, days=30, bits=6, least=50)
SIGHTS = st.builds(
    Sight,
    id=st.integers(1, 9),
    reported_at=st.integers(-99_999, 99_999).map(lambda n: AT + timedelta(minutes=n)),
    category=st.sampled_from(["01-02", "01-03"]),
    grid=st.sampled_from(["", "1", "2"]),
    lon=st.none() | st.floats(112.36, 112.362),
    lat=st.none() | st.floats(32.528, 32.53),
    pieces=st.text("垃圾路口堆清", max_size=8).map(lambda text: pieces_of([text])),
)
POINTS = st.integers(0, 100)
ALL_WEIGHTS = st.builds(
    Weights, place=POINTS, time=POINTS, category=POINTS, words=POINTS, picture=POINTS, metres=st.integers(1, 2000),
    days=st.integers(1, 365), bits=st.integers(0, 16), least=POINTS,
)  # fmt: skip
BITS = st.none() | st.integers(0, 64)


@given(SIGHTS, SIGHTS, ALL_WEIGHTS, BITS)
def test_comparing_is_the_same_both_ways(
    one: Sight, other: Sight, weights: Weights, bits: int | None
) -> None:
    there, back = compare(one, other, weights, bits=bits), compare(other, one, weights, bits=bits)
    assert replace(there, id=0) == replace(back, id=0)
    assert there.points >= 0


@given(
    SIGHTS, st.lists(SIGHTS, max_size=8), ALL_WEIGHTS, st.dictionaries(st.integers(1, 9), st.integers(0, 16))
)
def test_itself_is_never_ranked_and_points_fall(
    one: Sight, others: list[Sight], weights: Weights, bits: dict[int, int]
) -> None:
    ranked = rank(one, [one, *others], weights, bits=bits)
    assert one.id not in [each.id for each in ranked]
    points = [each.points for each in ranked]
    assert points == sorted(points, reverse=True)
    assert all(each.points >= weights.least and each.days <= weights.days for each in ranked)


@given(SIGHTS, st.lists(SIGHTS, max_size=8), ALL_WEIGHTS)
def test_an_exact_copy_comes_first(one: Sight, others: list[Sight], weights: Weights) -> None:
    copy = replace(one, id=100)
    ranked = rank(one, [*others, copy], replace(weights, least=0), bits=dict.fromkeys((100, 3), 0))
    best = max((each.points for each in ranked), default=0.0)
    assert [each.points for each in ranked if each.id == 100] == [best]


def likely(viewer: Viewer, case: Case) -> list[int]:
    return [row.case.pk for row in queries.likely_doubles(viewer, case)]


def at_metres(metres: float, **more: Any) -> Case:
    lon, lat = inside("411329001003001")
    return report(lon=lon, lat=lat + metres / 111_195, **more)


def picture(case: Case, likeness: int, **more: Any) -> Picture:
    fields = {
        "kind": "before",
        "token": str(new_id()),
        "folder": "f",
        "width": 9,
        "height": 8,
        "bytes": 1,
        "at": AT,
    }
    return Picture.objects.create(
        id=new_id(), street=case.street, subject=f"case:{case.pk}", likeness=likeness, **fields | more
    )


def test_the_same_heap_comes_first_and_another_matter_not_at_all(town: Town) -> None:
    case = at_metres(0)
    same = at_metres(20, text="路口那堆垃圾还在，三天没人清")
    near = at_metres(10, text="有人乱扔")
    at_metres(140, text="下水道堵了", category="01-04")
    at_metres(400)
    rows = queries.likely_doubles(town.community_officer, case)
    assert [row.case.pk for row in rows] == [same.pk, near.pk]
    assert (round(rows[0].why.metres or 0), rows[0].why.same_category) == (20, True)
    assert rows[0].why.words == 0.5


def scanned(viewer: Viewer, case: Case) -> list[int]:
    """The likeliest doubles by a look at every case there is."""
    by, others = likely_module.weights(case.street), []
    streets = {*streets_of(viewer), case.street}
    for other in Case.objects.filter(street__in=streets).exclude(status__in=likely_module.NO_DOUBLES):
        together = other.closed_at is None or other.closed_at >= case.reported_at
        together &= case.closed_at is None or other.reported_at <= case.closed_at
        near = (other.lon is not None and case.lon is not None) or (
            case.grid != ""
            and (other.street, other.community, other.grid) == (case.street, case.community, case.grid)
        )
        if together and near and may_see(viewer, other):
            others.append(other)
    words = {row.pk: pieces_of(texts(row)) for row in [case, *others]}
    sights = [
        Sight(row.pk, row.reported_at, row.category, row.grid, row.lon, row.lat, words[row.pk])
        for row in [case, *others]
    ]
    return [each.id for each in rank(sights[0], sights[1:], by, bits={})][:3]


def texts(case: Case) -> list[str]:
    found = Statement.objects.filter(case=case, kind__in=["report", "addition"])
    return list(found.values_list("text", flat=True))


def beside_scanned(viewer: Viewer, case: Case) -> list[int]:
    """The cases near by, by a look at every case there is."""
    rows = []
    for other in Case.objects.filter(street=case.street, reported_at__gt=AT - timedelta(days=30)):
        if other.pk == case.pk or not may_see(viewer, other):
            continue
        if case.lon is None or case.lat is None:
            same = other.grid == case.grid if case.grid else other.community == case.community
            if same and other.category == case.category and other.status in OPEN:
                metres = None
            else:
                continue
        elif other.lon is None or other.lat is None:
            continue
        else:
            metres = haversine(case.lon, case.lat, other.lon, other.lat)
        if metres is None or metres <= float(place_settings.value("cases.near_metres", case.street)):
            rows.append((metres or 0.0, -other.pk))
    return [-pk for _metres, pk in sorted(rows)][:6]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=20,
    deadline=None,
)  # fmt: skip
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.0, 5.0, 60.0, 130.0, 149.0, 152.0, 400.0]), st.sampled_from([0, 1, 29, 31]),
            st.sampled_from(["垃圾成堆", "垃圾成堆没人清", "井盖坏了"]), st.sampled_from(["01-02", "01-07"]),
            st.sampled_from(["", "", "ended", "unplaced", "elsewhere", "mine", "void"]),
        ),
        min_size=1, max_size=7,
    )
)  # fmt: skip
def test_what_is_likely_or_near_equals_a_plain_scan(town: Town, drawn: list[Any]) -> None:
    with transaction.atomic():
        cases = []
        for metres, days, text, category, kind in drawn:
            case = at_metres(metres, at=AT - timedelta(days=days), text=text, category=category)
            changed: dict[str, Any] = {
                "ended": {"status": "fixed", "closed_at": case.reported_at + timedelta(hours=5)},
                "unplaced": {"lon": None, "lat": None, "cell": None},
                "elsewhere": {"street": OTHER_STREET},
                "mine": {"assignee_id": town.stranger.person_id},
                "void": {"status": "void", "closed_at": case.reported_at},
            }.get(kind, {})
            Case.objects.filter(pk=case.pk).update(**changed or {"version": 2})
            cases.append(Case.objects.get(pk=case.pk))
        for viewer in (town.street_officer, town.grid_member, town.county_admin, town.stranger):
            for case in cases:
                assert likely(viewer, case) == scanned(viewer, case)
                near = [row.case.pk for row in queries.beside(viewer, case, AT)]
                assert near == beside_scanned(viewer, case)
        transaction.set_rollback(True)


def test_what_the_person_may_not_see_is_not_told(town: Town) -> None:
    case = at_metres(0)
    report()
    assert likely(town.community_officer, case)
    assert likely(town.sibling_officer, case) == likely(town.stranger, case) == []


def test_beyond_the_border_only_for_whom_may_see_both_streets(town: Town) -> None:
    case = at_metres(0)
    Case.objects.filter(pk=(there := at_metres(15)).pk).update(street=OTHER_STREET)
    assert likely(town.county_admin, case) == [there.pk]
    assert likely(town.street_officer, case) == []


def test_what_ended_before_or_was_joined_or_void_is_no_double(town: Town) -> None:
    closed(town, at=AT - timedelta(days=2))
    root, joined = at_metres(5), at_metres(5)
    actions.join(case=joined, by=town.community_officer, at=AT, into=root)
    withdrawn = at_metres(5)
    actions.withdraw(case=withdrawn, at=AT)
    case = at_metres(0, at=AT + timedelta(hours=1))
    assert likely(town.community_officer, case) == [root.pk]
    still = closed(town, at=AT + timedelta(hours=2))
    assert set(likely(town.community_officer, case)) == {root.pk, still.pk}


def test_without_a_position_it_is_the_same_grid_that_counts(town: Town) -> None:
    case, same, _other = (report(community=EAST_2[:12]) for _n in range(3))
    Case.objects.filter(pk__in=[case.pk, same.pk]).update(grid=EAST_2)
    case.refresh_from_db()
    assert likely(town.street_officer, case) == [same.pk]


def test_the_same_picture_is_found_across_the_street(town: Town) -> None:
    case, far, black = at_metres(0), report(grid=SOUTH_1, text="别处"), report(grid=SOUTH_1, text="又一处")
    likeness = 0x0F0F_3355_0F0F_3355
    picture(case, likeness)
    picture(far, likeness ^ 0b11)
    picture(black, 0)
    picture(black, likeness, kind="after")
    (row,) = queries.likely_doubles(town.street_officer, case)
    assert (row.case.pk, row.why.bits) == (far.pk, 2)
    Picture.objects.all().delete()
    picture(case, 0)
    picture(black, 0)
    assert likely(town.street_officer, case) == [], "a black picture is like any other"


def test_it_costs_six_statements_at_most_however_many_there_are(town: Town) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queried:
            queries.likely_doubles(town.street_officer, case)
        return len(queried)

    case = at_metres(0)
    picture(case, 0x0F0F_3355_0F0F_3355)
    for _n in range(12):
        picture(at_metres(3), 0x0F0F_3355_0F0F_3355)
    assert cost() <= 6
    assert len(likely(town.street_officer, case)) == 3
    assert case.street == STREET
