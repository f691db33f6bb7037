"""From what a street has and what it drew to a plan: which places are new, changed and ended, and by whom succeeded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import shapely
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from linli.places.areafile import Drawn, Fault
from linli.places.atlas import Area, plant
from linli.places.redraw import Change, Plan
from linli.places.rules import parent_of

# Kinds that share the ground of their parent, and so replace each other.
SHARING = {
    "community": "community",
    "grid": "grid",
    "special_grid": "grid",
    "resident_group": "resident_group",
    "micro_grid": "micro_grid",
}
# Two borders are the same if no corner moved by more than a tenth of a millimetre.
SAME = 1e-9
# A place that takes less than this share of an ended one's ground does not succeed it.
HEIR = 0.02


@dataclass(frozen=True, slots=True)
class Held:
    """A place as it stands in the database; ended ones too."""

    code: str
    kind: str
    name: Mapping[str, str]
    area: BaseGeometry | None
    schematic: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """A place as it will stand; `feature` is where it is drawn in the file, 0 if it stays as it was."""

    code: str
    kind: str
    area: BaseGeometry
    feature: int


Places: TypeAlias = Mapping[str, Held]


@dataclass
class Draft:
    """A plan in the making: all grounds after it, the drawn features by code, the codes that end."""

    held: Places
    drawn: dict[str, Drawn]
    ending: set[str] = field(default_factory=set)
    grounds: dict[str, Ground] = field(default_factory=dict)


def draft(held: Places, drawn: Iterable[Drawn]) -> tuple[Draft, list[Fault]]:
    """This will work out what the file means for the places held, and the faults in its codes."""
    made = Draft(held, {each.code: each for each in drawn})
    made.ending = set(_ending(made))
    faults = [fault for each in made.drawn.values() for fault in _faults_of_code(each, made)]
    for code, place in held.items():
        stays = not place.ended and code not in made.ending and code not in made.drawn
        if stays and place.area is not None and not place.schematic:
            made.grounds[code] = Ground(code, place.kind, place.area, 0)
    for code, each in made.drawn.items():
        if each.area is not None:
            made.grounds[code] = Ground(code, each.kind, each.area, each.feature)
    _draw_communities(made)
    return made, faults


def _ending(made: Draft) -> Iterator[str]:
    """Communities end when the file says so; what shares a redrawn parent's ground ends when the file leaves it out."""
    drawn = made.drawn.values()
    communities = {each.code for each in drawn if each.ended}
    redrawn = {
        (parent_of(each.code, each.kind), SHARING[each.kind]) for each in drawn if each.kind != "community"
    }
    yield from communities
    gone = set(communities)
    for code, place in sorted(made.held.items(), key=lambda pair: len(pair[0])):
        parent = parent_of(code, place.kind)
        if place.ended or place.kind == "community" or code in made.drawn:
            continue
        if parent in gone or (parent, SHARING[place.kind]) in redrawn:
            gone.add(code)
            yield code


def _faults_of_code(each: Drawn, made: Draft) -> Iterator[Fault]:
    before = made.held.get(each.code)
    if before is not None and before.ended:
        yield Fault(each.feature, each.code, _("This code was taken out of use. Give the area a new code."))
    elif before is not None and SHARING[before.kind] != SHARING[each.kind]:
        yield Fault(each.feature, each.code, _("This code belongs to a place of another kind."))
    if each.ended:
        yield from _faults_of_ending(each, made)
        return
    if each.kind == "community":
        if before is None and not each.name.get("zh-hans"):
            yield Fault(each.feature, each.code, _("A new community needs a name."))
        return
    parent = parent_of(each.code, each.kind)
    above = made.held.get(parent)
    if parent in made.ending:
        yield Fault(each.feature, each.code, format_lazy(_("It belongs to {code}, which ends."), code=parent))
    elif parent not in made.drawn and (above is None or above.ended):
        yield Fault(
            each.feature,
            each.code,
            format_lazy(_("It belongs to {code}, which does not exist."), code=parent),
        )


