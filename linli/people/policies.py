"""Who may change persons, organisations and duties. `by` None is the operator of the machine."""

from django.utils.translation import gettext_lazy as _

from linli.lib.verdicts import ALLOWED, Denied, Verdict
from linli.people.models import Duty, Person
from linli.people.rows import Viewer
from linli.people.rules import ADMINISTRATORS, GIVEN_BY_COUNTY
from linli.places.policies import insist, may_administer
from linli.places.rules import county_of

__all__ = ["insist", "may_administer", "may_assign", "may_change", "may_edit", "may_set_leave"]


def may_edit(by: Viewer | None, person: Person) -> Verdict:
    """This will allow a person to change their own way of being reached, and the administrator of their street."""
    if by is not None and by.person_id == person.pk:
        return ALLOWED
    return may_administer(by, person.street)


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
