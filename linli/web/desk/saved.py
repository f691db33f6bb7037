"""Lists a person has kept: where they lead, how much stands in them, and what of them is gone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.cases import queries
from linli.cases.categories import CategoryRow
from linli.cases.queries import Filter, Saved, Work
from linli.people.rows import Viewer
from linli.places import queries as places


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept list as the rail shows it."""

    row: Saved
    address: str
    count: int | None
    is_here: bool


def shown(viewer: Viewer, at: datetime, own: Work, filters: Filter | None, *, everything: bool) -> list[Kept]:
    """This will give the lists a person has kept, with the counts of open work. Two statements; one for none.

    `filters` are those of the list on the page, if it is one.
    """
    rows = queries.saved(viewer)
    counts = queries.saved_counts(viewer, rows, at, own)
    wanted = (replace(filters, page=1), everything) if filters else None
    here = next((row for row in rows if (row.filters, row.everything) == wanted), None)
    return [Kept(row, address(row), counts.get(row.id), row is here) for row in rows]


def address(row: Saved) -> str:
    """This will give the address at which a kept list is seen."""
    return reverse("cases" if row.everything else "inbox") + _query(row.filters, everything=row.everything)


def _query(filters: Filter, *, everything: bool, **more: str) -> str:
    said = {
        "q": filters.search,
        "community": filters.community,
        "category": filters.category,
        "level": filters.level,
        "status": filters.status or ("any" if everything and not filters.tab else ""),
        "tab": filters.tab,
        "sort": "newest" if filters.sort == "newest" else "",
        **more,
    }
    written = urlencode({name: value for name, value in said.items() if value})
    return f"?{written}" if written else ""


def is_plain(filters: Filter, *, everything: bool) -> bool:
    """This will tell whether a list is as it comes, so that there is nothing to keep."""
    return replace(filters, page=1) == Filter(status="open" if everything else "")


def keep_address(filters: Filter, *, everything: bool) -> str:
    """This will give the page on which a list is kept under a name; "" for a list as it comes."""
    if is_plain(filters, everything=everything):
        return ""
    return reverse("saved") + _query(filters, everything=everything, **({"in": "all"} if everything else {}))


def gone(filters: Filter, known: Mapping[str, CategoryRow]) -> list[str]:
    """This will say what a list asks for that is not there any more, and so shows nothing."""
    said = []
    if filters.community:
        place = places.place(filters.community)
        if place is None:
            said.append(_("The community of this filter is not there any more; no case lies in it."))
        elif place.ended:
            said.append(
                _("%(place)s was redrawn; what is here are its old cases.") % {"place": place.title()}
            )
    if filters.category and filters.category not in known:
        said.append(_("The category of this filter is not there any more; no case has it."))
    return said
