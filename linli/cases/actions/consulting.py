"""Branch consultation: a stuck case goes to a meeting, comes back with who and by when, and is reported back."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from linli.cases.actions.taking import take
from linli.cases.models import Case, Consultation
from linli.cases.policies import permitted, works_in
from linli.cases.refusals import SENTENCES, Invalid
from linli.cases.rules import Reason
from linli.cases.stepping import local_day
from linli.cases.workflow import Action
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.people.rows import Viewer
from linli.people.verdicts import Refused


def consult(*, case: Case, by: Viewer, at: datetime, reason: str, seen: int | None = None) -> Fact:
    """This will put a stuck case before the branch; its clocks go on."""
    step = permitted(by, case, Action.CONSULT, at=at)
    with writing():
        fact = take(
            case, step, by_id=by.person_id, at=at, seen=seen, words=reason, changes={"consulting": True}
        )
        Consultation.objects.create(
            id=new_id(), street=case.street, case=case, opened_by_id=by.person_id, opened_at=at
        )
    return fact


def decide(
    *,
    case: Case,
    by: Viewer,
    at: datetime,
    decision: str,
    owner_id: int | None,
    by_on: date | None,
    seen: int | None = None,
) -> Fact:
    """This will keep what the consultation decided: what, who, and by when (a local day, today or later)."""
    step = permitted(by, case, Action.DECIDE, at=at)
    faults = {}
    if owner_id is None or not works_in(owner_id, case.street, at):
        faults["owner"] = _("Choose somebody on duty in this street.")
    if by_on is None or by_on < local_day(case.street, at):
        faults["by_on"] = _("Enter today or a later day.")
    if faults:
        raise Invalid(faults)
    with writing():
        fact = take(
            case, step, by_id=by.person_id, at=at, seen=seen, words=decision, kind="decision",
            changes={"consulting": False, "assignee_id": owner_id},
            data={"owner": owner_id, "by_on": str(by_on)},
        )  # fmt: skip
        Consultation.objects.filter(case=case, decided_at=None).update(
            decided_at=at, owner_id=owner_id, by_on=by_on
        )
    return fact


def report_decision(*, case: Case, by: Viewer, at: datetime, words: str, seen: int | None = None) -> Fact:
    """This will report back how the latest decision was carried out; the reporter hears it too."""
    step = permitted(by, case, Action.REPORT_DECISION, at=at)
    open_decisions = Consultation.objects.filter(
        case=case, decided_at__isnull=False, owner_id__isnull=False, reported_at=None
    )
    if not open_decisions.exists():
        raise Refused(SENTENCES[Reason.NOT_CONSULTING])
    with writing():
        fact = take(case, step, by_id=by.person_id, at=at, seen=seen, words=words)
        open_decisions.update(reported_at=at)
    return fact
