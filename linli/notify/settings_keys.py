"""The settings of notices."""

from django.utils.translation import gettext_lazy as _

from linli.places.settings import Key, Whole, register

MAIL, QUIET_FROM, QUIET_TO, KEEP_DAYS = (
    "notify.mail",
    "notify.quiet_from",
    "notify.quiet_to",
    "notify.keep_days",
)


def register_all() -> None:
    """This will make the keys of this package known to the registry; called once at start."""
    register(
        Key(MAIL, "bool", True, label=_("Send e-mail"),
            help=_("To reporters who left an address, and to staff for danger and assignments.")),
        Key(QUIET_FROM, Whole(0, 23), 21, label=_("Quiet hours begin, hour of the day"),
            help=_("From then on messages wait; danger goes to the duty roster at any hour.")),
        Key(QUIET_TO, Whole(0, 23), 7, label=_("Quiet hours end, hour of the day"),
            help=_("The same hour as their beginning: there are none.")),
        Key(KEEP_DAYS, Whole(7, 3_650), 180, label=_("Days for which notices are kept"),
            help=_("Counted from the notice.")),
    )  # fmt: skip
