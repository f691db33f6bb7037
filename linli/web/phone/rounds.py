"""A day's round on the phone: the person's open cases, numbered in a sensible order.

The start is a case or the middle of the grid, chosen from a list. The phone's own position may put them in order
in the browser; it is never sent, and what is ticked stays on the phone (domain section 9, rules 2 and 4).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.cases import queries, rounds
from linli.cases.models import Case
from linli.lib.rounds import Position
from linli.people.rows import Viewer
from linli.places import queries as places
from linli.web.desk.faces import PHONE
from linli.web.desk.lines import lines
from linli.web.desk.standing import street_of, today_words
from linli.web.doors import now, signed_in, viewer_of
from linli.web.phone.views import head
from linli.web.worker import keep_of_person

GRID = "grid"


@require_safe
@signed_in()
def today(request: HttpRequest) -> HttpResponse:
    """This will show the round from where the person says; nothing of it is kept."""
    viewer, at = viewer_of(request), now()
    cases = queries.to_handle(viewer, at, most=rounds.MOST)
    asked = request.GET.get("from", "")[:20]
    found = rounds.plan(cases, at, _start(asked, cases, viewer))
    context: dict[str, Any] = {
        "now": at,
        "today": today_words(street_of(viewer), at),
        "head": head(viewer),
        "stops": [
            (line, rounds.is_urgent(line.case, at))
            for line in lines(found.stops, at=at, address=PHONE.case_address)
        ],
        "placeless": lines(found.placeless, at=at, address=PHONE.case_address),
        "starts": [(case.number, case.title or case.number) for case in cases if case.lon is not None],
        "asked": asked,
        "middle": _middle(viewer),
    }
    return keep_of_person(render(request, "phone/round.html", context), street=street_of(viewer))


def _start(asked: str, cases: list[Case], viewer: Viewer) -> Position | None:
    if asked == GRID:
        return _middle(viewer)
    chosen = next((case for case in cases if case.number == asked), None)
    return None if chosen is None or chosen.lon is None or chosen.lat is None else (chosen.lon, chosen.lat)


def _middle(viewer: Viewer) -> Position | None:
    """The middle of the person's own place, the first by its code."""
    for code in sorted(viewer.places()):
        place = places.place(code)
        if place is not None and place.lon is not None and place.lat is not None:
            return place.lon, place.lat
    return None
