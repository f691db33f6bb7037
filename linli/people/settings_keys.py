"""The settings of this package."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.places.settings import Choice, Key, Whole, register

SIGN_IN_DAYS = "people.sign_in_days"
WHO = Choice(
    {
        "nobody": pgettext_lazy("needs two-factor sign-in", "Nobody; whoever wants may"),
        "administrators": _("Administrators and auditors"),
        "everybody": pgettext_lazy("needs two-factor sign-in", "Everybody"),
    }
)


def register_all() -> None:
    """This will make the keys known to the registry; called once at start. A demo begins without obstacles."""
    default = "administrators" if settings.PRODUCTION else "nobody"
    register(
        Key(
            "people.second_factor",
            WHO,
            default,
            label=_("Who must sign in with two factors"),
            help=_(
                "A code of an authenticator on the phone, besides the password. Counts from the next sign-in."
            ),
        ),
        Key(
            SIGN_IN_DAYS,
            Whole(183, 730),  # at least six months: the Cybersecurity Law, article 21(3)
            183,
            label=_("Days sign-ins are kept"),
            help=_("Who, when and how; seen by the person and the auditor, and counted by nobody."),
        ),
    )
