"""Where a person stands: their street, and the page on which their day begins."""

from datetime import datetime

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from linli.people.models import Role
from linli.people.rows import Viewer
from linli.places import queries as places
from linli.web.wording.dates import day

PHONE_ROLES = (Role.GRID_LEAD, Role.GRID_MEMBER, Role.GROUP_HEAD)
DESK_ROLES = (
    Role.COMMUNITY_OFFICER,
    Role.STREET_OFFICER,
    Role.STREET_LEADER,
    Role.DEPARTMENT_OFFICER,
    Role.BRANCH_SECRETARY,
    Role.SUPERVISOR,
    Role.CADRE,
    Role.INSPECTOR,
)


def landing(viewer: Viewer) -> str:
    """This will give the address of the page a person begins with: desk, phone, set-up or the auditor's list."""
    if viewer.has(*DESK_ROLES):
        return reverse("inbox")
    if viewer.has(*PHONE_ROLES):
        return reverse("phone-list")
    if viewer.has(Role.STREET_ADMIN):
        try:
            return reverse("setup")
        except NoReverseMatch:  # the face of set-up may be left out of an installation
            return reverse("inbox")
    return reverse("auditor") if viewer.has(Role.AUDITOR) else reverse("inbox")


def street_of(viewer: Viewer) -> str:
    """This will give the street a person mostly works for: that of their first duty in one, else of their account."""
    own = [duty.street for duty in viewer.duties if len(duty.street) == 9]
    if own:
        return own[0]
    if len(viewer.street) == 9:
        return viewer.street
    return next(iter(places.streets(viewer.street)), viewer.street)


def streets_of(viewer: Viewer) -> list[str]:
    """This will list the streets a person has duties in; for the county's people all of it."""
    found = {duty.street for duty in viewer.duties if len(duty.street) == 9}
    for duty in viewer.duties:
        if len(duty.street) == 6:
            found |= set(places.streets(duty.street))
    return sorted(found)


def chosen_street(query: QueryDict, streets: list[str]) -> str:
    """This will give the street an address names if it is one of the person's, else their first; "" for none."""
    asked = query.get("street", "")
    return asked if asked in streets else next(iter(streets), "")


def today_words(street: str, at: datetime) -> str:
    """This will write the day at a street, for heads: 11月24日 周二."""
    local = at.astimezone(places.calendar(street).zone).date()
    return day(local, today=local)
