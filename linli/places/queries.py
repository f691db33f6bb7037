"""Reads of places. All but spots are answered from memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from linli.lib.calendars import Calendar
from linli.places import memory, settings
from linli.places.atlas import atlas, counties, every_street, forest, locate, streets
from linli.places.calendar import read_calendar
from linli.places.models import Holiday, Spot
from linli.places.rows import HolidayRow, PlaceRow, SpotRow, in_language
from linli.places.rules import (
    Outside,
    OutsideCounty,
    Routed,
    county_of,
    outside,
    street_of,
)

__all__ = ["counties", "every_street", "streets"]
_HOPS = 8  # moves of one board that an old label follows


def place(code: str) -> PlaceRow | None:
    """This will give a place by its code, ended ones too, or None."""
    return atlas(street_of(code)).by_code.get(code)


def name(code: str, language: str | None = None) -> str:
    """This will give the name of a place in `language` (default: the page's), or its code if it is unknown."""
    found = place(code)
    return (found and found.title(language)) or code


def communities(street: str) -> list[PlaceRow]:
    """This will list a street's communities and villages by code."""
    return list(atlas(street).children.get((street, "community"), ()))


def every(street: str) -> list[PlaceRow]:
    """This will list all places of a street, ended ones too: closed cases keep their codes."""
    return list(atlas(street).by_code.values())


def grids(community: str) -> list[PlaceRow]:
    """This will list a community's grids, special ones too, by code."""
    children = atlas(street_of(community)).children
    both = (*children.get((community, "grid"), ()), *children.get((community, "special_grid"), ()))
    return sorted(both, key=lambda row: row.code)


def groups(community: str) -> list[PlaceRow]:
    """This will list a community's resident groups by code."""
    return list(atlas(street_of(community)).children.get((community, "resident_group"), ()))


def office_name(street: str, language: str | None = None) -> str:
    """This will give the name of the office as its settings say, or of the street itself."""
    set_name = {
        "zh-hans": settings.value("office.name_zh", street),
        "en": settings.value("office.name_en", street),
    }
    return in_language(set_name, language) or name(street, language)


def schematic(street: str) -> bool:
    """This will tell whether any border of the street was drawn by a script, so that pages must say so."""
    return any(row.schematic for row in atlas(street).by_code.values() if not row.ended)


def routes(street: str) -> bool:
    """This will tell whether a position finds its grid here; False where only schematic borders meet production."""
    return not forest((street,)).empty


def route(*, lon: float, lat: float, street: str | None = None, at: datetime) -> Routed:
    """This will find grid, group and community of a position in WGS-84, within `street` or any street.

    In no community it goes to the nearest one, and says by how many metres; without `street` only so far as the
    setting `places.reach` says. Raises OutsideCounty with the number to call; NotDrawn where `routes` is False, or
    where the point may lie in a community that nobody drew: then the person chooses from the list.
    """
    county = _county(lon, lat, street, at)
    if street:
        return locate(forest((street,)), lon, lat)
    return locate(forest(tuple(streets(county))), lon, lat, settings.value("places.reach", county, at))


def _county(lon: float, lat: float, street: str | None, at: datetime) -> str:
    candidates = [county_of(street)] if street else counties()
    why = Outside.OUTSIDE
    for county in candidates:
        refusal = outside(lon, lat, settings.value("places.box", county, at))
        if refusal is None:
            return county
        why = why if why is Outside.SWAPPED else refusal
    raise OutsideCounty(why, _phone(street or (candidates[0] if candidates else ""), at))


def _phone(code: str, at: datetime) -> str:
    phone: str = settings.value("office.phone", code, at)
    # A visitor from nowhere is given the first street's number rather than none.
    numbers = (settings.value("office.phone", each, at) for each in streets(county_of(code)))
    return phone or next((number for number in numbers if number), "")


def spot(street: str, token: str) -> SpotRow | None:
    """This will find a board by what its label says; an old label leads to the board that came after it."""
    found = Spot.objects.filter(street=street, token=token[:16]).first()
    for _ in range(_HOPS):
        if found is None or found.successor_id is None:
            break
        found = Spot.objects.filter(street=street, id=found.successor_id).first() or found
    return None if found is None else spot_row(found, token)


def spots(street: str, community: str = "") -> list[SpotRow]:
    """This will list the boards in use of a street, or of one community, by community and id."""
    rows = Spot.objects.filter(street=street, retired_at=None).order_by("community", "id")
    return [spot_row(row, row.token) for row in (rows.filter(community=community) if community else rows)]


def boards(streets: Sequence[str]) -> list[tuple[int, Mapping[str, str]]]:
    """This will give ids and names of all boards of some streets, retired ones too. One statement."""
    rows = Spot.objects.filter(street__in=list(streets)).order_by("id")
    return list(rows.values_list("id", "name"))


def spot_row(found: Spot, asked: str) -> SpotRow:
    """This will turn a stored spot into the value that is given out."""
    return SpotRow(
        id=found.id, street=found.street, token=found.token, asked=asked, name=found.name, community=found.community,
        grid=found.grid, location_type=found.location_type, lon=found.lon, lat=found.lat, retired_at=found.retired_at,
    )  # fmt: skip


def calendar(street: str) -> Calendar:
    """This will give the working time of a street's office: its hours, the county's holidays and its own."""
    county = county_of(street)
    version = (memory.version(county, "settings"), memory.version(street, "settings"))
    return memory.keep(("calendar", street), version, lambda: read_calendar(street))


def holidays(street: str, year: int) -> list[HolidayRow]:
    """This will list the days of a year that differ for a street, its county's and its own, by day. One statement."""
    rows = Holiday.objects.filter(street__in=[county_of(street), street], day__year=year).order_by(
        "day", "street"
    )
    return [HolidayRow(row.street, row.day, row.working, row.name) for row in rows]
