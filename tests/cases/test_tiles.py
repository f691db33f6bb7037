"""Tiles of the desk hold what a plain look at every case finds in the viewer's sight, whatever filters ask for."""

from datetime import datetime, timedelta
from typing import Any

import mapbox_vector_tile
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases import tiles
from linli.cases.models import Case
from linli.cases.policies import may_see
from linli.cases.queries import Filter
from linli.cases.queries.inbox import is_late
from linli.cases.queries.work import apart, scope
from linli.cases.tiles import Tile, office_tile
from linli.cases.workflow import ENDED, OPEN
from linli.lib.geometry import tile_of, uncell
from linli.people import queries as people
from linli.people.models import Person, Role
from linli.people.rows import Viewer
from tests.builders import (
    AT,
    EAST_1,
    EAST_2,
    EAST_GROUP,
    ELSEWHERE_1,
    OTHER_STREET,
    SOUTH_1,
    STREET,
    Town,
    closed,
    give_duty,
    report,
)

FILTERS = st.builds(
    Filter,
    status=st.sampled_from(["", "open", "ended", "fixed", "received", "nonsense\0"]),
    category=st.sampled_from(["", "", "01-02", "01-07"]),
    community=st.sampled_from(["", "", EAST_1[:12]]),
    grid=st.sampled_from(["", "", EAST_2]),
    tab=st.sampled_from(["", "", "overdue"]),
)
PERIODS = st.sampled_from([(None, None), (None, None), (AT - timedelta(days=20), AT), (None, AT)])
LATER = AT + timedelta(days=1)


def lived_in(town: Town) -> None:
    """This will report cases in two streets, end some, and give some to people who else would not see them."""
    cases = [closed(town), closed(town, at=AT - timedelta(days=40))]
    for n, grid in enumerate([EAST_1, EAST_2, EAST_2, SOUTH_1, ELSEWHERE_1, ELSEWHERE_1]):
        street = OTHER_STREET if grid == ELSEWHERE_1 else STREET
        more: dict[str, Any] = {"category": "01-07"} if n % 2 else {"at": AT - timedelta(days=9)}
        cases.append(report(grid=grid, street=street, **more))
    cases.append(report(community=EAST_1[:12]))  # without a position
    lon, lat = 112.3605, 32.5305
    cases.append(report(lon=lon, lat=lat))
    given = {3: town.stranger, 4: town.grid_member, -3: town.street_officer, -4: town.community_officer}
    for which, viewer in given.items():
        column = "assignee_id" if which > 0 else "handled_by_id"
        Case.objects.filter(pk=cases[which].pk).update(**{column: viewer.person_id})
    department = {"level": "department", "department_id": town.department.id}
    Case.objects.filter(pk__in=[cases[5].pk, cases[6].pk]).update(**department)
    Case.objects.filter(pk=cases[2].pk).update(group=EAST_GROUP)


def many_duties(town: Town) -> Viewer:
    """Somebody whose duties overlap: two grids, the community around them, a group, and a street beside."""
    person = Person.objects.get(pk=town.second_grid_member.person_id)
    for role, place in (
        (Role.GRID_MEMBER, EAST_1), (Role.CADRE, EAST_1[:12]), (Role.GROUP_HEAD, EAST_GROUP), (Role.CADRE, SOUTH_1),
        (Role.COMMUNITY_OFFICER, ELSEWHERE_1[:12]),
    ):  # fmt: skip
        give_duty(person, role, place)
    return people.viewer(person, AT)


def plainly(case: Case, asked: Filter, period: tuple[datetime | None, datetime | None]) -> bool:
    """Whether filters ask for a case, told without a statement."""
    states = {"": None, "open": OPEN, "ended": ENDED}.get(asked.status, {asked.status.replace("\0", "")})
    late = is_late(case.status, case.handle_by, danger=case.danger, started_at=case.started_at, at=LATER)
    start, end = period
    return (
        (states is None or case.status in states)
        and all(
            getattr(asked, name) in ("", getattr(case, name)) for name in ("category", "community", "grid")
        )
        and (asked.tab != "overdue" or late)
        and (start is None or case.reported_at >= start)
        and (end is None or case.reported_at < end)
    )  # fmt: skip


def drawn(content: bytes) -> tuple[int, set[str]]:
    """How many cases a tile stands for, and which it names."""
    layers = mapbox_vector_tile.decode(content) if content else {}
    points = [each["properties"] for layer in layers.values() for each in layer["features"]]
    names = {name for point in points for name in point["name"].split(",") if name}
    return sum(point["n"] for point in points), names


@pytest.fixture
def viewers(town: Town) -> list[Viewer]:
    """This will give the whole cast and somebody of many duties, in a town with cases."""
    lived_in(town)
    return [*town.cast.values(), many_duties(town)]


def test_parts_of_what_one_sees_are_all_of_it_and_none_of_it_twice(viewers: list[Viewer]) -> None:
    cases = list(Case.objects.all())
    for viewer in viewers:
        seen = sorted(case.pk for case in cases if may_see(viewer, case))
        assert sorted(Case.objects.filter(scope(viewer)).values_list("pk", flat=True)) == seen
        parts = [
            pk for part in apart(viewer) for pk in Case.objects.filter(part).values_list("pk", flat=True)
        ]
        assert sorted(parts) == seen


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40,
    deadline=None,
)  # fmt: skip
@given(
    asked=FILTERS,
    period=PERIODS,
    z=st.sampled_from([0, 8, 13, 15, 16, 18]),
    most=st.sampled_from([1, 2_000]),
    datum=st.sampled_from(["wgs84", "gcj02"]),
)
def test_a_tile_equals_a_plain_scan_of_what_each_role_may_see(
    viewers: list[Viewer], asked: Filter, period: Any, z: int, most: int, datum: Any
) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiles, "MOST", most)
        cases = [case for case in Case.objects.exclude(cell=None) if plainly(case, asked, period)]
        for viewer in viewers:
            theirs = [case for case in cases if may_see(viewer, case)]
            where = {case.pk: Tile(z, 0, 0, datum).shown(*uncell(case.cell or 0)) for case in theirs}
            squares = {case.pk: tile_of(*uncell(where[case.pk]), z) for case in theirs}
            for x, y in sorted({(0, 0), *squares.values()}):
                here = {f"{case.street}/{case.number}" for case in theirs if squares[case.pk] == (x, y)}
                n, names = drawn(office_tile(viewer, Tile(z, x, y, datum), asked, LATER, period=period))
                if datum == "wgs84" or most > 1 or z > 15:  # counted squares go over borders whole
                    assert n == len(here), (viewer.name, asked, z)
                assert names <= here
                assert most == 1 or z < tiles.POINTS_FROM or names == here
