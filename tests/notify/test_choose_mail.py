"""Each person's choice per kind of news, over what the office has set; quiet hours of one's own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from linli.cases import actions as cases
from linli.cases.clockwork import tick
from linli.cases.refusals import Invalid
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.notify import actions, groups, rules
from linli.notify.groups import Group, Preset, When
from linli.notify.models import Choices, Notice
from linli.people.models import Person
from linli.people.rows import Viewer
from linli.places import memory
from linli.places.models import Setting
from tests.builders import AT, STREET, Town, report

pytestmark = pytest.mark.usefixtures("with_mail")
Work = Callable[..., int]
NIGHT = AT + timedelta(hours=14)


def person(viewer: Viewer, address: str = "one@example.org") -> Person:
    Person.objects.filter(pk=viewer.person_id).update(email=address)
    return Person.objects.get(pk=viewer.person_id)


def choose(viewer: Viewer, quiet: tuple[int, int] | None = None, **ways: str) -> Choices:
    quiet_from, quiet_to = quiet or (None, None)
    return actions.choose(person=person(viewer), mail=ways, quiet_from=quiet_from, quiet_to=quiet_to)


def office(key: str, value: object) -> None:
    with writing():
        Setting.objects.create(
            id=new_id(), street=STREET, place=STREET, key=key, value=value, from_at=AT - timedelta(days=1)
        )
        memory.move(STREET, "settings")


def titles() -> list[str]:
    return [message.subject for message in mail.outbox]


def test_a_new_case_waits_for_the_digest_unless_somebody_wants_it_at_once(town: Town, work: Work) -> None:
    person(town.grid_member)
    report()
    work()
    assert not mail.outbox
    choose(town.grid_member, new="now")
    report()
    work()
    assert ["新案件" in title for title in titles()] == [True]


def test_who_wants_no_mail_gets_none_and_finds_it_in_the_system(town: Town, work: Work) -> None:
    choose(town.grid_member, assigned="off", new="off")
    case = report()
    cases.dispatch(case=case, by=town.community_officer, at=AT, assignee_id=town.grid_member.person_id)
    work()
    assert not mail.outbox
    assert Notice.objects.filter(channel="app", person_id=town.grid_member.person_id).count() == 2
    assert not Notice.objects.filter(channel="mail").exists()


def test_danger_reaches_the_roster_whatever_they_chose_and_at_any_hour(town: Town, work: Work) -> None:
    ways = {str(group): "off" for group in Group}
    choose(town.street_officer, (0, 23), **ways)
    report(category="05-01", text="路面塌陷", at=NIGHT)
    work(NIGHT)
    assert len(mail.outbox) == 1
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers
    assert "danger" not in Choices.objects.get().mail


@pytest.mark.parametrize(("set_to", "mails"), [("all_now", 1), ("urgent_now", 0), ("digest", 0), ("off", 0)])
def test_who_chose_nothing_follows_the_office(town: Town, work: Work, set_to: str, mails: int) -> None:
    office("notify.mail_grid", set_to)
    person(town.grid_member)
    report()
    work()
    assert len(mail.outbox) == mails
    assert Notice.objects.filter(channel="mail", digest=True).exists() == (set_to in {"urgent_now", "digest"})


def test_own_quiet_hours_hold_a_message_back_longer_than_the_offices(town: Town, work: Work) -> None:
    choose(town.grid_member, (20, 9), new="now")
    report(at=NIGHT)
    work(NIGHT)
    work(datetime(2026, 11, 25, 0, 30, tzinfo=UTC))  # half past eight there: the office is awake
    assert not mail.outbox
    work(datetime(2026, 11, 25, 1, 0, tzinfo=UTC))
    assert len(mail.outbox) == 1


def test_of_one_case_not_more_than_one_mail_an_hour_and_nothing_is_lost(town: Town, work: Work) -> None:
    choose(town.grid_member, new="now", course="now")
    case = report()
    work()
    for minutes in (5, 10):
        at = AT + timedelta(minutes=minutes)
        cases.add(case=case, at=at, words="还在。")
        case.refresh_from_db()
        work(at)
    assert len(mail.outbox) == 1
    work(AT + timedelta(minutes=59))
    assert len(mail.outbox) == 1
    work(AT + timedelta(minutes=61))
    assert len(mail.outbox) == 2
    assert Notice.objects.filter(channel="mail", sent_at=None).count() == 0


def test_a_reminder_of_what_was_given_to_somebody_is_sent_at_once_and_only_once(
    town: Town, work: Work
) -> None:
    person(town.grid_member)
    case = report()
    cases.dispatch(case=case, by=town.community_officer, at=AT, assignee_id=town.grid_member.person_id)
    work()
    later = AT + timedelta(hours=3, minutes=30)
    for _ in range(3):
        tick(later)
        work(later)
    assert [("临近" in title or "到期" in title) for title in titles()[1:]] == [True]


@pytest.mark.parametrize("hours", [(None, 7), (21, None), (24, 7), (-1, 7)])
def test_half_a_pair_of_hours_is_refused(town: Town, hours: tuple[Any, Any]) -> None:
    with pytest.raises(Invalid):
        actions.choose(person=person(town.grid_member), mail={}, quiet_from=hours[0], quiet_to=hours[1])


def test_what_is_no_group_or_no_way_is_not_kept(town: Town) -> None:
    assert choose(town.grid_member, new="never", danger="off", other="now", check="off").mail == {
        "check": "off"
    }


def test_every_told_step_is_in_a_group_that_a_person_can_choose() -> None:
    for kind, audiences in rules.AUDIENCES.items():
        for audience in audiences:
            assert groups.group_of(kind, audience) in Group


@given(st.sampled_from(Group), st.sampled_from(Preset), st.dictionaries(st.text(), st.text()))
def test_whatever_is_stored_there_is_an_answer_and_danger_is_always_at_once(
    group: Group, preset: Preset, stored: dict[str, str]
) -> None:
    way = groups.chosen(stored, preset, group)
    assert way in When
    assert way is When.NOW or group is not Group.DANGER


@pytest.mark.parametrize(
    ("hour", "start", "end", "expected"),
    [
        (20, 21, 7, (24, 20)),
        (21, 21, 7, (25, 7)),
        (6, 21, 7, (24, 7)),
        (7, 21, 7, (24, 7)),
        (13, 12, 14, (24, 14)),
        (13, 9, 9, (24, 13)),
    ],
)
def test_quiet_hours_end_in_the_morning(hour: int, start: int, end: int, expected: tuple[int, int]) -> None:
    hours = groups.quiet_hours(start, end)
    moment = groups.after_quiet(datetime(2026, 11, 24, hour, 0, tzinfo=UTC), hours)
    assert (moment.day, moment.hour) == expected


@given(st.datetimes(timezones=st.just(UTC)), st.sets(st.integers(0, 23)))
def test_a_message_never_goes_in_a_quiet_hour_and_never_waits_a_day(
    moment: datetime, hours: set[int]
) -> None:
    if moment.year == 9999:
        return
    after = groups.after_quiet(moment, frozenset(hours))
    assert moment <= after < moment + timedelta(days=1)
    assert after.hour not in hours or len(hours) == 24
