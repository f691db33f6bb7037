"""The day's digest: once a day, on working days, to whom it has something to say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from linli.facts import deliveries
from linli.notify import actions
from linli.notify.models import Notice
from linli.people.models import Person
from linli.people.rows import Viewer
from tests.builders import Town, report

pytestmark = pytest.mark.usefixtures("with_mail")
Work = Callable[..., int]
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # four in the afternoon there
SEVEN = datetime(2026, 11, 23, 23, tzinfo=UTC)  # seven on Tuesday morning
EIGHT = SEVEN + timedelta(hours=1)


def give_address(viewer: Viewer) -> Person:
    Person.objects.filter(pk=viewer.person_id).update(email="one@example.org")
    return Person.objects.get(pk=viewer.person_id)


def draw_up(work: Work, at: datetime) -> None:
    deliveries.handler("notify.digests")({}, at)
    work(at)


def test_a_digest_says_what_came_what_is_due_and_what_is_overdue_once_a_day(town: Town, work: Work) -> None:
    give_address(town.grid_member)
    old = report(at=MONDAY - timedelta(days=3), category="99-01")
    new = report(at=MONDAY + timedelta(hours=2), text="张三家门口")
    work(MONDAY + timedelta(hours=3))
    draw_up(work, SEVEN)
    assert not mail.outbox
    for hours in (0, 1, 2, 5):
        draw_up(work, EIGHT + timedelta(hours=hours))
    (message,) = mail.outbox
    assert "新到" in message.body
    assert new.number in message.body
    assert "一天内到期" in message.body or "逾期" in message.body
    assert "张三" not in message.body
    assert "List-Unsubscribe" in message.extra_headers
    assert old.number in message.body
    assert not Notice.objects.filter(channel="mail", digest=True, sent_at=None).exists()


def test_nothing_to_say_is_not_said(town: Town, work: Work) -> None:
    give_address(town.judge if hasattr(town, "judge") else town.auditor)
    actions.choose(person=give_address(town.auditor), mail={"new": "digest"}, quiet_from=None, quiet_to=None)
    draw_up(work, EIGHT)
    assert not mail.outbox
    assert Notice.objects.filter(channel="digest", sent_at=None).count() == 0


def test_on_a_day_off_nothing_is_sent_and_the_next_working_day_brings_it(town: Town, work: Work) -> None:
    give_address(town.grid_member)
    friday = datetime(2026, 11, 27, 8, tzinfo=UTC)
    case = report(at=friday)
    work(friday)
    draw_up(work, datetime(2026, 11, 28, 1, tzinfo=UTC))
    assert not mail.outbox
    draw_up(work, datetime(2026, 11, 30, 1, tzinfo=UTC))
    assert case.number in mail.outbox[0].body


def test_who_wants_no_digest_gets_none(town: Town, work: Work) -> None:
    ways = dict.fromkeys(("assigned", "new", "check", "course", "reminder", "urging"), "off")
    actions.choose(person=give_address(town.grid_member), mail=ways, quiet_from=None, quiet_to=None)
    report(at=MONDAY)
    work(MONDAY)
    draw_up(work, EIGHT)
    assert not mail.outbox


def test_a_digest_of_yesterday_is_not_sent_today(town: Town, work: Work) -> None:
    give_address(town.grid_member)
    case = report(at=MONDAY)
    work(MONDAY)
    deliveries.handler("notify.digests")({}, EIGHT)
    work(EIGHT + timedelta(days=1))
    assert not mail.outbox
    draw_up(work, EIGHT + timedelta(days=1, minutes=1))
    assert [case.number in message.body for message in mail.outbox] == [True]


def test_a_departments_officer_has_a_digest_too(town: Town, work: Work) -> None:
    give_address(town.department_officer)
    draw_up(work, EIGHT)
    assert Notice.objects.filter(channel="digest", person_id=town.department_officer.person_id).exists()
