"""Contacts left with complaints and requests: opened by whoever answers them, for a reason, logged; by nobody else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from linli.facts import queries as facts
from linli.lib.ids import new_id
from linli.people.models import Duty, Person
from linli.people.queries import viewer
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from linli.privacy import actions, policies, queries, retention, sealing
from linli.privacy.models import ContactLook, StaffComplaint
from linli.privacy.rules import ContactDetails
from tests.privacy.conftest import COMMUNITY, NOW, OTHER_STREET, STREET

pytestmark = pytest.mark.django_db
WHY = "当面答复"
GIVEN = ContactDetails(name="王老师", phone="13837701234", email="wang@example.com")
Letter = tuple[str, Callable[..., ContactDetails]]


def complaint(**changes: Any) -> StaffComplaint:
    values: dict[str, Any] = {"about_place": COMMUNITY, "text": "态度不好", "idempotency": str(new_id())}
    return actions.complain(**{**values, **GIVEN.given(), **changes}, street=STREET, at=NOW)


@pytest.fixture(params=["complaint", "rights"])
def letter(request: pytest.FixtureRequest, cast: dict[str, Viewer]) -> Letter:
    """This will have somebody write with a contact, and give the letter's subject and the way to open it."""
    if request.param == "complaint":
        row = complaint()
        return f"complaint:{row.id}", lambda by, reason=WHY, at=NOW: actions.look_behind_complaint(
            complaint=row, by=by, reason=reason, at=at
        )
    asked = actions.make_request(
        street=STREET, kind="correct", text="号码写错了", idempotency="r", **GIVEN.given(), at=NOW
    )
    return f"rights:{asked.id}", lambda by, reason=WHY, at=NOW: actions.look_behind_request(
        request=asked, by=by, reason=reason, at=at
    )


def logged(subject: str) -> list[str]:
    """The facts and the looks of a letter must tell the same."""
    found = [fact for fact in facts.history(STREET, subject) if fact.kind == "contact.looked"]
    looks = ContactLook.objects.filter(street=STREET, subject=subject).order_by("id")
    assert [fact.actor_id for fact in found] == [row.person_id for row in looks]
    assert all(fact.data == {} for fact in found)
    return [row.reason for row in looks]


def test_whoever_answers_opens_it_and_the_auditor_reads_that_they_did(
    letter: Letter, cast: dict[str, Viewer]
) -> None:
    subject, look = letter
    assert look(cast["admin"]) == GIVEN
    assert look(cast["admin"], " 再打一次 ") == GIVEN
    assert logged(subject) == [WHY, "再打一次"]
    assert [row.subject for row in queries.looks(STREET, cast["auditor"])] == [subject, subject]


@pytest.mark.parametrize("reason", ["", " \u200b ", "字" * 201, "字" * 100_000])
def test_without_a_reason_it_stays_sealed_and_nothing_is_logged(
    reason: str, letter: Letter, cast: dict[str, Viewer]
) -> None:
    subject, look = letter
    with pytest.raises(Refused):
        look(cast["admin"], reason)
    assert logged(subject) == []


def test_nobody_else_opens_it(letter: Letter, cast: dict[str, Viewer]) -> None:
    subject, look = letter
    may = {"admin", "leader"} if subject.startswith("complaint") else {"admin"}
    for name in cast.keys() - may:
        with pytest.raises(Refused):
            look(cast[name])
    assert logged(subject) == []
    for name in may:
        assert look(cast[name]) == GIVEN


def test_after_its_days_it_is_gone_and_that_is_said(letter: Letter, cast: dict[str, Viewer]) -> None:
    subject, look = letter
    for row in queries.complaints(STREET, cast["admin"]):
        actions.answer_complaint(complaint=row, by=cast["admin"], answer="已处理", at=NOW)
    for asked in queries.requests(STREET, cast["admin"]):
        actions.answer_request(request=asked, by=cast["admin"], answer="已改正", at=NOW)
    assert look(cast["admin"]) == GIVEN  # to ring them with the answer
    retention.sweep(NOW + timedelta(days=30))
    with pytest.raises(Refused, match="已删除"):
        look(cast["admin"])
    assert logged(subject) == [WHY]


def test_what_was_taken_back_cannot_be_opened_any_more(cast: dict[str, Viewer]) -> None:
    made = complaint()
    actions.withdraw_complaint(street=STREET, tracking=made.tracking, at=NOW)
    with pytest.raises(Refused):
        actions.look_behind_complaint(complaint=made, by=cast["admin"], reason=WHY, at=NOW)
    assert not ContactLook.objects.exists()


def test_a_letter_without_a_contact_says_so(cast: dict[str, Viewer]) -> None:
    made = complaint(name="", phone="", email="")
    with pytest.raises(Refused):
        actions.look_behind_complaint(complaint=made, by=cast["admin"], reason=WHY, at=NOW)
    assert not ContactLook.objects.exists()


def test_a_contact_whose_key_is_gone_is_no_look(letter: Letter, cast: dict[str, Viewer], keys: Any) -> None:
    subject, look = letter
    keys.CONTACT_KEYS = ["a new key of more than thirty-two characters"]
    with pytest.raises(Refused):
        look(cast["admin"])
    assert logged(subject) == []


def test_whom_a_complaint_names_opens_nothing_whatever_else_they_are(people: dict[str, Person]) -> None:
    """A community officer who is the street's administrator too: the complaint goes to the county, unsealed by none."""
    made = complaint(about_place="", about_person_id=people["officer"].pk)
    Duty.objects.create(
        id=new_id(), street=STREET, person=people["officer"], role="street_admin", place=STREET,
        from_on=date(2026, 1, 1),
    )  # fmt: skip
    named = viewer(people["officer"], NOW)
    assert not policies.may_reach_complainant(named, made)
    with pytest.raises(Refused):
        actions.look_behind_complaint(complaint=made, by=named, reason=WHY, at=NOW)


def test_an_auditor_does_not_read_why_somebody_asked_about_a_complaint_against_them(
    people: dict[str, Person], cast: dict[str, Viewer]
) -> None:
    Duty.objects.filter(person=people["auditor"]).update(place=COMMUNITY)
    made = complaint(about_place="", about_person_id=people["auditor"].pk)
    actions.look_behind_complaint(complaint=made, by=cast["admin"], reason="核实审计员的事", at=NOW)
    assert logged(f"complaint:{made.id}") == ["核实审计员的事"]
    assert queries.looks(STREET, viewer(people["auditor"], NOW)) == []


def test_no_letter_of_another_street_is_opened(cast: dict[str, Viewer]) -> None:
    made = actions.make_request(
        street=OTHER_STREET, kind="access", text="存了什么", idempotency="o", phone=GIVEN.phone, at=NOW
    )
    with pytest.raises(Refused):
        actions.look_behind_request(request=made, by=cast["admin"], reason=WHY, at=NOW)
    opened = actions.look_behind_request(request=made, by=cast["other_admin"], reason=WHY, at=NOW)
    assert opened.phone == GIVEN.phone
    assert made.sealed_contact is not None
    assert sealing.unseal(made.sealed_contact) == {"phone": GIVEN.phone}
