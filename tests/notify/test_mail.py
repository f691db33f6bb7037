"""Mail: danger and assignments to colleagues, each told step to reporters, at a decent hour."""

import smtplib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from linli.cases import actions
from linli.cases.models import Case
from linli.facts import queries as facts
from linli.lib.db import writing
from linli.notify import queries
from linli.notify.models import Notice
from linli.people.models import Person
from linli.people.rows import Viewer
from linli.places import memory
from linli.places.models import Setting
from tests.builders import AT, STREET, Town, handled, report

pytestmark = pytest.mark.usefixtures("with_mail")
Work = Callable[..., int]
NIGHT = datetime(2026, 11, 24, 15, tzinfo=UTC)  # eleven in the evening there
MORNING = datetime(2026, 11, 24, 23, tzinfo=UTC)  # seven the next day
RESIDENT = "resident@example.org"
AN_HOUR = timedelta(minutes=61)  # after which the next mail about a case may go


def give_address(viewer: Viewer, address: str) -> None:
    Person.objects.filter(pk=viewer.person_id).update(email=address)


def to(address: str) -> list[Any]:
    return [message for message in mail.outbox if message.to == [address]]


def test_an_assignment_is_sent_to_who_has_an_address(town: Town, work: Work) -> None:
    give_address(town.grid_member, "grid@example.org")
    case = report()
    actions.dispatch(case=case, by=town.community_officer, at=AT, assignee_id=town.grid_member.person_id)
    work()
    (message,) = to("grid@example.org")
    assert case.number in message.subject
    assert f"/desk/{STREET}/{case.number}/" in message.body
    assert "垃圾，三天" not in message.body  # a resident's words do not leave the house
    assert Notice.objects.get(channel="mail", kind="case.dispatched").sent_at is not None


def test_danger_wakes_the_roster_and_nobody_else(town: Town, work: Work) -> None:
    give_address(town.street_officer, "roster@example.org")
    give_address(town.second_street_officer, "other@example.org")
    report(category="05-01", text="路面塌陷。", at=NIGHT)
    work(NIGHT)
    assert len(to("roster@example.org")) == 1
    assert not to("other@example.org")


def test_at_night_other_messages_wait_for_the_morning(town: Town, work: Work) -> None:
    give_address(town.grid_member, "grid@example.org")
    case = report(at=NIGHT)
    actions.dispatch(case=case, by=town.community_officer, at=NIGHT, assignee_id=town.grid_member.person_id)
    work(NIGHT)
    assert not mail.outbox
    work(MORNING - timedelta(minutes=1))
    assert not mail.outbox
    work(MORNING)
    assert len(to("grid@example.org")) == 1


def test_a_reporter_who_left_an_address_hears_each_step(town: Town, work: Work) -> None:
    case = report(email=RESIDENT)
    work()
    later = AT + AN_HOUR
    actions.fix(case=case, by=town.grid_member, at=later, result="已清运干净。")
    work(later)
    last = later + AN_HOUR
    actions.verify(case=case, by=town.community_officer, at=last)
    work(last)
    received, done, verified = to(RESIDENT)
    for message in (received, done, verified):
        assert case.tracking in message.subject
        assert f"/{STREET}/t/{case.tracking}/" in message.body
        for name in (town.grid_member.name, town.community_officer.name, case.number):
            assert name not in message.body
    assert "已清运干净。" in done.body
    assert "waste" not in received.body
    assert received.extra_headers["Message-ID"] != done.extra_headers["Message-ID"]


def test_what_is_not_told_stays_in_the_office(town: Town, work: Work) -> None:
    case = report(email=RESIDENT)
    actions.note(case=case, by=town.grid_member, at=AT, words="这户人家难说话")
    actions.escalate(case=case, by=town.grid_member, at=AT, reason="这户人家难说话")
    work()
    (told,) = to(RESIDENT)
    assert "上一级" in told.body
    assert not any("难说话" in message.body for message in mail.outbox)


def test_an_erased_contact_gets_no_more_mail(town: Town, work: Work) -> None:
    case = handled(town, email=RESIDENT)
    actions.erase(case=case, at=AT)
    work()
    assert not mail.outbox


