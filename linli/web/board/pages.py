"""What each public page shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.http import QueryDict
from django.utils.translation import pgettext

from linli.figures.indicators import NO_READING, Reading, registered
from linli.places import queries as places
from linli.places import settings
from linli.places.rows import PlaceRow
from linli.web.board import cards, counting, periods, wording
from linli.web.board.counting import FEWEST, Kept, of_area

STATES = ("open", "ended")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the list that the address names and that there are."""

    community: str
    state: str

    @classmethod
    def of(cls, query: QueryDict, street: str) -> Self:
        """This will read the filters; what is none of ours counts as not asked."""
        community, state = query.get("community", ""), query.get("state", "")
        known = {row.code for row in places.communities(street)}
        return cls(community if community in known else "", state if state in STATES else "")


@dataclass(frozen=True, slots=True)
class Area:
    """A community of the street's table, with what stands beside its counts."""

    code: str
    name: str
    counts: counting.Counts
    median: str
    confirmed: str
    reopened: str
    on_time: str


def all_streets() -> list[PlaceRow]:
    """This will list the streets and towns in use, by code."""
    codes = sorted(code for county in places.counties() for code in places.streets(county))
    found = (places.place(code) for code in codes)
    return [row for row in found if row is not None and not row.ended]


def frame(street: PlaceRow, at: datetime) -> dict[str, Any]:
    """This will gather what stands around every page of a street."""
    return {
        "street": street,
        "office_name": places.office_name(street.code),
        "office_phone": settings.value("office.phone", street.code),
        "now": at,
    }


def street(street: PlaceRow, at: datetime) -> dict[str, Any]:
    """This will gather a street's page: at most nine statements, two of them when its figures are kept already."""
    code, counted = street.code, counting.counts(street.code, at)
    beside = _beside(code, at)
    communities = places.communities(code)
    listed = sum((of_area(counted, row.code)["received"] for row in communities), 0)
    return {
        **frame(street, at),
        **_head(counted, beside, code),
        "areas": [_area(row.code, row.title(), counted, beside) for row in communities],
        "unplaced": of_area(counted, code)["received"] - listed,
        "cards": cards.newest(code),
    }


def community(street: PlaceRow, community: PlaceRow, at: datetime) -> dict[str, Any]:
    """This will gather a community's page."""
    counted, beside = counting.counts(street.code, at), _beside(street.code, at)
    grids = places.grids(community.code)
    pairs, others = cards.newest_fixed(street.code, community.code)
    return {
        **frame(street, at),
        **_head(counted, beside, community.code),
        "community": community,
        "grids": counting.grids(street.code, community.code, pgettext("grid", "In no grid")),
        "grid_count": len(grids),
        "group_count": len(places.groups(community.code)),
        "schematic": any(row.schematic for row in grids),
        "pairs": pairs,
        "cards": others,
        "on_time": counting.words(
            "cases.on_time_closing_rate", _reading(beside, "cases.on_time_closing_rate", community.code)
        ),
    }


def listing(street: PlaceRow, asked: Asked, found: cards.Listed, at: datetime) -> dict[str, Any]:
    """This will gather a page of the list."""
    return {
        **frame(street, at),
        "asked": asked,
        "listed": found,
        "communities": places.communities(street.code),
    }


def figures(street: PlaceRow, query: QueryDict, at: datetime) -> dict[str, Any]:
    """This will gather the indicators of a street or a community over a period."""
    today = counting.today(street.code, at)
    period = periods.named(query.get("period", ""), today)
    communities = places.communities(street.code)
    chosen = next((row for row in communities if row.code == query.get("community", "")), None)
    found = counting.readings(street.code, period, at)
    offered = periods.choices(today)
    return {
        **frame(street, at),
        "community": chosen,
        "communities": communities,
        "period": period,
        "periods": offered if period in offered else [period, *offered],
        "running": period.end >= today,
        "lines": counting.lines(found, chosen.code if chosen else street.code),
        "areas": [] if chosen else [_area(row.code, row.title(), {}, found) for row in communities],
    }


def definitions() -> dict[str, Any]:
    """This will gather every figure with its definition and unit."""
    return {
        "head": wording.HEAD,
        "indicators": [(one, wording.UNITS[one.unit]) for one in registered()],
        "fewest": FEWEST,
    }


def _beside(street: str, at: datetime) -> counting.Readings:
    this_year = periods.year(counting.today(street, at).year)
    return counting.readings(street, this_year, at, counting.BESIDE)


def _head(counted: dict[str, counting.Counts], beside: counting.Readings, area: str) -> dict[str, Any]:
    median = _reading(beside, "cases.median_days", area)
    confirmed, _made_of = counting.words(
        "cases.call_back_confirmed", _reading(beside, "cases.call_back_confirmed", area)
    )
    return {
        "counts": of_area(counted, area),
        "median": getattr(median, "value", None),
        "confirmed": confirmed,
    }


def _area(code: str, name: str, counted: dict[str, counting.Counts], found: counting.Readings) -> Area:
    def say(key: str) -> str:
        return counting.words(key, _reading(found, key, code))[0]

    return Area(
        code, name, of_area(counted, code), say("cases.median_days"), say("cases.call_back_confirmed"),
        say("cases.reopened"), say("cases.on_time_closing_rate"),
    )  # fmt: skip


def _reading(found: counting.Readings, key: str, area: str) -> Reading | Kept:
    return found.get(key, {}).get(area, NO_READING)
