"""A list of cases as its address asks, with everything that stands around it on the desk."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from linli.cases import queries
from linli.cases.models import Case
from linli.cases.queries import Filter
from linli.web.desk import live, nothing, saved
from linli.web.desk.filtering import FilterForm, asked_of, stayed, tabs
from linli.web.desk.lines import lines
from linli.web.desk.naming import Names
from linli.web.desk.rail import desk_page
from linli.web.desk.standing import street_of
from linli.web.doors import now, viewer_of


def list_page(request: HttpRequest, *, everything: bool, current: str = "") -> dict[str, Any]:
    """This will gather a list as its address asks; `current` is the number of the case shown beside it."""
    viewer, at = viewer_of(request), now()
    filters = asked_of(request.GET, everything=everything)
    own = queries.work(viewer, at)
    found = queries.listing(viewer, filters, at) if everything else queries.inbox(viewer, filters, at, own)
    mine = queries.tab_counts(viewer, at, own=own)
    counts = queries.tab_counts(viewer, at, mine=False) if everything else mine
    home = reverse("cases" if everything else "inbox")
    names = Names(street_of(viewer), at)
    query = stayed(request.GET, **({"in": "all"} if everything else {}))

    filtered = any((filters.search, filters.community, filters.category, filters.level))
    empty = (
        None if found.rows or filtered else nothing.of_tab(viewer, filters, at, None if everything else own)
    )

    def address(case: Case) -> str:
        return reverse("case", args=[case.street, case.number]) + query

    return desk_page(
        request, _way(filters, everything=everything), counts=mine, own=own, listing=found,
        gone=saved.gone(filters, names.categories), keep=saved.keep_address(filters, everything=everything),
        has_next=found.page < found.pages, everything=everything, filters=filters, home=home,
        frame="desk/frame.html", live_seconds=live.seconds(viewer, at),
        list_address=_address(request, everything=everything),
        lines=lines(found.rows, at=at, address=address, current=current, known=names),
        tabs=tabs(request, counts, filters, home, everything=everything),
        filter_form=FilterForm(
            request.GET, street=names.street, known=names.categories, with_status=everything
        ),
        filtered=filtered, empty=empty,
    )  # fmt: skip


def beside(request: HttpRequest, case: Case) -> dict[str, Any]:
    """This will gather what stands around a case: the list it was opened from, or nothing where that is there."""
    everything = request.GET.get("in") == "all"
    query = {"query": stayed(request.GET)}
    if request.headers.get("X-Linli-Pane") != "case":
        return list_page(request, everything=everything, current=case.number) | query
    return query | {
        "now": now(),
        "viewer": viewer_of(request),
        "frame": "desk/pane.html",
        "list_address": _address(request, everything=everything),
    }


def _address(request: HttpRequest, *, everything: bool) -> str:
    """The address of the list itself, as it is filtered and where it was left."""
    return reverse("cases" if everything else "inbox") + stayed(request.GET, **{"in": ""})


def _way(filters: Filter, *, everything: bool) -> str:
    """Which link of the rail leads here."""
    if not everything:
        return "inbox"
    return filters.tab if filters.tab in {"call_back", "asked"} else "cases"
