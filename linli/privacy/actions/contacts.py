"""How to reach a reporter: kept, looked at, put on its clock, erased."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.facts import actions as facts
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.people.rows import Viewer
from linli.people.verdicts import Denied, Refused, Verdict
from linli.places import settings
from linli.privacy import policies, refusals, rules, sealing
from linli.privacy.models import Contact, ContactLook
from linli.privacy.rules import ContactDetails
from linli.privacy.settings_keys import CONTACT_DAYS

UNREADABLE = _("This contact cannot be opened: its key is not on this server. Tell whoever runs the system.")


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


def look(
    *, street: str, contact_subject: str, by: Viewer, verdict: Verdict, reason: str, at: datetime
) -> ContactDetails:
    """This will open a contact for `by` and log that it did, before anything is shown.

    `verdict` is the policy of whose contact it is (does this person hold the case?); the rules of this package
    come on top. Raises Refused without a reason, without a contact, or when no key opens it.
    """
    reason = refusals.plain_text(
        reason,
        limit=refusals.REASON_LENGTH,
        empty=_("Say why you need the contact; it is kept with your look."),
        long=_("The reason can have at most 200 characters."),
    )
    allowed = policies.may_look(by, street=street, verdict=verdict)
    if isinstance(allowed, Denied):
        raise Refused(allowed.reason)
    with writing():
        row = Contact.objects.filter(street=street, subject=contact_subject).first()
        if row is None:
            raise Refused(_("There is no contact: none was left, or it has been erased."))
        details = opened(row.sealed)
        ContactLook.objects.create(
            id=new_id(at),
            street=street,
            subject=contact_subject,
            person_id=by.person_id,
            reason=reason,
            at=at,
        )
        facts.record(
            street=street, subject=contact_subject, kind="contact.looked", at=at, actor_id=by.person_id
        )
    return details


def opened(sealed: bytes | memoryview) -> ContactDetails:
    """This will open a sealed contact. Raises Refused with a sentence when no key opens it."""
    try:
        held = sealing.unseal(sealed)
    except sealing.Unreadable as fault:
        raise Refused(UNREADABLE) from fault
    return ContactDetails(**{key: held.get(key, "") for key in ("name", "phone", "email")})


def erase(*, street: str, subject: str, at: datetime, actor_id: int | None = None) -> bool:
    """This will erase the contact of `subject` at once and for good; False when there is none."""
    with writing():
        erased, _per_table = Contact.objects.filter(street=street, subject=subject).delete()
        if erased:
            facts.record(street=street, subject=subject, kind="contact.erased", at=at, actor_id=actor_id)
    return bool(erased)


def start_clock(*, street: str, subject: str, at: datetime) -> None:
    """This will set the day on which the contact is erased, because what it was for has ended at `at`."""
    days = int(settings.value(CONTACT_DAYS, street, at))
    with writing():
        Contact.objects.filter(street=street, subject=subject).update(erase_at=rules.days_after(at, days))


def stop_clock(*, street: str, subject: str) -> None:
    """This will take the day of erasure back, because what the contact is for goes on."""
    with writing():
        Contact.objects.filter(street=street, subject=subject).update(erase_at=None)
