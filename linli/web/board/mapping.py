"""The public map: which released cases it shows, and what it says of them in words."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self

from django.http import QueryDict

from linli.cases import categories
from linli.cases.queries import PublicFilter
from linli.places import queries as places
from linli.web.board import counting, periods

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
