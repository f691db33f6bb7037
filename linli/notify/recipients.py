"""From an audience to the people it means, as the case stood when the fact was recorded."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.cases.workflow import Level, above, below
from linli.facts.models import Fact
from linli.notify.rules import Audience
from linli.people import queries as people
from linli.people.models import Role
from linli.people.rows import PersonRow

GRID = (Role.GRID_LEAD, Role.GRID_MEMBER)
ROSTERED = (*GRID, Role.GROUP_HEAD, Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.STREET_LEADER)
_ASKED = {"case.deferral_asked", "case.void_asked"}
_FIXED = {"case.handled", "case.found_and_fixed"}


@dataclass(frozen=True)
class Scene:
    """A case as it stood at a fact: its columns by the facts up to it, and those facts."""

    fact: Fact
    facts: Sequence[Fact]
    state: dict[str, Any]

    @classmethod
    def of(cls, fact: Fact, history: Iterable[Fact]) -> "Scene":
        """This will replay the columns that the facts set, up to `fact`."""
        told = [each for each in history if each.seq <= fact.seq]
        state: dict[str, Any] = {}
        for each in told:
            state |= each.data.get("set", {})
        return cls(fact, told, state)

    @property
    def level(self) -> Level:
        """The level the case was at."""
        return Level(self.state.get("level", Level.COMMUNITY))

    def text(self, column: str) -> str:
        """This will give a code of the case, empty if there was none."""
        return str(self.state.get(column) or "")

    def last_actor(self, kinds: set[str]) -> int | None:
        """This will give who took the last step of these kinds before the fact."""
        actors = (each.actor_id for each in reversed(self.facts) if each.kind in kinds)
        return next(actors, None)


def of(audience: Audience, scene: Scene, at: datetime) -> list[PersonRow]:
    """This will list who is meant; nobody where the duty is vacant up to the street."""
    if find := _GROUPS.get(audience):
        return find(scene, at)
    fact = scene.fact
    person_id = {
        Audience.ASSIGNEE: scene.state.get("assignee_id"),
        Audience.HANDLER: scene.last_actor(_FIXED),
        Audience.PROPOSER: scene.last_actor(_ASKED),
        Audience.OWNER: fact.data.get("owner"),
    }[audience]
    return _person(person_id)


def _person(person_id: int | None) -> list[PersonRow]:
    row = people.person(person_id) if person_id else None
    if row is None or not row.is_active:
        return []
    return [PersonRow(row.pk, row.street, row.name, row.email, row.language)]


def _on_duty(scene: Scene, place: str, roles: Iterable[str], at: datetime) -> list[PersonRow]:
    return people.on_duty(scene.fact.street, place, list(roles), at) if place else []


def _at_level(scene: Scene, level: Level, at: datetime) -> list[PersonRow]:
    """Who is on duty at a level; a vacant one falls to the next above."""
    street = scene.fact.street
    if level is Level.DEPARTMENT:
        department = scene.state.get("department_id")
        found = people.of_organisation(department, [Role.DEPARTMENT_OFFICER], at) if department else []
        return found or _at_level(scene, Level.STREET, at)
    if level is Level.STREET:
        officers = _on_duty(scene, street, [Role.STREET_OFFICER], at)
        return officers or _on_duty(scene, street, [Role.STREET_LEADER], at)
    if level is Level.COMMUNITY:
        officers = _on_duty(scene, scene.text("community"), [Role.COMMUNITY_OFFICER], at)
        return officers or _at_level(scene, Level.STREET, at)
    found = _on_duty(scene, scene.text("grid"), GRID, at)
    found += _on_duty(scene, scene.text("group"), [Role.GROUP_HEAD], at)
    return found or _at_level(scene, Level.COMMUNITY, at)


def _checkers(scene: Scene, at: datetime) -> list[PersonRow]:
    level = Level.STREET if scene.level is Level.DEPARTMENT else above(scene.level)
    found = [row for row in _at_level(scene, level, at) if row.id != scene.fact.actor_id]
    # Where the level above has nobody but whoever handled it, the street checks, as its list says too.
    return found or _at_level(scene, Level.STREET, at)


def _lower(scene: Scene, at: datetime) -> list[PersonRow]:
    return _at_level(scene, below(scene.level), at)


def _officers(scene: Scene, at: datetime) -> list[PersonRow]:
    return _at_level(scene, Level.COMMUNITY, at) + _at_level(scene, Level.STREET, at)


def _secretary(scene: Scene, at: datetime) -> list[PersonRow]:
    return _on_duty(scene, scene.text("community"), [Role.BRANCH_SECRETARY], at)


def _roster(scene: Scene, at: datetime) -> list[PersonRow]:
    places = [scene.text("grid"), scene.text("community"), scene.fact.street]
    return [row for place in places for row in _on_duty(scene, place, ROSTERED, at) if row.on_roster]


_GROUPS: dict[Audience, Callable[[Scene, datetime], list[PersonRow]]] = {
    Audience.HOLDERS: lambda scene, at: _at_level(scene, scene.level, at),
    Audience.LOWER: _lower,
    Audience.CHECKERS: _checkers,
    Audience.OFFICERS: _officers,
    Audience.STREET: lambda scene, at: _at_level(scene, Level.STREET, at),
    Audience.SECRETARY: _secretary,
    Audience.ROSTER: _roster,
}
