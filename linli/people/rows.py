"""What queries give out about persons, organisations and duties."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from linli.places import queries as places
from linli.places.rows import in_language


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody on duty, and how they may be reached at work; `acting` where they deputise."""

    id: int
    street: str
    name: str
    email: str
    language: str
    on_roster: bool = False
    acting: bool = False
    # The roles by which they were found; empty where they were found by name.
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty of a viewer; `acting` where they deputise for somebody on leave."""

    id: int
    street: str
    role: str
    place: str
    organisation_id: int | None
    organisation_place: str
    acting: bool
    organisation_name: Mapping[str, str] = field(default_factory=dict)
    on_roster: bool = False

    @property
    def where(self) -> str:
        """The place of the duty, or of its organisation."""
        return self.place or self.organisation_place

    def title(self, language: str | None = None) -> str:
        """This will name where the duty is: its place or its organisation."""
        return _title(self.place, self.organisation_name, language)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking, with the duties they have at that moment."""

    person_id: int
    street: str
    name: str
    duties: tuple[DutyRow, ...]

    @property
    def roles(self) -> frozenset[str]:
        """The roles this person has now."""
        return frozenset(duty.role for duty in self.duties)

    def has(self, role: str, *more: str) -> bool:
        """This will tell whether the person has one of these roles, anywhere."""
        return not self.roles.isdisjoint((role, *more))

    def places(self, *roles: str) -> frozenset[str]:
        """This will give the codes of the places where the person has one of these roles, or any."""
        return frozenset(
            duty.where for duty in self.duties if duty.where and (not roles or duty.role in roles)
        )

    def organisations(self, *roles: str) -> frozenset[int]:
        """This will give the ids of the organisations for which the person has one of these roles."""
        return frozenset(
            duty.organisation_id
            for duty in self.duties
            if duty.organisation_id is not None and (not roles or duty.role in roles)
        )


@dataclass(frozen=True, slots=True)
class Post:
    """Who answers at one level of a chain; vacant posts fall to the next."""

    level: str
    place: str
    person_ids: tuple[int, ...]

    @property
    def vacant(self) -> bool:
        """Whether nobody has the duty now."""
        return not self.person_ids


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty as the administrator's list shows it."""

    id: int
    street: str
    role: str
    place: str
    organisation_id: int | None
    organisation_name: Mapping[str, str]
    person_id: int | None
    person_name: str
    deputy_id: int | None
    deputy_name: str
    leave_from_on: date | None
    leave_to_on: date | None
    from_on: date
    to_on: date | None
    on_roster: bool

    @property
    def vacant(self) -> bool:
        """Whether the duty has no person."""
        return self.person_id is None

    def on_leave(self, day: date) -> bool:
        """This will tell whether the holder is on leave that day."""
        return self.leave_from_on is not None and self.leave_from_on <= day <= (self.leave_to_on or day)

    def title(self, language: str | None = None) -> str:
        """This will name where the duty is: its place or its organisation."""
        return _title(self.place, self.organisation_name, language)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A duty nobody has, and the place to whose people its work falls meanwhile."""

    role: str
    place: str
    duty_id: int | None
    falls_to: str


def _title(place: str, organisation_name: Mapping[str, str], language: str | None) -> str:
    return places.name(place, language) if place else in_language(organisation_name, language)
