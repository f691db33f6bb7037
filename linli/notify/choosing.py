"""What holds for a person about mail: their own choices over what their office has set."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from linli.notify.channels import NO_MAIL
from linli.notify.groups import Group, When, after_quiet, chosen, quiet_hours
from linli.notify.models import Choices
from linli.notify.settings_keys import MAIL, MAIL_BY_SEAT, QUIET_FROM, QUIET_TO
from linli.people.models import Role
from linli.places import queries as places
from linli.places import settings as place_settings

_SEATS: dict[str, frozenset[Role]] = {
    "office": frozenset({Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.DEPARTMENT_OFFICER}),
    "grid": frozenset({Role.GRID_LEAD, Role.GRID_MEMBER, Role.GROUP_HEAD}),
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """How one person is to be reached by mail."""

    preset: str
    mail: dict[str, str] = field(default_factory=dict)
    quiet: frozenset[int] = frozenset()

    def when(self, group: Group) -> When:
        """This will say how a kind of news is sent to them."""
        return chosen(self.mail, self.preset, group)

    @property
    def wants_digest(self) -> bool:
        """Whether anything comes to them in the day's digest."""
        return any(self.when(group) is When.DIGEST for group in Group)


def can_mail(street: str, at: datetime | None = None) -> bool:
    """This will tell whether a street sends mail: it wants to, and the operator has set up a server."""
    return settings.EMAIL_BACKEND != NO_MAIL and bool(place_settings.value(MAIL, street, at))


def preset_of(street: str, roles: Collection[str], at: datetime | None = None) -> str:
    """This will give what a street (or county) sends to somebody with these roles who chose nothing."""
    seat = next((seat for seat, theirs in _SEATS.items() if not theirs.isdisjoint(roles)), "others")
    return str(place_settings.value(MAIL_BY_SEAT[seat], street, at))


def wishes(street: str, roles: Collection[str], own: Choices | None, at: datetime | None = None) -> Wishes:
    """This will put together what somebody chose and what their street has set."""
    preset = preset_of(street, roles, at)
    if own is None:
        return Wishes(preset)
    quiet = (
        quiet_hours(own.quiet_from, own.quiet_to)
        if own.quiet_from is not None and own.quiet_to is not None
        else frozenset()
    )
    return Wishes(preset, own.mail, quiet)


def of_persons(person_ids: Iterable[int]) -> dict[int, Choices]:
    """This will give what persons chose, by their id. One statement, none for nobody."""
    ids = set(person_ids)
    return {row.person_id: row for row in Choices.objects.filter(person_id__in=ids)} if ids else {}


def office_quiet(street: str, at: datetime) -> tuple[int, int]:
    """This will give the hours between which a street's office sends nothing but danger."""
    return place_settings.value(QUIET_FROM, street, at), place_settings.value(QUIET_TO, street, at)


def morning(street: str, at: datetime, own: frozenset[int] = frozenset()) -> datetime:
    """This will give when a message may go: now, or after the quiet hours of the office and of the person."""
    local = at.astimezone(places.calendar(street).zone)
    return after_quiet(local, quiet_hours(*office_quiet(street, at)) | own)
