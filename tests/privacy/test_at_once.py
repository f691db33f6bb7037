"""Two at once: what is sent twice is kept once, and of two who answer one wins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from linli.facts import chains
from linli.people.models import Person
from linli.people.queries import viewer
from linli.people.verdicts import Refused
from linli.privacy import actions
from linli.privacy.actions import codes
from linli.privacy.models import Contact, RightsRequest, StaffComplaint
from tests.privacy.conftest import COMMUNITY, NOW, STREET


def together(*acts: Callable[[], Any]) -> list[Any]:
    """This will do all acts at the same moment in threads of their own; a refusal is an answer too."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_complaint_one_request_and_one_contact() -> None:
    def complain() -> StaffComplaint:
        return actions.complain(street=STREET, text="态度不好", idempotency="key", at=NOW)

    def ask() -> RightsRequest:
        return actions.make_request(street=STREET, kind="copy", text="全部", idempotency="key", at=NOW)

    def keep() -> Contact | None:
        return actions.keep_contact(street=STREET, subject="case:1", phone="13837701234", at=NOW)

    made = together(complain, complain, complain, ask, ask, ask, keep, keep, keep)
    assert len({row.id for row in made[:3]}) == len({row.id for row in made[3:6]}) == 1
    assert StaffComplaint.objects.count() == RightsRequest.objects.count() == Contact.objects.count() == 1
    assert list(chains.verify(STREET)) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_wins_and_the_other_is_told(people: dict[str, Person]) -> None:
    made = actions.complain(street=STREET, text="态度不好", about_place=COMMUNITY, idempotency="a", at=NOW)

    def answer(name: str) -> Callable[[], StaffComplaint]:
        who = viewer(people[name], NOW)
        return lambda: actions.answer_complaint(
            complaint=StaffComplaint.objects.get(id=made.id), by=who, answer=name, at=NOW
        )

    answers = together(answer("leader"), answer("admin"))
    [told] = [each for each in answers if isinstance(each, Refused)]
    [answered] = [each for each in answers if isinstance(each, StaffComplaint)]
    assert "同事" in str(told.reason)
    made.refresh_from_db()
    assert made.answer == answered.answer


@pytest.mark.django_db
def test_a_code_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["222-222", "222-222", "333-333"])
    monkeypatch.setattr(codes, "tracking_code", lambda: next(drawn))
    made = [
        actions.make_request(street=STREET, kind="copy", text="全部", idempotency=key, at=NOW) for key in "ab"
    ]
    assert [row.tracking for row in made] == ["222-222", "333-333"]
