"""The separate box: complaints about staff or an office, heard one level above whom they name."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.facts import actions as facts
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.people import queries as people
from linli.people.rows import Viewer
from linli.people.verdicts import Denied, Refused
from linli.places import settings
from linli.privacy import policies, queries, refusals, rules, sealing
from linli.privacy.actions.codes import save_once
from linli.privacy.actions.telling import tell
from linli.privacy.models import HeardBy, StaffComplaint
from linli.privacy.settings_keys import COMPLAINT_DAYS


def complain(
    *,
    street: str,
    text: str,
    idempotency: str,
    about_place: str = "",
    about_person_id: int | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    at: datetime,
) -> StaffComplaint:
    """This will put a complaint into the box of the level above whom it names; it comes back with its code.

    It names a person picked from the duties, an office by its place, or nobody (then the county hears it).
    The county keeps no contacts and answers under the code alone, so one given is dropped there:
    `sealed_contact` is None. The same `idempotency` key gives the first complaint again. Raises Refused
    without a text, and for a person or place that is not of this street.
    """
    text = refusals.plain_text(text, empty=_("Write what happened."))
    details = refusals.checked(name=name, phone=phone, email=email)
    office = _office(street, about_place, about_person_id, at)
    row = StaffComplaint(
        id=new_id(at),
        street=street,
        heard_by=HeardBy.COUNTY if rules.is_heard_by_county(office) else HeardBy.STREET,
        about_place=office,
        about_person_id=about_person_id,
        text=text,
        idempotency=idempotency,
        made_at=at,
        answer_by=rules.days_after(at, int(settings.value(COMPLAINT_DAYS, street, at))),
    )
    if row.heard_by == HeardBy.STREET and not queries.hearers(row, at):
        row.heard_by = HeardBy.COUNTY
    if row.heard_by == HeardBy.STREET and details.given():
        row.sealed_contact = sealing.seal(details.given())
    with writing():
        kept = save_once(row)
        if kept is row:
            tell(record(row, "complaint.made", at=at, first=True))
    return kept


def answer_complaint(*, complaint: StaffComplaint, by: Viewer, answer: str, at: datetime) -> StaffComplaint:
    """This will answer a complaint, once, to whoever holds its code. Raises Refused."""
    allowed = policies.may_hear(by, complaint)
    if isinstance(allowed, Denied):
        raise Refused(allowed.reason)
    answer = refusals.plain_text(answer, empty=_("Write the answer."))
    with writing():
        first = StaffComplaint.objects.filter(id=complaint.id, answered_at=None).update(
            answer=answer, answered_at=at, answered_by_id=by.person_id
        )
        if not first:
            raise Refused(_("A colleague has just answered this. What you wrote was not sent."))
        record(complaint, "complaint.answered", at=at, actor_id=by.person_id)
    complaint.refresh_from_db()
    return complaint


def withdraw_complaint(*, street: str, tracking: str, at: datetime) -> bool:
    """This will erase a complaint for whoever holds its code, whether answered or not; False if there is none."""
    with writing():
        row = StaffComplaint.objects.filter(street=street, tracking=tracking).first()
        if row is None:
            return False
        record(row, "complaint.withdrawn", at=at)
        row.delete()
    return True


def _office(street: str, place: str, person_id: int | None, at: datetime) -> str:
    """The highest office named, as the digits of its county, street or community."""
    of_here = place[:12].isdecimal() and len(place) in {6, 9, *range(12, 19)}
    if place and not (of_here and (place.startswith(street) or place == street[:6])):
        raise Refused(_("Choose an office of this street from the list."))
    places = [place] if place else []
    if person_id is not None:
        person = people.person(person_id)
        duties = people.viewer(person, at).duties if person else ()
        held = [duty for duty in duties if duty.street in {street, street[:6]}]
        if not held:
            raise Refused(_("Choose the person from the list; this one has no duty here now."))
        places += [duty.where or duty.street for duty in held]
    highest = min(places, key=lambda code: (len(code), code), default="")
    return highest[:12]


def record(
    row: StaffComplaint,
    kind: str,
    *,
    at: datetime,
    actor_id: int | None = None,
    data: dict[str, object] | None = None,
    first: bool = False,
) -> Fact:
    """This will record what happened to a complaint.

    Facts of what the county heard from the beginning lie with the county, so that nobody in the street reads of
    them; those of what the street missed go on where they began.
    """
    street = row.street[:6] if row.heard_by == HeardBy.COUNTY else row.street
    subject = f"complaint:{row.id}"
    return facts.record(
        street=street, subject=subject, kind=kind, at=at, actor_id=actor_id, data=data, first=first
    )
