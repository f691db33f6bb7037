"""Accounts, passwords and organisations."""

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from linli.facts.models import Fact
from linli.facts.queries import history
from linli.people import actions, queries
from linli.people.models import Organisation, Person
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from tests.people.cast import (
    AT,
    COUNTY,
    DAY,
    EAST,
    GRID,
    OTHER,
    STREET,
    TODAY,
    committee,
    duty,
    person,
    viewer,
)

GOOD = "believe in neighbours"


def test_an_account_is_kept_by_a_street_under_one_plain_name(admin: Viewer) -> None:
    made = person(" ＬＩ.Wei ", by=admin, email="li@example.org", work_phone="0377-66210000")
    assert (made.username, made.street) == ("li.wei", STREET)
    assert not made.has_usable_password()
    assert [fact.kind for fact in history(STREET, f"person:{made.pk}")] == ["person.created"]


@pytest.mark.parametrize(
    "more",
    [
        {"username": "x"},
        {"username": "a b"},
        {"username": "<script>"},
        {"username": "l" * 61},
        {"username": "LI"},
        {"name": "  "},
        {"name": "李" * 61},
        {"email": "nobody"},
        {"work_phone": "1" * 31},
        {"language": "tlh"},
        {"password": "short"},
        {"password": "password1234"},
        {"street": "999999999"},
    ],
)
def test_an_account_that_cannot_be_is_refused_with_a_sentence(li: Person, more: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        person(**{"username": "new", **more})
    assert str(refused.value)
    assert Person.objects.count() == 1


def test_an_account_is_opened_by_the_administrator_of_its_street_or_county(
    admin: Viewer, county_admin: Viewer, stranger: Viewer
) -> None:
    person("one", by=admin)
    person("two", by=county_admin)
    with pytest.raises(Refused):
        person("three", by=stranger)
    with pytest.raises(Refused):
        person("four", street=COUNTY, by=admin)


def test_people_change_how_they_are_reached_and_the_administrator_their_name(
    li: Person, admin: Viewer
) -> None:
    actions.update_person(person=li, email="li@example.org", language="en", at=AT, by=viewer(li))
    with pytest.raises(Refused):
        actions.update_person(person=li, name="Chairman", at=AT, by=viewer(li))
    changed = actions.update_person(person=li, name="Li Wei", at=AT, by=admin)
    assert (changed.name, changed.email, changed.language) == ("Li Wei", "li@example.org", "en")


def test_changing_nothing_is_no_fact(li: Person) -> None:
    actions.update_person(person=li, name=li.name, at=AT, by=None)
    assert len(history(STREET, f"person:{li.pk}")) == 1


def test_no_fact_about_a_person_holds_their_name_or_how_they_are_reached(li: Person) -> None:
    actions.update_person(person=li, email="li@example.org", work_phone="0377-66210000", at=AT, by=None)
    actions.set_password(person=li, password=GOOD, at=AT, by=None)
    assert all(not fact.data and not fact.digests for fact in Fact.objects.filter(subject=f"person:{li.pk}"))


def link(who: Person, by: Viewer | None = None) -> str:
    """This will make the link of an account; without `by` the operator does."""
    return actions.invitation(person=who, at=AT, by=by)


def test_a_link_sets_a_password_once(li: Person) -> None:
    secret = link(li)
    invited = actions.invited(secret)
    assert invited is not None
    assert invited.pk == li.pk
    actions.accept_invitation(secret=secret, password=GOOD, at=AT)
    li.refresh_from_db()
    assert li.check_password(GOOD)
    assert actions.invited(secret) is None
    with pytest.raises(Refused, match="used already"):
        actions.accept_invitation(secret=secret, password=GOOD + "!", at=AT)


def test_a_weak_password_does_not_use_the_link_up(li: Person) -> None:
    secret = link(li)
    with pytest.raises(Refused):
        actions.accept_invitation(secret=secret, password="short", at=AT)
    assert actions.invited(secret) is not None


@pytest.mark.parametrize(
    "secret", ["", "-", "x", "!!-abc", "1-" + "a" * 5_000, "zzzzzzzzzzzzzzzzzzzz-1", "1-\x00"]
)
def test_a_false_link_is_nobodys(secret: str) -> None:
    assert actions.invited(secret) is None


def test_a_link_for_one_person_is_not_good_for_another(li: Person, wang: Person) -> None:
    token = link(li).partition("-")[2]
    number = link(wang).partition("-")[0]
    assert actions.invited(f"{number}-{token}") is None


def test_a_link_expires_and_a_closed_account_has_none(li: Person, settings: Settings) -> None:
    secret = link(li)
    settings.PASSWORD_RESET_TIMEOUT = int(timedelta(days=-1).total_seconds())
    assert actions.invited(secret) is None
    settings.PASSWORD_RESET_TIMEOUT = 3600
    assert actions.invited(secret) is not None
    actions.close_person(person=li, at=AT, by=None)
    assert actions.invited(secret) is None


def test_a_link_is_made_by_the_administrator_and_is_a_fact_without_the_secret(
    li: Person, admin: Viewer, county_admin: Viewer, stranger: Viewer
) -> None:
    secret = link(li, admin)
    made = history(STREET, f"person:{li.pk}")[-1]
    assert (made.kind, made.actor_id, made.data, made.digests) == ("person.invited", admin.person_id, {}, {})
    assert secret not in str(vars(made))
    assert link(li, county_admin)
    for other in (stranger, viewer(li)):
        with pytest.raises(Refused, match="administrator"):
            link(li, other)
    assert [fact.kind for fact in history(STREET, f"person:{li.pk}")].count("person.invited") == 2


@pytest.mark.parametrize(
    ("role", "place", "since"),
    [
        ("auditor", STREET, TODAY),
        ("auditor", STREET, TODAY + 30 * DAY),
        ("county_admin", COUNTY, TODAY),
        ("street_admin", OTHER, TODAY),
        ("community_officer", OTHER + "001", TODAY),
    ],
)
def test_nobody_makes_a_link_to_a_duty_they_might_not_give(
    li: Person, admin: Viewer, county_admin: Viewer, role: str, place: str, since: date
) -> None:
    held = duty(li, role, place, from_on=since)
    with pytest.raises(Refused, match="county"):
        link(li, admin)
    assert link(li, county_admin)
    actions.end_duty(duty=held, at=AT, by=None)
    assert link(li, admin)


def test_nobody_makes_a_link_to_who_stands_in_for_the_auditor(
    li: Person, wang: Person, admin: Viewer, county_admin: Viewer
) -> None:
    held = duty(wang, "auditor", STREET)
    actions.put_on_leave(duty=held, deputy=li, from_on=TODAY, to_on=TODAY + DAY, at=AT, by=county_admin)
    with pytest.raises(Refused, match="county"):
        link(li, admin)


def test_a_closed_account_gets_no_link(li: Person, admin: Viewer) -> None:
    actions.close_person(person=li, at=AT, by=admin)
    li.refresh_from_db()
    with pytest.raises(Refused, match="closed"):
        link(li, admin)
    actions.reopen_person(person=li, at=AT, by=admin)
    li.refresh_from_db()
    assert link(li, admin)


def test_nobody_sets_the_password_of_somebody_else(li: Person, admin: Viewer) -> None:
    with pytest.raises(Refused, match="link"):
        actions.set_password(person=li, password=GOOD, at=AT, by=admin)
    actions.set_password(person=li, password=GOOD, at=AT, by=viewer(li))


def test_closing_an_account_leaves_its_duties_vacant(li: Person, admin: Viewer) -> None:
    duty(li, "grid_member", GRID)
    actions.close_person(person=li, at=AT, by=admin)
    assert queries.chain(GRID, AT)[0].vacant
    actions.close_person(person=li, at=AT, by=admin)
    actions.reopen_person(person=li, at=AT, by=admin)
    kinds = [fact.kind for fact in history(STREET, f"person:{li.pk}")]
    assert kinds == ["person.created", "person.closed", "person.reopened"]


def test_an_administrator_cannot_close_their_own_account(admin: Viewer) -> None:
    own = Person.objects.get(id=admin.person_id)
    with pytest.raises(Refused, match="own account"):
        actions.close_person(person=own, at=AT, by=admin)


def test_only_accounts_of_a_demo_are_offered_at_sign_in(li: Person) -> None:
    shown = person("demo", is_demo=True)
    hidden = person("gone", is_demo=True)
    actions.close_person(person=hidden, at=AT, by=None)
    assert [each.pk for each in queries.demo_accounts()] == [shown.pk]


def test_an_organisation_has_a_code_of_its_own_in_its_street() -> None:
    committee("DG")
    committee("DG", street=OTHER, place="")
    with pytest.raises(Refused, match="taken"):
        committee("DG")


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "cabal"},
        {"code": ""},
        {"code": "a b"},
        {"name": {"zh-hans": " "}},
        {"name": {"en": "Office"}},
        {"place": "411329002001"},
        {"place": EAST + "099"},
        {"phone": "1" * 31},
    ],
)
def test_an_organisation_that_cannot_be_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        committee(**{"code": "XX", **more})
    assert not Organisation.objects.exists()


def test_an_organisation_closes_when_nobody_has_a_duty_there(li: Person) -> None:
    office = committee()
    held = duty(li, "community_officer", "", street=STREET, organisation=office)
    with pytest.raises(Refused, match="duty"):
        actions.close_organisation(organisation=office, at=AT, by=None)
    actions.end_duty(duty=held, at=AT, by=None)
    actions.close_organisation(organisation=office, at=AT, by=None)
    assert queries.organisations(STREET) == []
    with pytest.raises(Refused):
        duty(li, "community_officer", "", street=STREET, organisation=Organisation.objects.get())


def test_an_organisation_is_changed_and_only_changes_are_facts() -> None:
    office = committee()
    actions.update_organisation(organisation=office, phone="0377-66210000", at=AT, by=None)
    actions.update_organisation(organisation=office, phone="0377-66210000", at=AT, by=None)
    kinds = [fact.kind for fact in history(STREET, f"organisation:{office.id}")]
    assert kinds == ["organisation.made", "organisation.changed"]
