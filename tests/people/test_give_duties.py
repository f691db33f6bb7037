"""Giving a duty, ending it, leaving it vacant."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from linli.facts.queries import history
from linli.people import actions, handover, queries
from linli.people.handover import Handover
from linli.people.models import Duty, Person, Role
from linli.people.rows import Viewer
from linli.people.rules import WHERE
from linli.people.verdicts import Refused
from linli.places import queries as places
from tests.people.cast import (
    AT,
    COUNTY,
    DAY,
    EAST,
    GRID,
    GROUP,
    OTHER,
    STREET,
    TODAY,
    committee,
    duty,
    person,
    viewer,
)


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> list[Handover]:
    """The hand-overs that the packages above hear of."""
    heard: list[Handover] = []
    monkeypatch.setattr(
        handover, "_registered", [(lambda each, at, by_id: heard.append(each), lambda each, at: 3)]
    )
    return heard


def test_a_person_has_a_duty_from_its_first_day_to_its_last(li: Person) -> None:
    duty(li, "grid_member", GRID, from_on=TODAY, to_on=TODAY + DAY)
    days = {n: viewer(li, AT + n * DAY).has("grid_member") for n in (-1, 0, 1, 2)}
    assert days == {-1: False, 0: True, 1: True, 2: False}
    assert viewer(li).places("grid_member") == {GRID}


def test_the_day_is_the_streets_own_not_that_of_greenwich(li: Person) -> None:
    duty(li, "grid_member", GRID, from_on=TODAY)
    assert viewer(li, AT.replace(day=23, hour=16)).has("grid_member")  # midnight there
    assert not viewer(li, AT.replace(day=23, hour=15, minute=59)).has("grid_member")


def test_a_duty_is_a_fact_of_codes_without_a_name(li: Person, admin: Viewer) -> None:
    given_duty = duty(li, "grid_member", GRID, by=admin)
    facts = history(STREET, f"duty:{given_duty.id}")
    assert [(fact.kind, fact.actor_id) for fact in facts] == [("duty.assigned", admin.person_id)]
    assert facts[0].data["person"] == li.pk
    assert "Li" not in str(facts[0].data)


@pytest.mark.parametrize(
    ("role", "place", "more"),
    [
        ("grid_member", EAST, {}),
        ("group_head", GRID, {}),
        ("community_officer", GRID, {}),
        ("street_admin", EAST, {}),
        ("nobody_at_all", GRID, {}),
        ("grid_member", EAST + "099", {}),
        ("grid_member", "", {"street": STREET}),
        ("grid_member", GRID, {"street": OTHER}),
        ("grid_member", GRID, {"from_on": TODAY, "to_on": TODAY - DAY}),
        ("volunteer", EAST, {}),
    ],
)
def test_a_duty_that_cannot_be_is_refused_and_nothing_is_written(
    li: Person, role: str, place: str, more: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        duty(li, role, place, **more)
    assert not Duty.objects.filter(person=li).exists()


def test_a_duty_is_at_a_place_or_an_organisation_and_not_at_both(li: Person) -> None:
    office = committee()
    with pytest.raises(Refused):
        duty(li, "community_officer", EAST, organisation=office)
    duty(li, "community_officer", "", street=STREET, organisation=office)
    assert viewer(li).places("community_officer") == {EAST}
    assert viewer(li).organisations() == {office.id}


def test_nobody_is_made_a_volunteer_without_having_agreed(li: Person) -> None:
    duty(li, "volunteer", EAST, agreed=True)
    assert viewer(li).has("volunteer")


def test_nobody_has_one_duty_twice_at_a_time(li: Person) -> None:
    duty(li, "grid_member", GRID, to_on=TODAY)
    for from_on in (TODAY - DAY, TODAY):
        with pytest.raises(Refused, match="already"):
            duty(li, "grid_member", GRID, from_on=from_on)
    duty(li, "grid_member", GRID, from_on=TODAY + DAY)


def test_a_closed_account_gets_no_duty_and_has_none(li: Person) -> None:
    duty(li, "grid_member", GRID)
    actions.close_person(person=li, at=AT, by=None)
    li.refresh_from_db()
    assert viewer(li).duties == ()
    with pytest.raises(Refused, match="closed"):
        duty(li, "cadre", EAST)


@pytest.mark.parametrize("role", ["county_admin", "auditor"])
def test_those_who_watch_a_street_are_given_by_the_county(
    li: Person, admin: Viewer, county_admin: Viewer, role: str
) -> None:
    with pytest.raises(Refused, match="county"):
        duty(li, role, COUNTY, by=admin)
    duty(li, role, COUNTY, by=county_admin)


def test_an_auditor_of_a_street_cannot_be_ended_by_the_street(li: Person, admin: Viewer) -> None:
    watching = duty(li, "auditor", STREET)
    for end in (actions.end_duty, actions.vacate):
        with pytest.raises(Refused):
            end(duty=watching, at=AT, by=admin)
    with pytest.raises(Refused):
        actions.close_person(person=li, at=AT, by=admin)
    li.refresh_from_db()
    assert li.is_active


def test_the_administrator_of_another_street_and_a_plain_person_may_not(li: Person, stranger: Viewer) -> None:
    held = duty(li, "grid_member", GRID)
    for by in (stranger, viewer(li)):
        for refused in (
            lambda by=by: duty(li, "cadre", EAST, by=by),
            lambda by=by: actions.end_duty(duty=held, at=AT, by=by),
            lambda by=by: actions.vacate(duty=held, at=AT, by=by),
            lambda by=by: actions.hand_over_duty(duty=held, to=person("zhao"), at=AT, by=by),
        ):
            with pytest.raises(Refused):
                refused()
        Person.objects.filter(username="zhao").delete()


def test_an_administrator_cannot_end_their_own_duty(admin: Viewer) -> None:
    own = Duty.objects.get(id=admin.duties[0].id)
    for end in (actions.end_duty, actions.vacate):
        with pytest.raises(Refused, match="own duty"):
            end(duty=own, at=AT, by=admin)


def test_a_duty_ends_at_once_and_what_hung_on_it_is_let_go(li: Person, moved: list[Handover]) -> None:
    held = duty(li, "grid_member", GRID)
    moved.clear()
    actions.end_duty(duty=held, at=AT, by=None)
    assert not viewer(li).has("grid_member")
    assert viewer(li, AT - DAY).has("grid_member")
    assert [(each.from_id, each.to_id) for each in moved] == [(li.pk, None)]


def test_a_duty_that_ends_later_goes_on_until_then(li: Person, moved: list[Handover]) -> None:
    held = duty(li, "grid_member", GRID)
    moved.clear()
    actions.end_duty(duty=held, on=TODAY + DAY, at=AT, by=None)
    assert viewer(li, AT + DAY).has("grid_member")
    assert not viewer(li, AT + 2 * DAY).has("grid_member")
    assert moved == []


def test_a_slip_of_the_hand_is_taken_back_on_the_same_day(li: Person) -> None:
    slip = duty(li, "grid_member", GRID, from_on=TODAY)
    actions.end_duty(duty=slip, at=AT, by=None)
    assert not viewer(li).has("grid_member")
    assert [fact.kind for fact in history(STREET, f"duty:{slip.id}")] == ["duty.assigned", "duty.ended"]


def test_handing_over_moves_the_duty_and_tells_whose_cases_move(
    li: Person, wang: Person, admin: Viewer, moved: list[Handover]
) -> None:
    held = duty(li, "grid_member", GRID, on_roster=True)
    moved.clear()
    assert actions.preview_handover(held, wang, AT) == 3
    new = actions.hand_over_duty(duty=held, to=wang, at=AT, by=admin)
    assert (viewer(li).has("grid_member"), viewer(wang).has("grid_member")) == (False, True)
    assert viewer(li, AT - DAY).has("grid_member")
    assert new.on_roster
    assert [(each.from_id, each.to_id, each.place) for each in moved] == [(li.pk, wang.pk, GRID)]


def test_a_duty_of_today_is_handed_over_twice_and_once_more(li: Person, wang: Person) -> None:
    first = duty(li, "grid_member", GRID, from_on=TODAY)
    second = actions.hand_over_duty(duty=first, to=wang, at=AT, by=None)
    third = actions.hand_over_duty(duty=second, to=li, at=AT, by=None)
    assert third.person_id == li.pk
    assert Duty.objects.filter(role="grid_member").count() == 1


def test_of_two_who_change_a_duty_at_once_one_is_told(li: Person, wang: Person) -> None:
    seen_by_both = duty(li, "grid_member", GRID)
    stale = Duty.objects.get(id=seen_by_both.id)
    actions.hand_over_duty(duty=seen_by_both, to=wang, at=AT, by=None)
    with pytest.raises(Refused, match="colleague"):
        actions.hand_over_duty(duty=stale, to=person("zhao"), at=AT, by=None)


def test_a_duty_cannot_be_handed_to_its_holder_nor_to_whoever_has_it_too(li: Person, wang: Person) -> None:
    held = duty(li, "grid_member", GRID)
    duty(wang, "grid_member", GRID)
    for to in (li, wang):
        with pytest.raises(Refused, match="already"):
            actions.hand_over_duty(duty=held, to=to, at=AT, by=None)


def test_what_fails_above_undoes_the_hand_over(
    li: Person, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    held = duty(li, "grid_member", GRID)
    monkeypatch.setattr(handover, "_registered", [(fail, None)])
    with pytest.raises(RuntimeError):
        actions.hand_over_duty(duty=held, to=wang, at=AT, by=None)
    assert viewer(li).has("grid_member")
    assert not viewer(wang).has("grid_member")


def test_filling_a_vacant_duty_leaves_no_vacancy(li: Person) -> None:
    vacant = actions.vacate(duty=duty(li, "grid_member", GRID, on_roster=True), at=AT, by=None)
    filled = duty(li, "grid_member", GRID, from_on=TODAY)
    assert filled.on_roster
    assert not Duty.objects.filter(id=vacant.id).exists()


@given(some.sampled_from(list(Role)), some.sampled_from([COUNTY, STREET, EAST, GRID, GROUP]))
def test_every_role_may_be_held_at_exactly_the_kinds_of_places_its_rule_names(role: Role, place: str) -> None:
    there = places.place(place)
    assert there is not None
    who = person(f"p{Person.objects.count()}", street=place[:9])
    try:
        given_duty = duty(who, role, place, agreed=True)
    except Refused:
        assert there.kind not in WHERE[role]
    else:
        assert there.kind in WHERE[role]
        actions.end_duty(duty=given_duty, at=AT, by=None)


def test_every_role_has_its_places() -> None:
    assert set(WHERE) == set(Role.values)


def test_all_duties_of_a_street_are_listed_for_its_administrator(li: Person) -> None:
    duty(li, "grid_member", GRID)
    duty(None, "grid_lead", GRID)
    duty(li, "cadre", EAST, to_on=TODAY - DAY)
    lines = queries.duty_rows(STREET, AT)
    assert [(line.role, line.person_name, line.vacant) for line in lines] == [
        ("grid_lead", "", True),
        ("grid_member", "Li", False),
    ]
    assert lines[0].title("en") == "Dongguan grid 1"
    assert len(queries.duty_rows(STREET)) == 3
