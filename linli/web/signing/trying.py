"""Passwords and codes that are tried: what a try counts for, and the sentence that says how long to wait."""

from datetime import datetime
from typing import TypedDict

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.web.doors import now, origin
from linli.web.signing import devices


class Tries(TypedDict):
    """What a try counts for."""

    username: str
    address: str
    at: datetime
    device: str


def tries_of(request: HttpRequest, username: str, *, what: str = "") -> Tries:
    """This will say what a try for `username` counts for; `what` sets codes apart from passwords."""
    counted = f"{what} {username}".strip()
    device = devices.known(request, username)
    return Tries(username=counted, address=origin(request), at=now(), device=device)


def wait(minutes: int, *, password: bool = False) -> str:
    """This will say how long to wait, and of a password also who can give a new one."""
    told = ngettext(
        "Too many tries that were not right. You can try again in %(minutes)d minute.",
        "Too many tries that were not right. You can try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
    return (
        told
        if not password
        else " ".join([told, _("Forgotten? Your administrator can give you a new password.")])
    )
