"""A street's calendar from its settings and the rows of holidays."""

from datetime import date

from linli.lib.calendars import Calendar
from linli.places import settings
from linli.places.models import CalendarYear, Holiday
from linli.places.rules import county_of

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
