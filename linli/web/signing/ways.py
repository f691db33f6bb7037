"""The ways of signing in besides name and password: which are configured, and what their buttons say."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Way:
    """A configured way by its key, which stands in addresses and rows, and its label."""

    key: str
    label: str


def ways() -> list[Way]:
    """This will list what is configured, in the order of the buttons."""
    return [Way(key, label(key)) for key in ("oidc", "wecom") if key in settings.SIGN_IN_WAYS]


def label(key: str) -> str:
    """This will name a way in the language of the page."""
    if key == "wecom":
        return _("WeCom")
    names = (
        settings.SIGN_IN_WAYS["oidc"]["names"] if key == "oidc" and "oidc" in settings.SIGN_IN_WAYS else {}
    )
    return names.get(get_language() or "") or names.get("zh-hans") or _("unified account")


def how(key: str) -> str:
    """This will say how somebody signed in, for lists."""
    plain = {
        "password": _("Name and password"),
        "invitation": _("Link of the administrator"),
        "demo": _("One tap in the demo"),
    }
    return plain.get(key) or label(key)
