"""The list on the phone of a grid member or group head: what is theirs, most urgent first, under one thumb."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from linli.cases import queries, rounds
from linli.cases.models import Case
from linli.notify import actions as notify
from linli.notify import queries as notified
from linli.people.rows import Viewer
from linli.pictures import queries as pictures
from linli.places import queries as places
from linli.web.desk.faces import PHONE
from linli.web.desk.filtering import Tab, asked_of, kept
from linli.web.desk.lines import lines
from linli.web.desk.naming import viewer_words
from linli.web.desk.standing import street_of, today_words
from linli.web.doors import now, signed_in, viewer_of
from linli.web.worker import keep_of_person

TABS = {
    "": pgettext_lazy("tab", "To do"),
    "overdue": pgettext_lazy("tab", "Overdue"),
    "checking": pgettext_lazy("tab", "To check"),
    "waiting": pgettext_lazy("tab", "Waiting"),
}
ENDED = pgettext_lazy("tab", "Ended")
NOTICES = 50


@require_safe
@signed_in()
def mine(request: HttpRequest) -> HttpResponse:
    """This will show the person's own cases with their pictures; the ended ones under the last tab."""
    viewer, at = viewer_of(request), now()
    ended = request.GET.get("status") == "ended"
    filters = asked_of(request.GET, everything=ended)
    own = queries.work(viewer, at)
    found = (
        queries.listing(viewer, filters, at)
        if ended
        else queries.inbox(viewer, filters, at, own, size=rounds.MOST)
    )
    counts = queries.tab_counts(viewer, at, own=own)
    shots = pictures.of_many(street_of(viewer), [f"case:{row.pk}" for row in found.rows])
    context = {
        "now": at,
        "today": today_words(street_of(viewer), at),
        "head": head(viewer),
        "counts": counts,
        "unread": notified.unread(viewer.person_id),
        "listing": found,
        "has_next": found.page < found.pages,
        "filters": filters,
        "lines": lines(found.rows, at=at, address=_address, pictures=shots),
        "tabs": _tabs(request, counts, ended=ended, now_at=filters.tab),
    }
    return keep_of_person(render(request, "phone/list.html", context), street=street_of(viewer))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def notices(request: HttpRequest) -> HttpResponse:
    """This will list what a person was told; a post marks all of it as read."""
    viewer = viewer_of(request)
    if request.method == "POST":
        notify.read_all(by=viewer, at=now())
        return redirect("phone-notices")
    rows = notified.latest(viewer.person_id, limit=NOTICES)
    page = render(request, "phone/notices.html", {"now": now(), "rows": rows})
    return keep_of_person(page, street=street_of(viewer))


def head(viewer: Viewer) -> str:
    """This will head the list with the person's place: 东关第1网格; with their duty where there is no such place."""
    own = sorted(viewer.places())
    return places.name(own[0]) if len(own) == 1 else viewer_words(viewer)


def _address(case: Case) -> str:
    return PHONE.case_address(case)


def _tabs(request: HttpRequest, counts: dict[str, int], *, ended: bool, now_at: str) -> list[Tab]:
    home = reverse("phone-list")
    shown = [
        Tab(
            words,
            home + kept(request.GET, tab=key, status=""),
            counts.get(key or "all"),
            key == now_at and not ended,
        )
        for key, words in TABS.items()
        # Most people of a grid check nobody's work: what they handled is checked by the community.
        if key != "checking" or counts["checking"] or now_at == key
    ]
    return [*shown, Tab(ENDED, home + "?status=ended&sort=newest", None, ended)]
