"""When things happen in the demo: more in the morning, more at weekends, bursts after rain, work by day."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from linli.lib.calendars import CHINA, Calendar

# Reports an hour, midnight first.
_HOURS = (0.2, 0.1, 0.1, 0.1, 0.2, 0.8, 3, 7, 11, 12, 9, 6, 4, 3, 5, 7, 7, 6, 6, 4, 3, 2, 1, 0.5)
_WEEKEND = 1.35
_BURST = 2.4
DAYS = 90
# Every so many days it rains, there is a market, or the wind brings down leaves.
_BURST_EVERY = 13


def arrivals(rng: Random, n: int, *, until: datetime, days: int = DAYS) -> list[datetime]:
    """This will give `n` times of reports in the days before `until`, in order; the last three days are lively."""
    last = until.astimezone(CHINA).date()
    every = [last - timedelta(days=back) for back in range(days, -1, -1)]
    weights = [_weight(day, last) for day in every]
    found: list[datetime] = []
    while len(found) < n:
        day = rng.choices(every, weights)[0]
        hour = rng.choices(range(24), _HOURS)[0]
        at = local(day, time(hour, rng.randrange(60), rng.randrange(60)))
        if at < until:
            found.append(at)
    return sorted(found)


def _weight(day: date, last: date) -> float:
    weight = _WEEKEND if day.weekday() >= 5 else 1.0
    if day.toordinal() % _BURST_EVERY == 0:
        weight *= _BURST
    return weight * 1.8 if (last - day).days < 3 else weight


def local(day: date, hour: time) -> datetime:
    """This will give a time on the wall in China as UTC."""
    return datetime.combine(day, hour, CHINA).astimezone(UTC)


def in_daylight(at: datetime, rng: Random) -> datetime:
    """This will move a time to when somebody is out on the street: half past seven to half past seven."""
    wall = at.astimezone(CHINA)
    begins, ends = time(7, 30), time(19, 30)
    if begins <= wall.time() <= ends:
        return at
    day = wall.date() if wall.time() < begins else wall.date() + timedelta(days=1)
    return local(day, begins) + timedelta(minutes=rng.randrange(5, 90))


def in_office(at: datetime, calendar: Calendar, rng: Random) -> datetime:
    """This will move a time to when an office is open, a while after it opens."""
    wall = at.astimezone(CHINA)
    day = wall.date()
    if calendar.is_working_day(day) and time(8) <= wall.time() <= time(17, 45):
        return at
    if wall.time() > time(8):
        day += timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return local(day, time(8)) + timedelta(minutes=rng.randrange(5, 150))
