"""Who may change persons, organisations and duties. `by` None is the operator of the machine."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.lib.verdicts import ALLOWED, Denied, Verdict
from linli.people.models import Duty, Person
from linli.people.queries import today
from linli.people.rows import Viewer
from linli.people.rules import ADMINISTRATORS, GIVEN_BY_COUNTY
from linli.places.policies import insist, may_administer
from linli.places.rules import county_of

__all__ = [
    "insist",
    "may_administer",
    "may_assign",
    "may_change",
    "may_edit",
    "may_invite",
    "may_link",
    "may_reset",
    "may_set_leave",
]


def may_edit(by: Viewer | None, person: Person) -> Verdict:
    """This will allow a person to change their own way of being reached, and the administrator of their street."""
    if by is not None and by.person_id == person.pk:
        return ALLOWED
    return may_administer(by, person.street)


def may_invite(by: Viewer | None, person: Person, *, at: datetime) -> Verdict:
    """This will allow who might give the person every duty they have or will have, as holder or deputy.

    Whoever makes the link could use it themselves: it must lead to nothing that is not theirs to give. So the
    auditor of a street, and somebody who has a duty in another one, get theirs from the county. One query.
    """
    if not person.is_active:
        return Denied(_("This account is closed."))
    if isinstance(own := may_administer(by, person.street), Denied):
        return own
    lasting = Q(to_on=None) | Q(to_on__gte=today(person.street, at))
    theirs = Duty.objects.filter(Q(person_id=person.pk) | Q(deputy_id=person.pk), lasting)
    if all(may_assign(by, role, street) for role, street in theirs.values_list("role", "street")):
        return ALLOWED
    return Denied(_("The link for this account is made by the administrator of the county."))


def may_reset(by: Viewer | None, person: Person, *, at: datetime) -> Verdict:
    """This will allow to reset a second factor whoever may send the account a new link, but nobody their own."""
    if by is not None and by.person_id == person.pk:
        return Denied(_("Nobody may reset their own. Use a recovery code, or ask another administrator."))
    return may_invite(by, person, at=at)


def may_link(by: Viewer | None, person: Person, *, at: datetime) -> Verdict:
    """This will allow the person, and whoever may send the account a new link: who links an account could be it."""
    if by is not None and by.person_id == person.pk:
        return ALLOWED
    return may_invite(by, person, at=at)


def may_assign(by: Viewer | None, role: str, street: str) -> Verdict:
    """This will allow the administrator of the street; county administrators and auditors come from the county."""
    if by is not None and role in GIVEN_BY_COUNTY and county_of(street) not in by.places("county_admin"):
        return Denied(_("Only the administrator of the county may give this duty."))
    return may_administer(by, street)


def may_change(by: Viewer | None, duty: Duty) -> Verdict:
    """This will allow what `may_assign` does, but not to take an administrator's duty from oneself."""
    if by is not None and duty.role in ADMINISTRATORS and duty.person_id == by.person_id:
        return Denied(_("Nobody may end their own duty as administrator. Ask another administrator."))
    return may_assign(by, duty.role, duty.street)


def may_set_leave(by: Viewer | None, duty: Duty) -> Verdict:
    """This will allow the holder of the duty and the administrator."""
    if by is not None and duty.person_id == by.person_id:
        return ALLOWED
    return may_assign(by, duty.role, duty.street)
