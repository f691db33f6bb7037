"""Who answers now: holders, deputies, and what falls upward."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from linli.people import actions, queries
from linli.people.models import Duty, Person
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from tests.people.cast import (
    AT,
    DAY,
    EAST,
    GRID,
    GROUP,
    SOUTH,
    STREET,
    TODAY,
    committee,
    duty,
    person,
    viewer,
)

MEMBERS = ["grid_member", "grid_lead"]


def on_duty(place: str, roles: list[str], after: timedelta = timedelta(0)) -> list[tuple[str, bool]]:
    return [(row.name, row.acting) for row in queries.on_duty(STREET, place, roles, AT + after)]


def test_on_leave_the_deputy_acts_too_from_the_first_day_to_the_last(li: Person, wang: Person) -> None:
    held = duty(li, "grid_member", GRID)
    actions.put_on_leave(duty=held, deputy=wang, from_on=TODAY, to_on=TODAY + DAY, at=AT, by=viewer(li))
    assert on_duty(GRID, MEMBERS) == [("Li", False), ("Wang", True)]
    assert on_duty(GRID, MEMBERS, DAY) == [("Li", False), ("Wang", True)]
    assert on_duty(GRID, MEMBERS, 2 * DAY) == [("Li", False)]
    acting = viewer(wang).duties[0]
    assert (acting.role, acting.place, acting.acting) == ("grid_member", GRID, True)
    assert viewer(wang, AT + 2 * DAY).duties == ()


def test_who_has_a_duty_and_deputises_for_it_appears_once_and_not_as_deputy(li: Person, wang: Person) -> None:
    duty(wang, "grid_lead", GRID)
    held = duty(li, "grid_member", GRID)
    actions.put_on_leave(duty=held, deputy=wang, from_on=TODAY, to_on=TODAY, at=AT, by=None)
    assert sorted(on_duty(GRID, MEMBERS)) == [("Li", False), ("Wang", False)]


def test_a_leave_can_be_taken_back(li: Person, wang: Person) -> None:
    held = duty(li, "grid_member", GRID)
    actions.put_on_leave(duty=held, deputy=wang, from_on=TODAY, to_on=TODAY + DAY, at=AT, by=None)
    actions.end_leave(duty=Duty.objects.get(id=held.id), at=AT, by=None)
    assert on_duty(GRID, MEMBERS) == [("Li", False)]


def test_a_leave_that_makes_no_sense_is_refused(li: Person, wang: Person, stranger: Viewer) -> None:
    held, vacant = duty(li, "grid_member", GRID), duty(None, "grid_lead", GRID)
    fine: dict[str, Any] = {"duty": held, "deputy": wang, "from_on": TODAY, "to_on": TODAY + DAY, "by": None}
    wrong: list[dict[str, Any]] = [
        {"to_on": TODAY - DAY},
        {"from_on": TODAY - 3 * DAY, "to_on": TODAY - 2 * DAY},
        {"deputy": li},
        {"duty": vacant},
        {"by": stranger},
        {"by": viewer(wang)},
    ]
    for change in wrong:
        with pytest.raises(Refused):
            actions.put_on_leave(**{**fine, **change, "at": AT})
    assert on_duty(GRID, MEMBERS) == [("Li", False)]


def test_the_deputy_whose_account_is_closed_does_not_act(li: Person, wang: Person) -> None:
    held = duty(li, "grid_member", GRID)
    actions.put_on_leave(duty=held, deputy=wang, from_on=TODAY, to_on=TODAY, at=AT, by=None)
    actions.close_person(person=wang, at=AT, by=None)
    assert on_duty(GRID, MEMBERS) == [("Li", False)]


def test_the_chain_leads_from_the_grid_over_the_community_to_the_street(li: Person, wang: Person) -> None:
    officer, leader = person("officer"), person("leader")
    duty(li, "grid_member", GRID)
    duty(wang, "grid_lead", GRID)
    duty(officer, "community_officer", "", street=STREET, organisation=committee())
    duty(leader, "street_leader", STREET)
    posts = queries.chain(GRID, AT)
    assert [(post.level, post.place, set(post.person_ids), post.vacant) for post in posts] == [
        ("group", GRID, {li.pk, wang.pk}, False),
        ("community", EAST, {officer.pk}, False),
        ("street", STREET, {leader.pk}, False),
    ]


def test_the_chain_of_a_resident_group_begins_with_its_head(li: Person, wang: Person) -> None:
    duty(li, "group_head", GROUP)
    duty(wang, "grid_member", GRID)
    posts = queries.chain(GROUP, AT)
    assert [post.place for post in posts] == [GROUP, EAST, STREET]
    assert posts[0].person_ids == (li.pk,)


def test_a_vacant_duty_falls_upward_and_is_shown(li: Person) -> None:
    officer = person("officer")
    duty(officer, "community_officer", EAST)
    vacant = actions.vacate(duty=duty(li, "grid_member", GRID), at=AT, by=None)
    assert queries.chain(GRID, AT)[0].vacant
    shown = {each.place: each for each in queries.vacancies(STREET, AT)}
    assert (shown[GRID].duty_id, shown[GRID].falls_to) == (vacant.id, EAST)
    assert shown[EAST + "002"].falls_to == EAST
    assert shown[SOUTH + "001"].falls_to == STREET
    assert EAST not in shown


def test_a_grid_with_its_people_is_not_vacant(li: Person) -> None:
    duty(li, "grid_lead", GRID)
    assert GRID not in {each.place for each in queries.vacancies(STREET, AT)}


def test_a_person_without_duties_has_no_role_and_no_place(li: Person) -> None:
    nobody = viewer(li)
    assert (nobody.roles, nobody.places(), nobody.organisations()) == (frozenset(), frozenset(), frozenset())
    assert not nobody.has("grid_member", "street_admin")


def test_a_viewer_costs_one_statement_whatever_the_number_of_duties(
    li: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for serial in range(1, 5):
        duty(li, "grid_member", f"{EAST}00{serial}")
    viewer(li)
    with django_assert_num_queries(1):
        assert len(viewer(li).duties) == 4


def test_a_chain_costs_one_statement(li: Person, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    duty(li, "grid_member", GRID)
    queries.chain(GRID, AT)
    with django_assert_num_queries(1):
        queries.chain(GRID, AT)


def test_the_roster_for_danger_names_who_is_called_at_night(li: Person, wang: Person) -> None:
    held = duty(li, "street_officer", STREET)
    duty(wang, "street_officer", STREET)
    actions.put_on_roster(duty=held, on_roster=True, at=AT, by=None)
    assert [row.name for row in queries.on_roster(STREET, AT)] == ["Li"]
