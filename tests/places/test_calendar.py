"""The working time of a street's office."""

from datetime import UTC, date, datetime, timedelta

import pytest

from linli.facts.queries import history
from linli.lib.calendars import Clock, Limit
from linli.lib.verdicts import Refused
from linli.places import actions, calendar, queries
from linli.places.models import CalendarYear, Holiday
from tests.places.conftest import AT, COUNTY, STREET
from tests.places.drawing import Administrator, Nobody

OTHER = "411329002"
NATIONAL_DAY, MAKE_UP = date(2026, 10, 1), date(2026, 10, 10)
NAME = {"zh-hans": "庙会", "en": "Temple fair"}


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(calendar, "_hearers", [])
    told: list[str] = []
    calendar.on_change(lambda street, at: told.append(street))
    return told


def test_statutory_holidays_and_make_up_days_are_known_to_every_street(db: None) -> None:
    assert actions.seed_holidays(COUNTY, at=AT, by=None) > 500
    office = queries.calendar(STREET)
    assert not office.is_working_day(NATIONAL_DAY)
    assert office.is_working_day(MAKE_UP)
    assert MAKE_UP.weekday() >= 5
    assert office.is_working_day(date(2026, 11, 24))


def test_a_year_without_announced_holidays_is_provisional_until_it_is_confirmed(db: None) -> None:
    actions.seed_holidays(COUNTY, at=AT, by=None)
    assert not queries.calendar(STREET).provisional(date(2026, 6, 1))
    assert queries.calendar(STREET).provisional(date(2027, 6, 1))
    actions.confirm_year(COUNTY, 2027, at=AT, by=Administrator(COUNTY))
    assert not queries.calendar(STREET).provisional(date(2027, 6, 1))


def test_seeding_again_changes_nothing_and_keeps_what_the_county_corrected(db: None) -> None:
    actions.seed_holidays(COUNTY, at=AT, by=None)
    actions.set_holiday(COUNTY, NATIONAL_DAY, working=True, name={}, at=AT, by=None)
    assert actions.seed_holidays(COUNTY, at=AT, by=None) == 0
    assert queries.calendar(STREET).is_working_day(NATIONAL_DAY)
    assert CalendarYear.objects.count() == 23


def test_a_street_may_have_a_day_of_its_own(db: None, heard: list[str]) -> None:
    fair = date(2026, 12, 1)
    actions.set_holiday(STREET, fair, working=False, name=NAME, at=AT, by=Administrator(STREET))
    assert not queries.calendar(STREET).is_working_day(fair)
    assert queries.calendar(OTHER).is_working_day(fair)
    actions.remove_holiday(STREET, fair, at=AT, by=Administrator(STREET))
    assert queries.calendar(STREET).is_working_day(fair)
    assert [fact.kind for fact in history(STREET, f"calendar:{STREET}")] == ["holiday.changed"] * 2
    assert heard == [STREET, STREET]


def test_setting_the_same_day_twice_is_one_change(db: None, heard: list[str]) -> None:
    for _ in range(2):
        actions.set_holiday(COUNTY, NATIONAL_DAY, working=False, name=NAME, at=AT, by=None)
    assert heard == [COUNTY]
    assert Holiday.objects.count() == 1


@pytest.mark.parametrize("by", [Nobody(), Administrator(OTHER), Administrator(STREET)])
def test_the_calendar_of_a_county_is_changed_by_its_administrator_alone(
    db: None, by: Administrator | Nobody
) -> None:
    with pytest.raises(Refused):
        actions.set_holiday(COUNTY, NATIONAL_DAY, working=True, name={}, at=AT, by=by)
    assert not Holiday.objects.exists()


def test_office_hours_of_a_street_move_its_deadlines_and_are_told(db: None, heard: list[str]) -> None:
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)  # five in the afternoon there
    before = queries.calendar(STREET).add(Clock.OFFICE, start, Limit.parse("2h"))
    actions.change_setting(
        key="places.office_hours", place=STREET, text="9:00-12:00, 13:00-17:30", at=AT, by=None
    )
    after = queries.calendar(STREET).add(Clock.OFFICE, start, Limit.parse("2h"))
    assert after - before == timedelta(minutes=90)
    assert heard == [STREET]


def test_a_county_elsewhere_has_its_own_zone_and_no_holidays(db: None) -> None:
    actions.seed_holidays("999999", at=AT, by=None)
    for key, text in (("places.zone", "America/New_York"), ("places.holidays", "none")):
        actions.change_setting(key=key, place="999999", text=text, at=AT, by=None)
    office = queries.calendar("999999001")
    assert str(office.zone) == "America/New_York"
    assert not office.days_off
    assert not office.provisional(date(2015, 1, 1))
