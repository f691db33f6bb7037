"""The separate box: heard one level above, and unknown to whom it names, their office and other streets."""

from datetime import date, timedelta
from typing import Any

import pytest

from linli.facts import queries as facts
from linli.lib.ids import new_id
from linli.people.models import Duty, Person
from linli.people.queries import viewer
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from linli.privacy import actions, policies, queries, retention
from linli.privacy.models import StaffComplaint
from tests.privacy.conftest import CAST, COMMUNITY, COUNTY, NOW, OTHER_STREET, STREET

pytestmark = pytest.mark.django_db


def complain(**changes: Any) -> StaffComplaint:
    values: dict[str, Any] = {
        "street": STREET,
        "text": "网格员态度不好",
        "idempotency": str(new_id()),
        "at": NOW,
    }
    return actions.complain(**{**values, **changes})


def hearers(complaint: StaffComplaint, cast: dict[str, Viewer]) -> set[str]:
    """Who knows of a complaint: the list, the counts, the row and the policy must agree."""
    found = set()
    for name, who in cast.items():
        listed = complaint in queries.complaints(complaint.street, who)
        assert listed == bool(policies.may_hear(who, complaint))
        assert listed == (queries.complaint(complaint.street, who, complaint.id) is not None)
        assert queries.complaints_waiting(who, [complaint.street]) == len(queries.complaints(STREET, who))
        found |= {name} if listed else set()
    return found


@pytest.mark.parametrize(
    ("about", "heard_by"),
    [
        ("grid_member", {"leader", "admin"}),
        ("officer", {"leader", "admin"}),
        ("street_officer", {"county", "county_second"}),
        ("leader", {"county", "county_second"}),
        ("admin", {"county", "county_second"}),
        ("county", {"county_second"}),
    ],
)
def test_a_complaint_about_a_person_is_heard_one_level_above_and_not_by_them(
    about: str, heard_by: set[str], cast: dict[str, Viewer], people: dict[str, Person]
) -> None:
    assert hearers(complain(about_person_id=people[about].pk), cast) == heard_by


@pytest.mark.parametrize(
    ("place", "heard_by"),
    [
        (COMMUNITY, {"leader", "admin"}),
        (f"{COMMUNITY}001", {"leader", "admin"}),
        (STREET, {"county", "county_second"}),
        ("", {"county", "county_second"}),
        (COUNTY, {"county", "county_second"}),
    ],
)
def test_a_complaint_about_an_office_is_heard_one_level_above(
    place: str, heard_by: set[str], cast: dict[str, Viewer]
) -> None:
    assert hearers(complain(about_place=place), cast) == heard_by


def test_when_everybody_above_belongs_to_the_office_too_the_county_hears(people: dict[str, Person]) -> None:
    """Also when they only stand in for somebody there; and a vacant street falls upward as any duty does."""
    Duty.objects.create(
        id=new_id(),
        street=STREET,
        person=people["leader"],
        role="branch_secretary",
        place=COMMUNITY,
        from_on=date(2026, 1, 1),
    )
    assert hearers(complain(about_place=COMMUNITY), at_work(people)) == {"admin"}
    Duty.objects.filter(person=people["officer"]).update(
        deputy=people["admin"], leave_from_on=date(2026, 11, 20), leave_to_on=date(2026, 11, 30)
    )
    assert hearers(complain(about_place="411329001004"), at_work(people)) == {"leader", "admin"}
    StaffComplaint.objects.all().delete()
    assert hearers(complain(about_place=COMMUNITY), at_work(people)) == {"county", "county_second"}
    StaffComplaint.objects.all().delete()
    Duty.objects.filter(street=STREET).delete()
    assert hearers(complain(about_place=COMMUNITY), at_work(people)) == {"county", "county_second"}


def at_work(people: dict[str, Person]) -> dict[str, Viewer]:
    return {name: viewer(people[name], NOW) for name in CAST}


def test_the_same_complaint_sent_twice_is_there_once(cast: dict[str, Viewer]) -> None:
    first = complain(idempotency="key", about_place=COMMUNITY)
    assert complain(idempotency="key", about_place=COMMUNITY, text="again") == first
    assert queries.complaints_waiting(cast["admin"], [STREET]) == 1


@pytest.mark.parametrize("key", ["k" * 500, "\x00", "键", "\ud800", "a b"])
def test_whatever_a_client_takes_for_a_key_is_one(key: str) -> None:
    assert complain(idempotency=key).id == complain(idempotency=key).id
    assert StaffComplaint.objects.count() == 1


