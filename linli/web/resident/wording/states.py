"""The shape and words of each status as a resident reads it."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from linli.cases.workflow import Status


class State(NamedTuple):
    """How a status is drawn and called on a resident's page."""

    shape: str
    words: Promise


STATES: dict[Status, State] = {
    Status.HELD: State("received", pgettext_lazy("resident status", "Received, looked at first")),
    Status.RECEIVED: State("received", pgettext_lazy("resident status", "Received")),
    Status.SENT: State("sent", pgettext_lazy("resident status", "Given to somebody to handle")),
    Status.HANDLING: State("handling", pgettext_lazy("resident status", "Being handled")),
    Status.REWORK: State("rework", pgettext_lazy("resident status", "Handled once more")),
    Status.CHECKING: State("check", pgettext_lazy("resident status", "Handled, to be checked")),
    Status.DEFERRED: State("deferred", pgettext_lazy("resident status", "Deferred")),
    Status.FIXED: State("fixed", pgettext_lazy("resident status", "Fixed")),
    Status.FIXED_UNVERIFIED: State("fixed", pgettext_lazy("resident status", "Fixed on the spot")),
    Status.NO_ACTION: State("noaction", pgettext_lazy("resident status", "No further action")),
    Status.NOT_OURS: State("away", pgettext_lazy("resident status", "Not this office's, passed on")),
    Status.DUPLICATE: State("duplicate", pgettext_lazy("resident status", "Joined to an earlier case")),
    Status.WITHDRAWN: State("withdrawn", pgettext_lazy("resident status", "Withdrawn")),
    Status.VOID: State("noaction", pgettext_lazy("resident status", "Void")),
}


def state(status: str) -> State:
    """This will give the shape and words of a status."""
    return STATES[Status(status)]
