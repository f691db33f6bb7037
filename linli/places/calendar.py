"""A street's calendar from its settings and the rows of holidays, and who must hear when it changes."""

from collections.abc import Callable
from datetime import date, datetime

from linli.lib.calendars import Calendar
from linli.places import settings
from linli.places.models import CalendarYear, Holiday
from linli.places.rules import county_of

# Changing one of these settings changes the calendar.
KEYS = frozenset({"places.zone", "places.office_hours", "places.daily_hours", "places.holidays"})
# Of an office without statutory holidays no year is unknown.
ALL_YEARS = frozenset(range(date.min.year, date.max.year + 1))


def read_calendar(street: str) -> Calendar:
    """This will read the calendar of a street (or county); a street's own day counts before the county's."""
    county = county_of(street)
    days: dict[date, bool] = {}
    known = ALL_YEARS
    if settings.value("places.holidays", county) == "statutory":
        for owner in dict.fromkeys((county, street)):
            days |= dict(Holiday.objects.filter(street=owner).values_list("day", "working"))
        known = frozenset(CalendarYear.objects.filter(street=county).values_list("year", flat=True))
    return Calendar(
        zone=settings.value("places.zone", county),
        office_hours=settings.value("places.office_hours", street),
        daily_hours=settings.value("places.daily_hours", street),
        days_off=frozenset(day for day, working in days.items() if not working),
        days_on=frozenset(day for day, working in days.items() if working),
        known_years=known,
    )


Hearer = Callable[[str, datetime], None]
_hearers: list[Hearer] = []


def on_change(hearer: Hearer) -> None:
    """This will have `hearer(street, at)` called, within the transaction, when the calendar of a street changes.

    For a county's six digits it means all its streets.
    """
    if hearer not in _hearers:
        _hearers.append(hearer)


def tell(street: str, at: datetime) -> None:
    """This will call all that asked to hear of a changed calendar."""
    for hearer in _hearers:
        hearer(street, at)
