"""What a redraw would change, and who else must follow it: cases move, duties are handed on.

Packages above register two functions at start: `preview(plan, at)` lists what would move, `apply(plan, at, by_id)`
moves it, in the transaction of the redraw, after the places have changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shapely.geometry.base import BaseGeometry

from linli.places.atlas import Forest, locate
from linli.places.rules import NotDrawn, Routed


@dataclass(frozen=True, slots=True)
class Change:
    """One place that is new, changed or ended; `successors` begin with the one that takes most of its ground."""

    code: str
    kind: str
    name: Mapping[str, str]
    area: BaseGeometry | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What an import of areas would do to a street."""

    street: str
    new: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    ended: tuple[Change, ...] = ()
    unchanged: int = 0
    forest: Forest | None = field(default=None, repr=False, compare=False)

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.new or self.changed or self.ended)

    @property
    def communities(self) -> frozenset[str]:
        """The communities in which anything changes."""
        return frozenset(change.code[:12] for change in (*self.new, *self.changed, *self.ended))

    def route(self, lon: float, lat: float) -> Routed | None:
        """This will give where a position will belong once the plan is carried out, or None if no area tells."""
        try:
            return None if self.forest is None else locate(self.forest, lon, lat)
        except NotDrawn:
            return None

    def successor(self, code: str) -> str:
        """This will give the place that takes over from an ended one, the code itself if it stays."""
        for change in self.ended:
            if change.code == code:
                return change.successors[0] if change.successors else code[:12]
        return code


@dataclass(frozen=True, slots=True)
class Move:
    """Something that would move, such as an open case by its number, from one place to another."""

    what: str
    label: str
    before: str
    after: str


Previewer = Callable[[Plan, datetime], list[Move]]
Applier = Callable[[Plan, datetime, int | None], None]
_registered: list[tuple[Previewer, Applier]] = []


def register(preview: Previewer, apply: Applier) -> None:
    """This will have a package take part in every redraw; called once at start."""
    if (preview, apply) not in _registered:
        _registered.append((preview, apply))


def moves(plan: Plan, at: datetime) -> list[Move]:
    """This will list all that would move, of every package that takes part."""
    return [move for preview, _ in _registered for move in preview(plan, at)]


def follow(plan: Plan, at: datetime, by_id: int | None) -> None:
    """This will have every package carry out its part."""
    for _, apply in _registered:
        apply(plan, at, by_id)
