"""What every page of the desk shows at its left: where one can go, and how much waits there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.cases import queries
from linli.notify import queries as notices
from linli.people.models import Role
from linli.people.rows import Viewer
from linli.privacy import policies as privacy_policies
from linli.privacy import queries as letters
from linli.web.desk import saved
from linli.web.desk.naming import viewer_words
from linli.web.desk.standing import DESK_ROLES, PHONE_ROLES, street_of, streets_of, today_words
from linli.web.doors import now, viewer_of
from linli.web.setup.checklist import left_for


@dataclass(frozen=True, slots=True)
class Way:
    """One link of the rail."""

    key: str
    icon: str
    words: "str | Promise"
    address: str
    count: int | None = None
    # The heading above it, where a new group begins.
    group: "str | Promise" = ""


def desk_page(
    request: HttpRequest,
    here: str,
    *,
    counts: dict[str, int] | None = None,
    own: queries.Work | None = None,
    **more: Any,
) -> dict[str, Any]:
    """This will give the context every desk page needs, and `more`.

    `counts` are the inbox's and `own` the person's work, if they are at hand.
    """
    viewer, at = viewer_of(request), now()
    own = own or queries.work(viewer, at)
    mine = counts if counts is not None else queries.tab_counts(viewer, at, own=own)
    filters, everything = more.get("filters"), bool(more.get("everything"))
    kept = saved.shown(viewer, at, own, filters, everything=everything)
    is_kept = any(each.is_here for each in kept)
    return {
        "saved": kept,
        "is_kept": is_kept,
        "now": at,
        "viewer": viewer,
        "here": "" if is_kept else here,
        "today": today_words(street_of(viewer), at),
        "duty_words": viewer_words(viewer),
        "ways": list(_ways(viewer, mine, at)),
        **more,
    }


def _ways(viewer: Viewer, mine: dict[str, int], at: datetime) -> Iterator[Way]:
    yield Way("inbox", "inbox", _("Mine to do"), reverse("inbox"), mine.get("all"))
    yield Way("cases", "list", _("All cases"), reverse("cases"))
    yield Way("map", "map", _("Map"), reverse("desk-map"))
    yield Way("notices", "bell", _("Notices"), reverse("notices"), notices.unread(viewer.person_id))
    if viewer.has(*PHONE_ROLES):
        yield Way("phone", "walk", _("My grid on the phone"), reverse("phone-list"))
    if viewer.has(*DESK_ROLES):
        group = pgettext_lazy("group of pages", "Waiting")
        yield Way("call_back", "user", _("Call-backs"), reverse("cases") + "?tab=call_back", group=group)
        yield Way("asked", "pause", _("Asked: deferral, void"), reverse("cases") + "?tab=asked")
        yield Way("duties", "people", _("Vacant duties"), reverse("vacant"))
    yield from _apart(viewer, at)


def _apart(viewer: Viewer, at: datetime) -> Iterator[Way]:
    """What only few may know of stands apart, and is not shown to others at all. A statement each."""
    streets = streets_of(viewer)
    group: str | Promise = pgettext_lazy("group of pages", "People's rights")
    if heard := [street for street in streets if privacy_policies.hears_for(viewer, street=street)]:
        waiting = letters.complaints_waiting(viewer, heard)
        yield Way("box", "horn", _("Complaints about staff"), reverse("box"), waiting, group=group)
        group = ""
    if viewer.has(Role.STREET_ADMIN):
        waiting = letters.requests_waiting(viewer)
        yield Way(
            "requests", "lock", _("Requests about personal data"), reverse("requests"), waiting, group=group
        )
    if viewer.has(Role.STREET_ADMIN, Role.COUNTY_ADMIN):
        waiting = left_for(viewer, street_of(viewer), at) if viewer.has(Role.STREET_ADMIN) else 0
        yield Way("setup", "pen", _("Set-up"), reverse("setup"), waiting)
    if viewer.has(Role.AUDITOR):
        yield Way("auditor", "clipboard", _("What happened, who looked"), reverse("auditor"))
