"""The channels as data: how a message travels, and what "never twice" means on each of them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

APP, BY_MAIL, REPORTER, ROBOT, DIGEST = "app", "mail", "reporter", "robot", "digest"
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to be told. `repeats` says when a second message for the same fact and receiver is possible."""

    key: str
    name: "str | Promise"
    handler: str  # of the delivery that sends; empty where writing the notice is the telling
    repeats: "str | Promise" = ""


_TWICE = _(
    "After a crash between sending and noting it, the same message goes out again with the same Message-ID."
)
CHANNELS: dict[str, Channel] = {
    each.key: each
    for each in (
        Channel(APP, _("In the system"), ""),
        Channel(BY_MAIL, pgettext_lazy("channel", "E-mail"), "notify.mail", _TWICE),
        Channel(DIGEST, _("The day's digest by e-mail"), "notify.digest", _TWICE),
        Channel(REPORTER, _("E-mail to reporters"), "notify.mail", _TWICE),
        Channel(
            ROBOT,
            _("Robot of a group chat"),
            "notify.robot",
            _("WeCom knows no key for a message: after a crash or a lost answer it may appear twice."),
        ),
    )
}
