"""Who needs to reach the reporter of a case, and who follows it: whoever holds it, or calls back after its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case
from linli.cases.policies import relations
from linli.cases.voices import voices_of
from linli.cases.workflow import Status, Who
from linli.people.rows import Viewer
from linli.people.verdicts import ALLOWED, Denied, Verdict
from linli.privacy import queries as privacy


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody whom a case concerns and who left a contact: `subject` names it, `has` says which kinds."""

    subject: str
    has: Sequence[str]
    is_reporter: bool


def may_reach_reporter(viewer: Viewer, case: Case, *, at: datetime) -> Verdict:
    """This will tell whether the person's part in a case needs the reporter's contact (domain section 9, rule 5)."""
    if case.status == Status.VOID:
        return Denied(_("The report is void; nobody needs its contact."))
    who = relations(viewer, case, at=at)
    if Who.HOLDER in who or (case.call_back == "due" and Who.OFFICER in who):
        return ALLOWED
    return Denied(_("Only whoever holds the case, or calls back, needs the contact."))


def reachable(case: Case) -> list[Voice]:
    """This will list who left a contact: the reporter first, then who follows, also by a report that was joined.

    Nothing is opened. One query where nobody follows, else some more.
    """
    kept = privacy.kept(case.street, subjects := voices_of(case))
    own = f"case:{case.pk}"
    return [Voice(subject, kept[subject], subject == own) for subject in subjects if subject in kept]
