"""Open cases follow what changes around them: a duty's new holder, redrawn places, a changed calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from linli.cases import rules
from linli.cases.models import Case, Source
from linli.cases.rules import OF_DEADLINES, Told
from linli.cases.stepping import calendar as calendar_of_case
from linli.cases.stepping import change, limits_of, pauses_of
from linli.cases.workflow import IN_HAND, OPEN, Level, Status
from linli.lib.calendars import Calendar
from linli.lib.db import writing
from linli.people.handover import Handover
from linli.places import queries as places
from linli.places.redraw import Move, Plan

STILL_OPEN = sorted(str(status) for status in OPEN)
BATCH = 500


def _open_in_turn(cases: QuerySet[Case]) -> Iterator[Case]:
    """Open cases by id, a batch at a time, so that a whole street's fit in memory."""
    after = 0
    while batch := list(cases.filter(status__in=STILL_OPEN, pk__gt=after).order_by("pk")[:BATCH]):
        yield from batch
        after = batch[-1].pk


# Duties


def _given_with(handover: Handover) -> QuerySet[Case]:
    """Open cases that were given to a person because of a duty of theirs."""
    cases = Case.objects.filter(assignee_id=handover.from_id, status__in=STILL_OPEN)
    if handover.organisation_id is not None and not handover.place:
        return cases.filter(Q(department_id=handover.organisation_id) | Q(street=handover.street))
    column = {9: "street", 12: "community"}.get(len(handover.place), "grid")
    if handover.role == "group_head":
        column = "group"
    return cases.filter(street=handover.street).filter(**{column: handover.place})


def count_handed_on(handover: Handover, at: datetime) -> int:
    """This will count the open cases that would go with a duty."""
    return 0 if handover.from_id is None else _given_with(handover).count()


def hand_on(handover: Handover, at: datetime, by_id: int | None) -> None:
    """This will give the open cases of a duty to its new holder, or back to the duty's level if it is vacant."""
    if handover.from_id is None:
        return
    with writing():
        for case in _open_in_turn(_given_with(handover)):
            change(
                case, kind="handed_on", by_id=by_id, at=at, changes={"assignee_id": handover.to_id},
                data={"duty": handover.duty_id}, tell=False,
            )  # fmt: skip


# Places


def preview_redraw(plan: Plan, at: datetime) -> list[Move]:
    """This will list the open cases that a redraw would move, by number, with the place before and after."""
    return [
        Move("case", case.number, case.grid or case.community, to["grid"] or to["community"])
        for case, to in _redrawn(plan)
    ]


def redraw(plan: Plan, at: datetime, by_id: int | None) -> None:
    """This will move open cases to the places that now lie there; ended cases keep their old codes."""
    with writing():
        for case, to in _redrawn(plan):
            change(case, kind="redrawn", by_id=by_id, at=at, changes=to, tell=False)


def _redrawn(plan: Plan) -> Iterator[tuple[Case, dict[str, str]]]:
    touched = Case.objects.filter(street=plan.street, community__in=sorted(plan.communities))
    for case in _open_in_turn(touched):
        to = _place_after(plan, case)
        if any(getattr(case, name) != code for name, code in to.items()):
            yield case, to


def _place_after(plan: Plan, case: Case) -> dict[str, str]:
    routed = None
    if case.lon is not None and case.lat is not None and case.grid:
        routed = plan.route(case.lon, case.lat)
    if routed is not None and not routed.nearest and routed.street == case.street:
        return {"community": routed.community, "grid": routed.grid, "group": routed.group}
    grid, group = (plan.successor(code) if code else "" for code in (case.grid, case.group))
    # A grid without a successor leaves the case with its community.
    grid, group = (code if len(code) > 12 else "" for code in (grid, group))
    community = (grid or group)[:12] or plan.successor(case.community)
    return {"community": community[:12], "grid": grid, "group": group if group[:12] == community else ""}


# Calendars


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A case whose deadlines a changed calendar moves."""

    number: str
    handle_by: datetime | None
    handle_by_after: datetime | None
    act_by: datetime | None
    act_by_after: datetime | None


def recompute_deadlines(
    *,
    street: str,
    at: datetime,
    by_id: int | None = None,
    calendar: Calendar | None = None,
    apply: bool = True,
) -> list[Recomputed]:
    """This will count the deadlines of a street's open cases anew, from filing and from arrival, as if the calendar
    had always been so; without `apply` it only lists what would move, under `calendar` if one is given.

    Due dates that came with an import are kept. Each case that moves gets a fact.
    """
    moved = []
    with writing():
        for case in _open_in_turn(Case.objects.filter(street=street, filed_at__isnull=False)):
            to = _deadlines(case, calendar or calendar_of_case(case))
            if to == {name: getattr(case, name) for name in to}:
                continue
            moved.append(
                Recomputed(
                    case.number,
                    case.handle_by,
                    to.get("handle_by", case.handle_by),
                    case.act_by,
                    to.get("act_by", case.act_by),
                )
            )
            if apply:
                to["told"] = int(Told(case.told) & ~OF_DEADLINES)
                change(case, kind="recomputed", by_id=by_id, at=at, changes=to, tell=False)
    return moved


def _deadlines(case: Case, office: Calendar) -> dict[str, Any]:
    limits, pauses = limits_of(case), pauses_of(case)
    to: dict[str, Any] = {}
    if case.filed_at is not None and not (case.source == Source.IMPORT and case.handle_by):
        to["handle_by"] = rules.handle_by(limits, office, case.filed_at, pauses=pauses)
    if case.act_by is not None and case.status in IN_HAND | {Status.DEFERRED}:
        begun = case.started_at is not None
        to["act_by"] = rules.act_by(
            Level(case.level), limits, office, case.arrived_at, begun=begun, pauses=pauses
        )
    return to


def hear_calendar(street: str, at: datetime) -> None:
    """This will recompute when holidays or hours change; of a county (six digits) all its streets."""
    for each in [street] if len(street) == 9 else places.streets(street):
        recompute_deadlines(street=each, at=at)
