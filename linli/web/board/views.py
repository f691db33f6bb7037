"""The public pages: counts of everything, single cases only as far as an officer released them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from linli.cases.queries import PublicFilter
from linli.web.board import cards, pages
from linli.web.board.doors import community_or_404, page_number, public_page
from linli.web.doors import now, street_or_404


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """This will lead to the one street there is, or let choose among several, by code."""
    streets = pages.all_streets()
    if len(streets) == 1:
        return redirect("street", streets[0].code)
    return render(request, "board/home.html", {"streets": streets, "now": now()})


@public_page
def street(request: HttpRequest, street: str) -> HttpResponse:
    """This will show a street: its figures, its communities by code, its latest released cases."""
    return render(request, "board/street.html", pages.street(street_or_404(street), now()))


@public_page
def community(request: HttpRequest, street: str, code: str) -> HttpResponse:
    """This will show a community: its figures, its grids, what was fixed lately."""
    office = street_or_404(street)
    return render(
        request, "board/community.html", pages.community(office, community_or_404(street, code), now())
    )


@public_page
def listing(request: HttpRequest, street: str) -> HttpResponse:
    """This will list released cases; filters stand in the address, and what is no filter is left out."""
    office = street_or_404(street)
    asked = pages.Asked.of(request.GET, street)
    wanted = PublicFilter(community=asked.community, state=asked.state)
    found = cards.listed(street, wanted, page=page_number(request.GET.get("page", "")))
    return render(request, "board/cases.html", pages.listing(office, asked, found, now()))


@public_page
def case(request: HttpRequest, street: str, number: str) -> HttpResponse:
    """This will show one released case; every other number has no page."""
    office, card = street_or_404(street), cards.one(street, number)
    if card is None:
        raise Http404
    return render(request, "board/case.html", {**pages.frame(office, now()), "card": card})


@public_page
def figures(request: HttpRequest, street: str) -> HttpResponse:
    """This will show all indicators of a street or community, for a year or a month."""
    office = street_or_404(street)
    return render(request, "board/figures.html", pages.figures(office, request.GET, now()))


@public_page
def definitions(request: HttpRequest) -> HttpResponse:
    """This will say how each figure is counted and what is left out."""
    return render(request, "board/definitions.html", {**pages.definitions(), "now": now()})


@public_page
def definitions_street(request: HttpRequest, street: str) -> HttpResponse:
    """This will say the same on a page of the street."""
    office = street_or_404(street)
    context = {**pages.frame(office, now()), **pages.definitions()}
    return render(request, "board/definitions.html", context)