def test_without_a_key_nobody_gets_somebody_elses_complaint() -> None:
    assert complain(idempotency="").id != complain(idempotency="").id


def test_it_is_answered_once_to_whoever_holds_the_code(cast: dict[str, Viewer]) -> None:
    made = complain(about_place=COMMUNITY)
    assert made.answer_by == NOW + timedelta(days=15)
    assert queries.complaints_waiting(cast["admin"], [STREET]) == 1
    with pytest.raises(Refused):
        actions.answer_complaint(complaint=made, by=cast["officer"], answer="没有的事", at=NOW)
    with pytest.raises(Refused):
        actions.answer_complaint(complaint=made, by=cast["admin"], answer="  ", at=NOW)
    actions.answer_complaint(complaint=made, by=cast["admin"], answer="已批评教育", at=NOW)
    with pytest.raises(Refused):
        actions.answer_complaint(complaint=made, by=cast["leader"], answer="又一次", at=NOW)
    followed = queries.followed_complaint(STREET, made.tracking)
    assert followed is not None
    assert followed.answer == "已批评教育"
    assert queries.followed_complaint(OTHER_STREET, made.tracking) is None
    assert queries.complaints_waiting(cast["admin"], [STREET]) == 0


def test_the_facts_of_what_the_county_hears_lie_with_the_county(people: dict[str, Person]) -> None:
    made = complain(about_person_id=people["leader"].pk)
    assert facts.history(STREET, f"complaint:{made.id}") == []
    assert [fact.data for fact in facts.history(COUNTY, f"complaint:{made.id}")] == [{}]


@pytest.mark.usefixtures("cast")
def test_the_county_keeps_no_contact_and_the_street_does() -> None:
    assert complain(about_place=STREET, phone="13837701234").sealed_contact is None
    assert complain(about_place=COMMUNITY, phone="13837701234").sealed_contact is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ""},
        {"text": " \u200b\n "},
        {"text": "长" * 100_000},
        {"about_place": OTHER_STREET},
        {"about_place": "DROP TABLE"},
        {"about_place": STREET + "xyz"},
        {"about_place": COMMUNITY[:10]},
        {"about_person_id": 1},
        {"phone": "123", "about_place": COMMUNITY},
    ],
)
def test_what_is_no_complaint_is_refused_and_leaves_nothing(changes: Any) -> None:
    with pytest.raises(Refused):
        complain(**changes)
    assert not StaffComplaint.objects.exists()


def test_somebody_without_a_duty_here_cannot_be_named(people: dict[str, Person]) -> None:
    for name in ("resting", "other_admin"):
        with pytest.raises(Refused):
            complain(about_person_id=people[name].pk)


def test_whoever_holds_the_code_takes_it_back(cast: dict[str, Viewer]) -> None:
    made = complain(about_place=COMMUNITY)
    assert not actions.withdraw_complaint(street=STREET, tracking="222-222", at=NOW)
    assert actions.withdraw_complaint(street=STREET, tracking=made.tracking, at=NOW)
    assert queries.complaints(STREET, cast["admin"]) == []


def test_contact_and_complaint_go_when_their_time_is_over(cast: dict[str, Viewer]) -> None:
    made = complain(about_place=COMMUNITY, phone="13837701234")
    waiting = complain(about_place=COMMUNITY, phone="13837701234")
    actions.answer_complaint(complaint=made, by=cast["admin"], answer="已处理", at=NOW)
    assert retention.sweep(NOW + timedelta(days=30)) == {STREET: {"answered_contact": 1}}
    assert retention.sweep(NOW + timedelta(days=1095)) == {STREET: {"record": 1}}
    assert StaffComplaint.objects.get().sealed_contact == waiting.sealed_contact


def test_a_contact_nobody_answers_goes_three_years_after_the_answer_was_due(cast: dict[str, Viewer]) -> None:
    made = complain(about_place=COMMUNITY, phone="13837701234")
    over = made.answer_by + timedelta(days=1095)
    assert retention.sweep(over - timedelta(hours=1)) == {}
    assert retention.sweep(over) == {STREET: {"unanswered_contact": 1}}
    assert retention.sweep(over) == {}
    kept = StaffComplaint.objects.get()
    assert (kept.sealed_contact, kept.text) == (None, made.text)  # it can still be heard
