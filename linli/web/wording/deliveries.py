"""What the worker still has to do, in words for an administrator."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_BY_HANDLER: dict[str, Promise] = {
    "notify.tell": _("Telling those on duty of a step"),
    "notify.letter": _("Telling who answers a complaint or a request about data"),
    "notify.mail": _("Sending an e-mail"),
    "notify.robot": _("Writing to a group chat"),
    "notify.digest": _("Sending the day's digest"),
}
_OTHER = _("Work of the system")


def delivery_words(handler: str) -> str:
    """This will say what a delivery does, in the language that is active."""
    return str(_BY_HANDLER.get(handler, _OTHER))
