"""What a contact may hold, how it is masked, when something is late, and which level hears a complaint."""

import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.lib import text as texts
from linli.lib.digests import sha256_hex
from linli.lib.ids import token
from linli.people.verdicts import Refused

NAME_LENGTH = 30
EMAIL_LENGTH = 254
TEXT_LENGTH = 2000
REASON_LENGTH = 200

_ID_NUMBER = re.compile(r"\d{17}[\dXx]", re.ASCII)
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
# Deliberately loose: it catches slips of typing, and lets nothing through that could smuggle in a mail header.
_EMAIL = re.compile(r"[^@\s<>\"',;:\\]+@[^@\s<>\"',;:\\.]+(\.[^@\s<>\"',;:\\.]+)+")

LONG_TEXT = _("This is longer than 2,000 characters. Shorten it; nothing was sent yet.")


class BadContact(Refused):
    """A contact that cannot be kept; `field` is name, phone, email or age_14."""

    def __init__(self, field: str, reason: "str | Promise") -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """How to reach somebody; what was not given is empty."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def given(self) -> dict[str, str]:
        """This will give the fields that hold something."""
        return {field: value for field, value in asdict(self).items() if value}

    def masked(self) -> "ContactDetails":
        """This will give the details so that their owner knows them again and nobody else can use them."""
        mailbox, _at, host = self.email.partition("@")
        return ContactDetails(
            name=self.name[:1] + "*" * (len(self.name) > 1),
            phone=texts.mask_phone(self.phone) if self.phone else "",
            email=f"{mailbox[:1]}***@{host}" if self.email else "",
        )


def checked(*, name: str, phone: str, email: str, age_14: bool = True) -> ContactDetails:
    """This will tidy what was typed. Raises BadContact with the field and a sentence.

    Under 14 nothing may be given, only the report counts.
    """
    details = ContactDetails(name=_name(name), phone=_phone(phone), email=_email(email))
    if details.given() and not age_14:
        raise BadContact(
            "age_14",
            _(
                "We keep no contact of anybody under 14. Leave it empty and send the report; it counts all the same."
            ),
        )
    return details


def _name(text: str) -> str:
    name = " ".join(texts.clean(text[:1000]).split())
    if len(name) > NAME_LENGTH:
        raise BadContact("name", _("A name can have at most 30 characters."))
    return name


def _phone(text: str) -> str:
    if not text.strip():
        return ""
    if _ID_NUMBER.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:100]))):
        raise BadContact(
            "phone", _("This looks like an ID number. We keep no ID numbers; enter a phone number.")
        )
    if number := texts.plain_phone(text):
        return number
    raise BadContact(
        "phone",
        _("This is not a phone number. Enter a mobile number of 11 digits, or a line with its area code."),
    )


def _email(text: str) -> str:
    address = unicodedata.normalize("NFKC", text[: EMAIL_LENGTH * 2]).strip()
    if not address:
        return ""
    if len(address) > EMAIL_LENGTH or not address.isprintable() or not _EMAIL.fullmatch(address):
        raise BadContact("email", _("This is not an e-mail address. It looks like name@example.com."))
    return address


def plain_text(text: str, *, limit: int, empty: "str | Promise", long: "str | Promise") -> str:
    """This will tidy a text that must be there. Raises Refused with `empty` or `long`."""
    tidy = texts.clean(text) if len(text) <= limit * 4 else text
    if len(tidy) > limit:
        raise Refused(long)
    if not tidy:
        raise Refused(empty)
    return tidy


def plain_key(key: str) -> str:
    """This will give a client's key of one sending as it is stored, whatever the client made of it.

    Without a key nothing is recognised again: an empty one shared by all would hand each the first one's row.
    """
    if not key:
        return token()
    return key if _KEY.fullmatch(key) else sha256_hex(key.encode("utf-8", "surrogatepass"))


def is_overdue(*, answer_by: datetime, answered_at: datetime | None, at: datetime) -> bool:
    """This will say whether an answer is late, or came late."""
    return (answered_at or at) > answer_by


def days_after(at: datetime, days: int) -> datetime:
    """This will count calendar days on from a moment."""
    return at + timedelta(days=days)


def is_heard_by_county(about_place: str) -> bool:
    """This will say whether a complaint about this place's office goes to the county.

    One level above whom it names: staff of a community or below are heard by the street; the street's office,
    its leaders and everything above by the county. A complaint that names nobody goes to the county too,
    since it cannot be hidden from whoever is meant.
    """
    return len(about_place) < 12
