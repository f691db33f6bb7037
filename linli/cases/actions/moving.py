"""Between levels: up by hand, back once, across to another grid, out to a county department."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases.actions.taking import take
from linli.cases.models import Case
from linli.cases.policies import may_lie_in, permitted
from linli.cases.refusals import Invalid
from linli.cases.workflow import Action
from linli.facts.models import Fact
from linli.people import queries as people
from linli.people.models import OrganisationKind
from linli.people.rows import Viewer
from linli.people.verdicts import Denied
from linli.places import queries as places

BIGINT = range(2**63)


def escalate(*, case: Case, by: Viewer, at: datetime, reason: str, seen: int | None = None) -> Fact:
    """This will hand a case to the next level up, with a reason; the lower level stays informed."""
    step = permitted(by, case, Action.ESCALATE, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=reason)


def send_back(*, case: Case, by: Viewer, at: datetime, reason: str, seen: int | None = None) -> Fact:
    """This will send a case one level down: once in its life, with a reason, never after the clock sent it up."""
    step = permitted(by, case, Action.SEND_BACK, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=reason)


def hand_over(
    *, case: Case, by: Viewer, at: datetime, grid: str, reason: str, seen: int | None = None
) -> Fact:
    """This will hand a case to another grid of the street, also in another community."""
    step = permitted(by, case, Action.HAND_OVER, at=at)
    if isinstance(verdict := may_lie_in(grid, case), Denied):
        raise Invalid({"grid": verdict.reason})
    place = places.place(grid)
    community = place.parent if place else case.community
    changes: dict[str, Any] = {"grid": grid, "community": community, "group": ""}
    if community == case.community:
        changes["group"] = case.group
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=reason, changes=changes)


def whistle(
    *, case: Case, by: Viewer, at: datetime, department_id: int | None, reason: str, seen: int | None = None
) -> Fact:
    """This will whistle a case to a county department, with a reason; the street stays informed."""
    step = permitted(by, case, Action.WHISTLE, at=at)
    department = people.organisation(department_id) if department_id and department_id in BIGINT else None
    if (
        department is None
        or department.kind != OrganisationKind.DEPARTMENT
        or department.street[:6] != case.street[:6]
        or department.closed_on is not None
    ):
        raise Invalid({"department": _("Choose a county department.")})
    return take(
        case,
        step,
        by_id=by.person_id,
        at=at,
        seen=seen,
        words=reason,
        changes={"department_id": department.id},
    )
