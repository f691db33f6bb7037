"""The inbox, and all cases a person may see."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.cases import queries
from linli.cases.queries import Listing
from linli.web.desk.filtering import FilterForm, asked_of, kept, tabs
from linli.web.desk.lines import lines
from linli.web.desk.naming import Names
from linli.web.desk.rail import desk_page
from linli.web.desk.standing import street_of
from linli.web.doors import now, signed_in, viewer_of


@require_safe
@signed_in()
def inbox(request: HttpRequest) -> HttpResponse:
    """This will show what is the person's own to act on, most urgent first."""
    return render(request, "desk/list.html", list_page(request, everything=False))


@require_safe
@signed_in()
def cases(request: HttpRequest) -> HttpResponse:
    """This will show all cases the person may see; the open ones first."""
    return render(request, "desk/list.html", list_page(request, everything=True))


def list_page(request: HttpRequest, *, everything: bool, current: str = "") -> dict[str, Any]:
    """This will gather a list as its address asks, with everything around it; `current` is the case shown beside."""
    viewer, at = viewer_of(request), now()
    filters = asked_of(request.GET, everything=everything)
    find = queries.listing if everything else queries.inbox
    counts = queries.tab_counts(viewer, at)
    shown = queries.tab_counts(viewer, at, mine=False) if everything else counts
    found: Listing = find(viewer, filters, at)
    home = reverse("cases" if everything else "inbox")
    names = Names(street_of(viewer), at)
    query = kept(request.GET, **({"in": "all"} if everything else {}))

    def address(case: queries.CaseRow) -> str:
        return reverse("case", args=[case.street, case.number]) + query

    return desk_page(
        request,
        filters.tab
        if everything and filters.tab in {"call_back", "asked"}
        else "cases"
        if everything
        else "inbox",
        counts=counts,
        listing=found,
        has_next=found.page < found.pages,
        everything=everything,
        filters=filters,
        home=home,
        lines=lines(found.rows, at=at, address=address, current=current, known=names),
        tabs=tabs(request, shown, filters, home),
        filter_form=FilterForm(
            request.GET, street=names.street, known=names.categories, with_status=everything
        ),
        filtered=any((filters.search, filters.community, filters.category, filters.level)),
    )
