"""A vertical picture of a case for a group: what the public may see of it, and a code to scan that is no secret."""

from dataclasses import dataclass
from datetime import date, tzinfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases import categories
from linli.cases import queries as cases
from linli.cases.models import Case
from linli.cases.stepping import HIDDEN
from linli.cases.workflow import ENDED, Status
from linli.places import queries as places
from linli.places.models import PRIVATE_LOCATIONS
from linli.places.rows import PlaceRow, in_language
from linli.web.board import cards
from linli.web.board.doors import public_page
from linli.web.doors import now, street_or_404
from linli.web.qr import drawing
from linli.web.resident.doors import code_of, with_code
from linli.web.resident.wording.states import State, state


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What stands on the picture. `public` tells whether the code to scan leads to the case, or to its community."""

    title: str
    community: str
    state: State
    reported_on: date
    ended_on: date | None
    before: cards.Shot | None
    after: cards.Shot | None
    address: str
    public: bool


def may_be_shared(case: Case) -> bool:
    """This will tell whether a case may be shown to a group: not of a yard or house, nothing void or withdrawn."""
    return case.location_type not in PRIVATE_LOCATIONS and Status(case.status) not in HIDDEN


def leaflet(case: Case) -> Leaflet | None:
    """This will say of a case what everybody may know; None where it is public only as a count.

    Before an officer released it, that is its category, community, state and days: neither its words nor its
    pictures, also not to whoever reported it, for here they would be published (domain section 9, rule 6).
    """
    if not may_be_shared(case):
        return None
    if card := cards.one(case.street, case.number):
        return _released(case.street, card)
    known, zone = categories.of_street(case.street, retired=True), places.calendar(case.street).zone
    category = in_language(known[case.category].name) if case.category in known else case.category
    return Leaflet(
        _("Reported: %(category)s") % {"category": category}, places.name(case.community),
        state(case.status), case.reported_at.astimezone(zone).date(), _ended_on(case, zone),
        None, None, _board(case), public=False,
    )  # fmt: skip


def _released(street: str, card: cards.Card) -> Leaflet:
    link = settings.PUBLIC_URL + reverse("public-case", args=[street, card.number])
    return Leaflet(
        card.title, card.community, card.state, card.reported_on, card.ended_on,
        card.before, card.after, link, public=True,
    )  # fmt: skip


def _board(case: Case) -> str:
    """The public page of the community, or of the street for what lies in none."""
    if case.community:
        return settings.PUBLIC_URL + reverse("community", args=[case.street, case.community])
    return settings.PUBLIC_URL + reverse("street", args=[case.street])


def _ended_on(case: Case, zone: tzinfo) -> date | None:
    ended = case.closed_at is not None and Status(case.status) in ENDED
    return case.closed_at.astimezone(zone).date() if ended and case.closed_at else None


@require_safe
@with_code
def of_code(request: HttpRequest, street: PlaceRow, tracked: cases.Tracked) -> HttpResponse:
    """This will show the picture to whoever holds a code; the code itself is never on it."""
    back = reverse("track", args=[street.code, code_of(tracked)])
    return _page(request, street, leaflet(tracked.root), back)


@public_page
def of_case(request: HttpRequest, street: str, number: str) -> HttpResponse:
    """This will show the picture of a released case to everybody; every other number has no page."""
    office, card = street_or_404(street), cards.one(street, number)
    if card is None:
        raise Http404
    return _page(request, office, _released(street, card), reverse("public-case", args=[street, number]))


def _page(request: HttpRequest, street: PlaceRow, shown: Leaflet | None, back: str) -> HttpResponse:
    context = {
        "street": street,
        "office_name": places.office_name(street.code),
        "leaflet": shown,
        "drawing": drawing(shown.address) if shown else "",
        "back": back,
        "now": now(),
    }
    return render(request, "resident/share.html", context)
