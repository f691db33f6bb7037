"""What the page of a code shows: the case as its reporter, a joined reporter or a follower may see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linli.cases import categories, policies
from linli.cases import queries as cases
from linli.cases.models import Case
from linli.cases.stepping import is_public
from linli.cases.workflow import FIXED, OPEN, Action, Status
from linli.lib.calendars import Clock
from linli.people import queries as people
from linli.pictures import queries as pictures
from linli.pictures.models import Picture, PictureKind
from linli.places import queries as places
from linli.places import settings
from linli.places.models import PRIVATE_LOCATIONS
from linli.places.rows import PlaceRow, in_language
from linli.privacy import queries as privacy
from linli.web.resident.doors import code_of, subject_of
from linli.web.resident.grants import address
from linli.web.resident.wording.steps import Holder, Reader, history
from linli.web.resident.wording.verdicts import verdict
from linli.web.wording.deadlines import Deadline, deadline_words


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture as parts/picture_pair.html draws it."""

    url: str
    large: str
    at: datetime
    alt: str = ""


def page(tracked: cases.Tracked, street: PlaceRow, now: datetime) -> dict[str, Any]:
    """This will gather the page of a code. Six statements and a few for what is rare, whatever the case's length."""
    root, reader = tracked.root, _reader(tracked)
    known = categories.of_street(street.code, retired=True)
    offers = policies.offers_to_reporter(tracked.own, at=now) if tracked.is_reporter else frozenset()
    danger = root.category in known and known[root.category].danger
    said = verdict(
        root,
        holder=_holder(root),
        is_reporter=reader is Reader.REPORTER,
        may_answer=bool(offers & {Action.CONFIRM, Action.DENY}),
        now=now,
    )
    return {
        "street": street,
        "office_name": places.office_name(street.code),
        "now": now,
        "code": code_of(tracked),
        "is_reporter": tracked.is_reporter,
        "joined": reader is Reader.JOINED,
        "title": title_of(tracked, known),
        "where": _where(root),
        "verdict": said,
        "timeline": [*([said.next] if said.next else []), *_timeline(tracked, known, now)],
        "deadline": _deadline(root, now, danger=danger),
        "clock": root.clock,
        "due": root.handle_by if root.status in OPEN else None,
        "danger": (urgent := danger and root.status in OPEN),
        "unmanned": urgent and not people.on_roster(street.code, now),
        "open": root.status in OPEN,
        **_mine(tracked, offers),
        **_pictures(tracked, reader),
    }


def _mine(tracked: cases.Tracked, offers: frozenset[Action]) -> dict[str, Any]:
    """What whoever holds the code may do, and has done."""
    return {
        "asks": bool(offers & {Action.CONFIRM, Action.DENY}),
        "may": {str(action): True for action in offers},
        "reopen_until": _reopen_until(tracked.own) if Action.REOPEN in offers else None,
        "erased": tracked.own.erased_at is not None,
        "satisfaction": tracked.own.satisfaction,
        "contact": privacy.contact(tracked.own.street, subject_of(tracked)),
    }


def _reader(tracked: cases.Tracked) -> Reader:
    if not tracked.is_reporter:
        return Reader.FOLLOWER
    return Reader.REPORTER if tracked.own.pk == tracked.root.pk else Reader.JOINED


def _holder(case: Case) -> str:
    return Holder(case.level, case.community, case.grid, case.group, case.department_id).name(case.street)


def title_of(tracked: cases.Tracked, known: dict[str, categories.CategoryRow] | None = None) -> str:
    """This will name a case: by the reporter's own words to themselves, by its public title or category to others."""
    category = (known or categories.of_street(tracked.root.street, retired=True)).get(tracked.root.category)
    plain = in_language(category.name) if category else ""
    if tracked.is_reporter:
        return tracked.own.title or plain
    return (tracked.root.public_title if is_public(tracked.root) else "") or plain


def _where(case: Case) -> list[str]:
    named = [places.name(case.community)]
    if case.spot_id is not None:
        spots = places.spots(case.street, case.community)
        named += [spot.title() for spot in spots if spot.id == case.spot_id]
    return named


def _timeline(
    tracked: cases.Tracked, known: dict[str, categories.CategoryRow], now: datetime
) -> list[dict[str, Any]]:
    reader = _reader(tracked)
    told = history(
        cases.timeline(tracked.root, for_reporter=True), tracked.root, known, reader=reader, now=now
    )
    if reader is Reader.JOINED:
        own = cases.timeline(tracked.own, for_reporter=True)
        told += history(own, tracked.own, known, reader=Reader.REPORTER, now=now)
        told.sort(key=lambda item: item["at"], reverse=True)
    return told


def _deadline(case: Case, now: datetime, *, danger: bool) -> Deadline | None:
    ended = case.status not in OPEN
    if ended and Status(case.status) not in FIXED:
        return None
    # For danger the limit is the arrival on site; for all others the handling, not the check after it.
    done = case.started_at if danger else case.handled_at
    return deadline_words(
        now=now,
        due=case.handle_by,
        clock=Clock(case.clock),
        calendar=places.calendar(case.street),
        started_at=case.filed_at,
        closed_at=done or case.closed_at,
        deferred_until=case.deferred_until,
    )


def _reopen_until(case: Case) -> datetime | None:
    days = int(settings.value("cases.reopen_days", case.community or case.street))
    return case.closed_at + timedelta(days=days) if case.closed_at else None


def _pictures(tracked: cases.Tracked, reader: Reader) -> dict[str, Any]:
    """Own pictures, and what the office shows of its work; others' pictures only once they are released."""
    own, root = f"case:{tracked.own.pk}", f"case:{tracked.root.pk}"
    rows = pictures.of_many(tracked.own.street, list({own, root}))
    before: list[Picture] = [] if reader is Reader.FOLLOWER else _not_after(rows.get(own, []))
    after = [row for row in rows.get(root, []) if row.kind == PictureKind.AFTER]
    if reader is not Reader.REPORTER and tracked.root.location_type in PRIVATE_LOCATIONS:
        after = []
    if reader is Reader.FOLLOWER:
        public = is_public(tracked.root)
        shown = [row for row in rows.get(root, []) if public and row.released_at]
        before, after = _not_after(shown), [row for row in shown if row.kind == PictureKind.AFTER]
    return {
        "before": _shot(before[0]) if before else None,
        "after": _shot(after[-1]) if after else None,
        "more": [_shot(row) for row in [*before[1:], *after[:-1]]],
    }


def _not_after(rows: list[Picture]) -> list[Picture]:
    return [row for row in rows if row.kind != PictureKind.AFTER]


def _shot(picture: Picture) -> Shot:
    return Shot(address(picture, "middle"), address(picture, "large"), picture.at)
