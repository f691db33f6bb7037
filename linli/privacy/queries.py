"""Reads of this package, scoped to who asks."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from linli.people import queries as people
from linli.people.models import Role
from linli.people.rows import PersonRow, Viewer
from linli.people.verdicts import Denied, Refused
from linli.privacy import policies
from linli.privacy.models import Consent, Contact, ContactLook, HeardBy, RightsRequest, StaffComplaint


def kept(street: str, subjects: list[str]) -> dict[str, list[str]]:
    """This will say which kinds of contact ("phone") each subject left, without opening any. One statement."""
    rows = Contact.objects.filter(street=street, subject__in=subjects)
    return dict(rows.values_list("subject", "has"))


def contact(street: str, subject: str) -> Contact | None:
    """This will give the row of a contact, still sealed: what it has, whether a call back is agreed, its clock."""
    return Contact.objects.filter(street=street, subject=subject).first()


def looks(
    street: str, viewer: Viewer, *, before_id: int | None = None, limit: int = 100
) -> list[ContactLook]:
    """This will list who looked at contacts in the street and why, newest first, for the auditor.

    The next page begins before the id of the last row. Raises Refused for anybody else.
    """
    allowed = policies.may_read_looks(viewer, street=street)
    if isinstance(allowed, Denied):
        raise Refused(allowed.reason)
    # Nobody reads who asked about a complaint that names them, and why.
    named = StaffComplaint.objects.filter(street=street, about_person_id=viewer.person_id)
    hidden = [f"complaint:{pk}" for pk in named.values_list("id", flat=True)]
    rows = ContactLook.objects.filter(street=street).exclude(subject__in=hidden)
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return list(rows.order_by("-id")[:limit])


def requests(street: str, viewer: Viewer, *, limit: int = 200) -> list[RightsRequest]:
    """This will list requests about personal data, open ones first and by their day of answer.

    Raises Refused for anybody but the street's administrator.
    """
    allowed = policies.may_answer_requests(viewer, street=street)
    if isinstance(allowed, Denied):
        raise Refused(allowed.reason)
    rows = RightsRequest.objects.filter(street=street)
    waiting = list(rows.filter(answered_at=None).order_by("answer_by", "id")[:limit])
    done = list(
        rows.filter(answered_at__isnull=False).order_by("-answered_at", "-id")[: limit - len(waiting)]
    )
    return waiting + done


def requests_waiting(viewer: Viewer) -> int:
    """This will count the open requests about personal data that `viewer` answers. One statement."""
    streets = {duty.street for duty in viewer.duties if duty.role == Role.STREET_ADMIN}
    return RightsRequest.objects.filter(street__in=sorted(streets), answered_at=None).count()


def request(street: str, viewer: Viewer, request_id: int) -> RightsRequest | None:
    """This will give one request for its answer, or None. Raises Refused as `requests` does."""
    allowed = policies.may_answer_requests(viewer, street=street)
    if isinstance(allowed, Denied):
        raise Refused(allowed.reason)
    return RightsRequest.objects.filter(street=street, id=request_id).first()


def followed_request(street: str, tracking: str) -> RightsRequest | None:
    """This will give a request to whoever holds its code."""
    return RightsRequest.objects.filter(street=street, tracking=tracking).first()


def _heard(viewer: Viewer, *streets: str) -> QuerySet[StaffComplaint]:
    """The same rule as `policies.may_hear`, as a condition; a test holds the two together."""
    heard = Q(pk__in=[])
    for street in streets:
        levels = policies.hears_for(viewer, street=street)
        late = Q(missed_at__isnull=False) if HeardBy.COUNTY in levels else Q()
        heard |= Q(street=street) & (Q(heard_by__in=levels) | late)
    named = Q(about_person_id=viewer.person_id) | Q(about_place__in=policies.offices(viewer))
    return StaffComplaint.objects.filter(heard).exclude(named)


def complaints(street: str, viewer: Viewer, *, limit: int = 200) -> list[StaffComplaint]:
    """This will list the complaints `viewer` hears in the street, open ones first; nothing to anybody else."""
    rows = _heard(viewer, street)
    waiting = list(rows.filter(answered_at=None).order_by("answer_by", "id")[:limit])
    done = list(
        rows.filter(answered_at__isnull=False).order_by("-answered_at", "-id")[: limit - len(waiting)]
    )
    return waiting + done


def complaints_waiting(viewer: Viewer, streets: Iterable[str]) -> int:
    """This will count the open complaints `viewer` hears; what they may not know of is not in it. One statement."""
    return _heard(viewer, *streets).filter(answered_at=None).count()


def complaint(street: str, viewer: Viewer, complaint_id: int) -> StaffComplaint | None:
    """This will give one complaint to who hears it; to everybody else there is none."""
    return _heard(viewer, street).filter(id=complaint_id).first()


def missed(at: datetime) -> list[StaffComplaint]:
    """This will list the complaints whose day of answer passed before `at` unanswered and was not noted yet.

    All streets, the earliest first. One statement.
    """
    rows = StaffComplaint.objects.filter(answered_at=None, missed_at=None, answer_by__lt=at)
    return list(rows.order_by("answer_by", "id"))


def hearers(complaint: StaffComplaint, at: datetime) -> list[PersonRow]:
    """This will list who is on duty to hear a complaint now, at all levels that hear it; never whom it names."""
    on_duty: dict[int, PersonRow] = {}
    for level in policies.heard_at(complaint):
        place = complaint.street[:6] if level is HeardBy.COUNTY else complaint.street
        roles = [role for role, hears in policies.HEARERS.items() if hears == level]
        on_duty |= {row.id: row for row in people.on_duty(place, place, roles, at)}
    asked = [(row, people.person(row.id)) for _id, row in sorted(on_duty.items())]
    return [row for row, who in asked if who and policies.may_hear(people.viewer(who, at), complaint)]


def readers_of(subject: str, at: datetime) -> list[PersonRow]:
    """This will list who must be told that `complaint:…` or `rights:…` waits; nobody if it is gone or answered."""
    kind, _colon, row_id = subject.partition(":")
    if kind == "complaint":
        complaint = StaffComplaint.objects.filter(id=row_id, answered_at=None).first()
        return [] if complaint is None else hearers(complaint, at)
    asked = RightsRequest.objects.filter(id=row_id, answered_at=None).first()
    return [] if asked is None else people.on_duty(asked.street, asked.street, [Role.STREET_ADMIN], at)


def followed_complaint(street: str, tracking: str) -> StaffComplaint | None:
    """This will give a complaint to whoever holds its code."""
    return StaffComplaint.objects.filter(street=street, tracking=tracking).first()


def has_consent(street: str, subject: str, purpose: str) -> bool:
    """This will say whether a consent stands."""
    return Consent.objects.filter(street=street, subject=subject, purpose=purpose, withdrawn_at=None).exists()
