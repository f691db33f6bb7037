"""An officer's second look: accept what was held, correct the category, call back, release to the public."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases import categories, rules
from linli.cases.actions.taking import checked, take
from linli.cases.models import CallBack, Case
from linli.cases.policies import permitted
from linli.cases.refusals import SENTENCES, Invalid
from linli.cases.rules import Reason
from linli.cases.stepping import Said, calendar, limits_of
from linli.cases.workflow import Action, Level, Status, Words
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from linli.places.models import LocationType


def accept(*, case: Case, by: Viewer, at: datetime, seen: int | None = None) -> Fact:
    """This will file a report that was held for review; its clocks begin now."""
    step = permitted(by, case, Action.ACCEPT, at=at)
    due = rules.handle_by(limits_of(case), calendar(case), at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, changes={"filed_at": at, "handle_by": due})


def classify(
    *,
    case: Case,
    by: Viewer,
    at: datetime,
    category: str,
    item: str = "",
    location_type: str = "",
    answerable_id: int | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Fact:
    """This will correct category, matter, kind of location and who answers for the ground.

    The new category's limit counts from filing as if it had been right at once. Calling danger down needs a
    reason; danger and hazardous waste go to the street at once.
    """
    step = permitted(by, case, Action.CLASSIFY, at=at)
    known = categories.of_street(case.street)
    if category not in known:
        raise Invalid({"category": _("Choose a category from the list.")})
    new, old = known[category], categories.of_street(case.street, retired=True).get(case.category)
    words = checked(reason, Words.OPTIONAL)
    if old and old.danger and not new.danger and not words:
        raise Invalid({"words": _("Say why this is not a danger.")})
    changes: dict[str, Any] = {
        "category": category,
        "item": new.item(item).key,
        "answerable_id": answerable_id,
    }
    if location_type in LocationType.values:
        changes["location_type"] = location_type
    if (category, changes["item"]) != (case.category, case.item):
        changes |= _clocks_anew(case, new, changes["item"], at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=words, changes=changes)


def _clocks_anew(case: Case, category: categories.CategoryRow, item: str, at: datetime) -> dict[str, Any]:
    limits = categories.limits(category, item, street=case.street, community=case.community, at=at)
    changes: dict[str, Any] = limit_columns(limits)
    straight = category.danger or category.item(item).hazardous or not category.on_duty_list
    level = Level(case.level)
    if straight and level in {Level.GROUP, Level.COMMUNITY}:
        level = Level.STREET
        changes |= {"level": str(level), "arrived_by": "report", "arrived_at": at, "assignee_id": None}
    if case.filed_at is not None:
        changes["handle_by"] = rules.handle_by(limits, calendar(case), case.filed_at)
        if case.status != Status.CHECKING:
            arrived = changes.get("arrived_at", case.arrived_at)
            begun = case.started_at is not None
            changes["act_by"] = rules.act_by(level, limits, calendar(case), arrived, begun=begun)
    return changes


def limit_columns(limits: rules.Limits) -> dict[str, Any]:
    """This will give the columns in which a case copies its limits."""
    levels = {str(level): str(limit) for level, limit in limits.levels.items()}
    if limits.first_act:
        levels["first"] = str(limits.first_act)
    return {"clock": str(limits.clock), "handle_limit": str(limits.handle), "act_limits": levels}


def call_back(
    *,
    case: Case,
    by: Viewer,
    at: datetime,
    reached: bool,
    solved: bool | None = None,
    satisfaction: int | None = None,
    words: str = "",
    seen: int | None = None,
) -> Fact:
    """This will keep the answer to a call-back; "not solved" goes to the responsible level as a reopening."""
    step = permitted(by, case, Action.CALL_BACK, at=at)
    if reached and solved is None:
        raise Invalid({"solved": _("Choose what the reporter said.")})
    if satisfaction is not None and satisfaction not in range(1, 6):
        raise Invalid({"satisfaction": _("Choose one to five.")})
    changes: dict[str, Any] = {}
    if reached:
        changes = {"call_back": "solved" if solved else "unsolved"}
        changes |= {"satisfaction": satisfaction} if satisfaction else {}
    with writing():
        fact = take(
            case, step, by_id=by.person_id, at=at, seen=seen, words=words, kind="note", changes=changes,
            data={"reached": reached, "solved": solved},
        )  # fmt: skip
        CallBack.objects.create(
            id=new_id(), street=case.street, case=case, by_id=by.person_id, at=at,
            reached=reached, solved=solved, satisfaction=satisfaction,
        )  # fmt: skip
        if reached and not solved:
            again = permitted(by, case, Action.REOPEN, at=at)
            take(case, again, by_id=by.person_id, at=at, words=words, changes={"call_back": "unsolved"})
    return fact


def release(
    *, case: Case, by: Viewer, at: datetime, public_title: str, public_text: str = "", seen: int | None = None
) -> Fact:
    """This will make a case public under words an officer answers for; never one in a yard or at a house."""
    step = permitted(by, case, Action.RELEASE, at=at)
    if case.location_type in {LocationType.INSIDE_YARD, LocationType.AROUND_HOUSE}:
        raise Refused(_("A case in a yard or at a house is public only as a count."))
    if case.status in {Status.HELD, Status.VOID, Status.WITHDRAWN, Status.DUPLICATE}:
        raise Refused(SENTENCES[Reason.NOT_HERE])
    title = checked(public_title, Words.REQUIRED, field="public_title")
    if len(title) > 80:
        raise Invalid({"public_title": _("A title has at most 80 characters.")})
    text = checked(public_text, Words.OPTIONAL, field="public_text")
    return take(
        case, step, by_id=by.person_id, at=at, seen=seen, words=title, kind="public",
        changes={"released_at": at, "public_title": title}, also=[Said("public", text)] if text else [],
    )  # fmt: skip


def unrelease(*, case: Case, by: Viewer, at: datetime, reason: str = "", seen: int | None = None) -> Fact:
    """This will take a case back from the public pages at once."""
    step = permitted(by, case, Action.UNRELEASE, at=at)
    return take(
        case, step, by_id=by.person_id, at=at, seen=seen, words=reason,
        changes={"released_at": None, "public_title": ""},
    )  # fmt: skip
