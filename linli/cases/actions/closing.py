"""Honest ends other than fixed: no further action, and not ours."""

from datetime import datetime

from linli.cases.actions.taking import take
from linli.cases.models import Case
from linli.cases.policies import permitted
from linli.cases.workflow import Action
from linli.facts.models import Fact
from linli.people.rows import Viewer


def close_no_action(*, case: Case, by: Viewer, at: datetime, reason: str, seen: int | None = None) -> Fact:
    """This will end a case without further action and tell the reporter why; it may be reopened."""
    step = permitted(by, case, Action.NO_ACTION, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=reason)


def close_not_ours(*, case: Case, by: Viewer, at: datetime, whose: str, seen: int | None = None) -> Fact:
    """This will end a case that is somebody else's and tell the reporter whose."""
    step = permitted(by, case, Action.NOT_OURS, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=whose)
