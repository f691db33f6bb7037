"""What a person is told when a step or an input is refused; the sentence is theirs, the code is for programs."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases.rules import Reason
from linli.cases.workflow import Action

SENTENCES: dict[Reason, Promise] = {
    Reason.ENDED: _("The case has ended."),
    Reason.NOT_HERE: _("This step does not exist at this point."),
    Reason.HELD: _("It is held for review; accept it first."),
    Reason.DEFERRED: _("It is deferred; resume it first."),
    Reason.NOT_HANDLED: _("There is no result of handling yet."),
    Reason.ALREADY_HANDLED: _("It has been handled and waits to be checked."),
    Reason.NOT_YOURS: _("This step belongs to another duty."),
    Reason.OWN_WORK: _("Must be checked by someone who did not handle it."),
    Reason.OWN_PROPOSAL: _("Must be decided by someone who did not ask for it."),
    Reason.CLOCK_SENT_IT: _("It came up because its time ran out, so it can't be sent back."),
    Reason.SENT_BACK_ONCE: _("It has been sent back once already."),
    Reason.NOT_COMMUNITYS: _("It is outside the community's duty list and must not be handed to it."),
    Reason.FIRST_RECEIVER: _(
        "Whoever receives it first is responsible; it can go up to the next level with a reason."
    ),
    Reason.FOLLOWED: _("Others wait for this too, so it can't be withdrawn. You can erase your own data."),
    Reason.NO_GRID: _("It lies in no grid, so there is nobody to send it back to."),
    Reason.PROPOSAL_WAITS: _("A request waits for a decision first."),
    Reason.NO_PROPOSAL: _("Nobody has asked for this."),
    Reason.CONSULTING: _("A consultation is open already."),
    Reason.NOT_CONSULTING: _("No consultation is open."),
    Reason.TOO_LATE: _("The days in which it could be reopened are over. Please report it anew."),
    Reason.NOT_RESIDENTS: _("It was entered by staff; a colleague checks it on site."),
    Reason.ALREADY_RELEASED: _("It is public already."),
    Reason.NOT_RELEASED: _("It is not public."),
    Reason.NOT_JOINED: _("It is not joined to another case, so there is nothing to separate."),
    Reason.NO_OWN_ROW: _("The street has no row of its own here; the county's counts already."),
    Reason.NO_FALLBACK: _("The county has no such category in use, so there is nothing to fall back to."),
    Reason.TOP_LEVEL: _("The street is the highest level here; it can whistle to a county department."),
    Reason.STREET_ONLY: _("Only the street can whistle to a department."),
}


class Invalid(Exception):
    """An input that cannot be taken; one sentence for each field, "" for the whole."""

    def __init__(self, errors: Mapping[str, "str | Promise"]) -> None:
        super().__init__("; ".join(f"{field}: {text}" for field, text in errors.items()))
        self.errors = dict(errors)


class Conflict(Exception):
    """Somebody else acted on the case first; carries who and what, so that the page can say so."""

    def __init__(self, case_id: int, *, action: Action | None, by_id: int | None) -> None:
        super().__init__(f"case {case_id} was changed by {by_id}: {action}")
        self.case_id = case_id
        self.action = action
        self.by_id = by_id
