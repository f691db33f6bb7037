"""What an address asks the map of the desk or the phone for: the filters of its list, a period, and whose."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from django.http import QueryDict

from linli.cases.queries import Filter
from linli.cases.tiles import Period
from linli.people.rows import Viewer
from linli.web.board import counting, periods
from linli.web.board.mapping import span
from linli.web.desk.filtering import asked_of
from linli.web.desk.standing import street_of


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the list, without words to search for; `mine`: what is the person's own to do, else all."""

    filters: Filter
    mine: bool
    period: str
    span: Period

    @classmethod
    def of(cls, query: QueryDict, viewer: Viewer, at: datetime) -> Self:
        """This will read an address as the lists read it; all cases begin with the open ones."""
        mine, street = query.get("in") != "all", street_of(viewer)
        filters = replace(asked_of(query, everything=not mine), search="", sort="urgent", page=1)
        asked = query.get("period", "")
        period = asked if asked and periods.named(asked, counting.today(street, at)).code == asked else ""
        return cls(filters, mine, period, span(street, period, at))
