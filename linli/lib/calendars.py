"""Counted time: office hours of the statutory calendar, daily hours, or round the clock.

A deadline says how much *counted* time someone has. Hours and minutes count only while a window of the
clock is open; a working day is as much counted time as a day has, so that one working day from Friday
16:00 ends on Monday 16:00. The arithmetic is done on the wall clock of the zone and answers in UTC. China
has had one offset since 1992; a zone whose offset changes inside a window would count that window by the
wall.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
MAX_DAYS = 3660
MAX_AMOUNT = 1_000_000
_DAY = timedelta(days=1)
_ZERO = timedelta(0)

Hours = tuple[tuple[time, time], ...]
Span = tuple[timedelta, timedelta]


class Clock(StrEnum):
    """Which time counts."""

    OFFICE = "office"
    DAILY = "daily"
    ROUND = "round"


class Unit(StrEnum):
    """What a limit is counted in; the value is how it is written."""

    MINUTES = "min"
    HOURS = "h"
    WORKING_DAYS = "wd"


_LIMIT = re.compile(r"\s*(\d{1,7})\s*(min|h|wd)\s*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Limit:
    """An amount of counted time, written `30min`, `4h` or `2wd`."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= MAX_AMOUNT:
            raise ValueError(f"a limit is 1 to {MAX_AMOUNT}, not {self.amount}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """This will read `30min`, `4h` or `2wd`; ValueError for anything else."""
        found = _LIMIT.fullmatch(text)
        if not found:
            raise ValueError(f"not a limit such as 30min, 4h or 2wd: {text[:40]!r}")
        return cls(int(found[1]), Unit(found[2].lower()))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit.value}"

    def span(self, day_length: timedelta) -> timedelta:
        """This will give the counted time of the limit where a working day is `day_length` long."""
        if self.unit is Unit.MINUTES:
            return timedelta(minutes=self.amount)
        if self.unit is Unit.HOURS:
            return timedelta(hours=self.amount)
        return self.amount * day_length


@dataclass(frozen=True)
class Calendar:
    """The working time of an office.

    `days_off` and `days_on` are exceptions to Monday–Friday: holidays, and weekends worked to make up for
    them. `known_years` are those whose exceptions have been announced; all others are provisional. A
    window that ends at midnight ends at `time(0)`.
    """

    zone: ZoneInfo = CHINA
    office_hours: Hours = ((time(8), time(12)), (time(14, 30), time(18)))
    daily_hours: Hours = ((time(8), time(20)),)
    days_off: frozenset[date] = field(default_factory=frozenset)
    days_on: frozenset[date] = field(default_factory=frozenset)
    known_years: frozenset[int] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if both := self.days_off & self.days_on:
            raise ValueError(f"both a day off and a working day: {min(both)}")
        _spans(self.office_hours)
        _spans(self.daily_hours)

    @cached_property
    def _office(self) -> tuple[Span, ...]:
        return _spans(self.office_hours)

    @cached_property
    def _daily(self) -> tuple[Span, ...]:
        return _spans(self.daily_hours)

    @cached_property
    def _office_length(self) -> timedelta:
        return _length(self._office)

    @cached_property
    def _daily_length(self) -> timedelta:
        return _length(self._daily)

    def is_working_day(self, day: date) -> bool:
        """This will tell whether the office works on `day`."""
        if day in self.days_on:
            return True
        return day.weekday() < 5 and day not in self.days_off

    def provisional(self, day: date) -> bool:
        """This will tell whether the holidays of that year are still unknown, so that a deadline may yet
        move."""
        return day.year not in self.known_years

    def windows(self, clock: Clock, day: date) -> list[tuple[datetime, datetime]]:
        """This will list the counted windows of a local day, as aware UTC times, in order."""
        if clock is Clock.OFFICE and not self.is_working_day(day):
            return []
        midnight = datetime.combine(day, time())
        return [
            (self._utc(midnight + opens), self._utc(midnight + closes)) for opens, closes in self._day(clock)
        ]

    def day_length(self, clock: Clock) -> timedelta:
        """This will give the counted time of one working day: 7.5, 12 and 24 hours by default."""
        if clock is Clock.ROUND:
            return _DAY
        return self._office_length if clock is Clock.OFFICE else self._daily_length

    def add(self, clock: Clock, start: datetime, limit: Limit) -> datetime:
        """This will give the deadline of `limit` from `start`, in UTC.

        It never lies outside a window, save at its very end. OverflowError past ten years.
        """
        return self.add_span(clock, start, limit.span(self.day_length(clock)))

    def add_span(self, clock: Clock, start: datetime, span: timedelta) -> datetime:
        """This will give the moment by which `span` of counted time has passed since `start`, in UTC.

        For time left over when a clock was paused. Nothing left gives `start`; ValueError for less than
        nothing or a naive time.
        """
        if span < _ZERO:
            raise ValueError("counted time is added, never taken away")
        if span > MAX_DAYS * self.day_length(clock):
            raise OverflowError(f"a deadline more than {MAX_DAYS} days away")
        if span == _ZERO or clock is Clock.ROUND:
            _aware(start)
            return start.astimezone(UTC) + span
        day, offset = self._wall(start)
        return self._walk(clock, day, offset, span)

    def _walk(self, clock: Clock, day: date, offset: timedelta, left: timedelta) -> datetime:
        spans, length = self._day(clock), self.day_length(clock)
        for _ in range(MAX_DAYS):
            if clock is Clock.DAILY or self.is_working_day(day):
                if offset == _ZERO and left > length:
                    left -= length
                else:
                    for opens, closes in spans:
                        begins = max(opens, offset)
                        room = closes - begins
                        if _ZERO < left <= room:
                            return self._utc(datetime.combine(day, time()) + begins + left)
                        left -= max(room, _ZERO)
            day += _DAY
            offset = _ZERO
        raise OverflowError(f"a deadline more than {MAX_DAYS} days away")

    def between(self, clock: Clock, a: datetime, b: datetime) -> timedelta:
        """This will give the counted time from `a` to `b`; nothing if `b` is not later."""
        _aware(a)
        _aware(b)
        if b <= a:
            return _ZERO
        if clock is Clock.ROUND:
            return b.astimezone(UTC) - a.astimezone(UTC)
        (first, begins), (last, ends) = self._wall(a), self._wall(b)
        if first == last:
            return max(self._until(clock, last, ends) - self._until(clock, first, begins), _ZERO)
        whole = (last - first).days - 1
        if clock is Clock.OFFICE:
            whole = sum(self.is_working_day(first + timedelta(days=n)) for n in range(1, whole + 1))
        rest = self._until(clock, first, _DAY) - self._until(clock, first, begins)
        return rest + whole * self.day_length(clock) + self._until(clock, last, ends)

    def remaining(self, clock: Clock, now: datetime, due: datetime) -> timedelta:
        """This will give the counted time left until `due`, negative by how much it is overdue."""
        return self.between(clock, now, due) if now <= due else -self.between(clock, due, now)

    def _until(self, clock: Clock, day: date, offset: timedelta) -> timedelta:
        """The counted time of a day up to `offset` past its midnight."""
        if clock is Clock.OFFICE and not self.is_working_day(day):
            return _ZERO
        counted = (min(closes, offset) - opens for opens, closes in self._day(clock))
        return sum((piece for piece in counted if piece > _ZERO), _ZERO)

    def _day(self, clock: Clock) -> Sequence[Span]:
        if clock is Clock.ROUND:
            return ((_ZERO, _DAY),)
        return self._office if clock is Clock.OFFICE else self._daily

    def _wall(self, at: datetime) -> tuple[date, timedelta]:
        _aware(at)
        local = at.astimezone(self.zone)
        wall = local.replace(tzinfo=None)
        return wall.date(), wall - datetime.combine(wall.date(), time())

    def _utc(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


def _aware(at: datetime) -> None:
    if at.utcoffset() is None:
        raise ValueError("counted time needs aware times")


def _spans(hours: Hours) -> tuple[Span, ...]:
    """The windows as offsets from midnight; ValueError if they are empty, overlap or run backwards."""
    midnight = datetime.combine(date.min, time())
    spans = tuple(
        (datetime.combine(date.min, a) - midnight, datetime.combine(date.min, b) - midnight or _DAY)
        for a, b in hours
    )
    edges = [edge for span in spans for edge in span]
    if not spans or any(earlier >= later for earlier, later in spans) or edges != sorted(edges):
        raise ValueError("working hours must be windows in order that do not overlap")
    return spans


def _length(spans: Sequence[Span]) -> timedelta:
    return sum((closes - opens for opens, closes in spans), _ZERO)
