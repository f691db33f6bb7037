"""Codes of places, positions that are refused, and what a point is routed to. Nothing here knows Django."""

import re
from dataclasses import dataclass
from enum import StrEnum

from linli.lib.geometry import Box, looks_swapped, valid_position

_STREET = re.compile(r"\d{9}", re.ASCII)
_COMMUNITY = re.compile(r"\d{12}", re.ASCII)
_GRID = re.compile(r"\d{15}", re.ASCII)
_GROUP = re.compile(r"\d{12}G\d{2}", re.ASCII)
_MICRO_GRID = re.compile(r"\d{15}M\d{2}", re.ASCII)

# What the code of each kind looks like; a special grid is numbered with the grids of its community.
PATTERNS = {
    "county": re.compile(r"\d{6}", re.ASCII),
    "street": _STREET,
    "community": _COMMUNITY,
    "grid": _GRID,
    "special_grid": _GRID,
    "resident_group": _GROUP,
    "micro_grid": _MICRO_GRID,
}
LENGTH_OF_PARENT = {
    "street": 6,
    "community": 9,
    "grid": 12,
    "special_grid": 12,
    "resident_group": 12,
    "micro_grid": 15,
}


class Outside(StrEnum):
    """Why a position is refused."""

    OUTSIDE = "outside"
    SWAPPED = "swapped"  # it lies in the county if latitude and longitude change places
    NO_POSITION = "no_position"  # not a number, or nowhere on earth


class OutsideCounty(Exception):  # it is an answer to a person, not a fault
    """A position that no street of this installation answers for; `places.words.refusal` says it in words."""

    def __init__(self, why: Outside, phone: str) -> None:
        super().__init__(f"{why.value}, call {phone or 'the office'}")
        self.why = why
        self.phone = phone


class NotDrawn(Exception):  # the page offers the list of communities instead
    """No polygon may route here: nobody drew any, or in production all are schematic."""


@dataclass(frozen=True, slots=True)
class Routed:
    """Where a point belongs. Grid and group may be empty; `metres` is the distance to a community it is not in."""

    street: str
    community: str
    grid: str
    group: str
    nearest: bool = False
    metres: int = 0


def outside(lon: float, lat: float, box: Box) -> Outside | None:
    """This will say why a position cannot be in the box, or None if it is."""
    if box.contains(lon, lat):
        return None
    if looks_swapped(lon, lat, box):
        return Outside.SWAPPED
    return Outside.OUTSIDE if valid_position(lon, lat) else Outside.NO_POSITION


def street_of(code: str) -> str:
    """This will give the nine digits of the street a code lies in, or the six of the county itself."""
    return code[:9]


def county_of(code: str) -> str:
    """This will give the six digits of the county a code lies in."""
    return code[:6]


def community_of(code: str) -> str:
    """This will give the twelve digits of the community of a grid or group, or nothing for a street or county."""
    return code[:12] if len(code) >= 12 else ""


def lineage(code: str) -> tuple[str, ...]:
    """This will list a place and those above it, nearest first: community, street, county."""
    lengths = (n for n in (15, 12, 9, 6) if n < len(code))
    return (code, *(code[:n] for n in lengths if not (n == 15 and "G" in code)))


def parent_of(code: str, kind: str) -> str:
    """This will give the code of the place directly above, nothing for a county."""
    return code[: LENGTH_OF_PARENT.get(kind, 0)]
