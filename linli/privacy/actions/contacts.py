"""How to reach a reporter: kept, put on its clock, erased."""

from datetime import datetime

from linli.facts import actions as facts
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.places import settings
from linli.privacy import refusals, rules, sealing
from linli.privacy.models import Contact
from linli.privacy.settings_keys import CONTACT_DAYS


def keep_contact(
    *,
    street: str,
    subject: str,
    name: str = "",
    phone: str = "",
    email: str = "",
    call_back_agreed: bool = False,
    age_14: bool = True,
    at: datetime,
) -> Contact | None:
    """This will keep how to reach the reporter of `subject`, encrypted, in place of what was kept before.

    With nothing given it does nothing and answers None. Raises BadContact (a Refused with `field`) for what
    is no name, phone or e-mail, and for anybody under 14: their report is welcome, their contact is not kept.
    Within a larger transaction call `refusals.checked` before it begins.
    """
    details = refusals.checked(name=name, phone=phone, email=email, age_14=age_14)
    if not details.given():
        return None
    row = Contact(
        id=new_id(at),
        street=street,
        subject=subject,
        sealed=sealing.seal(details.given()),
        has=sorted(details.given()),
        call_back_agreed=call_back_agreed,
        created_at=at,
    )
    with writing():
        kind = "contact.changed" if _put_in_place(row) else "contact.kept"
        facts.record(street=street, subject=subject, kind=kind, at=at, data=dict.fromkeys(row.has, 1))
    return Contact.objects.get(street=street, subject=subject)


def _put_in_place(row: Contact) -> bool:
    """Whether the row took the place of an earlier one, whose id and clock it keeps."""
    changing = ("sealed", "has", "call_back_agreed")
    standing = Contact.objects.filter(street=row.street, subject=row.subject)
    if standing.update(**{column: getattr(row, column) for column in changing}):
        return True
    # On PostgreSQL another transaction may just have stored one.
    Contact.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["street", "subject"], update_fields=changing
    )
    return False


def erase(*, street: str, subject: str, at: datetime, actor_id: int | None = None) -> bool:
    """This will erase the contact of `subject` at once and for good; False when there is none."""
    with writing():
        erased, _per_table = Contact.objects.filter(street=street, subject=subject).delete()
        if erased:
            facts.record(street=street, subject=subject, kind="contact.erased", at=at, actor_id=actor_id)
    return bool(erased)


def forget_email(*, street: str, subject: str, at: datetime) -> bool:
    """This will forget the e-mail address of a contact and keep a telephone number; False when there is none.

    For whoever wants no more mail. A contact that holds nothing else is erased.
    """
    with writing():
        row = Contact.objects.select_for_update().filter(street=street, subject=subject).first()
        if row is None or "email" not in row.has:
            return False
        try:
            left = {key: value for key, value in sealing.unseal(row.sealed).items() if key != "email"}
        except sealing.Unreadable:
            left = {}
        if "phone" not in left:
            return erase(street=street, subject=subject, at=at)
        Contact.objects.filter(pk=row.pk).update(sealed=sealing.seal(left), has=sorted(left))
        facts.record(
            street=street, subject=subject, kind="contact.changed", at=at, data=dict.fromkeys(sorted(left), 1)
        )
    return True


def start_clock(*, street: str, subject: str, at: datetime) -> None:
    """This will set the day on which the contact is erased, because what it was for has ended at `at`."""
    days = int(settings.value(CONTACT_DAYS, street, at))
    with writing():
        Contact.objects.filter(street=street, subject=subject).update(erase_at=rules.days_after(at, days))


def stop_clock(*, street: str, subject: str) -> None:
    """This will take the day of erasure back, because what the contact is for goes on."""
    with writing():
        Contact.objects.filter(street=street, subject=subject).update(erase_at=None)