def _faults_of_ending(each: Drawn, made: Draft) -> Iterator[Fault]:
    before = made.held.get(each.code)
    if before is None:
        yield Fault(each.feature, each.code, _("There is no such community to end."))
        return
    for code in each.successors:
        there = made.held.get(code)
        if code in made.ending or (code not in made.drawn and (there is None or there.ended)):
            yield Fault(
                each.feature, each.code, format_lazy(_("The successor {code} does not exist."), code=code)
            )
    if not each.successors and before.area is None:
        yield Fault(each.feature, each.code, _("Say which communities take over: successors."))


def _draw_communities(made: Draft) -> None:
    """A community nobody surveyed, whose grids are drawn, has the shape of its grids together."""
    parts: dict[str, list[Ground]] = {}
    for ground in made.grounds.values():
        if SHARING[ground.kind] == "grid" and ground.feature:
            parts.setdefault(ground.code[:12], []).append(ground)
    for code, grids in parts.items():
        if code not in made.grounds and code in made.held:
            area = shapely.normalize(shapely.union_all([grid.area for grid in grids]))
            made.grounds[code] = Ground(code, "community", area, grids[0].feature)


def plan(street: str, made: Draft) -> Plan:
    """This will turn a draft without faults into the plan that is shown and carried out."""
    new, changed, unchanged = [], [], 0
    for code, ground in sorted(made.grounds.items()):
        if not ground.feature:
            continue
        before = made.held.get(code)
        name = (made.drawn[code].name if code in made.drawn else {}) or _name(ground, before, made)
        change = Change(code, ground.kind, {**(before.name if before else {}), **name}, ground.area)
        if before is None:
            new.append(change)
        elif _differs(before, change):
            changed.append(change)
        else:
            unchanged += 1
    ended = tuple(_ended(made.held[code], made) for code in sorted(made.ending) if code in made.held)
    areas = [Area(ground.kind, code, ground.area) for code, ground in made.grounds.items()]
    communities = {code for code, place in made.held.items() if place.kind == "community" and not place.ended}
    forest = plant(areas, communities - made.ending)
    return Plan(street, tuple(new), tuple(changed), ended, unchanged, forest)


def _differs(before: Held, after: Change) -> bool:
    if before.schematic or before.area is None or after.area is None:
        return True
    same = shapely.equals_exact(shapely.normalize(before.area), after.area, tolerance=SAME)
    return not same or (before.kind, dict(before.name)) != (after.kind, dict(after.name))


def _name(ground: Ground, before: Held | None, made: Draft) -> Mapping[str, str]:
    """The name of an area that was drawn without one: the one it has, or community and serial."""
    if before is not None:
        return before.name
    above = ground.code[:12]
    named = {
        **(made.held[above].name if above in made.held else {}),
        **(made.drawn[above].name if above in made.drawn else {}),
    }
    serial = (
        int(ground.code[-2:]) if ground.kind in {"resident_group", "micro_grid"} else int(ground.code[12:15])
    )
    chinese, english = _NAMES[ground.kind]
    short = named.get("zh-hans", "").removesuffix("社区").removesuffix("村")
    longer = named.get("en", "").removesuffix(" Community")
    return {
        "zh-hans": chinese.format(short, serial),
        **({"en": english.format(longer, serial)} if longer else {}),
    }


_NAMES = {
    "grid": ("{}第{}网格", "{} grid {}"),
    "special_grid": ("{}第{}专属网格", "{} special grid {}"),
    "resident_group": ("{}第{}居民小组", "{} resident group {}"),
    "micro_grid": ("{}第{}微网格", "{} micro-grid {}"),
}


def _ended(gone: Held, made: Draft) -> Change:
    named = made.drawn[gone.code].successors if gone.code in made.drawn else ()
    return Change(gone.code, gone.kind, gone.name, None, named or tuple(_heirs(gone, made)))


def _heirs(gone: Held, made: Draft) -> list[str]:
    """Which places of its kind take over an ended place's ground, the one that takes most first."""
    if gone.area is None:
        return []
    shares = [
        (shapely.area(shapely.intersection(gone.area, ground.area)) / gone.area.area, ground.code)
        for ground in made.grounds.values()
        if SHARING[ground.kind] == SHARING[gone.kind] and ground.area.intersects(gone.area)
    ]
    return [code for share, code in sorted(shares, key=lambda pair: (-pair[0], pair[1])) if share > HEIR]
