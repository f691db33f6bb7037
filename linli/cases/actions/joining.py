"""One matter reported twice: a case is joined to an earlier one, and separated again where that was a mistake."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases import rules
from linli.cases.actions.taking import checked, take
from linli.cases.models import Case, Source
from linli.cases.policies import permitted
from linli.cases.refusals import Invalid
from linli.cases.rules import Told
from linli.cases.stepping import alone, calendar, change, limits_of, pauses_of, upward
from linli.cases.workflow import Action, Status, Words
from linli.facts.models import Fact
from linli.lib.calendars import Clock
from linli.lib.db import writing
from linli.people.rows import Viewer


def join(
    *, case: Case, by: Viewer, at: datetime, into: Case, words: str = "", seen: int | None = None
) -> Fact:
    """This will join a case to an earlier one, which its reporter and followers then follow."""
    step = permitted(by, case, Action.JOIN, at=at)
    gained = 1 + case.followers
    with writing():
        alone(case.street)
        target = _target(case, into)
        fact = take(
            case, step, by_id=by.person_id, at=at, seen=seen, words=words,
            changes={"joined_to_id": target.pk}, data={"into": target.pk},
        )  # fmt: skip
        change(
            target, kind="joined_by", by_id=by.person_id, at=at, data={"from": case.pk}, tell=False,
            changes={"followers": target.followers + gained},
        )  # fmt: skip
    return fact


def _target(case: Case, into: Case) -> Case:
    """The case that can be followed: what was named, or what that was joined to."""
    target = upward(into.pk)[-1]
    if target.street != case.street or target.pk == case.pk:
        raise Invalid({"into": _("Choose another case of this street.")})
    if target.status in {Status.VOID, Status.WITHDRAWN}:
        raise Invalid({"into": _("That case is void or withdrawn; nothing can follow it.")})
    return target


def separate(*, case: Case, by: Viewer, at: datetime, reason: str, seen: int | None = None) -> Fact:
    """This will make a joined case one of its own again: received, at the level and place it was joined from.

    It takes along its reporter, its followers and the cases joined to it; who follows the other case by their own
    will stays there. It works whatever has become of the other case. What was held for review is filed by it.
    """
    step = permitted(by, case, Action.SEPARATE, at=at)
    words = checked(reason, Words.REQUIRED)
    joined_to, gone = case.joined_to_id, 1 + case.followers
    with writing():
        alone(case.street)
        above = upward(joined_to)
        if case.filed_at is None:
            # Whoever separates it has looked at it: that is what it was held for.
            due = rules.handle_by(limits_of(case), calendar(case), at)
            filed = {"filed_at": at, "handle_by": due}
            change(case, kind="filed", by_id=by.person_id, at=at, seen=seen, changes=filed, tell=False)
            seen = None
        fact = take(
            case, step, by_id=by.person_id, at=at, seen=seen, words=words,
            changes=_as_before(case, at), data={"from": joined_to},
        )  # fmt: skip
        for one in above:  # each counted these voices when it was joined
            change(
                one, kind="separated_from", by_id=by.person_id, at=at, data={"from": case.pk}, tell=False,
                changes={"followers": max(one.followers - gone, 0)},
            )  # fmt: skip
    return fact


def _as_before(case: Case, at: datetime) -> dict[str, Any]:
    """What joining ended goes on; a result that waited to be checked counts no more, and nobody is assigned."""
    due = _handle_by(case)
    forgotten = Told.REMINDED | Told.TOP | Told.CHECK
    if due != case.handle_by:
        forgotten |= Told.OVERDUE
    return {
        "joined_to_id": None,
        "closed_at": None,
        "handled_at": None,
        "assignee_id": None,
        "handle_by": due,
        "told": int(Told(case.told) & ~forgotten),
    }


def _handle_by(case: Case) -> datetime | None:
    """The limit counted from filing as ever, by today's calendar; only what a deferral took is left out."""
    if case.filed_at is None:
        return None
    pauses, office = pauses_of(case), calendar(case)
    if not (case.source == Source.IMPORT and case.handle_by):
        return rules.handle_by(limits_of(case), office, case.filed_at, pauses=pauses)
    # A due date that was given is kept, but for the deferral that joining ended.
    deferred = bool(pauses) and pauses[-1][1] == case.closed_at
    return (
        rules.shifted(office, Clock(case.clock), case.handle_by, *pauses[-1]) if deferred else case.handle_by
    )
