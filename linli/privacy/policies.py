"""Who may open a contact, read the access log, answer requests, and hear which complaint."""

from django.utils.translation import gettext_lazy as _

from linli.people.models import Role
from linli.people.rows import Viewer
from linli.people.verdicts import ALLOWED, Denied, Verdict
from linli.privacy.models import HeardBy, RightsRequest, StaffComplaint

# Roles that never need to know who reported, whatever else they may see of a case (domain 9.5).
NEVER_CONTACTS = frozenset(
    {
        Role.COUNTY_ADMIN,
        Role.AUDITOR,
        Role.SUPERVISOR,
        Role.INSPECTOR,
        Role.JUDGE,
        Role.VOLUNTEER,
        Role.PARTY_MEMBER,
    }
)
# Who works for an office. The street's people who look after a community do not: they come from above it.
FROM_ABOVE = frozenset({Role.CADRE, Role.SUPERVISOR, Role.INSPECTOR, Role.AUDITOR, Role.JUDGE})
# Who hears complaints about staff, and at which level.
HEARERS = {
    Role.STREET_LEADER: HeardBy.STREET,
    Role.STREET_ADMIN: HeardBy.STREET,
    Role.COUNTY_ADMIN: HeardBy.COUNTY,
}


def may_look(viewer: Viewer, *, street: str, verdict: Verdict) -> Verdict:
    """This will say whether `viewer` may open a contact of the street, given what the case's own policy says."""
    if not viewer.duties:
        return Denied(_("You have no duty at present."))
    if all(duty.role in NEVER_CONTACTS for duty in viewer.duties):
        return Denied(_("Your duty does not need to know who reported."))
    if not any(_reaches(duty.street, street) for duty in viewer.duties if duty.role not in NEVER_CONTACTS):
        return Denied(_("This belongs to another street."))
    return verdict


def may_read_looks(viewer: Viewer, *, street: str) -> Verdict:
    """This will say whether `viewer` may read who looked at contacts in the street."""
    if _has(viewer, {Role.AUDITOR}, street):
        return ALLOWED
    return Denied(_("Only the auditor reads who looked at contacts."))


def may_answer_requests(viewer: Viewer, *, street: str) -> Verdict:
    """This will say whether `viewer` may read and answer requests about one's own data in the street."""
    if any(duty.role == Role.STREET_ADMIN and duty.street == street for duty in viewer.duties):
        return ALLOWED
    return Denied(_("The street's administrator answers requests about personal data."))


def hears_for(viewer: Viewer, *, street: str) -> frozenset[HeardBy]:
    """This will say at which levels `viewer` hears complaints made in the street."""
    return frozenset(
        HEARERS[Role(duty.role)]
        for duty in viewer.duties
        if duty.role in HEARERS and _reaches(duty.street, street)
    )


def may_hear(viewer: Viewer, complaint: StaffComplaint) -> Verdict:
    """This will say whether `viewer` may know of a complaint at all; to everybody else it does not exist."""
    unknown = Denied(_("There is no such complaint."))
    if complaint.about_person_id == viewer.person_id:
        return unknown
    if hears_for(viewer, street=complaint.street).isdisjoint(heard_at(complaint)):
        return unknown
    return unknown if is_of_office(viewer, complaint.about_place) else ALLOWED


def heard_at(complaint: StaffComplaint) -> frozenset[HeardBy]:
    """This will say at which levels a complaint is heard: the county too once the street has missed its clock."""
    levels = {HeardBy(complaint.heard_by)}
    return frozenset(levels if complaint.missed_at is None else levels | {HeardBy.COUNTY})


def may_reach_complainant(viewer: Viewer, complaint: StaffComplaint) -> Verdict:
    """This will say whether `viewer` may open the contact left with a complaint: who hears it in the street.

    The county hears without contacts and answers under the code alone.
    """
    heard = may_hear(viewer, complaint)
    if heard and HeardBy.STREET not in hears_for(viewer, street=complaint.street):
        return Denied(_("The county sees no contact. Answer here; whoever holds the code reads it."))
    return may_look(viewer, street=complaint.street, verdict=heard) if heard else heard


def may_reach_requester(viewer: Viewer, request: RightsRequest) -> Verdict:
    """This will say whether `viewer` may open the contact left with a request: who answers it."""
    return may_look(viewer, street=request.street, verdict=may_answer_requests(viewer, street=request.street))


def is_of_office(viewer: Viewer, about_place: str) -> bool:
    """This will say whether `viewer` works for the office complained about, or stands in for somebody there."""
    return about_place in offices(viewer)


def offices(viewer: Viewer) -> frozenset[str]:
    """This will give the offices a viewer belongs to: communities by 12 digits, streets by 9.

    Who works in a community belongs to its street's office too, so far as complaints go. The county is left
    out: nothing stands above it here, and somebody must hear.
    """
    places = {
        place
        for duty in viewer.duties
        if duty.role not in FROM_ABOVE
        for place in (duty.place, duty.organisation_place)
        if place
    }
    return frozenset(place[:length] for place in places for length in (9, 12) if len(place) >= length)


def _has(viewer: Viewer, roles: set[Role], street: str) -> bool:
    return any(duty.role in roles and _reaches(duty.street, street) for duty in viewer.duties)


def _reaches(duty_street: str, street: str) -> bool:
    """Whether a duty kept in `duty_street` counts in `street`: the same one, or the county it lies in."""
    return duty_street == street or (len(duty_street) == 6 and street.startswith(duty_street))
