"""How a contact is masked, when something is late, and which level hears a complaint."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from linli.lib import text as texts
from linli.lib.digests import sha256_hex
from linli.lib.ids import token

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


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
