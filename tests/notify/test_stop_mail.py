"""The link in a mail by which its receiver stops more of its kind, without signing in."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from linli.cases import actions as cases
from linli.notify import stopping
from linli.notify.models import Choices
from linli.people.models import Person
from linli.privacy import queries as privacy
from tests.builders import AT, STREET, Town, report

pytestmark = pytest.mark.usefixtures("with_mail")
Work = Callable[..., int]
LATER = AT + timedelta(hours=2)


def link(message: Any) -> str:
    found = re.search(r"<http://[^/]+(/[^>]+)>", message.extra_headers["List-Unsubscribe"])
    assert found
    assert found[1] in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return found[1]


def assign(town: Town, **more: Any) -> Any:
    case = report(**more)
    at = case.reported_at
    cases.dispatch(case=case, by=town.community_officer, at=at, assignee_id=town.grid_member.person_id)
    return case


def test_one_tap_of_a_mail_program_stops_that_kind_and_no_other(town: Town, work: Work) -> None:
    Person.objects.filter(pk=town.grid_member.person_id).update(email="one@example.org")
    assign(town)
    work()
    address = link(mail.outbox[0])
    browser = Client(enforce_csrf_checks=True)
    assert "form" in browser.get(address).content.decode()
    assert not Choices.objects.exists(), "programs open links unasked"
    for _ in range(2):
        assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Choices.objects.get().mail == {"assigned": "off"}
    assign(town, at=LATER)
    work(LATER)
    assert len(mail.outbox) == 1


def test_a_resident_who_stops_it_is_told_no_more_and_keeps_their_page(town: Town, work: Work) -> None:
    case = report(email="resident@example.org", phone="13900000000")
    work()
    assert Client().post(link(mail.outbox[0])).status_code == 200
    assert privacy.kept(STREET, [f"case:{case.pk}"]) == {f"case:{case.pk}": ["phone"]}
    case.refresh_from_db()
    cases.fix(case=case, by=town.grid_member, at=LATER, result="清走了")
    work(LATER)
    assert len(mail.outbox) == 1


def test_a_contact_of_an_address_alone_is_erased(town: Town, work: Work) -> None:
    case = report(email="resident@example.org")
    work()
    Client().post(link(mail.outbox[0]))
    assert privacy.kept(STREET, [f"case:{case.pk}"]) == {}


def test_a_digest_is_stopped_and_what_comes_at_once_stays(town: Town) -> None:
    token = stopping.staff_link(town.grid_member.person_id, ["digest"]).rstrip("/").rsplit("/", 1)[1]
    person = Person.objects.get(pk=town.grid_member.person_id)
    Choices.objects.create(
        id=1, street=STREET, person_id=person.pk, mail={"new": "now"}, quiet_from=22, quiet_to=6
    )
    Client().post(f"/no-more-mail/{token}/")
    kept = Choices.objects.get()
    assert kept.mail["new"] == "now"
    assert kept.mail["course"] == "off"
    assert (kept.quiet_from, kept.quiet_to) == (22, 6)


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "x" * 4000, "eyJhIjoxfQ:1abc:xyz"])
def test_a_forged_link_is_no_page(db: None, token: str) -> None:
    assert Client().get(f"/no-more-mail/{token}/").status_code == 404
    assert Client().post(f"/no-more-mail/{token}/").status_code == 404


def test_danger_has_no_such_link(town: Town) -> None:
    assert stopping.staff_link(town.street_officer.person_id, ["danger", ""]) == ""
