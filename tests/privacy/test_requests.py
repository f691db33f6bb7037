"""Requests about one's own data, their own clock, and the copy of what is kept."""

from datetime import timedelta
from typing import Any

import pytest

from linli.facts import queries as facts
from linli.people.rows import Viewer
from linli.people.verdicts import ALLOWED, Refused
from linli.privacy import actions, copies, purposes, queries, retention, rules
from linli.privacy.models import RightsRequest
from tests.privacy.conftest import NOW, STREET

pytestmark = pytest.mark.django_db
purposes.register("publish", "Show it to the public")


def ask(**changes: Any) -> RightsRequest:
    values: dict[str, Any] = {"street": STREET, "kind": "delete", "case_code": "7k3 9qf", "idempotency": "a"}
    return actions.make_request(**{**values, **changes}, at=NOW)


def test_a_request_has_its_own_code_and_day_of_answer(cast: dict[str, Viewer]) -> None:
    made = ask()
    assert made.case_code == "7K3-9QF"
    assert made.answer_by == NOW + timedelta(days=15)
    assert ask() == made
    assert queries.followed_request(STREET, made.tracking) == made
    assert queries.requests(STREET, cast["admin"]) == [made]
    assert facts.history(STREET, f"rights:{made.id}")[0].data == {"asks": "delete"}


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "sell"},
        {"case_code": "", "text": ""},
        {"case_code": "not a code"},
        {"kind": "correct", "text": ""},
        {"text": "长" * 2001},
        {"phone": "1"},
    ],
)
def test_what_cannot_be_answered_is_refused_and_leaves_nothing(changes: Any) -> None:
    with pytest.raises(Refused):
        ask(**changes)
    assert not RightsRequest.objects.exists()


def test_the_administrator_answers_once_and_lateness_stays_visible(cast: dict[str, Viewer]) -> None:
    made = ask()
    late = NOW + timedelta(days=16)
    assert rules.is_overdue(answer_by=made.answer_by, answered_at=None, at=late)
    for who in ("officer", "leader", "county", "auditor", "other_admin", "resting"):
        with pytest.raises(Refused):
            actions.answer_request(request=made, by=cast[who], answer="好", at=late)
        with pytest.raises(Refused):
            queries.requests(STREET, cast[who])
    actions.answer_request(request=made, by=cast["admin"], answer="已删除", at=late)
    with pytest.raises(Refused):
        actions.answer_request(request=made, by=cast["admin"], answer="再删", at=late)
    assert queries.request(STREET, cast["admin"], made.id) == made
    assert facts.history(STREET, f"rights:{made.id}")[-1].data == {"late": True}


def test_a_copy_shows_what_is_kept_masked(cast: dict[str, Viewer]) -> None:
    actions.keep_contact(
        street=STREET, subject="case:1", name="王小明", phone="13837701234", email="wang@example.com", at=NOW
    )
    actions.look(
        street=STREET, contact_subject="case:1", by=cast["officer"], verdict=ALLOWED, reason="回访", at=NOW
    )
    actions.give_consent(street=STREET, subject="case:1", purpose="publish", at=NOW)
    contact, consents = copies.copy_of(STREET, "case:1")
    values = [line.value for line in contact.lines]
    assert values[:3] == ["王*", "138****1234", "w***@example.com"]
    assert values[-1] == 1
    assert consents.lines[0].value == "Show it to the public"
    assert copies.copy_of(STREET, "case:2") == []


def test_a_copy_of_what_no_key_opens_says_so(keys: Any) -> None:
    actions.keep_contact(street=STREET, subject="case:1", phone="13837701234", at=NOW)
    keys.CONTACT_KEYS = ["another key of more than thirty-two characters"]
    [contact] = copies.copy_of(STREET, "case:1")
    assert "13837701234" not in str(contact)


def test_a_withdrawn_consent_ends_at_once() -> None:
    def stands() -> bool:
        return queries.has_consent(STREET, "case:1", "publish")

    assert not stands()
    given = actions.give_consent(street=STREET, subject="case:1", purpose="publish", at=NOW)
    assert actions.give_consent(street=STREET, subject="case:1", purpose="publish", at=NOW) == given
    assert stands()
    assert not queries.has_consent(STREET, "case:1", "sell")
    assert actions.withdraw_consent(street=STREET, subject="case:1", purpose="publish", at=NOW)
    assert not stands()
    assert not actions.withdraw_consent(street=STREET, subject="case:1", purpose="publish", at=NOW)
    actions.give_consent(street=STREET, subject="case:1", purpose="publish", at=NOW)
    assert stands()
    with pytest.raises(KeyError):
        actions.give_consent(street=STREET, subject="case:1", purpose="anything", at=NOW)


def test_the_page_of_rights_lists_every_rule_with_its_days() -> None:
    shown = {each.rule.kind: each.days for each in retention.shown(STREET, NOW)}
    assert shown["contact"] == 30
    assert shown["record"] == 1095
    assert shown["picture_original"] == 30
    assert all(str(each.rule.name) and str(each.rule.why) for each in retention.shown(STREET, NOW))


def test_the_log_of_looks_goes_after_its_time(cast: dict[str, Viewer]) -> None:
    actions.keep_contact(street=STREET, subject="case:1", phone="13837701234", at=NOW)
    actions.look(
        street=STREET, contact_subject="case:1", by=cast["officer"], verdict=ALLOWED, reason="回访", at=NOW
    )
    assert retention.sweep(NOW + timedelta(days=1094)) == {}
    assert retention.sweep(NOW + timedelta(days=1095)) == {STREET: {"record": 1}}
    assert queries.looks(STREET, cast["auditor"]) == []
