"""One entry for each step of the table a person may take: its words, its form and the action behind it.

A row added to `cases.workflow.STEPS` needs one entry here; a test says so if it is forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.cases import actions
from linli.cases.workflow import STEPS, Action, Who
from linli.facts.models import Fact
from linli.web.desk import stepforms as forms

Sentence = str | Promise
# Whoever holds the tracking link and the clock take no step on these pages.
PEOPLE = frozenset(Who) - {Who.REPORTER, Who.CLOCK}

WORDS = _("Words")
WHY = _("Why")
TO_REPORTER = _("Words to the reporter")


@dataclass(frozen=True, slots=True)
class Verb:
    """A step as pages offer it. `done` is said when it worked, `just` when a colleague was first."""

    action: Action
    form: type[forms.StepForm]
    call: Callable[..., Fact]
    label: Sentence
    lead: Sentence
    done: Sentence
    just: Sentence
    words: Sentence = WORDS
    # Behind "more": right, but seldom what comes next.
    seldom: bool = False


def taken_by_people() -> frozenset[Action]:
    """This will give the actions of the table that a signed-in person may take."""
    return frozenset(step.action for step in STEPS if step.who & PEOPLE)


A = Action

_VERBS = (
    Verb(A.GRANT_DEFERRAL, forms.WordsForm, actions.grant_deferral, _("Grant the deferral"),
         _("Both clocks stop until the day that was asked for."), _("The deferral is granted."),
         _("has just granted the deferral.")),
    Verb(A.REFUSE_DEFERRAL, forms.ReasonForm, actions.refuse_deferral, _("Refuse the deferral"),
         _("The clocks have gone on meanwhile."), _("The deferral is refused."),
         _("has just refused the deferral."), WHY),
    Verb(A.GRANT_VOID, forms.WordsForm, actions.grant_void, _("Agree that it is void"),
         _("The case ends and leaves every figure."), _("The case is void."),
         _("has just agreed that this case is void.")),
    Verb(A.REFUSE_VOID, forms.ReasonForm, actions.refuse_void, _("Keep the report"),
         _("The report counts and goes on."), _("The report is kept."), _("has just kept this report."), WHY),
    Verb(A.ACCEPT, forms.PlainForm, actions.accept, _("Accept"),
         _("It was held because many reports came from one address. Its clocks begin now."),
         _("The report is filed."), _("has just accepted this report.")),
    Verb(A.VERIFY, forms.WordsForm, actions.verify, _("Verify and close"),
         _("You have seen on site that it is fixed. The case closes and the reporter is told."),
         _("Verified and closed."), _("has just verified and closed this case.")),
    Verb(A.REJECT, forms.ReasonForm, actions.reject, _("Send to rework"),
         _("It is not fixed. It goes back to the level that handled it."), _("Sent to rework."),
         _("has just sent this case to rework."), _("What is still to do")),
    Verb(A.DISPATCH, forms.DispatchForm, actions.dispatch, _("Dispatch"),
         _("Whoever you choose holds the case beside the duty of its level and is told at once."),
         _("Dispatched."), _("has just dispatched this case."), _("What they should know")),
    Verb(A.START, forms.WordsForm, actions.start, pgettext_lazy("step", "Begin"),
         _("The reporter is told that somebody is on it."), _("Handling has begun."),
         _("has just begun to handle this case."), TO_REPORTER),
    Verb(A.FIX, forms.FixForm, actions.fix, _("Report as handled"),
         _("Somebody who did not handle it checks on site before the case closes."),
         _("Reported as handled; it waits to be checked."), _("has just reported this case as handled."),
         _("What was done")),
    Verb(A.ANSWER, forms.WordsForm, actions.answer, _("Answer the reporter"),
         _("Whoever holds the tracking link reads it."), _("Answered."), _("has just answered the reporter."),
         TO_REPORTER),
    Verb(A.DECIDE, forms.DecideForm, actions.decide, _("Enter the decision"),
         _("What the consultation decided, who carries it out, by when. The reporter is told the decision."),
         _("The decision is entered."), _("has just entered the decision."), _("Decision")),
    Verb(A.REPORT_DECISION, forms.WordsForm, actions.report_decision, _("Report the decision back"),
         _("How the decision was carried out. The reporter reads it."), _("Reported back."),
         _("has just reported the decision back."), _("What came of it")),
    Verb(A.CALL_BACK, forms.CallBackForm, actions.call_back, _("Call back"),
         _("Ask the reporter whether it is fixed. “Not fixed” reopens the case."), _("The call-back is kept."),
         _("has just called the reporter back."), _("What the reporter said")),
    Verb(A.ESCALATE, forms.ReasonForm, actions.escalate, _("Escalate"),
         _("The next level up gets the case with a fresh clock. You stay informed."), _("Escalated."),
         _("has just escalated this case."), WHY),
    Verb(A.WHISTLE, forms.WhistleForm, actions.whistle, _("Whistle to a county department"),
         _("The department gets the case; the street stays informed."), _("Whistled to the department."),
         _("has just whistled this case to a department."), WHY),
    Verb(A.SEND_BACK, forms.ReasonForm, actions.send_back, _("Send back"),
         _("One level down, once in a case's life, with a reason."), _("Sent back."),
         _("has just sent this case back."), WHY),
    Verb(A.CONSULT, forms.ReasonForm, actions.consult, _("Branch consultation"),
         _("A stuck case goes before the branch. Its clocks go on."), _("Put before the branch."),
         _("has just put this case before the branch."), _("What has to be decided")),
    Verb(A.ASK_DEFERRAL, forms.DeferralForm, actions.ask_deferral, _("Ask for a deferral"),
         _("The street decides. Until then the clocks go on."), _("The deferral is asked for."),
         _("has just asked for a deferral."), WHY),
    Verb(A.RESUME, forms.WordsForm, actions.resume, _("Resume"),
         _("The deferral ends and both clocks go on with what was left of them."), _("Resumed."),
         _("has just resumed this case.")),
    Verb(A.URGE, forms.WordsForm, actions.urge, _("Urge"),
         _("Whoever holds the case is told that it waits."), _("Urged."), _("has just urged this case."),
         _("What you want to say")),
    Verb(A.REOPEN, forms.ReasonForm, actions.reopen, _("Reopen"),
         _("It goes to rework at the level that handled it."), _("Reopened."),
         _("has just reopened this case."), WHY),
    Verb(A.CLASSIFY, forms.ClassifyForm, actions.classify, _("Correct the category"),
         _("The limit of the new category counts from filing, as if it had been right at once."),
         _("The category is corrected."), _("has just corrected the category."), WHY, seldom=True),
    Verb(A.HAND_OVER, forms.HandOverForm, actions.hand_over, _("Hand to another grid"),
         _("The other grid gets the case with a fresh clock."), _("Handed over."),
         _("has just handed this case to another grid."), WHY, seldom=True),
    Verb(A.JOIN, forms.JoinForm, actions.join, _("Join to another case"),
         _("Its reporter and followers then follow the other case."), _("Joined."),
         _("has just joined this case to another."), seldom=True),
    Verb(A.SEPARATE, forms.ReasonForm, actions.separate, _("Separate (not the same matter)"),
         _("It is a case of its own again, received at the level it was joined from. Its deadline went on meanwhile. "
           "The reporter is told that it is handled by itself; the reason stays with the office."),
         _("Separated; it is a case of its own again."), _("has just separated this case from the other."), WHY),
    Verb(A.NO_ACTION, forms.ReasonForm, actions.close_no_action, _("No further action"),
         _("The case ends and the reporter is told why. They may reopen it."),
         _("Closed without further action."), _("has just closed this case without further action."),
         TO_REPORTER, seldom=True),
    Verb(A.NOT_OURS, forms.WhoseForm, actions.close_not_ours, _("Not ours"),
         _("The case ends and the reporter is told whose it is."), _("Closed as not ours."),
         _("has just closed this case as not ours."), _("Whose it is, in words to the reporter"), seldom=True),
    Verb(A.ASK_VOID, forms.ReasonForm, actions.ask_void, _("Ask to make it void"),
         _("For malicious reports and tests. A second person must agree."), _("Asked; a colleague decides."),
         _("has just asked to make this case void."), WHY, seldom=True),
    Verb(A.RELEASE, forms.ReleaseForm, actions.release, _("Make public"),
         _("The public reads these words, not the reporter's. Pictures are released one by one."),
         _("The case is public."), _("has just made this case public."), seldom=True),
    Verb(A.UNRELEASE, forms.ReasonForm, actions.unrelease, _("Take back from the public"),
         _("It disappears from the public pages at once."), _("Taken back from the public."),
         _("has just taken this case back from the public."), WHY, seldom=True),
    Verb(A.NOTE, forms.WordsForm, actions.note, _("Add a note"), _("The reporter never sees it."),
         _("Noted."), _("has just added a note."), _("Note"), seldom=True),
)  # fmt: skip  # one verb reads as one entry

# In the order in which pages offer them.
VERBS: dict[Action, Verb] = {verb.action: verb for verb in _VERBS}
_BY_ADDRESS = {str(action).replace("_", "-"): verb for action, verb in VERBS.items()}


def at_address(text: str) -> Verb | None:
    """This will find the verb of an address such as `send-back`."""
    return _BY_ADDRESS.get(text)
