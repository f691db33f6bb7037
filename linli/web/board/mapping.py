"""The public map: which released cases it shows, and what it says of them in words."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from linli.cases import categories
from linli.cases import queries as cases
from linli.cases.queries import PublicFilter
from linli.places import queries as places
from linli.places.rows import PlaceRow, in_language
from linli.web.board import cards, counting, pages, periods
from linli.web.maps.box import box
from linli.web.wording.numbers import cases as words

STATES = ("open", "ended")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of a map that the address names and that there are; a period by its code, "" for all."""

    state: str = ""
    category: str = ""
    period: str = ""
    community: str = ""

    @classmethod
    def of(cls, query: QueryDict, street: str, at: datetime) -> Self:
        """This will read the filters; what is none of ours counts as not asked."""
        state, category = query.get("state", ""), query.get("category", "")
        period, community = query.get("period", ""), query.get("community", "")
        known = {row.code for row in places.communities(street)}
        read = periods.named(period, counting.today(street, at)).code
        return cls(
            state=state if state in STATES else "",
            category=category if category in categories.of_street(street, retired=True) else "",
            period=period if period == read else "",
            community=community if community in known else "",
        )

    @property
    def query(self) -> str:
        """The filters as an address writes them."""
        said = {name: getattr(self, name) for name in ("state", "category", "period", "community")}
        return urlencode({name: value for name, value in said.items() if value})

    def filters(self, street: str, at: datetime) -> PublicFilter:
        """This will give the filters as the cases know them: days begin at midnight there."""
        start, end = span(street, self.period, at)
        return PublicFilter(self.community, self.state, self.category, start, end)


def span(street: str, period: str, at: datetime) -> tuple[datetime | None, datetime | None]:
    """This will give the first moment of a period and the first after it, or neither for none."""
    if not period:
        return None, None
    named = periods.named(period, counting.today(street, at))
    zone = places.calendar(street).zone
    midnights = (named.start, named.end + timedelta(days=1))
    start, end = (datetime.combine(day, time(), zone) for day in midnights)
    return start, end


def page(street: PlaceRow, asked: Asked, number: int, at: datetime) -> dict[str, Any]:
    """This will gather the page of the map: the map, its filters, and the list that says the same."""
    code, filters = street.code, asked.filters(street.code, at)
    counted = cases.public_communities(code, filters)
    tiles = reverse("public-tile", args=[code, 0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}")
    link = reverse("public-case", args=[code, "NAME"])
    known = categories.of_street(code, retired=True)
    return {
        **pages.frame(street, at),
        "asked": asked,
        "listed": cards.listed(code, filters, page=number, at=at),
        "unplaced": cases.public_unplaced(code, filters),
        "categories": [(key, in_language(row.name)) for key, row in known.items()],
        "periods": periods.choices(counting.today(code, at)),
        "map": box(
            code, tiles=tiles, query=asked.query, link=link, cooperative=True,
            counts={community: words(n) for community, n in counted.items()},
        ),
    }  # fmt: skip
