"""Why a message did not arrive, as codes that are kept and as sentences that are shown."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Fault(StrEnum):
    """What was wrong the last time a channel was used; a value has at most 20 characters."""

    LIMIT = "limit"
    BUSY = "busy"
    AWAY = "away"
    SLOW = "slow"
    CUT = "cut"
    INSECURE = "insecure"
    SERVER = "server"
    REDIRECT = "redirect"
    STRANGE = "strange"
    GONE = "gone"
    STOPPED = "stopped"
    OUTSIDE = "outside"
    UNWANTED = "unwanted"
    CLOSED = "closed"
    UNREADABLE = "unreadable"
    SIGN_IN = "sign_in"
    ADDRESS = "address"
    REFUSED = "refused"


# Nobody is there: trying again helps nobody until a person has looked.
DEAD = frozenset({Fault.GONE, Fault.STOPPED, Fault.OUTSIDE, Fault.CLOSED, Fault.UNREADABLE})

WORDS: dict[str, Promise] = {
    Fault.LIMIT: _("Too many messages a minute; the rest waits a minute."),
    Fault.BUSY: _("The other side is busy."),
    Fault.AWAY: _("The other side could not be reached."),
    Fault.SLOW: _("No answer came in time."),
    Fault.CUT: _("The connection was cut before the answer."),
    Fault.INSECURE: _("The certificate of the other side is not good."),
    Fault.SERVER: _("The other side has a fault of its own."),
    Fault.REDIRECT: _("The other side sent us elsewhere, where we do not go."),
    Fault.STRANGE: _("The answer was none that a robot gives."),
    Fault.GONE: _("The robot is no longer in its group, or its address was renewed."),
    Fault.STOPPED: _("The robot was switched off in the group."),
    Fault.OUTSIDE: _("The robot is not in the group."),
    Fault.UNWANTED: _("One message was not taken as it was; the others go on."),
    Fault.CLOSED: _("The operator no longer allows this host."),
    Fault.UNREADABLE: _("The address can no longer be read with the keys there are. Enter it again."),
    Fault.SIGN_IN: _("The mail server does not accept our name or password."),
    Fault.ADDRESS: _("The mail server refused one address; the others go on."),
    Fault.REFUSED: _("The mail server refused the message."),
}


def words(fault: str) -> str:
    """This will say a fault in the language that is active; nothing for none."""
    return str(WORDS.get(fault, "")) if fault else ""
