"""A case as one line of a list: its title, place and category in words, its deadline and its status."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from linli.cases.models import Case
from linli.cases.workflow import FIXED, IN_HAND, Level, Status
from linli.lib.calendars import Clock
from linli.pictures.models import Picture
from linli.places import queries as places
from linli.web.desk.naming import Names, place_words
from linli.web.wording.deadlines import Deadline, deadline_words

SHAPES: dict[Status, tuple[str, "str | Promise"]] = {
    Status.HELD: ("received", pgettext_lazy("status", "held for review")),
    Status.RECEIVED: ("received", pgettext_lazy("status", "received")),
    Status.SENT: ("sent", pgettext_lazy("status", "sent")),
    Status.HANDLING: ("handling", pgettext_lazy("status", "in hand")),
    Status.REWORK: ("rework", pgettext_lazy("status", "rework")),
    Status.CHECKING: ("check", pgettext_lazy("status", "to be checked")),
    Status.DEFERRED: ("deferred", pgettext_lazy("status", "deferred")),
    Status.FIXED: ("fixed", pgettext_lazy("status", "fixed")),
    Status.FIXED_UNVERIFIED: ("fixed", pgettext_lazy("status", "fixed on the spot, unverified")),
    Status.NO_ACTION: ("noaction", pgettext_lazy("status", "no further action")),
    Status.NOT_OURS: ("away", pgettext_lazy("status", "not ours, passed on")),
    Status.DUPLICATE: ("duplicate", pgettext_lazy("status", "joined to another")),
    Status.WITHDRAWN: ("withdrawn", pgettext_lazy("status", "withdrawn")),
    Status.VOID: ("withdrawn", pgettext_lazy("status", "void")),
}
ESCALATED = {
    Level.COMMUNITY: pgettext_lazy("status", "escalated to the community"),
    Level.STREET: pgettext_lazy("status", "escalated to the street"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list, ready for its template."""

    case: Case
    title: str
    address: str
    place: str
    category: str
    deadline: Deadline | None
    shape: str
    status: "str | Promise"
    current: bool = False
    picture: Picture | None = None
    asked: str = field(default="")


def lines(
    cases: Iterable[Case],
    *,
    at: datetime,
    address: Callable[[Case], str],
    current: str = "",
    pictures: dict[str, list[Picture]] | None = None,
    known: Names | None = None,
) -> list[Line]:
    """This will word the rows of a list. One query for each street's categories, however long the list."""
    names = {known.street: known} if known else {}
    shown = []
    for case in cases:
        here = names.setdefault(case.street, Names(case.street, at))
        shape, status = status_of(case)
        taken = (pictures or {}).get(f"case:{case.pk}", [])
        shown.append(
            Line(
                case=case,
                title=title_of(case, here),
                address=address(case),
                place=place_words(case.community, ""),
                category=here.category(case.category),
                deadline=deadline_of(case, at, danger=here.is_danger(case.category)),
                shape=shape,
                status=status,
                current=case.number == current,
                picture=taken[0] if taken else None,
                asked=case.proposal,
            )
        )
    return shown


def title_of(case: Case, names: Names) -> str:
    """This will give a case's own words, or its category where the reporter erased them."""
    return case.title or names.category(case.category)


def status_of(case: Case) -> "tuple[str, str | Promise]":
    """This will give the shape and words of a status; what came up and was not touched yet says so."""
    status, level = Status(case.status), Level(case.level)
    if status is Status.RECEIVED and case.arrived_by in {"hand", "clock"} and level in ESCALATED:
        return "up", ESCALATED[level]
    if status is Status.RECEIVED and case.arrived_by == "whistle":
        return "up", pgettext_lazy("status", "whistled to a department")
    return SHAPES[status]


def deadline_of(case: Case, at: datetime, *, danger: bool = False) -> Deadline | None:
    """This will word the deadline of the case: judged by when it was handled, or for danger by the arrival on site."""
    status, calendar = Status(case.status), places.calendar(case.street)
    due, kept_at = case.handle_by, None
    if status is Status.DEFERRED:
        due = case.deferred_until
    elif status in FIXED or status is Status.CHECKING:
        kept_at = (case.started_at if danger else None) or case.handled_at or case.closed_at
    elif status not in IN_HAND:
        return None
    return deadline_words(
        now=at,
        due=due,
        clock=Clock(case.clock),
        calendar=calendar,
        started_at=case.reported_at,
        closed_at=kept_at,
        deferred_until=case.deferred_until,
        zone=calendar.zone,
    )


def level_deadline_of(case: Case, at: datetime) -> Deadline | None:
    """This will word how long the level that holds the case has left."""
    if Status(case.status) not in IN_HAND:
        return None
    calendar = places.calendar(case.street)
    return deadline_words(
        now=at,
        due=case.act_by,
        clock=Clock(case.clock),
        calendar=calendar,
        started_at=case.arrived_at,
        zone=calendar.zone,
    )
