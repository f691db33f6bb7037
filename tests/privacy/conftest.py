"""A street with its county, and people who may or may not know of things."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation

from linli.lib.ids import new_id
from linli.people.models import Duty, Person
from linli.people.queries import viewer
from linli.people.rows import Viewer

COUNTY = "411329"
STREET = "411329001"
OTHER_STREET = "411329002"
COMMUNITY = "411329001003"
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def person(name: str, *duties: tuple[str, str], street: str = STREET) -> Person:
    """This will make somebody with duties, each a role and a place."""
    row = Person.objects.create(id=new_id(), street=street, username=name, name=name)
    for role, place in duties:
        Duty.objects.create(
            id=new_id(), street=place[:9], person=row, role=role, place=place, from_on=date(2026, 1, 1)
        )
    return row


CAST: dict[str, tuple[tuple[str, str], ...]] = {
    "grid_member": (("grid_member", f"{COMMUNITY}001"),),
    "officer": (("community_officer", COMMUNITY),),
    "sibling": (("community_officer", "411329001004"),),
    "street_officer": (("street_officer", STREET),),
    "leader": (("street_leader", STREET), ("supervisor", COMMUNITY)),
    "admin": (("street_admin", STREET),),
    "auditor": (("auditor", STREET),),
    "county": (("county_admin", COUNTY),),
    "county_second": (("county_admin", COUNTY),),
    "other_admin": (("street_admin", OTHER_STREET),),
    "resting": (),
}


@pytest.fixture
def people(db: None) -> dict[str, Person]:
    """This will make the whole cast."""
    return {
        name: person(name, *duties, street=duties[0][1][:9] if duties else STREET)
        for name, duties in CAST.items()
    }


@pytest.fixture
def cast(people: dict[str, Person]) -> dict[str, Viewer]:
    """This will give everybody as who they may act as now."""
    return {name: viewer(row, NOW) for name, row in people.items()}


@pytest.fixture
def english() -> Iterator[None]:
    """This will have sentences in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def keys(settings: Any) -> Any:
    """This will give the settings with one key of our own, to be changed by the test."""
    settings.CONTACT_KEYS = ["an old key of more than thirty-two characters"]
    return settings
