"""How a row of the table becomes a change: what each move, clock effect and end does to the columns."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case, Consultation, Proposal
from linli.cases.placing import standing
from linli.cases.refusals import Invalid
from linli.cases.rules import Told, act_by, handle_by, sampled, shifted
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
    planned = _planned(case, step, by_id, at) | dict(changes or {})
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


def _planned(case: Case, step: Step, by_id: int | None, at: datetime) -> dict[str, Any]:
    planned = _moved(case, step, at) | _clocks(case, step, at) | _ended(case, step, by_id, at)
    if case.status in ENDED and step.target not in {None, *ENDED}:
        planned |= standing(case, at)
    if step.told and case.first_answer_at is None:
        planned["first_answer_at"] = at
    return planned


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
        planned["told"] = int(Told(case.told) & ~(Told.REMINDED | Told.TOP))
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
    if step.act is Act.PAUSE:
        # Deadlines stay as they were and are not looked at; what the pause took is known at its end.
        paused = [*case.pauses, [at.isoformat(), ""]]
        return {"pauses": paused, "deferrals": case.deferrals + 1}
    if step.act is Act.RESUME:
        return _resumed(case, at)
    if step.act is Act.STOP:
        return {"act_by": None}
    first_act = step.act is Act.BEGUN and case.started_at is None and "first" in case.act_limits
    if step.act is Act.FRESH or first_act:
        begun = first_act or case.started_at is not None
        level = Level(_moved(case, step, at).get("level", case.level))
        due = act_by(level, limits_of(case), calendar(case), at, begun=begun)
        return {"act_by": due, "arrived_at": at}
    return {}


def _resumed(case: Case, at: datetime) -> dict[str, Any]:
    """Both clocks go on with what was left of them."""
    office, clock = calendar(case), Clock(case.clock)
    began = datetime.fromisoformat(case.pauses[-1][0])
    planned: dict[str, Any] = {
        "pauses": [*case.pauses[:-1], [began.isoformat(), at.isoformat()]],
        "deferred_until": None,
        # It has been out of sight: whoever holds it is reminded anew.
        "told": int(Told(case.told) & ~Told.REMINDED),
    }
    for name in ("handle_by", "act_by"):
        if due := getattr(case, name):
            planned[name] = shifted(office, clock, due, began, at)
    return planned


def _ended(case: Case, step: Step, by_id: int | None, at: datetime) -> dict[str, Any]:
    if step.move is Move.BACK_TO_HANDLER:
        planned: dict[str, Any] = {
            "handled_at": None,
            "verified_by_id": None,
            "told": int(Told(case.told) & ~(Told.REMINDED | Told.TOP | Told.CHECK)),
        }
        if case.filed_at is None:  # it ended while it was held for review
            planned |= {"filed_at": at, "handle_by": handle_by(limits_of(case), calendar(case), at)}
        if case.closed_at is not None:
            return planned | {"closed_at": None, "call_back": "", "reopened": case.reopened + 1}
        return planned | {"reworked": case.reworked + 1}
    if step.action is Action.START:
        return {"started_at": case.started_at or at, "started_by_id": by_id}
    if step.action is Action.FIX:
        # Whoever fixed it without a word before was there by then.
        return {"handled_at": at, "handled_by_id": by_id, "started_at": case.started_at or at}
    if step.target is None or step.target not in ENDED:
        return {}
    planned = {
        "closed_at": at,
        "proposal": "",
        "consulting": False,
        "deferred_until": None,
    }
    if case.deferred_until is not None:
        planned["pauses"] = [*case.pauses[:-1], [case.pauses[-1][0], at.isoformat()]]
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
