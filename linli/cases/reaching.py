"""Who needs to reach the reporter of a case: whoever holds it, and whoever calls back after its end."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case
from linli.cases.policies import relations
from linli.cases.workflow import Status, Who
from linli.people.rows import Viewer
from linli.people.verdicts import ALLOWED, Denied, Verdict


def may_reach_reporter(viewer: Viewer, case: Case, *, at: datetime) -> Verdict:
    """This will tell whether the person's part in a case needs the reporter's contact (domain section 9, rule 5)."""
    if case.status == Status.VOID:
        return Denied(_("The report is void; nobody needs its contact."))
    who = relations(viewer, case, at=at)
    if Who.HOLDER in who or (case.call_back == "due" and Who.OFFICER in who):
        return ALLOWED
    return Denied(_("Only whoever holds the case, or calls back, needs the contact."))
