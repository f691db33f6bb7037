"""What has changed on a desk since its page was loaded: counts, rows, and the case that lies open."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from linli.cases import queries
from linli.facts import queries as facts
from linli.notify import queries as notices
from linli.people.rows import Viewer
from linli.places import settings
from linli.web.desk.filtering import asked_of
from linli.web.desk.standing import street_of, streets_of
from linli.web.desk.taking import HARMLESS, what_happened
from linli.web.doors import now, viewer_of

SECONDS = "desk.news_seconds"
# Deadlines pass without a fact: counts are worked out again after this, whatever happened.
SLOT = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page shows: a list as its address asks, and perhaps a case with the version it was read at."""

    everything: bool
    number: str
    street: str
    seen: int


def seconds(viewer: Viewer, at: datetime) -> int:
    """This will give how often a page asks, in seconds."""
    return int(settings.value(SECONDS, street_of(viewer), at))


def mark(request: HttpRequest) -> str:
    """This will give an ETag that moves when anything happens in the person's streets. One statement a street.

    It also moves every few minutes, since what is overdue moves by time alone.
    """
    viewer, at = viewer_of(request), now()
    known = [facts.latest(street) for street in streets_of(viewer)]
    said = f"{viewer.person_id} {known} {int(at.timestamp()) // SLOT} {request.META.get('QUERY_STRING', '')}"
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:20]}"'


def news(request: HttpRequest) -> dict[str, Any]:
    """This will give the counts of the tabs, the numbers of the list's first page, and words on the open case."""
    viewer, at, asked = viewer_of(request), now(), _asked(request)
    filters = asked_of(request.GET, everything=asked.everything)
    own = queries.work(viewer, at)
    mine = queries.tab_counts(viewer, at, own=own)
    counts = queries.tab_counts(viewer, at, mine=False) if asked.everything else mine
    found = (
        queries.listing(viewer, filters, at) if asked.everything else queries.inbox(viewer, filters, at, own)
    )
    return {
        "inbox": mine["all"],
        "saved": queries.saved_counts(viewer, queries.saved(viewer), at, own),
        "notices": notices.unread(viewer.person_id),
        "tabs": counts,
        "rows": [row.number for row in found.rows],
        "case": _changed(viewer, asked, at),
    }


def _asked(request: HttpRequest) -> Asked:
    seen = request.GET.get("seen", "")
    return Asked(
        everything=request.GET.get("in") == "all",
        number=request.GET.get("case", "")[:20],
        street=request.GET.get("street", "")[:9],
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
    )


def _changed(viewer: Viewer, asked: Asked, at: datetime) -> str:
    """Who did what to the open case since it was read; nothing where nothing decisive happened or it is not theirs."""
    if not (asked.number and asked.seen):
        return ""
    case = queries.may_read(viewer, asked.street, asked.number)
    if case is None or case.version <= asked.seen:
        return ""
    since = queries.timeline(case)[: case.version - asked.seen]
    decisive = next((entry for entry in since if entry.kind not in HARMLESS), None)
    return what_happened(decisive, case, viewer, at) if decisive is not None else ""
