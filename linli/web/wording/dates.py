"""Days and times as a Chinese office writes them, and their English forms (look.md, section 12)."""

from datetime import date, datetime, timedelta, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.lib.calendars import CHINA

_DAY_PATTERNS = {
    # year shown, weekday shown
    (False, False): lambda: pgettext("date", "%(day)d %(month)s"),
    (False, True): lambda: pgettext("date", "%(weekday)s %(day)d %(month)s"),
    (True, False): lambda: pgettext("date", "%(day)d %(month)s %(year)d"),
    (True, True): lambda: pgettext("date", "%(weekday)s %(day)d %(month)s %(year)d"),
}


def clock_time(moment: datetime, zone: tzinfo = CHINA) -> str:
    """This will write the time of day: 08:05."""
    return f"{moment.astimezone(zone):%H:%M}"


def day(on: date, *, today: date, weekday: bool = True) -> str:
    """This will write a day: 11月24日 周二, with its year when that is not this one."""
    pattern = _DAY_PATTERNS[on.year != today.year, weekday]()
    return pattern % {
        "year": on.year,
        "month": _months()[on.month - 1],
        "day": on.day,
        "weekday": _weekdays()[on.weekday()],
    }


def near_day(on: date, *, today: date, weekday: bool = True) -> str:
    """This will write a day as 今天, 昨天 or 明天 where it is one, else as `day` does."""
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}
    return near.get((on - today).days) or day(on, today=today, weekday=weekday)


def near_date(moment: datetime, *, now: datetime, zone: tzinfo = CHINA) -> str:
    """This will write a moment: 今天 10:05, 昨天 16:20, 11月24日 周二 10:05, 2025年11月24日 周一 10:05."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    words = {"day": near_day(local.date(), today=today), "time": clock_time(moment, zone)}
    if abs(local.date() - today) <= timedelta(days=1):
        return pgettext("near day and time", "%(day)s %(time)s") % words
    return pgettext("day and time", "%(day)s, %(time)s") % words


def full_day(on: date) -> str:
    """This will write a day with its year whatever the day: 2026年11月24日 周二, for what is passed on or kept."""
    return _DAY_PATTERNS[True, True]() % {
        "year": on.year,
        "month": _months()[on.month - 1],
        "day": on.day,
        "weekday": _weekdays()[on.weekday()],
    }


def full_date(moment: datetime, *, zone: tzinfo = CHINA) -> str:
    """This will write a moment with its year whatever the day: 2026年11月24日 周二 10:42, for paper and archives."""
    written = full_day(moment.astimezone(zone).date())
    return pgettext("day and time", "%(day)s, %(time)s") % {"day": written, "time": clock_time(moment, zone)}


def _months() -> tuple[str, ...]:
    return (
        pgettext("month", "Jan"),
        pgettext("month", "Feb"),
        pgettext("month", "Mar"),
        pgettext("month", "Apr"),
        pgettext("month", "May"),
        pgettext("month", "Jun"),
        pgettext("month", "Jul"),
        pgettext("month", "Aug"),
        pgettext("month", "Sep"),
        pgettext("month", "Oct"),
        pgettext("month", "Nov"),
        pgettext("month", "Dec"),
    )


def _weekdays() -> tuple[str, ...]:
    return (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )
