"""What people typed, tidied; or why it cannot be kept, in a sentence for them."""

import re
import unicodedata

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.lib import text as texts
from linli.people.verdicts import Refused
from linli.privacy.rules import ContactDetails

NAME_LENGTH = 30
EMAIL_LENGTH = 254
TEXT_LENGTH = 2000
REASON_LENGTH = 200

_ID_NUMBER = re.compile(r"\d{17}[\dXx]", re.ASCII)
# Deliberately loose: it catches slips of typing, and lets nothing through that could smuggle in a mail header.
_EMAIL = re.compile(r"[^@\s<>\"',;:\\]+@[^@\s<>\"',;:\\.]+(\.[^@\s<>\"',;:\\.]+)+")
LONG_TEXT = _("This is longer than 2,000 characters. Shorten it; nothing was sent yet.")


class BadContact(Refused):
    """A contact that cannot be kept; `field` is name, phone, email or age_14."""

    def __init__(self, field: str, reason: "str | Promise") -> None:
        super().__init__(reason)
        self.field = field


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


def plain_text(
    text: str, *, empty: "str | Promise", limit: int = TEXT_LENGTH, long: "str | Promise" = LONG_TEXT
) -> str:
    """This will tidy a text that must be there. Raises Refused with `empty` or `long`."""
    tidy = texts.clean(text) if len(text) <= limit * 4 else text
    if len(tidy) > limit:
        raise Refused(long)
    if not tidy:
        raise Refused(empty)
    return tidy
