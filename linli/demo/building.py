"""Making the demo: places, people and a season, all in one transaction, so that a broken build leaves nothing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case
from linli.demo import cast, scenery, season
from linli.demo.matter import World
from linli.demo.supply import Supply, Wanted
from linli.demo.telling import Teller
from linli.facts.actions import record
from linli.facts.queries import of_kind
from linli.lib.db import writing
from linli.people.models import Person
from linli.people.verdicts import Refused

log = logging.getLogger(__name__)
SEED = 411_329
_BUILT = "demo.built"


@dataclass(frozen=True, slots=True)
class Size:
    """How much has happened. Neighbours who report the same, and a yard that floods, come on top of the reports."""

    reports: int
    pictures: int
    days: int
    pooled: bool


SIZES = {"full": Size(2890, 260, 90, pooled=True), "small": Size(60, 4, 12, pooled=False)}


def build(*, size: str = "full", at: datetime, progress: Callable[[int], None] = lambda _n: None) -> bool:
    """This will make the demo of a street up to `at`; False if it is there already, and then nothing changes.

    All or nothing, in one transaction. Raises Refused in a database that holds something else.
    """
    if of_kind(cast.STREET, _BUILT):
        return False
    if Person.objects.exists() or Case.objects.exists():
        raise Refused(_("This database is in use for something else. A demo takes a folder of its own."))
    wanted, at = SIZES[size], at.astimezone(UTC)
    teller = Teller(Random(SEED))  # noqa: S311  the same season each time is the point
    pictures, supply = _pictures(teller, wanted.pictures), Supply(at)
    try:
        if wanted.pooled:
            _order(supply, pictures)
        with writing():
            _live(wanted, teller, pictures, supply, at, progress)
            record(street=cast.STREET, subject=f"demo:{cast.STREET}", kind=_BUILT, at=at, data={"seed": SEED})
    finally:
        supply.close()
    return True


def _order(supply: Supply, pictures: list[season.Picture]) -> None:
    """Each view before and after; the second is thrown away where the case is not fixed or nobody took one."""
    wanted: list[Wanted] = [(scene, seed, after) for scene, seed in pictures for after in (False, True)]
    supply.order(wanted)


def _pictures(teller: Teller, n: int) -> list[season.Picture]:
    scenes = [kind.scene for kind in teller.kinds if kind.scene]
    weights = [kind.weight for kind in teller.kinds if kind.scene]
    drawn = teller.rng.choices(scenes, weights, k=n)
    return [(scene, seed) for seed, scene in enumerate(drawn)]


def _live(
    wanted: Size,
    teller: Teller,
    pictures: list[season.Picture],
    supply: Supply,
    at: datetime,
    progress: Callable[[int], None],
) -> None:
    rng, begun = teller.rng, season.begins(at, wanted.days).astimezone(UTC)
    scenery.lay(at=begun)
    people = cast.hire(rng, at=begun, until=at)
    boards = scenery.make_boards(rng, at=begun)
    if "https://qyapi.weixin.qq.com" in settings.WEBHOOK_ORIGINS:
        scenery.make_robot(at=begun)
    world = World(rng, people, teller, supply, begun, at, [])
    coming = season.plan(world, wanted.reports, scenery.sights(rng), boards, pictures, wanted.days)
    season.Season(world, coming).run(progress)
    for refused in world.refused:
        log.warning("the season met a rule: %s", refused)
