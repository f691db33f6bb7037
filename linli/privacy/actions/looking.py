"""A sealed contact is opened: for a reason, by whoever needs it, and logged before anything is shown."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.facts import actions as facts
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.people.rows import Viewer
from linli.people.verdicts import Denied, Refused, Verdict
from linli.privacy import policies, refusals, sealing
from linli.privacy.models import Contact, ContactLook, RightsRequest, StaffComplaint
from linli.privacy.rules import ContactDetails

UNREADABLE = _("This contact cannot be opened: its key is not on this server. Tell whoever runs the system.")
NO_CONTACT = _("There is no contact: none was left, or it has been erased.")
Sealed = bytes | memoryview | None


def look(
    *, street: str, contact_subject: str, by: Viewer, verdict: Verdict, reason: str, at: datetime
) -> ContactDetails:
    """This will open a contact for `by` and log that it did, before anything is shown.

    `verdict` is the policy of whose contact it is (does this person hold the case?); the rules of this package
    come on top. Raises Refused without a reason, without a contact, or when no key opens it.
    """
    reason = _checked(reason, policies.may_look(by, street=street, verdict=verdict))
    with writing():
        row = Contact.objects.filter(street=street, subject=contact_subject).first()
        return _open(row.sealed if row else None, street, contact_subject, by, reason, at)


def look_behind_complaint(
    *, complaint: StaffComplaint, by: Viewer, reason: str, at: datetime
) -> ContactDetails:
    """This will open, as `look` does, the contact left with a complaint, for whoever hears it in the street."""
    reason = _checked(reason, policies.may_reach_complainant(by, complaint))
    with writing():
        row = StaffComplaint.objects.filter(id=complaint.id).first()
        return _open(
            row.sealed_contact if row else None,
            complaint.street,
            f"complaint:{complaint.id}",
            by,
            reason,
            at,
        )


def look_behind_request(*, request: RightsRequest, by: Viewer, reason: str, at: datetime) -> ContactDetails:
    """This will open, as `look` does, the contact left with a request, for whoever answers it."""
    reason = _checked(reason, policies.may_reach_requester(by, request))
    with writing():
        row = RightsRequest.objects.filter(id=request.id).first()
        return _open(
            row.sealed_contact if row else None, request.street, f"rights:{request.id}", by, reason, at
        )


def opened(sealed: bytes | memoryview) -> ContactDetails:
    """This will open a sealed contact. Raises Refused with a sentence when no key opens it."""
    try:
        held = sealing.unseal(sealed)
    except sealing.Unreadable as fault:
        raise Refused(UNREADABLE) from fault
    return ContactDetails(**{key: held.get(key, "") for key in ("name", "phone", "email")})


def _checked(reason: str, allowed: Verdict) -> str:
    if isinstance(allowed, Denied):
        raise Refused(allowed.reason)
    return refusals.plain_text(
        reason,
        limit=refusals.REASON_LENGTH,
        empty=_("Say why you need the contact; it is kept with your look."),
        long=_("The reason can have at most 200 characters."),
    )


def _open(sealed: Sealed, street: str, subject: str, by: Viewer, reason: str, at: datetime) -> ContactDetails:
    """Within the transaction that read the row, so that what is erased meanwhile is not shown."""
    if sealed is None:
        raise Refused(NO_CONTACT)
    details = opened(sealed)
    ContactLook.objects.create(
        id=new_id(at), street=street, subject=subject, person_id=by.person_id, reason=reason, at=at
    )
    facts.record(street=street, subject=subject, kind="contact.looked", at=at, actor_id=by.person_id)
    return details
