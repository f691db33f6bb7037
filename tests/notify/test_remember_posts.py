"""Who is on duty is answered from memory, and never from an old one."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.people import actions, posts, queries
from linli.people.models import Duty, Person, Role
from linli.people.rows import PersonRow
from linli.places import memory
from tests.builders import AT, EAST, EAST_1, STREET, Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    town = build_town()
    actions.create_person(street=STREET, username="new.one", name="新人", at=AT, by=None)
    actions.assign_duty(
        street=STREET,
        role=Role.CADRE,
        place=EAST,
        person=Person.objects.get(username="new.one"),
        at=AT,
        by=None,
    )  # the first change by an action: from now on there is something to remember by
    return town


def asked(roles: tuple[str, ...] = (Role.GRID_MEMBER,), place: str = EAST_1) -> list[PersonRow]:
    return queries.on_duty(STREET, place, roles, AT)


def duty(town: Town) -> Duty:
    return Duty.objects.get(person_id=town.grid_member.person_id)


def test_asking_twice_asks_the_database_once(town: Town) -> None:
    first = asked()
    with CaptureQueriesContext(connection) as statements:
        assert asked() == first
        assert [row.id for row in asked((Role.COMMUNITY_OFFICER,), EAST)] != []
    assert not statements.captured_queries


CHANGES: dict[str, tuple[Callable[[Town], object], Callable[[list[PersonRow]], bool]]] = {
    "vacated": (lambda town: actions.vacate(duty=duty(town), at=AT, by=None), lambda rows: not rows),
    "ended": (lambda town: actions.end_duty(duty=duty(town), at=AT, by=None), lambda rows: not rows),
    "roster": (
        lambda town: actions.put_on_roster(duty=duty(town), on_roster=True, at=AT, by=None),
        lambda rows: rows[0].on_roster,
    ),
    "leave": (
        lambda town: actions.put_on_leave(
            duty=duty(town), deputy=Person.objects.get(username="new.one"), from_on=date(2026, 11, 24),
            to_on=date(2026, 11, 30), at=AT, by=None,
        ),
        lambda rows: [row.acting for row in rows] == [False, True],
    ),
    "address": (
        lambda town: actions.update_person(
            person=Person.objects.get(pk=town.grid_member.person_id), email="new@example.org", at=AT, by=None
        ),
        lambda rows: rows[0].email == "new@example.org",
    ),
    "closed": (
        lambda town: actions.close_person(
            person=Person.objects.get(pk=town.grid_member.person_id), at=AT, by=None
        ),
        lambda rows: not rows,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", list(CHANGES))
def test_a_change_counts_at_once(town: Town, what: str) -> None:
    assert len(asked()) == 1
    change, is_seen = CHANGES[what]
    change(town)
    assert is_seen(asked())


def test_an_organisation_that_gets_a_place_is_found_there(town: Town) -> None:
    office = actions.create_organisation(
        street=STREET, kind="residents_committee", code="JWH", name={"zh-hans": "居委会"}, at=AT, by=None
    )
    actions.assign_duty(
        street=STREET, role=Role.COMMUNITY_OFFICER, organisation=office, at=AT, by=None,
        person=Person.objects.get(username="new.one"),
    )  # fmt: skip
    before = {row.id for row in asked((Role.COMMUNITY_OFFICER,), EAST)}
    actions.update_organisation(organisation=office, name={"zh-hans": "居委会"}, place=EAST, at=AT, by=None)
    assert {row.id for row in asked((Role.COMMUNITY_OFFICER,), EAST)} - before
    assert asked((Role.COMMUNITY_OFFICER,), "JWH")


def test_a_change_that_is_undone_leaves_nothing_behind(town: Town) -> None:
    before = asked()
    with transaction.atomic():
        actions.vacate(duty=duty(town), at=AT, by=None)
        assert asked() == []
        transaction.set_rollback(True)
    memory.forget()
    assert asked() == before


def test_a_duty_that_begins_or_ends_by_the_calendar_needs_no_change(town: Town) -> None:
    Duty.objects.filter(person_id=town.grid_member.person_id).update(to_on=date(2026, 11, 24))
    actions.put_on_roster(duty=duty(town), on_roster=True, at=AT, by=None)
    assert len(asked()) == 1
    assert not queries.on_duty(STREET, EAST_1, [Role.GRID_MEMBER], AT + timedelta(days=1))


def test_no_password_lies_in_what_is_remembered(town: Town) -> None:
    rows = [row for rows in posts.of_street(STREET).values() for row in rows]
    assert rows
    assert all("password" in row.person.get_deferred_fields() for row in rows if row.person)
