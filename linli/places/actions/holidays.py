"""The days on which an office's calendar differs from Monday to Friday."""

from collections.abc import Mapping
from datetime import date, datetime

from linli.facts.actions import record
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.places import memory
from linli.places.calendar import tell
from linli.places.models import CalendarYear, Holiday
from linli.places.policies import By, insist, may_administer

MAKE_UP = {"zh-hans": "调休上班", "en": "Working day in exchange"}


def seed_holidays(county: str, *, at: datetime, by: By | None) -> int:
    """This will enter the State Council's holidays of all years that chinesecalendar knows, and count the new days.

    Years that are entered already are left as the county keeps them.
    """
    insist(may_administer(by, county))
    days = _statutory()
    with writing():
        kept = set(CalendarYear.objects.filter(street=county).values_list("year", flat=True))
        years = sorted({day.year for day in days} - kept)
        there = set(Holiday.objects.filter(street=county).values_list("day", flat=True))
        new = [
            Holiday(id=new_id(), street=county, day=day, working=working, name=name)
            for day, (working, name) in sorted(days.items())
            if day.year in years and day not in there
        ]
        Holiday.objects.bulk_create(new, batch_size=200)
        CalendarYear.objects.bulk_create(
            CalendarYear(id=new_id(), street=county, year=year) for year in years
        )
        if years:
            _changed(county, at, by, {"years": [years[0], years[-1]], "days": len(new)})
    return len(new)


def _statutory() -> dict[date, tuple[bool, dict[str, str]]]:
    # Imported here: its tables are needed once in the life of an installation.
    from chinese_calendar.constants import Holiday as Known
    from chinese_calendar.constants import holidays, workdays

    names = {each.value: {"zh-hans": each.chinese, "en": each.value} for each in Known}
    off = {day: (False, names[name]) for day, name in holidays.items() if day.weekday() < 5}
    return off | {day: (True, MAKE_UP) for day in workdays if day.weekday() >= 5}


def set_holiday(
    street: str, day: date, *, working: bool, name: Mapping[str, str], at: datetime, by: By | None
) -> None:
    """This will enter a day off, or a weekend that is worked, for a county (6 digits) or one street (9).

    What hangs on the calendar, such as open deadlines, is recomputed in the same transaction.
    """
    insist(may_administer(by, street))
    with writing():
        row, made = Holiday.objects.get_or_create(
            street=street, day=day, defaults={"id": new_id(), "working": working, "name": dict(name)}
        )
        if not made and (row.working, row.name) == (working, dict(name)):
            return
        Holiday.objects.filter(id=row.id).update(working=working, name=dict(name))
        _changed(street, at, by, {"day": day, "working": working})


def remove_holiday(street: str, day: date, *, at: datetime, by: By | None) -> None:
    """This will let a day follow Monday to Friday again (for a street: what its county says)."""
    insist(may_administer(by, street))
    with writing():
        if Holiday.objects.filter(street=street, day=day).delete()[0]:
            _changed(street, at, by, {"day": day, "working": None})


def confirm_year(county: str, year: int, *, at: datetime, by: By | None) -> None:
    """This will say that all holidays of a year are entered, so that its deadlines are no longer provisional."""
    insist(may_administer(by, county))
    with writing():
        if CalendarYear.objects.filter(street=county, year=year).exists():
            return
        CalendarYear.objects.create(id=new_id(), street=county, year=year)
        _changed(county, at, by, {"year": year})


def _changed(street: str, at: datetime, by: By | None, data: Mapping[str, object]) -> None:
    memory.move(street, "settings")
    record(
        street=street, subject=f"calendar:{street}", kind="holiday.changed", at=at,
        actor_id=by.person_id if by else None, data=data,
    )  # fmt: skip
    tell(street, at)
