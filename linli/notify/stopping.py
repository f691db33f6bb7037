"""The link in each mail by which its receiver stops more of its kind, without signing in (RFC 8058: one tap).

A link is signed with the secret of the installation and holds ids and codes. Who has the mail may stop the mail;
nothing else can be done or read with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing

from linli.cases.models import Case
from linli.lib.db import writing
from linli.notify.actions.choosing import change_mail
from linli.notify.groups import Group, When
from linli.notify.models import Choices
from linli.people import queries as people
from linli.privacy import actions as privacy

_SALT = "linli.notify.stop"
DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Stop:
    """What a link stops: groups of mail to a colleague (or "digest"), or mail about a report."""

    person_id: int = 0
    groups: tuple[str, ...] = ()
    street: str = ""
    case_id: int = 0

    @property
    def is_reporters(self) -> bool:
        """Whether it is a resident's link."""
        return bool(self.case_id)


def staff_link(person_id: int, groups: Iterable[str]) -> str:
    """This will give the address that stops groups of mail to a colleague; "" for danger, which nobody stops."""
    kept = sorted(set(groups) - {Group.DANGER, ""})
    return _link(["s", person_id, *kept]) if kept else ""


def reporter_link(case: Case) -> str:
    """This will give the address that stops mail about a report to whoever made it."""
    return _link(["r", case.street, case.pk])


def _link(parts: list[str | int]) -> str:
    return f"{settings.PUBLIC_URL}/no-more-mail/{signing.dumps(parts, salt=_SALT)}/"


def read(token: str) -> Stop | None:
    """This will read a link's token; None if it is none of ours."""
    try:
        parts = signing.loads(token[:500], salt=_SALT)
    except signing.BadSignature:
        return None
    if parts[0] == "s":
        return Stop(person_id=int(parts[1]), groups=tuple(parts[2:]))
    return Stop(street=str(parts[1]), case_id=int(parts[2]))


def carry_out(stop: Stop, at: datetime) -> None:
    """This will stop it; a second time does no harm, nor where the person or the contact is gone."""
    if stop.is_reporters:
        privacy.forget_email(street=stop.street, subject=f"case:{stop.case_id}", at=at)
        return
    person = people.person(stop.person_id)
    if person is None:
        return
    with writing():
        own = Choices.objects.filter(street=person.street, person_id=person.pk).first()
        kept = dict(own.mail) if own else {}
        groups = (
            [group for group in Group if kept.get(group) != When.NOW]
            if DIGEST in stop.groups
            else stop.groups
        )
        change_mail(person=person, mail=kept | dict.fromkeys(groups, str(When.OFF)))
