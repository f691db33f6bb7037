"""Deadlines in words, exactly as section 7 of the look says."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from linli.lib.calendars import CHINA, Calendar, Clock
from linli.web.wording.deadlines import Deadline, DeadlineState, clock_words, deadline_words

CALENDAR = Calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


NOW = at("2026-11-24 10:42")  # a Tuesday


def shown(
    *, clock: Clock = Clock.ROUND, now: datetime = NOW, lang: str = "zh-hans", **facts: Any
) -> tuple[str, str]:
    with translation.override(lang):
        deadline = deadline_words(now=now, clock=clock, calendar=CALENDAR, **facts)
    assert isinstance(deadline, Deadline)
    return str(deadline.state), deadline.words


@pytest.mark.parametrize(
    ("facts", "state", "chinese", "english"),
    [
        ({"due": at("2026-11-26 13:42")}, "ample", "还剩2天3小时", "2 d 3 h left"),
        ({"due": at("2026-11-25 10:42")}, "ample", "还剩1天", "1 d left"),
        ({"due": at("2026-11-25 00:42")}, "ample", "还剩14小时", "14 h left"),
        ({"due": at("2026-11-24 17:30")}, "today", "今天 17:30前", "by 17:30 today"),
        ({"due": at("2026-11-24 11:30")}, "soon", "还剩48分", "48 min left"),
        ({"due": at("2026-11-24 10:42")}, "soon", "马上到期", "due now"),
        ({"due": at("2026-11-24 05:52")}, "over", "逾期4小时50分", "4 h 50 min overdue"),
        ({"due": at("2026-11-24 10:02")}, "over", "逾期40分", "40 min overdue"),
        ({"due": NOW, "deferred_until": date(2026, 12, 1)}, "paused", "缓办至12月1日", "deferred to 1 Dec"),
        (
            {"due": NOW, "deferred_until": at("2027-01-05 09:00")},
            "paused",
            "缓办至2027年1月5日",
            "deferred to 5 Jan 2027",
        ),
        ({"due": NOW, "closed_at": NOW - timedelta(minutes=45)}, "kept", "提前45分钟", "45 min early"),
        ({"due": NOW, "closed_at": NOW - timedelta(minutes=125)}, "kept", "提前2小时5分", "2 h 5 min early"),
        ({"due": NOW, "closed_at": NOW}, "kept", "按时办结", "on time"),
        ({"due": NOW, "closed_at": NOW + timedelta(days=1)}, "late", "逾期1天办结", "closed 1 d late"),
        ({"due": NOW, "closed_at": NOW + timedelta(minutes=8)}, "late", "逾期8分钟办结", "closed 8 min late"),
    ],
)
def test_a_deadline_is_said_by_its_nearness(
    facts: dict[str, Any], state: str, chinese: str, english: str
) -> None:
    assert shown(**facts) == (state, chinese)
    assert shown(**facts, lang="en") == (state, english)


def test_less_than_a_quarter_of_the_time_is_soon() -> None:
    due = at("2026-11-25 12:42")
    assert shown(due=due, started_at=due - timedelta(hours=104))[0] == "ample"
    assert shown(due=due, started_at=due - timedelta(hours=105))[0] == "soon"


def test_a_day_is_as_long_as_a_day_of_its_calendar() -> None:
    friday, monday = at("2026-11-27 16:00"), at("2026-11-30 16:00")
    assert shown(clock=Clock.OFFICE, now=friday, due=monday) == ("ample", "还剩1天")
    assert shown(clock=Clock.DAILY, now=at("2026-11-23 12:52"), due=at("2026-11-24 12:52")) == (
        "ample",
        "还剩1天",
    )


def test_the_evening_after_a_missed_deadline_is_overdue_though_no_counted_time_passed() -> None:
    assert shown(clock=Clock.OFFICE, now=at("2026-11-24 21:00"), due=at("2026-11-24 18:00")) == (
        "over",
        "已过期限",
    )


def test_a_deferral_that_has_passed_waits_no_longer() -> None:
    facts: dict[str, Any] = {"due": at("2026-11-26 13:42")}
    assert shown(**facts, deferred_until=date(2026, 11, 23))[0] == "ample"
    assert shown(**facts, deferred_until=date(2026, 11, 24))[0] == "paused"
    assert shown(**facts, deferred_until=NOW)[0] == "ample"


def test_today_is_the_day_of_the_office_and_not_of_utc() -> None:
    assert shown(now=datetime(2026, 11, 23, 23, tzinfo=UTC), due=at("2026-11-24 17:30"))[0] == "today"


def test_no_deadline_says_nothing() -> None:
    assert deadline_words(now=NOW, due=None, clock=Clock.ROUND, calendar=CALENDAR) is None


def test_each_clock_says_in_which_hours_it_counts() -> None:
    with translation.override("zh-hans"):
        assert [clock_words(clock) for clock in Clock] == ["按工作时计", "按每日8至20时计", "按24小时计"]


@given(
    due=st.integers(-100_000, 100_000),
    closed=st.none() | st.integers(-100_000, 100_000),
    deferred=st.none() | st.integers(-100_000, 100_000),
    clock=st.sampled_from(list(Clock)),
)
def test_any_deadline_has_words_and_weighs_what_it_is(
    due: int, closed: int | None, deferred: int | None, clock: Clock
) -> None:
    def moment(minutes: int | None) -> datetime | None:
        return None if minutes is None else NOW + timedelta(minutes=minutes)

    deadline = deadline_words(
        now=NOW,
        due=moment(due),
        clock=clock,
        calendar=CALENDAR,
        closed_at=moment(closed),
        deferred_until=moment(deferred),
    )
    assert deadline is not None
    assert deadline.words
    if closed is not None:
        assert deadline.state is (DeadlineState.KEPT if closed <= due else DeadlineState.LATE)
    elif deferred is not None and deferred > 0:
        assert deadline.state is DeadlineState.PAUSED
    else:
        assert (deadline.state is DeadlineState.OVER) == (due < 0)
