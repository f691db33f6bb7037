"""Boards with a label: new ones, moved and retired ones, and the sheet to print."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.places import actions
from linli.places import queries as places
from linli.places import settings as values
from linli.places.models import LocationType
from linli.places.rows import SpotRow
from linli.web import qr
from linli.web.doors import now, viewer_of
from linli.web.setup.door import administering
from linli.web.setup.forms.places import BoardForm
from linli.web.setup.page import carry_out, form_page, posted, pressed, setup_page
from linli.web.setup.searching import searched
from linli.web.setup.where import address

RETIRED = gettext_lazy("The board is out of use. Its label now asks for the community.")
MOVED = gettext_lazy(
    "The board has moved. Its old label leads to the new place; print a new one when it suits."
)


@administering
def boards(request: HttpRequest, street: str) -> HttpResponse:
    """This will list the boards in use, by community. One statement of its own."""
    items = [
        {
            "row": row,
            "community": places.name(row.community),
            "grid": places.name(row.grid) if row.grid else "",
            "where": LocationType(row.location_type).label,
        }
        for row in places.spots(street)
    ]
    lead = _("Who scans the label of a board reports from its place, without a position of their own.")
    found = searched(
        request,
        items,
        lambda item: f"{item['row'].title()} {item['community']} {item['grid']} {item['where']}",
    )
    return render(
        request,
        "setup/boards.html",
        setup_page(request, street, "boards", found=found, title=_("Boards and labels"), lead=lead),
    )


@administering
def new(request: HttpRequest, street: str) -> HttpResponse:
    """This will set up a board and lead to its sheet."""
    form = BoardForm(posted(request), street=street)
    return carry_out(
        request,
        form,
        lambda: actions.make_spot(
            name=form.names(),
            location_type=form.cleaned_data["location_type"],
            at=now(),
            by=viewer_of(request),
            **form.arguments(),
        ),
        gettext_lazy("The board is set up. Print its label."),
        lambda spot: address("board", street, spot.token),
    ) or form_page(
        request,
        street,
        "boards",
        form,
        title=_("New board"),
        submit=_("Set up the board"),
        back=address("boards", street),
    )


@administering
def board(request: HttpRequest, street: str, token: str) -> HttpResponse:
    """This will show a board with its address, move it or take it out of use."""
    row, back = _board(street, token), address("boards", street)
    if request.POST.get("action") == "retire":
        return pressed(
            request, back, lambda: actions.retire_spot(spot=row, at=now(), by=viewer_of(request)), RETIRED
        )
    form = BoardForm(posted(request), street=street, moved=row)
    return carry_out(
        request,
        form,
        lambda: actions.move_spot(spot=row, at=now(), by=viewer_of(request), **form.arguments()),
        MOVED,
        back,
    ) or form_page(request, street, "boards", form, template="setup/board.html", back=back, **_shown(row))


def _shown(row: SpotRow) -> dict[str, Any]:
    """What the page of a board says of it, above the form that moves it."""
    return {
        "row": row,
        "link": _address(row),
        "title": row.title(),
        "place": places.name(row.grid or row.community),
        "where": LocationType(row.location_type).label,
        "submit": _("Move the board"),
    }


@administering
def label(request: HttpRequest, street: str, token: str) -> HttpResponse:
    """This will show the sheet of a board for printing on A4."""
    row = _board(street, token)
    context = {
        "row": row,
        "drawing": qr.drawing(_address(row)),
        "link": _address(row),
        "place": places.name(row.community),
        "office_name": places.office_name(street),
        "office_phone": values.value("office.phone", street, now()),
        "back": address("board", street, row.token),
        "now": now(),
    }
    return render(request, "setup/label.html", context)


def _address(row: SpotRow) -> str:
    return settings.PUBLIC_URL + reverse("report-spot", args=[row.street, row.token])


def _board(street: str, token: str) -> SpotRow:
    """The board of a label in use; an old label is no board of its own."""
    found = places.spot(street, token)
    if found is None or found.token != token or found.retired_at is not None:
        raise Http404
    return found
