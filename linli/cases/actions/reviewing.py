"""An officer's second look: accept what was held, correct the category, call back, release to the public."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases import categories, rules
from linli.cases.actions.taking import checked, take
from linli.cases.models import CallBack, Case, Source
from linli.cases.policies import permitted
from linli.cases.refusals import SENTENCES, Invalid
from linli.cases.rules import OF_DEADLINES, Reason, Told
from linli.cases.stepping import HIDDEN, Said, calendar, limits_of, pauses_of
from linli.cases.workflow import BELOW_STREET, IN_HAND, Action, Level, Status, Words, only_row
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.people import queries as people
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from linli.places.models import PRIVATE_LOCATIONS, LocationType


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
    reason; danger and hazardous waste go to the street at once. `answerable_id` None keeps who answers, 0 clears it.
    """
    step = permitted(by, case, Action.CLASSIFY, at=at)
    known = categories.of_street(case.street)
    if category not in known and category != case.category:
        raise Invalid({"category": _("Choose a category from the list.")})
    every = categories.of_street(case.street, retired=True)
    new, old = every[category], every.get(case.category)
    words = checked(reason, Words.OPTIONAL)
    if old and old.danger and not new.danger and not words:
        raise Invalid({"words": _("Say why this is not a danger.")})
    changes: dict[str, Any] = {
        "category": category,
        "item": new.item(item or case.item).key,
        **_ground(case, location_type, answerable_id),
    }
    if (category, changes["item"]) != (case.category, case.item):
        changes |= _clocks_anew(case, new, changes["item"], at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=words, changes=changes)


def _ground(case: Case, location_type: str, answerable_id: int | None) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if location_type in LocationType.values:
        changes["location_type"] = location_type
    if location_type in PRIVATE_LOCATIONS and case.released_at is not None:
        changes |= {"released_at": None, "public_title": ""}  # from now on it is public only as a count
    if answerable_id is not None:
        found = people.organisation(answerable_id) if answerable_id in range(2**63) else None
        if answerable_id and (found is None or found.street not in {case.street, case.street[:6]}):
            raise Invalid({"answerable": _("Choose an organisation of this street.")})
        changes["answerable_id"] = answerable_id or None
    return changes


def _clocks_anew(case: Case, category: categories.CategoryRow, item: str, at: datetime) -> dict[str, Any]:
    limits = categories.limits(category, item, street=case.street, community=case.community, at=at)
    changes: dict[str, Any] = {**limit_columns(limits), "danger": category.danger}
    level, since = Level(case.level), case.arrived_at
    straight = category.danger or not category.for_community(item)
    if straight and level in BELOW_STREET and case.status != Status.CHECKING:
        level, since = Level.STREET, at
        changes |= {"level": str(level), "arrived_by": "report", "arrived_at": at, "assignee_id": None}
    if case.filed_at is None:
        return changes
    # What was said of the old deadlines is said anew of the new ones.
    changes["told"] = int(Told(case.told) & ~OF_DEADLINES)
    office, pauses = calendar(case), pauses_of(case)
    if not (case.source == Source.IMPORT and case.handle_by):  # a due date that was given is kept
        changes["handle_by"] = rules.handle_by(limits, office, case.filed_at, pauses=pauses)
    if case.status in IN_HAND:
        begun = case.started_at is not None
        changes["act_by"] = rules.act_by(level, limits, office, since, begun=begun, pauses=pauses)
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
            # Whoever calls, and however late: "not solved" must reach the level that handled it.
            again = only_row(Action.REOPEN, Status(case.status), Level(case.level))
            take(case, again, by_id=by.person_id, at=at, words=words, changes={"call_back": "unsolved"})
    return fact


def release(
    *, case: Case, by: Viewer, at: datetime, public_title: str, public_text: str = "", seen: int | None = None
) -> Fact:
    """This will make a case public under words an officer answers for; never one in a yard or at a house."""
    step = permitted(by, case, Action.RELEASE, at=at)
    if case.location_type in PRIVATE_LOCATIONS:
        raise Refused(_("A case in a yard or at a house is public only as a count."))
    if case.status in HIDDEN:
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
