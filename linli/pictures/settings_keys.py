"""The settings of this package, registered when it is ready."""

from django.utils.translation import gettext_lazy as _

from linli.places.settings import Key, Whole, register

MAX_MB = "pictures.max_mb"
MOST = "pictures.most"
ORIGINAL_DAYS = "pictures.original_days"


def register_all() -> None:
    """This will make the keys known; called once at start."""
    register(
        Key(
            MAX_MB,
            Whole(1, 50),
            20,
            "county",
            label=_("Largest picture that is taken, in MB"),
        ),
        Key(
            MOST,
            Whole(1, 100),
            24,
            "street",
            label=_("Most pictures one case can hold"),
        ),
        Key(
            ORIGINAL_DAYS,
            Whole(1, 365),
            30,
            "street",
            label=_("Days a picture is kept as it was before parts were covered"),
            help=_("Only the street's administrator and leaders can open it. Then it is erased for good."),
        ),
    )
