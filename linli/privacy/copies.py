"""What a person may see and take along of what is kept about them, gathered from all packages that keep any.

A package registers a part when it is ready. What is shown goes to whoever holds the tracking code, so contacts
are masked: a code can be read over a shoulder.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.privacy import purposes, sealing
from linli.privacy.actions.looking import UNREADABLE
from linli.privacy.models import Consent, Contact, ContactLook
from linli.privacy.rules import ContactDetails


@dataclass(frozen=True)
class Line:
    """One thing that is kept: its label and its value."""

    label: "str | Promise"
    value: "str | Promise | int | datetime"


@dataclass(frozen=True)
class Part:
    """What one package keeps about the person."""

    title: "str | Promise"
    lines: Sequence[Line]


# A part's own reader: (street, subject) → the part, or None when it keeps nothing.
Reader = Callable[[str, str], Part | None]
_readers: dict[str, Reader] = {}


def register(name: str, reader: Reader) -> None:
    """This will have `reader` asked for every copy; ValueError if another one has the name."""
    if _readers.setdefault(name, reader) is not reader:
        raise ValueError(f"two parts of a copy are called {name}")


def copy_of(street: str, subject: str) -> list[Part]:
    """This will gather everything kept about the person behind `subject` ("case:1", "follower:2")."""
    parts = [_contact(street, subject), _consents(street, subject)]
    parts += [reader(street, subject) for reader in _readers.values()]
    return [part for part in parts if part is not None]


def _contact(street: str, subject: str) -> Part | None:
    row = Contact.objects.filter(street=street, subject=subject).first()
    if row is None:
        return None
    try:
        held = ContactDetails(**sealing.unseal(row.sealed)).masked()
        shown = ((_("Name"), held.name), (_("Phone"), held.phone), (_("E-mail"), held.email))
        lines = [Line(label, value) for label, value in shown if value]
    except (sealing.Unreadable, TypeError):
        lines = [Line(_("Contact"), UNREADABLE)]
    lines.append(Line(_("May we call you back"), _("Yes") if row.call_back_agreed else _("No")))
    lines.append(Line(_("Kept since"), row.created_at))
    if row.erase_at:
        lines.append(Line(_("Erased on"), row.erase_at))
    looks = ContactLook.objects.filter(street=street, subject=subject).count()
    lines.append(Line(_("Times staff looked at it"), looks))
    return Part(_("Your contact"), lines)


def _consents(street: str, subject: str) -> Part | None:
    lines: list[Line] = []
    for row in Consent.objects.filter(street=street, subject=subject).order_by("given_at", "id"):
        lines += [Line(_("Consent"), purposes.label(row.purpose)), Line(_("Given"), row.given_at)]
        if row.withdrawn_at:
            lines.append(Line(_("Withdrawn"), row.withdrawn_at))
    return Part(_("Your consents"), lines) if lines else None
