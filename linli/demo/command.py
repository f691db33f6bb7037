"""`linli demo`: Hancheng Street with its people and some weeks of cases, made through the real actions."""

import sys
from datetime import datetime, timedelta
from random import Random

from linli.cases import actions, categories
from linli.cases.actions import Report
from linli.cases.clockwork import tick
from linli.cases.models import Case
from linli.demo.cast import COUNTY, STREET, Cast, hire
from linli.lib.clock import present
from linli.people.queries import demo_accounts
from linli.places import queries
from linli.places.actions import import_divisions, import_schematic, seed_holidays

SIZES = {"small": 60, "full": 600}
SAYS = (
    ("01-02", "{place}的垃圾桶满了，三天没人清。"),
    ("01-04", "{place}积水没过脚面，老人走不过去。"),
    ("01-07", "{place}堆着柴火和旧家具，占了半条路。"),
    ("02-01", "{place}的电线杆贴满小广告。"),
    ("04-01", "{place}有店铺把货摆到盲道上。"),
    ("01-03", "{place}倒了两车装修垃圾。"),
)
PLACES = ("菜市场后门", "小学门口", "二巷口", "文化广场", "家属院北门", "桥头")


def make(*, size: str) -> None:
    """This will make the demo where the home has none yet, and print who may sign in."""
    if not demo_accounts():
        at = present()
        began = at - timedelta(days=20)
        _say("区划、网格、假日 … places, grids, holidays")
        import_divisions(at=began, by=None)
        import_schematic(at=began, by=None)
        seed_holidays(COUNTY, at=began, by=None)
        categories.seed(COUNTY)
        rng = Random(11)  # noqa: S311  # the same street each time, no secret
        cast = hire(rng, at=began, until=at)
        _live(cast, rng, SIZES[size], began, at)
    _say("演示账号 accounts: " + "，".join(person.username for person in demo_accounts()[:12]) + " …")


def _live(cast: Cast, rng: Random, count: int, began: datetime, until: datetime) -> None:
    step = (until - began) / count
    for n in range(count):
        at = began + step * n
        case = _reported(cast, rng, n, at)
        _handled(cast, rng, case, at + timedelta(hours=rng.choice((1, 2, 3))), until)
        if n % 20 == 19:
            tick(at)
            _say(f"案件 {n + 1}/{count} cases")
    tick(until)


def _reported(cast: Cast, rng: Random, n: int, at: datetime) -> Case:
    grid = rng.choice(sorted(cast.grids))
    category, words = rng.choice(SAYS)
    text = words.format(place=queries.name(grid[:12], "zh-hans") + rng.choice(PLACES))
    where = queries.place(grid)
    report = Report(
        street=STREET, text=text, idempotency=f"demo-{n}", category=category, community=grid[:12],
        lon=where.lon if where else None, lat=where.lat if where else None, location_type="roadside",
    )  # fmt: skip
    return actions.report(report=report, at=at)


def _handled(cast: Cast, rng: Random, case: Case, at: datetime, until: datetime) -> None:
    chance = rng.random()
    if chance < 0.2 or at >= until - timedelta(hours=4):
        return
    by = cast.holder(case)
    actions.start(case=case, by=by, at=at, words="已安排人员前往处理。")
    if chance < 0.3:
        return
    actions.fix(case=case, by=by, at=at + timedelta(hours=1), result="现场已处理完毕。")
    if chance < 0.4:
        return
    checker = cast.checker(case)
    actions.verify(case=case, by=checker, at=at + timedelta(hours=2))
    if chance > 0.75:
        officer = cast.officers[case.community]
        actions.release(case=case, by=officer, at=at + timedelta(hours=3), public_title=case.title)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
