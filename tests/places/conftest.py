"""Hancheng Street as it is imported, with its schematic; and pieces of GeoJSON."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from linli.places import actions

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
COUNTY = "411329"
STREET = "411329001"
EAST = "411329001003"  # 东关


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def hancheng(db: None) -> str:
    actions.import_divisions(at=AT, by=None)
    actions.import_schematic(at=AT, by=None)
    return STREET
