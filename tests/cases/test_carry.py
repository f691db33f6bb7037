"""Open cases follow duties, places and calendars."""

from dataclasses import replace
from datetime import UTC, date, timedelta

from linli.cases import actions, queries
from linli.cases.actions import carrying
from linli.cases.checks import verify
from linli.cases.models import Case
from linli.cases.queries import Filter
from linli.lib.ids import new_id
from linli.people.handover import Handover
from linli.places import memory
from linli.places.models import Holiday, Place
from linli.places.queries import calendar
from linli.places.redraw import Change, Plan
from tests.builders import AT, COUNTY, EAST, EAST_1, EAST_2, STREET, Town, closed, report


def test_a_handed_over_duty_takes_its_open_cases_along(town: Town) -> None:
    given, other = report(), report(grid=EAST_2)
    for case in (given, other):
        actions.dispatch(case=case, by=town.community_officer, at=AT, assignee_id=town.grid_member.person_id)
    duty = Handover(
        7, STREET, "grid_member", EAST_1, None, town.grid_member.person_id, town.second_grid_member.person_id
    )
    assert carrying.count_handed_on(duty, AT) == 1
    carrying.hand_on(duty, AT, None)
    carrying.hand_on(replace(duty, place=EAST_2, to_id=None), AT, None)
    assert list(Case.objects.order_by("id").values_list("assignee_id", flat=True)) == [
        town.second_grid_member.person_id,
        None,
    ]
    assert list(verify()) == []


def test_a_redraw_moves_open_cases_and_leaves_ended_ones(town: Town) -> None:
    case, ended = report(), closed(town)
    gone = Change(EAST_1, "grid", {"zh-hans": "第1网格"}, successors=(EAST_2,))
    plan = Plan(STREET, ended=(gone,))
    (move,) = carrying.preview_redraw(plan, AT)
    assert (move.label, move.before, move.after) == (case.number, EAST_1, EAST_2)
    carrying.redraw(plan, AT, None)
    case.refresh_from_db()
    ended.refresh_from_db()
    assert (case.grid, case.community, ended.grid) == (EAST_2, EAST, EAST_1)
    assert list(verify()) == []


def test_what_is_reopened_goes_on_where_its_ground_belongs_now(town: Town) -> None:
    ended = closed(town)
    Place.objects.filter(code=EAST_1).update(valid_to=AT.date(), successors=[EAST_2])
    memory.move(STREET, "version")
    actions.reopen_as_reporter(case=ended, at=AT + timedelta(days=1), words="又堆上了")
    assert (ended.grid, ended.community, ended.level) == (EAST_2, EAST, "group")
    later = AT + timedelta(days=1)
    assert queries.inbox(town.second_grid_member, Filter(), later).total == 1
    assert list(verify()) == []


def test_a_new_holiday_moves_open_deadlines_with_a_preview_and_a_fact(town: Town) -> None:
    case, waste = report(category="01-07"), report()
    before = case.handle_by
    tomorrow = date(2026, 11, 25)
    free = replace(calendar(STREET), days_off=calendar(STREET).days_off | {tomorrow})
    (seen,) = actions.recompute_deadlines(street=STREET, at=AT, calendar=free, apply=False)
    assert seen.number == case.number
    Holiday.objects.create(id=new_id(), street=COUNTY, day=tomorrow, working=False)
    memory.move(COUNTY, "settings")
    carrying.hear_calendar(COUNTY, AT)
    case.refresh_from_db()
    waste.refresh_from_db()
    assert before is not None
    assert case.handle_by == seen.handle_by_after == before + timedelta(days=1)
    assert waste.version == 1, "waste does not wait for holidays"
    assert list(verify()) == []
    assert actions.recompute_deadlines(street=STREET, at=AT.astimezone(UTC)) == []
