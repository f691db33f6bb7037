"""How a row of the table becomes a change: what each move, clock effect and end does to the columns."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case, Consultation, Proposal
from linli.cases.refusals import Invalid
from linli.cases.rules import Told, act_after, counted_seconds, due_after, sampled
from linli.cases.stepping import Said, calendar, change, limits_of
from linli.cases.workflow import (
    ENDED,
    FACT,
    FIXED,
    Act,
    Action,
    Level,
    Move,
    Status,
    Step,
    Words,
    above,
    below,
)
from linli.facts.models import Fact
from linli.lib.calendars import Clock
from linli.lib.db import writing
from linli.lib.text import clean
from linli.places import settings as place_settings

TEXT_LIMIT = 2000
ARRIVED = {
    Move.UP: "hand",
    Move.DOWN: "back",
    Move.ACROSS: "across",
    Move.OUT: "whistle",
    Move.BACK_TO_HANDLER: "rework",
}


def take(
    case: Case,
    step: Step,
    *,
    by_id: int | None,
    at: datetime,
    seen: int | None = None,
    words: str = "",
    kind: str = "",
    by_reporter: bool = False,
    changes: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    also: Sequence[Said] = (),
) -> Fact:
    """This will take a row of the table: its state, level and clocks, then `changes` over them.

    `words` are kept as a statement of `kind` and told to the reporter where the row says so. Raises Invalid
    when the row asks for words and there are none.
    """
    text = checked(words, step.words)
    said = [Said(kind or _kind(step), text, told=step.told, by_reporter=by_reporter)] if text else []
    planned = {
        **_moved(case, step, at),
        **_clocks(case, step, at),
        **_ended(case, step, by_id, at),
        **(changes or {}),
    }
    if step.told and case.first_answer_at is None:
        planned["first_answer_at"] = at
    with writing():
        fact = change(
            case,
            kind=FACT[step.action],
            by_id=by_id,
            at=at,
            seen=seen,
            changes=planned,
            said=[*said, *also],
            data=data,
            tell=step.action is not Action.NOTE,
        )
        if case.closed_at is not None and "closed_at" in planned:
            _drop_waiting(case, at)
    return fact


def checked(words: str, asked: Words, field: str = "words") -> str:
    """This will clean words; Invalid if they are asked for and missing, or longer than 2,000 characters."""
    text = clean(words, TEXT_LIMIT + 1)
    if len(text) > TEXT_LIMIT:
        raise Invalid(
            {field: _("This is longer than 2,000 characters. Please shorten it; nothing was lost.")}
        )
    if asked is Words.REQUIRED and not text:
        raise Invalid({field: _("Please say it in a sentence.")})
    return text


def _kind(step: Step) -> str:
    if step.action is Action.NOTE:
        return "note"
    if step.action is Action.FIX:
        return "result"
    return "answer" if step.told else "reason"


def _moved(case: Case, step: Step, at: datetime) -> dict[str, Any]:
    planned: dict[str, Any] = {}
    if step.target is not None:
        planned["status"] = str(step.target)
    if step.act is Act.FRESH:
        planned |= {"arrived_at": at, "told": int(Told(case.told) & ~(Told.REMINDED | Told.TOP))}
    if step.move is Move.STAY:
        return planned
    planned |= {"arrived_by": ARRIVED[step.move], "assignee_id": None}
    if step.action is Action.MISS:
        planned["arrived_by"] = "clock"
    if step.move is Move.UP:
        planned["level"] = str(above(Level(case.level)))
    elif step.move is Move.DOWN:
        planned |= {"level": str(below(Level(case.level))), "sent_back": True, "department_id": None}
    elif step.move is Move.ACROSS:
        planned["level"] = str(Level.GROUP)
    elif step.move is Move.OUT:
        planned["level"] = str(Level.DEPARTMENT)
    return planned


def _clocks(case: Case, step: Step, at: datetime) -> dict[str, Any]:
    office, clock = calendar(case), Clock(case.clock)
    if step.act is Act.PAUSE:
        return {
            "handle_left_s": counted_seconds(office, clock, at, case.handle_by),
            "act_left_s": counted_seconds(office, clock, at, case.act_by),
            "handle_by": None,
            "act_by": None,
            "deferrals": case.deferrals + 1,
        }
    if step.act is Act.RESUME:
        return {
            "handle_by": due_after(office, clock, at, case.handle_left_s),
            "act_by": due_after(office, clock, at, case.act_left_s),
            "handle_left_s": None,
            "act_left_s": None,
            "deferred_until": None,
            # It has been out of sight: whoever holds it is reminded anew.
            "told": int(Told(case.told) & ~Told.REMINDED),
            "arrived_at": at,
        }
    level = _moved(case, step, at).get("level", case.level)
    present = act_after(
        step, level=Level(level), limits=limits_of(case), calendar=office, at=at, present=case.act_by
    )
    return {"act_by": present}


def _ended(case: Case, step: Step, by_id: int | None, at: datetime) -> dict[str, Any]:
    if step.move is Move.BACK_TO_HANDLER:
        planned: dict[str, Any] = {
            "handled_at": None,
            "verified_by_id": None,
            "told": int(Told(case.told) & ~(Told.REMINDED | Told.TOP | Told.CHECK)),
        }
        if case.closed_at is not None:
            return planned | {"closed_at": None, "call_back": "", "reopened": case.reopened + 1}
        return planned | {"reworked": case.reworked + 1}
    if step.action is Action.START and case.started_at is None:
        return {"started_at": at}
    if step.action is Action.FIX:
        return {"handled_at": at, "handled_by_id": by_id}
    if step.target is None or step.target not in ENDED:
        return {}
    planned = {
        "closed_at": at,
        "proposal": "",
        "consulting": False,
        "deferred_until": None,
        "handle_left_s": None,
        "act_left_s": None,
    }
    if step.target in FIXED:
        percent = int(place_settings.value("cases.call_back_percent", case.community or case.street))
        planned["call_back"] = "due" if sampled(case.pk, percent) else ""
        planned["verified_by_id"] = by_id
    return planned


def _drop_waiting(case: Case, at: datetime) -> None:
    """Closes what still waited for a decision on a case that ended without it."""
    Proposal.objects.filter(case=case, decided_at=None).update(granted=False, decided_at=at)
    Consultation.objects.filter(case=case, decided_at=None).update(decided_at=at)


def is_open(case: Case) -> bool:
    """This will tell whether the case has not ended."""
    return Status(case.status) not in ENDED