def test_the_reporter_of_a_joined_case_goes_on_hearing(town: Town, work: Work) -> None:
    first, second = report(), report(email=RESIDENT, text="同一堆垃圾。")
    work()
    later = AT + AN_HOUR
    actions.join(case=second, by=town.community_officer, at=later, into=first)
    work(later)
    first.refresh_from_db()
    last = later + AN_HOUR
    actions.fix(case=first, by=town.grid_member, at=last, result="已清运。")
    work(last)
    filed, joined, done = to(RESIDENT)
    assert "更早" in joined.body
    assert "已清运。" in done.body
    assert second.tracking in filed.subject
    assert second.tracking in done.subject


def test_of_a_chain_of_joins_everybody_hears_and_after_separating_their_own_again(
    town: Town, work: Work
) -> None:
    root, middle, last = report(), report(), report(email=RESIDENT)
    later = AT + timedelta(minutes=9)
    for n, (case, into) in enumerate(((last, middle), (middle, root)), start=1):
        at = AT + timedelta(minutes=n)
        actions.join(case=Case.objects.get(pk=case.pk), by=town.community_officer, at=at, into=into)
    root.refresh_from_db()
    actions.start(case=root, by=town.grid_member, at=later)
    work(later)
    (told,) = to(RESIDENT)
    assert [told.body.count(words) for words in ("更早", "已开始处置", "have received")] == [2, 1, 1]
    last.refresh_from_db()
    actions.separate(case=last, by=town.community_officer, at=later, reason="不是同一堆，这家人弄错了")
    root.refresh_from_db()
    actions.fix(case=root, by=town.grid_member, at=later, result="已清运。")
    work(later)
    assert len(to(RESIDENT)) == 1, "not more than one mail an hour"
    work(later + AN_HOUR)
    (told,) = to(RESIDENT)[1:]
    assert "不是同一件事" in told.body
    assert "弄错" not in told.body, "the reason stays with the office"


def test_a_step_of_the_other_case_that_waited_for_the_morning_is_not_sent_to_who_was_separated(
    town: Town, work: Work
) -> None:
    first, second = report(at=NIGHT), report(email=RESIDENT, at=NIGHT)
    actions.join(case=second, by=town.community_officer, at=NIGHT, into=first)
    first.refresh_from_db()
    actions.answer(case=first, by=town.community_officer, at=NIGHT, words="张先生您好")
    work(NIGHT)
    second.refresh_from_db()
    actions.separate(case=second, by=town.community_officer, at=NIGHT, reason="不是同一堆")
    work(MORNING)
    assert ["不是同一件事" in message.body for message in to(RESIDENT)].count(True) == 1
    assert not any("张先生" in message.body for message in to(RESIDENT))


def test_a_refusing_mail_server_is_asked_again_and_seen(
    town: Town, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Exception | None] = [smtplib.SMTPServerDisconnected("gone"), None]
    send = EmailBackend.send_messages

    def refuse(self: EmailBackend, messages: Any) -> Any:
        if answer := answers.pop(0):
            raise answer
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    report(email=RESIDENT)
    work()
    (waiting,) = [row for row in facts.failing(STREET, attempts=1) if row.handler == "notify.mail"]
    assert waiting.last_error.startswith("SMTPServerDisconnected")
    assert RESIDENT not in waiting.last_error
    work(AT + timedelta(minutes=5))
    assert len(to(RESIDENT)) == 1
    assert not facts.failing(STREET, attempts=1)


@pytest.mark.parametrize(("code", "is_given_up"), [(550, True), (450, False)])
def test_an_address_refused_for_good_is_given_up_and_the_channel_is_not_blamed(
    town: Town, work: Work, monkeypatch: pytest.MonkeyPatch, code: int, is_given_up: bool
) -> None:
    refusal = smtplib.SMTPRecipientsRefused({RESIDENT: (code, b"no such user")})

    def refuse(self: EmailBackend, messages: Any) -> Any:
        raise refusal

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    report(email=RESIDENT)
    work()
    notice = Notice.objects.get(channel="reporter")
    assert (notice.fault, notice.sent_at) == ("address" if is_given_up else "", None)
    assert bool(facts.failing(STREET, attempts=1)) is not is_given_up
    (line,) = queries.lines(STREET)
    assert line.is_bad is not is_given_up
    assert line.waiting == (0 if is_given_up else 1)


def test_a_street_may_do_without_mail(town: Town, work: Work) -> None:
    with writing():
        Setting.objects.create(
            id=1, street=STREET, place=STREET, key="notify.mail", value="0", from_at=AT - timedelta(days=1)
        )
        memory.move(STREET, "settings")
    report(email=RESIDENT)
    work()
    assert not mail.outbox
    assert Notice.objects.filter(channel="app").exists()
