"""Counted time, against the State Council's real calendar of 2026."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linli.lib.calendars import CHINA, Calendar, Clock, Limit, Unit

YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
REAL = Calendar(
    days_off=frozenset(day for day in YEAR if day.weekday() < 5 and chinese_calendar.is_holiday(day)),
    days_on=frozenset(day for day in YEAR if day.weekday() >= 5 and chinese_calendar.is_workday(day)),
    known_years=frozenset({2026}),
)
NIGHT = Calendar(office_hours=((time(0), time(6)), (time(22), time(0))))

CLOCKS = st.sampled_from(Clock)
MOMENTS = st.integers(0, 3 * 366 * 24 * 3600).map(
    lambda seconds: datetime(2025, 6, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
LIMITS = st.builds(Limit, st.integers(1, 60), st.sampled_from(Unit))
CALENDARS = st.sampled_from([REAL, NIGHT])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def due(clock: Clock, start: str, limit: str) -> str:
    return f"{REAL.add(clock, at(start), Limit.parse(limit)).astimezone(CHINA):%Y-%m-%d %H:%M}"


def test_the_year_agrees_with_the_state_council_day_by_day() -> None:
    assert [day for day in YEAR if REAL.is_working_day(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize(
    ("clock", "start", "limit", "end"),
    [
        (Clock.OFFICE, "2026-11-27 16:00", "1wd", "2026-11-30 16:00"),  # Friday to Monday
        (Clock.OFFICE, "2026-11-24 11:00", "4h", "2026-11-24 17:30"),  # over the midday break
        (Clock.OFFICE, "2026-11-24 17:00", "4h", "2026-11-25 11:00"),
        (Clock.OFFICE, "2026-11-24 08:00", "4h", "2026-11-24 12:00"),  # ends as the window ends
        (Clock.OFFICE, "2026-11-28 10:00", "1h", "2026-11-30 09:00"),  # filed on a Saturday
        (Clock.OFFICE, "2026-11-24 13:00", "30min", "2026-11-24 15:00"),
        (Clock.OFFICE, "2026-11-24 12:00", "1wd", "2026-11-25 12:00"),
        (Clock.OFFICE, "2026-11-01 09:00", "20wd", "2026-11-27 18:00"),  # filed on a Sunday
        (Clock.DAILY, "2026-11-24 21:00", "4h", "2026-11-25 12:00"),
        (Clock.DAILY, "2026-11-28 18:00", "4h", "2026-11-29 10:00"),  # waste does not wait for Monday
        (Clock.DAILY, "2026-11-24 10:00", "2wd", "2026-11-26 10:00"),
        (Clock.ROUND, "2026-11-28 23:50", "30min", "2026-11-29 00:20"),
        (Clock.ROUND, "2026-02-16 12:00", "1wd", "2026-02-17 12:00"),
    ],
)
def test_a_deadline_falls_where_an_officer_expects_it(clock: Clock, start: str, limit: str, end: str) -> None:
    assert due(clock, start, limit) == end


def test_the_spring_festival_stops_the_office_and_make_up_saturdays_count() -> None:
    # 2026: off from Sunday 15 to Monday 23 February, made up for on Saturday 14 and Saturday 28.
    assert due(Clock.OFFICE, "2026-02-13 16:00", "1wd") == "2026-02-14 16:00"
    assert due(Clock.OFFICE, "2026-02-14 16:00", "1wd") == "2026-02-24 16:00"
    assert due(Clock.OFFICE, "2026-02-18 10:00", "1wd") == "2026-02-24 18:00"
    assert due(Clock.OFFICE, "2026-02-27 16:00", "2wd") == "2026-03-02 16:00"
    assert due(Clock.DAILY, "2026-02-17 09:00", "4h") == "2026-02-17 13:00"


def test_a_year_without_announced_holidays_is_provisional() -> None:
    assert not REAL.provisional(date(2026, 12, 31))
    assert REAL.provisional(date(2027, 1, 1))
    assert REAL.is_working_day(date(2027, 1, 1))  # a Friday, until the notice comes


def test_windows_are_those_of_the_day() -> None:
    assert REAL.windows(Clock.OFFICE, date(2026, 2, 17)) == []
    assert REAL.windows(Clock.OFFICE, date(2026, 2, 14)) == [
        (at("2026-02-14 08:00"), at("2026-02-14 12:00")),
        (at("2026-02-14 14:30"), at("2026-02-14 18:00")),
    ]
    assert REAL.windows(Clock.ROUND, date(2026, 2, 17)) == [(at("2026-02-17"), at("2026-02-18"))]
    hours = [REAL.day_length(clock) / timedelta(hours=1) for clock in Clock]
    assert hours == [7.5, 12, 24]


@given(CALENDARS, CLOCKS, MOMENTS, LIMITS)
def test_between_gives_back_what_add_put_in(
    calendar: Calendar, clock: Clock, start: datetime, limit: Limit
) -> None:
    end = calendar.add(clock, start, limit)
    assert calendar.between(clock, start, end) == limit.span(calendar.day_length(clock))
    assert calendar.remaining(clock, end, start) == -calendar.remaining(clock, start, end)
    assert end.tzinfo is UTC


@given(CALENDARS, CLOCKS, MOMENTS, LIMITS)
def test_a_deadline_lies_in_a_window_or_at_its_end(
    calendar: Calendar, clock: Clock, start: datetime, limit: Limit
) -> None:
    end = calendar.add(clock, start, limit)
    day = end.astimezone(CHINA).date()
    windows = calendar.windows(clock, day) + calendar.windows(clock, day - timedelta(days=1))
    assert any(opens < end <= closes for opens, closes in windows)


@given(CALENDARS, CLOCKS, MOMENTS, MOMENTS, LIMITS, LIMITS)
def test_later_starts_and_longer_limits_never_end_earlier(
    calendar: Calendar, clock: Clock, start: datetime, later: datetime, limit: Limit, longer: Limit
) -> None:
    assume(start <= later)
    assert calendar.add(clock, start, limit) <= calendar.add(clock, later, limit)
    length = calendar.day_length(clock)
    assume(limit.span(length) <= longer.span(length))
    assert calendar.add(clock, start, limit) <= calendar.add(clock, start, longer)


@given(CALENDARS, CLOCKS, MOMENTS, MOMENTS, MOMENTS)
def test_counted_time_adds_up(
    calendar: Calendar, clock: Clock, a: datetime, b: datetime, c: datetime
) -> None:
    a, b, c = sorted([a, b, c])
    whole = calendar.between(clock, a, c)
    assert calendar.between(clock, a, b) + calendar.between(clock, b, c) == whole
    assert calendar.between(clock, c, a) == timedelta(0)
    assert timedelta(0) <= whole <= c - a
    assert calendar.between(clock, a, calendar.add_span(clock, a, whole)) == whole


@given(CLOCKS, MOMENTS)
def test_between_agrees_with_the_sum_of_windows(clock: Clock, start: datetime) -> None:
    end = start + timedelta(days=9, hours=5, minutes=17)
    first = start.astimezone(CHINA).date()
    windows = [w for n in range(11) for w in REAL.windows(clock, first + timedelta(days=n))]
    pieces = [min(closes, end) - max(opens, start) for opens, closes in windows]
    counted = sum((piece for piece in pieces if piece > timedelta(0)), timedelta(0))
    assert REAL.between(clock, start, end) == counted


def test_nothing_left_to_count_ends_at_once_and_less_is_refused() -> None:
    night = at("2026-11-24 23:00")
    assert REAL.add_span(Clock.OFFICE, night, timedelta(0)) == night
    with pytest.raises(ValueError, match="never taken away"):
        REAL.add_span(Clock.OFFICE, night, timedelta(seconds=-1))


@given(LIMITS)
def test_a_limit_is_read_as_it_is_written(limit: Limit) -> None:
    assert Limit.parse(str(limit)) == limit


@pytest.mark.parametrize("text", ["", "4", "h", "-4h", "0h", "1.5h", "4 days", "４h", "99999999h", "4h\n2wd"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="limit"):
        Limit.parse(text)


def test_endless_deadlines_are_refused_rather_than_searched_for() -> None:
    never = Calendar(days_off=frozenset(date(2020, 1, 1) + timedelta(days=n) for n in range(6000)))
    for calendar, limit in [(REAL, "1000000wd"), (REAL, "3000wd"), (never, "1h")]:
        with pytest.raises(OverflowError):
            calendar.add(Clock.OFFICE, at("2026-01-01 09:00"), Limit.parse(limit))


@pytest.mark.parametrize(
    "hours",
    [
        (),
        ((time(12), time(8)),),
        ((time(8), time(12)), (time(11), time(18))),
        ((time(14), time(18)), (time(8), time(12))),
    ],
)
def test_hours_that_make_no_day_are_refused(hours: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="windows"):
        Calendar(office_hours=hours)


def test_a_day_cannot_be_both_off_and_worked() -> None:
    with pytest.raises(ValueError, match="2026-10-01"):
        Calendar(days_off=frozenset({date(2026, 10, 1)}), days_on=frozenset({date(2026, 10, 1)}))


def test_naive_times_are_refused() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001  that is the point
    with pytest.raises(ValueError, match="aware"):
        REAL.add(Clock.ROUND, naive, Limit(1, Unit.HOURS))
    with pytest.raises(ValueError, match="aware"):
        REAL.between(Clock.OFFICE, naive, naive)


def test_another_zone_counts_its_own_hours() -> None:
    urumqi = Calendar(zone=ZoneInfo("Asia/Urumqi"))
    start = datetime(2026, 11, 24, 1, tzinfo=UTC)  # 7:00 there, 9:00 in Xinye
    assert urumqi.add(Clock.OFFICE, start, Limit.parse("1h")) == datetime(2026, 11, 24, 3, tzinfo=UTC)
