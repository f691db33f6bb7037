"""The settings of this package, registered when it is ready."""

from django.utils.translation import gettext_lazy as _

from linli.places.settings import Key, Whole, register

CONTACT_DAYS = "privacy.contact_days"
ANSWER_DAYS = "privacy.answer_days"
COMPLAINT_DAYS = "privacy.complaint_days"
RECORD_DAYS = "privacy.record_days"
PAGES_ON_PHONE_DAYS = "privacy.pages_on_phone_days"
ON_PHONE_DAYS = "privacy.on_phone_days"


KEYS = (
    Key(
        PAGES_ON_PHONE_DAYS,
        Whole(1, 14),
        2,
        "street",
        label=_("Days a grid member's phone keeps its cases for reading without network"),
        help=_("A lost phone shows them as long. They also go at sign-out and when somebody else signs in."),
    ),
    Key(
        CONTACT_DAYS,
        Whole(1, 365),
        30,
        "street",
        label=_("Days a contact is kept after the case has ended"),
        help=_("Reopening stops the count. Then the contact is erased for good."),
    ),
    Key(
        ANSWER_DAYS,
        Whole(1, 60),
        15,
        "street",
        label=_("Days in which a request about one's own data is answered"),
        help=_("The law says promptly and names no number."),
    ),
    Key(
        COMPLAINT_DAYS,
        Whole(1, 60),
        15,
        "county",
        label=_("Days in which a complaint about staff is answered"),
    ),
    Key(
        RECORD_DAYS,
        Whole(180, 3650),
        1095,
        "street",
        label=_("Days the access log, answered requests, answered complaints and ended consents are kept"),
        help=_("Long enough to look into a misuse; without contacts, which go earlier."),
    ),
    Key(
        ON_PHONE_DAYS,
        Whole(1, 60),
        7,
        "street",
        label=_("Days after which a report kept on a phone without a network is offered for throwing away"),
        help=_("It is still sent by itself when the network is back."),
    ),
)


def register_all() -> None:
    """This will make the keys known; called once at start."""
    register(*KEYS)
