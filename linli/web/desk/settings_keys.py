"""The settings of the desk."""

from django.utils.translation import gettext_lazy as _

from linli.places.settings import Key, Whole, register
from linli.web.desk.live import SECONDS


def register_all() -> None:
    """This will make the keys of the desk known to the registry; called once at start."""
    register(
        Key(SECONDS, Whole(10, 600), 30, "street", label=_("Seconds between two looks for news at the desk"),
            help=_("An open page asks by itself; it asks nothing while it is out of sight.")),
    )  # fmt: skip
