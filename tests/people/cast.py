"""Who works in Hancheng Street in these tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from linli.people import actions, queries
from linli.people.models import Duty, Organisation, Person
from linli.people.rows import Viewer

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)  # Tuesday, nine in the morning there
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
COUNTY, STREET, OTHER = "411329", "411329001", "411329002"
EAST, SOUTH = "411329001003", "411329001004"
GRID, GROUP = EAST + "001", EAST + "G01"


def person(username: str, street: str = STREET, **more: Any) -> Person:
    return actions.create_person(
        **{"street": street, "username": username, "name": username.title(), "at": AT, "by": None, **more}
    )


def duty(who: Person | None, role: str, place: str, **more: Any) -> Duty:
    """This will give a duty since the beginning of the year."""
    given = {"street": place[:9], "role": role, "place": place, "person": who, "from_on": date(2026, 1, 1)}
    return actions.assign_duty(**{**given, "at": AT, "by": None, **more})


def viewer(who: Person, at: datetime = AT) -> Viewer:
    return queries.viewer(who, at)


def somebody(username: str, role: str, place: str) -> Viewer:
    """This will hire somebody for one duty."""
    who = person(username, street=place[:9])
    duty(who, role, place)
    return viewer(who)


def committee(code: str = "DG", **more: Any) -> Organisation:
    given = {"street": STREET, "kind": "residents_committee", "code": code, "name": {"zh-hans": "东关居委会"}}
    return actions.create_organisation(**{**given, "place": EAST, "at": AT, "by": None, **more})
