"""Handling: dispatch, begin, fix, verify or send to rework, answer, note, urge, resume."""

from collections.abc import Sequence
from datetime import datetime

from linli.cases.actions.taking import take
from linli.cases.models import Case
from linli.cases.policies import may_be_given, permitted
from linli.cases.refusals import Invalid
from linli.cases.workflow import Action
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.people.rows import Viewer
from linli.people.verdicts import Denied
from linli.pictures import actions as pictures
from linli.pictures.actions import Prepared
from linli.pictures.models import PictureKind


def dispatch(
    *, case: Case, by: Viewer, at: datetime, assignee_id: int | None, words: str = "", seen: int | None = None
) -> Fact:
    """This will name who handles the case; whoever it is holds it beside the duty of its level."""
    step = permitted(by, case, Action.DISPATCH, at=at)
    if isinstance(verdict := may_be_given(assignee_id, case, at), Denied):
        raise Invalid({"assignee": verdict.reason})
    return take(
        case, step, by_id=by.person_id, at=at, seen=seen, words=words, changes={"assignee_id": assignee_id}
    )


def start(*, case: Case, by: Viewer, at: datetime, words: str = "", seen: int | None = None) -> Fact:
    """This will begin handling; it answers the reporter, and for danger it is the arrival on site."""
    step = permitted(by, case, Action.START, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=words)


def fix(
    *,
    case: Case,
    by: Viewer,
    at: datetime,
    result: str,
    pictures_after: Sequence[Prepared] = (),
    seen: int | None = None,
) -> Fact:
    """This will report that the matter is handled, with what was done and pictures after; it waits for a check."""
    step = permitted(by, case, Action.FIX, at=at)
    with writing():
        fact = take(
            case,
            step,
            by_id=by.person_id,
            at=at,
            seen=seen,
            words=result,
            data={"pictures": len(pictures_after)},
        )
        for picture in pictures_after:
            pictures.attach(
                prepared=picture,
                subject=f"case:{case.pk}",
                kind=PictureKind.AFTER,
                by_id=by.person_id,
                at=at,
            )
    return fact


def verify(*, case: Case, by: Viewer, at: datetime, words: str = "", seen: int | None = None) -> Fact:
    """This will confirm on site that it is fixed and close the case; never by who handled it."""
    step = permitted(by, case, Action.VERIFY, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=words)


def reject(*, case: Case, by: Viewer, at: datetime, reason: str, seen: int | None = None) -> Fact:
    """This will send what was not fixed to rework at the level that handled it."""
    step = permitted(by, case, Action.REJECT, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=reason)


def answer(*, case: Case, by: Viewer, at: datetime, words: str, seen: int | None = None) -> Fact:
    """This will say something to the reporter; the first time it is the first answer the service term asks for."""
    step = permitted(by, case, Action.ANSWER, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=words)


def note(*, case: Case, by: Viewer, at: datetime, words: str, seen: int | None = None) -> Fact:
    """This will keep a remark for colleagues; the reporter never sees it."""
    step = permitted(by, case, Action.NOTE, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=words)


def urge(*, case: Case, by: Viewer, at: datetime, words: str = "", seen: int | None = None) -> Fact:
    """This will urge whoever holds the case."""
    step = permitted(by, case, Action.URGE, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=words, data={"by": "hand"})


def resume(*, case: Case, by: Viewer, at: datetime, words: str = "", seen: int | None = None) -> Fact:
    """This will end a deferral before its day; both clocks go on with what was left of them."""
    step = permitted(by, case, Action.RESUME, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=words)
