"""What an address asks the map of the desk or the phone for: the filters of its list, a period, and whose."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from linli.cases import tiles
from linli.cases.queries import Filter, most_urgent
from linli.cases.tiles import Period
from linli.people.rows import Viewer
from linli.web.board import counting, periods
from linli.web.board.mapping import span
from linli.web.desk.faces import Face
from linli.web.desk.filtering import FilterForm, asked_of
from linli.web.desk.lines import lines
from linli.web.desk.naming import Names
from linli.web.desk.standing import street_of
from linli.web.doors import viewer_of
from linli.web.maps.box import box

ROWS = 50


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

    @property
    def query(self) -> str:
        """The filters as the address of a tile writes them."""
        said = {
            "in": "" if self.mine else "all",
            "period": self.period,
            "status": self.filters.status or "any",
        }
        said |= {name: getattr(self.filters, name) for name in ("community", "category", "level", "tab")}
        if self.mine and not self.filters.status:
            del said["status"]
        return urlencode({name: value for name, value in said.items() if value})


def page(request: HttpRequest, asked: Asked, face: Face, at: datetime) -> dict[str, Any]:
    """This will gather the map, its filters, and the most urgent of the same cases as rows."""
    viewer = viewer_of(request)
    names = Names(street_of(viewer), at)
    found = tiles.office_cases(viewer, asked.filters, at, mine=asked.mine, period=asked.span)
    form = FilterForm(request.GET, street=names.street, known=names.categories, with_status=not asked.mine)
    del form.fields["sort"]
    own = {code for code in viewer.places() if code.startswith(names.street)}
    return {
        "asked": asked,
        "filter_form": form,
        "periods": periods.choices(counting.today(names.street, at)),
        "total": found.count(),
        "unplaced": found.filter(cell=None).count(),
        "shown": ROWS,
        "lines": lines(most_urgent(found)[:ROWS], at=at, address=face.case_address, known=names),
        "map": box(
            names.street,
            tiles=reverse("desk-tile", args=[0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}"),
            query=asked.query,
            link=reverse(face.home) + "NAME/",
            place=own.pop() if len(own) == 1 else "",
        ),
    }
