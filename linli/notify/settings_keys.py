"""The settings of notices."""

from django.utils.translation import gettext_lazy as _

from linli.places.settings import Choice, Key, Whole, register

MAIL, QUIET_FROM, QUIET_TO, KEEP_DAYS = (
    "notify.mail",
    "notify.quiet_from",
    "notify.quiet_to",
    "notify.keep_days",
)
DIGEST_HOUR = "notify.digest_hour"
# By what somebody does: works in a grid, in an office, or watches.
MAIL_BY_SEAT = {seat: f"notify.mail_{seat}" for seat in ("grid", "office", "others")}
ROBOT_FORM, ROBOT_MERGE, ROBOT_CALLS_ALL = "notify.robot_form", "notify.robot_merge", "notify.robot_calls_all"


_PRESETS = Choice(
    {
        "all_now": _("Everything at once"),
        "urgent_now": _("Assignments and urging at once, the rest in the day's digest"),
        "digest": _("Everything in the day's digest"),
        "off": _("Nothing"),
    }
)
_OWN = _("For those who chose nothing themselves. Danger always reaches the duty roster at once.")


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
        Key(DIGEST_HOUR, Whole(0, 23), 8, label=_("Hour of the day's digest"),
            help=_("On working days: what came, what is due, what is overdue. Nothing to say: nothing is sent.")),
        Key(MAIL_BY_SEAT["grid"], _PRESETS, "urgent_now", label=_("E-mail to grids and groups"), help=_OWN),
        Key(MAIL_BY_SEAT["office"], _PRESETS, "urgent_now", label=_("E-mail to offices and departments"), help=_OWN),
        Key(MAIL_BY_SEAT["others"], _PRESETS, "digest", label=_("E-mail to leaders and all others"), help=_OWN),
        Key(ROBOT_FORM, Choice({"text": _("Plain text"), "markdown": _("Markdown")}), "text",
            label=_("Form of messages to group chats"),
            help=_("Plain text is shown by every client; Markdown is shorter to read where it is shown.")),
        Key(ROBOT_MERGE, Whole(1, 20), 5, label=_("Messages to a group chat that go one by one, at most"),
            help=_("When more have come together, they go as one message.")),
        Key(ROBOT_CALLS_ALL, "bool", False, label=_("A danger calls everybody in the group chat"),
            help=_("The message then mentions all; nobody is ever mentioned by name or telephone.")),
    )  # fmt: skip
