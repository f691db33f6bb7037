"""How near a deadline is, always in words (look.md, section 7). Pure: the clock and the calendar are handed in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.lib.calendars import CHINA, Calendar, Clock
from linli.web.wording.dates import clock_time, day
from linli.web.wording.numbers import duration_words

SOON_LEFT = timedelta(hours=1)
SOON_SHARE = 0.25
_MINUTE = timedelta(minutes=1)


class DeadlineState(StrEnum):
    """The weights of a deadline, from light to heavy, and its ends. The value is the CSS class."""

    AMPLE = "ample"
    TODAY = "today"
    SOON = "soon"
    OVER = "over"
    PAUSED = "paused"
    KEPT = "kept"
    LATE = "late"


_ICONS = {
    DeadlineState.OVER: "alert",
    DeadlineState.PAUSED: "pause",
    DeadlineState.KEPT: "check",
    DeadlineState.LATE: "check",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline ready to be shown by parts/deadline.html."""

    state: DeadlineState
    words: str
    due: datetime

    @property
    def icon(self) -> str:
        """The icon beside the words."""
        return _ICONS.get(self.state, "clock")


@dataclass(frozen=True, slots=True)
class _Measure:
    """Counted time of one calendar and clock, as numbers and as words."""

    calendar: Calendar
    clock: Clock

    def between(self, start: datetime, end: datetime) -> timedelta:
        return self.calendar.between(self.clock, start, end)

    def words(self, length: timedelta) -> str:
        return duration_words(length, day_length=self.calendar.day_length(self.clock))

    def closing_words(self, length: timedelta) -> str:
        """分钟 rather than 分 where the length stands alone in a sentence about the past."""
        if length < timedelta(hours=1):
            return pgettext("closing", "%(m)d min") % {"m": int(length.total_seconds()) // 60}
        return self.words(length)


def deadline_words(
    *,
    now: datetime,
    due: datetime | None,
    clock: Clock,
    calendar: Calendar,
    started_at: datetime | None = None,
    closed_at: datetime | None = None,
    deferred_until: datetime | date | None = None,
    zone: tzinfo = CHINA,
) -> Deadline | None:
    """This will say how a deadline stands, or nothing when there is none.

    `started_at` is when its clock began to run; without it the rule of the last quarter is not asked.
    Times are aware. A closed case is judged by its closing, a deferred one waits until its day.
    """
    if due is None:
        return None
    measure = _Measure(calendar, clock)
    if closed_at is not None:
        return _closed(measure, due, closed_at)
    if deferred_until is not None and _still(deferred_until, now, zone):
        today = now.astimezone(zone).date()
        words = _("deferred to %(day)s") % {
            "day": day(_local_day(deferred_until, zone), today=today, weekday=False)
        }
        return Deadline(DeadlineState.PAUSED, words, due)
    if now > due:
        return _over(measure, due, now)
    return _open(measure, due, now, started_at, zone)


def clock_words(clock: Clock | str) -> str:
    """This will say in which hours a deadline is counted, beside its absolute time."""
    return {
        Clock.OFFICE: _("counted in office hours"),
        Clock.DAILY: _("counted daily from 8 to 20"),
        Clock.ROUND: _("counted around the clock"),
    }[Clock(clock)]


def _closed(measure: _Measure, due: datetime, closed_at: datetime) -> Deadline:
    if closed_at <= due:
        ahead = measure.between(closed_at, due)
        if ahead < _MINUTE:
            return Deadline(DeadlineState.KEPT, _("on time"), due)
        return Deadline(
            DeadlineState.KEPT, _("%(length)s early") % {"length": measure.closing_words(ahead)}, due
        )
    behind = measure.between(due, closed_at)
    if behind < _MINUTE:
        return Deadline(DeadlineState.LATE, _("closed late"), due)
    return Deadline(
        DeadlineState.LATE, _("closed %(length)s late") % {"length": measure.closing_words(behind)}, due
    )


def _over(measure: _Measure, due: datetime, now: datetime) -> Deadline:
    behind = measure.between(due, now)
    if behind < _MINUTE:  # past, but no counted time has gone by yet: the evening after a due at 17:30
        return Deadline(DeadlineState.OVER, pgettext("deadline", "overdue"), due)
    return Deadline(DeadlineState.OVER, _("%(length)s overdue") % {"length": measure.words(behind)}, due)


def _open(
    measure: _Measure, due: datetime, now: datetime, started_at: datetime | None, zone: tzinfo
) -> Deadline:
    left = measure.between(now, due)
    whole = measure.between(started_at, due) if started_at is not None else timedelta(0)
    if left < _MINUTE:
        return Deadline(DeadlineState.SOON, _("due now"), due)
    words = _("%(length)s left") % {"length": measure.words(left)}
    if left < SOON_LEFT or left < whole * SOON_SHARE:
        return Deadline(DeadlineState.SOON, words, due)
    if due.astimezone(zone).date() == now.astimezone(zone).date():
        return Deadline(DeadlineState.TODAY, _("by %(time)s today") % {"time": clock_time(due, zone)}, due)
    return Deadline(DeadlineState.AMPLE, words, due)


def _still(until: datetime | date, now: datetime, zone: tzinfo) -> bool:
    if isinstance(until, datetime):
        return now < until
    return now.astimezone(zone).date() <= until


def _local_day(until: datetime | date, zone: tzinfo) -> date:
    return until.astimezone(zone).date() if isinstance(until, datetime) else until
