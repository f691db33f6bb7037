"""The shape and tone of each status (look.md, section 6). The words are a status's own; here are only the defaults."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class StatusLook(NamedTuple):
    """What parts/status.html draws when it is given no more than a shape's name."""

    tone: str  # CSS class: "" on the way, "closed" fixed, "halted" other ends
    words: Promise


STATUSES: dict[str, StatusLook] = {
    "received": StatusLook("", pgettext_lazy("status", "received")),
    "sent": StatusLook("", pgettext_lazy("status", "sent")),
    "handling": StatusLook("", pgettext_lazy("status", "in hand")),
    "check": StatusLook("", pgettext_lazy("status", "to be checked")),
    "fixed": StatusLook("closed", pgettext_lazy("status", "fixed")),
    "rework": StatusLook("", pgettext_lazy("status", "rework")),
    "up": StatusLook("", pgettext_lazy("status", "escalated")),
    "away": StatusLook("halted", pgettext_lazy("status", "not ours, passed on")),
    "deferred": StatusLook("halted", pgettext_lazy("status", "deferred")),
    "noaction": StatusLook("halted", pgettext_lazy("status", "no further action")),
    "duplicate": StatusLook("halted", pgettext_lazy("status", "joined to another")),
    "withdrawn": StatusLook("halted", pgettext_lazy("status", "withdrawn")),
}


def look(shape: str) -> StatusLook:
    """This will give the tone and default words of a shape; an unknown one raises KeyError."""
    return STATUSES[shape]
