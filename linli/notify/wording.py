"""What happened, in the words of whoever is told: a colleague at work, or the resident who reported."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STAFF: dict[str, Promise] = {
    "case.reported": _("New report, held for review"),
    "case.filed": _("New case"),
    "case.classified": _("Put into another category"),
    "case.dispatched": _("Assigned"),
    "case.handled": _("Handled, to be checked"),
    "case.verified": _("Checked and closed"),
    "case.confirmed": _("The reporter says: fixed"),
    "case.returned_for_rework": _("Not passed, back for rework"),
    "case.denied": _("The reporter says: not fixed"),
    "case.reopened": _("Reopened"),
    "case.escalated": _("Passed up one level"),
    "case.escalated_by_clock": _("Passed up one level, time ran out"),
    "case.sent_back": _("Sent back"),
    "case.handed_over": _("Handed over from another grid"),
    "case.redrawn": _("Moved here by a change of areas"),
    "case.whistled": _("Called for by the street"),
    "case.deferral_asked": _("A deferral is asked for"),
    "case.deferred": _("The deferral was granted"),
    "case.deferral_refused": _("The deferral was refused"),
    "case.resumed": _("The deferral is over"),
    "case.consultation_opened": _("The branch is to consult"),
    "case.consultation_decided": _("The branch has decided"),
    "case.decision_reported": _("The decision was reported back"),
    "case.joined": _("Joined to another case"),
    "case.separated": _("Not the same matter after all, a case of its own again"),
    "case.no_action": _("Ended without further action"),
    "case.not_ours": _("Ended: not ours"),
    "case.void_asked": _("To be declared void, needs a second person"),
    "case.voided": _("Declared void"),
    "case.void_refused": _("Not declared void"),
    "case.urged": _("Urged: please see to it"),
    "case.reminded": _("The deadline is near"),
    "case.added": _("The reporter added something"),
    "case.withdrawn": _("Withdrawn by the reporter"),
    "robot.given_up": _("A robot of a group chat takes no messages any more"),
    "complaint.made": _("A complaint about staff has come in"),
    "rights.made": _("A request about personal data has come in"),
    "complaint.escalated_by_clock": _(
        "A complaint about staff was not answered in time; the county hears it too"
    ),
    "complaint.urged": _("Urged: a complaint about staff waits for its answer"),
}

REPORTER: dict[str, Promise] = {
    "case.reported": _("We have received your report. A colleague looks at it first."),
    "case.filed": _("We have received your report and taken it up."),
    "case.answered": _("There is an answer to your report:"),
    "case.started": _("Work on your report has begun."),
    "case.handled": _("It has been handled and is being checked. Please tell us on the page: is it fixed?"),
    "case.verified": _("It has been checked and closed. If it is not fixed, you can reopen it on the page."),
    "case.returned_for_rework": _("The check was not passed; it is being worked on again."),
    "case.reopened": _("Your report has been reopened."),
    "case.escalated": _("Your report has been passed on to the next level."),
    "case.escalated_by_clock": _("Your report has been passed on to the next level, as it took too long."),
    "case.whistled": _("A county department has been called in."),
    "case.deferred": _("It cannot be done yet and has been put off; the page says until when."),
    "case.resumed": _("Work on your report goes on."),
    "case.consultation_decided": _("A meeting has decided about your report:"),
    "case.decision_reported": _("The decision about your report has been carried out:"),
    "case.joined": _("Somebody reported the same earlier. You will hear about both."),
    "case.separated": _(
        "It is not the same matter as the earlier report after all; the office handles it as a case of its own again."
    ),
    "case.no_action": _("Your report has ended without further action:"),
    "case.not_ours": _("Your report is a matter for somebody else:"),
}
_CHANGED = pgettext_lazy("notice", "Something changed")


def for_staff(kind: str) -> str:
    """This will say a step to a colleague, in the language that is active."""
    return str(STAFF.get(kind, _CHANGED))


def for_reporter(kind: str) -> str:
    """This will say a step to a resident, in the language that is active."""
    return str(REPORTER.get(kind, _CHANGED))
