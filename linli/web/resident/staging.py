"""Pictures of a form that is not finished: what could be read stays, though the rest must be put right.

They wait on disk; the page carries signed tickets of them and shows them small, within itself.
"""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.pictures import actions as pictures
from linli.pictures.actions import Prepared
from linli.pictures.refusals import BadPicture
from linli.pictures.rules import Size

MOST = 4
FIELDS = tuple(f"picture{number}" for number in range(MOST))
_SALT = "linli.resident.staged"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A picture that waits for its form."""

    prepared: Prepared

    @property
    def ticket(self) -> str:
        """What the page sends back for it."""
        return signing.dumps(pictures.ticket(self.prepared), salt=_SALT, compress=True)

    @property
    def thumb(self) -> str:
        """The picture itself, small, as an address that needs no request."""
        small = (self.prepared.folder / f"{Size.SMALL}.jpg").read_bytes()
        return f"data:image/jpeg;base64,{base64.b64encode(small).decode()}"


def received(request: HttpRequest, form: forms.Form, *, street: str, at: datetime) -> list[Waiting]:
    """This will gather the pictures of a post: those that waited and those just sent, at most four.

    What cannot be taken becomes an error of the form's first picture, and the others stay.
    """
    kept = _claimed(request, form, street)
    files: list[Any] = [request.FILES[name] for name in FIELDS if name in request.FILES]
    for file in files:
        if len(kept) >= MOST:
            form.add_error(FIELDS[0], _("At most four pictures go with one report."))
            break
        try:
            kept.append(Waiting(pictures.prepare(street=street, file=file, at=at)))
        except BadPicture as refused:
            several = len(files) > 1
            form.add_error(FIELDS[0], str(_named(file, refused.reason) if several else refused.reason))
    return kept


def _named(file: Any, reason: Any) -> Any:
    return format_lazy(
        pgettext_lazy("file and what is wrong with it", "{name}: {reason}"),
        name=file.name[:40],
        reason=reason,
    )


def _claimed(request: HttpRequest, form: forms.Form, street: str) -> list[Waiting]:
    found: list[Waiting] = []
    dropped = request.POST.get("drop", "")
    for number, ticket in enumerate(request.POST.getlist("kept")[:MOST]):
        prepared = _claim(ticket, street)
        if prepared is None:
            form.add_error(
                FIELDS[0], _("A picture you had chosen was kept for some hours only. Choose it again.")
            )
        elif dropped == str(number):
            pictures.discard(prepared)
        elif all(other.prepared.folder != prepared.folder for other in found):
            found.append(Waiting(prepared))
    return found


def _claim(ticket: str, street: str) -> Prepared | None:
    try:
        remembered = signing.loads(ticket, salt=_SALT, max_age=pictures.WAITING_HOURS * 3600)
    except signing.BadSignature:
        return None
    return pictures.claim(remembered) if remembered["street"] == street else None


def still(waiting: list[Waiting]) -> list[Waiting]:
    """This will leave out pictures that were used up by an attempt to store them."""
    return [each for each in waiting if (each.prepared.folder / f"{Size.SMALL}.jpg").is_file()]


def discard(waiting: list[Waiting]) -> None:
    """This will let go of pictures that will not be sent."""
    for each in waiting:
        pictures.discard(each.prepared)
