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
    "case.urged": pgettext_lazy("notice", "Urged"),
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

# What is asked of whoever works on it; nothing for what is only told.
_TAKE_OVER = _("It is now yours to handle: please take it over.")
TO_DO: dict[str, Promise] = {
    "case.reported": _("Please decide whether it is filed."),
    "case.filed": _("Please look at it and handle it, or pass it to whoever can."),
    "case.dispatched": _("Please handle it on site and report what was done."),
    "case.handled": _("Please check on site, then close it or send it back for rework."),
    "case.returned_for_rework": _("Please handle it again and report what was done."),
    "case.denied": _("Please look at it on site once more."),
    "case.reopened": _("Please handle it again and report what was done."),
    "case.escalated": _TAKE_OVER,
    "case.escalated_by_clock": _TAKE_OVER,
    "case.sent_back": _TAKE_OVER,
    "case.handed_over": _TAKE_OVER,
    "case.redrawn": _TAKE_OVER,
    "case.whistled": _TAKE_OVER,
    "case.separated": _("Please handle it by itself."),
    "case.deferral_asked": _("Please grant it, or say why not."),
    "case.consultation_opened": _("Please hold the consultation and enter what was decided."),
    "case.void_asked": _("Please agree or refuse; whoever asked cannot."),
    "case.urged": _("Please see to it now. What cannot be done: pass it up a level, or ask for a deferral."),
    "case.reminded": _(
        "Please finish in time. What cannot be done: pass it up a level, or ask for a deferral."
    ),
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


def to_do(kind: str) -> str:
    """This will say what a step asks of a colleague; "" where it asks nothing."""
    return str(TO_DO.get(kind, ""))


def for_reporter(kind: str) -> str:
    """This will say a step to a resident, in the language that is active."""
    return str(REPORTER.get(kind, _CHANGED))
