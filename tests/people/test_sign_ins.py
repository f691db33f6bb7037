"""Sign-ins noted and forgotten again; accounts elsewhere linked to accounts here."""

from datetime import timedelta

import pytest

from linli.facts.models import Fact
from linli.people import actions, queries
from linli.people.models import Person, SignIn
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from linli.privacy import retention
from tests.people.cast import AT, DAY, STREET, duty, viewer


def link(who: Person, by: Viewer | None, subject: str = "sub", way: str = "oidc") -> None:
    actions.link(person=who, way=way, subject=subject, at=AT, by=by)


def test_a_sign_in_is_noted_for_half_a_year_and_is_no_fact(li: Person) -> None:
    actions.signed_in(person=li, way="password", at=AT)
    actions.signed_in(person=li, way="oidc", at=AT + 100 * DAY)
    assert [row.way for row in queries.own_sign_ins(li, 10)] == ["oidc", "password"]
    actions.signed_in(person=li, way="wecom", at=AT + 184 * DAY)
    retention.sweep(AT + 184 * DAY)
    assert [row.way for row in queries.sign_ins(STREET, 10)] == ["wecom", "oidc"]
    assert not Fact.objects.filter(kind__startswith="person.signed_in").exists()
    assert {field.name for field in SignIn._meta.get_fields()} == {"id", "street", "person_id", "way", "at"}


def test_one_person_is_not_shown_anothers(li: Person, wang: Person) -> None:
    actions.signed_in(person=wang, way="password", at=AT)
    assert queries.own_sign_ins(li, 10) == []


def test_an_account_is_linked_by_the_person_the_administrator_or_the_issuer(
    li: Person, admin: Viewer, stranger: Viewer, wang: Person
) -> None:
    for by in (viewer(li), admin, None):
        link(li, by)
        assert queries.linked("oidc", "sub") == li
        actions.unlink(person=li, way="oidc", at=AT, by=admin)
    for by in (viewer(wang), stranger):
        with pytest.raises(Refused):
            link(li, by)


def test_the_same_again_changes_nothing(li: Person) -> None:
    link(li, None)
    facts = Fact.objects.count()
    link(li, None)
    assert Fact.objects.count() == facts


def test_nobody_is_linked_to_two_and_no_two_to_one(li: Person, wang: Person) -> None:
    link(li, None)
    with pytest.raises(Refused, match="somebody else"):
        link(wang, None)
    with pytest.raises(Refused, match="Another account"):
        link(li, None, "another")
    link(li, None, "sub", "wecom")


@pytest.mark.parametrize("subject", ["", "  ", "x" * 256, "a\x00b", "a\nb"])
def test_what_is_no_subject_is_refused(li: Person, subject: str) -> None:
    with pytest.raises(Refused, match="no account there"):
        link(li, None, subject)


def test_a_link_to_a_duty_of_the_county_is_made_by_the_county(
    li: Person, admin: Viewer, county_admin: Viewer
) -> None:
    duty(li, "auditor", STREET)
    with pytest.raises(Refused, match="county"):
        link(li, admin)
    link(li, county_admin)


def test_every_session_ends_at_once_and_a_new_password_ends_the_others(li: Person) -> None:
    first = li.get_session_auth_hash()
    actions.sign_out_everywhere(person=li, at=AT, by=viewer(li))
    second = Person.objects.get(pk=li.pk).get_session_auth_hash()
    actions.sign_out_everywhere(person=li, at=AT + timedelta(minutes=1), by=viewer(li))
    assert len({first, second, Person.objects.get(pk=li.pk).get_session_auth_hash()}) == 3
