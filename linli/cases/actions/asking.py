"""What one person asks and another grants: a deferral, or that a report is void."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases.actions.taking import take
from linli.cases.models import Case, Proposal
from linli.cases.policies import permitted
from linli.cases.refusals import Invalid
from linli.cases.stepping import conflict
from linli.cases.workflow import Action
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.people.rows import Viewer
from linli.places import settings as place_settings


def ask_deferral(
    *, case: Case, by: Viewer, at: datetime, reason: str, until: datetime | None, seen: int | None = None
) -> Fact:
    """This will ask the street to stop the clocks of a case until a day, with a reason."""
    step = permitted(by, case, Action.ASK_DEFERRAL, at=at)
    longest = int(place_settings.value("cases.deferral_days", case.street))
    if until is None or until <= at:
        raise Invalid({"until": _("Enter a day after today.")})
    if until > at + timedelta(days=longest):
        raise Invalid({"until": _("A deferral lasts at most %(days)d days.") % {"days": longest}})
    with writing():
        fact = take(
            case, step, by_id=by.person_id, at=at, seen=seen, words=reason,
            changes={"proposal": "deferral"}, data={"until": until.isoformat()},
        )  # fmt: skip
        _propose(case, "deferral", by, at, until)
    return fact


def grant_deferral(*, case: Case, by: Viewer, at: datetime, words: str = "", seen: int | None = None) -> Fact:
    """This will stop both clocks until the day that was asked for; never by who asked."""
    step = permitted(by, case, Action.GRANT_DEFERRAL, at=at)
    waiting = _waiting(case)
    if waiting.until is None or waiting.until <= at:
        raise Invalid({"": _("The day asked for has passed; refuse it and have it asked for anew.")})
    with writing():
        fact = take(
            case, step, by_id=by.person_id, at=at, seen=seen, words=words,
            changes={"proposal": "", "deferred_until": waiting.until},
            data={"until": waiting.until.isoformat()},
        )  # fmt: skip
        _decide(waiting, by, at, granted=True)
    return fact


def refuse_deferral(*, case: Case, by: Viewer, at: datetime, reason: str, seen: int | None = None) -> Fact:
    """This will refuse a deferral, with a reason; the clocks have gone on meanwhile."""
    return _refuse(Action.REFUSE_DEFERRAL, case, by, at, reason, seen)


def ask_void(*, case: Case, by: Viewer, at: datetime, reason: str, seen: int | None = None) -> Fact:
    """This will say that a report is malicious or a test; a second person must agree."""
    step = permitted(by, case, Action.ASK_VOID, at=at)
    with writing():
        fact = take(
            case, step, by_id=by.person_id, at=at, seen=seen, words=reason, changes={"proposal": "void"}
        )
        _propose(case, "void", by, at, None)
    return fact


def grant_void(*, case: Case, by: Viewer, at: datetime, words: str = "", seen: int | None = None) -> Fact:
    """This will end a case as void, by the second person; it leaves every indicator."""
    step = permitted(by, case, Action.GRANT_VOID, at=at)
    waiting = _waiting(case)
    with writing():
        _decide(waiting, by, at, granted=True)  # before the end closes what still waits
        return take(case, step, by_id=by.person_id, at=at, seen=seen, words=words)


def refuse_void(*, case: Case, by: Viewer, at: datetime, reason: str = "", seen: int | None = None) -> Fact:
    """This will keep a report that somebody held to be void."""
    return _refuse(Action.REFUSE_VOID, case, by, at, reason, seen)


def _refuse(action: Action, case: Case, by: Viewer, at: datetime, reason: str, seen: int | None) -> Fact:
    step = permitted(by, case, action, at=at)
    waiting = _waiting(case)
    with writing():
        fact = take(case, step, by_id=by.person_id, at=at, seen=seen, words=reason, changes={"proposal": ""})
        _decide(waiting, by, at, granted=False)
    return fact


def _propose(case: Case, kind: str, by: Viewer, at: datetime, until: datetime | None) -> None:
    Proposal.objects.create(
        id=new_id(), street=case.street, case=case, kind=kind, until=until, by_id=by.person_id, at=at
    )


def _waiting(case: Case) -> Proposal:
    found = Proposal.objects.filter(street=case.street, case=case, decided_at=None).first()
    if found is None:
        raise conflict(case)  # a colleague has decided it since this page was opened
    return found


def _decide(waiting: Proposal, by: Viewer, at: datetime, *, granted: bool) -> None:
    decided: dict[str, Any] = {"granted": granted, "decided_by_id": by.person_id, "decided_at": at}
    Proposal.objects.filter(pk=waiting.pk, decided_at=None).update(**decided)
