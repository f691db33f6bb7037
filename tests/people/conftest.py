"""Hancheng Street with its real divisions and its schematic; its people come from the real actions."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from linli.people.models import Person
from linli.people.rows import Viewer
from linli.places import actions as places
from tests.people.cast import AT, COUNTY, STREET, person, somebody


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def hancheng(db: None) -> None:
    places.import_divisions(at=AT, by=None)
    places.import_schematic(at=AT, by=None)


@pytest.fixture
def li() -> Person:
    return person("li")


@pytest.fixture
def wang() -> Person:
    return person("wang")


@pytest.fixture
def admin() -> Viewer:
    return somebody("street-admin", "street_admin", STREET)


@pytest.fixture
def county_admin() -> Viewer:
    return somebody("county-admin", "county_admin", COUNTY)


@pytest.fixture
def stranger() -> Viewer:
    """Whoever administers the street next door."""
    return somebody("stranger", "street_admin", "411329002")
