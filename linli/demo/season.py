"""Ninety days of a street's life: reports come, people act, clocks run, days are closed, all in the order of time."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db import connection

from linli.cases import actions, clockwork, flood
from linli.cases.actions import Report
from linli.cases.models import Case, Source
from linli.cases.workflow import OPEN
from linli.demo import stories
from linli.demo.cast import STREET
from linli.demo.matter import Matter, Story, World
from linli.demo.names import phone
from linli.demo.rhythm import DAYS, arrivals
from linli.demo.scenery import Somewhere
from linli.demo.telling import Kind
from linli.facts.actions import close_yesterday
from linli.facts.models import Delivery
from linli.lib.calendars import CHINA
from linli.people.rows import Viewer
from linli.places import settings as place_settings
from linli.places.models import LocationType
from linli.places.rows import SpotRow

_TICK = timedelta(minutes=15)
_NIGHT_TICK = timedelta(hours=1)
# Contacts of cases that ended long ago would be erased by now; nobody leaves one only to have it swept.
_CONTACTS = timedelta(days=35)
# Older news has been read; the worker of a new demo begins with the latest.
_NEWS = timedelta(days=2)
_CARRIER = "carrier-of-the-demo"
Picture = tuple[str, int]  # scene and seed


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report to come: when, of what, where, by which way, and the seed of its picture if it has one."""

    at: datetime
    kind: Kind
    where: Somewhere
    source: Source
    spot: str = ""
    seed: int | None = None
    extra: str = ""  # "held", "void", "flood", "twin"


_SOURCES = {Source.RESIDENT: 50, Source.QR: 12, Source.FIND: 27, Source.ON_BEHALF: 11}


def plan(
    world: World,
    n: int,
    sights: list[Somewhere],
    boards: list[SpotRow],
    pictures: Sequence[Picture],
    days: int,
) -> list[Arrival]:
    """This will draw up what will be reported, in order of time, and which reports the pictures come with."""
    rng, teller = world.rng, world.teller
    popular = rng.sample(sights, len(sights) // 6)  # where something is always the matter
    found: list[Arrival] = []
    for at in arrivals(rng, n, until=world.until, days=days):
        kind, source = teller.kind(), rng.choices(list(_SOURCES), list(_SOURCES.values()))[0]
        where = rng.choice(popular if rng.random() < 0.4 else sights)
        board = rng.choice(boards) if source == Source.QR else None
        if board is not None:
            where = replace(
                where, name=f"{board.title('zh-hans')}旁", community=board.community, grid=board.grid,
                ground=LocationType(board.location_type),
            )  # fmt: skip
        found.append(Arrival(at, kind, where, source, board.token if board else ""))
    found = list(_with_extras(world, found))
    found.sort(key=lambda each: each.at)
    return _illustrated(rng, found, pictures)


def _illustrated(rng: Random, found: list[Arrival], pictures: Sequence[Picture]) -> list[Arrival]:
    """Gives the pictures of each scene, in their order, to reports of such matters, spread over the season."""
    seeds: dict[str, list[int]] = {}
    for scene, seed in pictures:
        seeds.setdefault(scene, []).append(seed)
    for scene, those in seeds.items():
        able = [number for number, each in enumerate(found) if each.kind.scene == scene and not each.extra]
        chosen = sorted(rng.sample(able, min(len(able), len(those))))
        for number, seed in zip(chosen, those, strict=False):
            found[number] = replace(found[number], seed=seed)
    return found


def _with_extras(world: World, found: list[Arrival]) -> Iterator[Arrival]:
    """Some are tests, some held, some are sent by two neighbours, and one spot is reported by a whole yard."""
    rng = world.rng
    waiting = [n for n, each in enumerate(found) if each.source == Source.RESIDENT][-2:]  # held at the end
    flooded = rng.choice([n for n, each in enumerate(found) if each.source == Source.RESIDENT])
    for number, each in enumerate(found):
        if each.source != Source.RESIDENT:
            yield each
            continue
        if number == flooded:
            kind = world.teller.named("water")
            for n in range(8):
                at = each.at + timedelta(minutes=4 * n)
                if at < world.until:
                    yield replace(each, at=at, kind=kind, extra="flood")
            continue
        luck = rng.random()
        extra = (
            "void"
            if luck < 0.01
            else "held"
            if luck < 0.03 or number in waiting
            else "twin"
            if luck < 0.12
            else ""
        )
        yield replace(each, extra=extra if extra != "twin" else "")
        if extra == "twin":
            at = each.at + timedelta(minutes=rng.randrange(20, 180))
            if at < world.until:
                yield replace(each, at=at, extra="twin")


class Season:
    """The queue of what comes next, and the time it is."""

    def __init__(self, world: World, coming: list[Arrival]) -> None:
        self.world = world
        self.coming = iter(sorted(coming, key=lambda each: each.at))
        self.queue: list[tuple[datetime, int, Story]] = []
        self.serial = count()
        self.reported = 0

    def run(self, progress: Callable[[int], None]) -> None:
        """This will live through the season, from the first report to its end."""
        world = self.world
        upcoming = next(self.coming, None)
        clock = midnight = world.now
        while True:
            moments = [world.until + _TICK, clock, midnight]
            moments += [upcoming.at] if upcoming else []
            moments += [self.queue[0][0]] if self.queue else []
            now = min(moments)
            if now >= world.until:
                break
            world.now = now
            if now == midnight:
                midnight = self._day(midnight)
            elif now == clock:
                if _due(now):
                    clockwork.tick(now)
                clock += _TICK if 6 <= now.astimezone(CHINA).hour < 22 else _NIGHT_TICK
            elif upcoming is not None and now == upcoming.at:
                self._report(upcoming)
                upcoming = next(self.coming, None)
                progress(self.reported)
            else:
                self._step(heapq.heappop(self.queue)[2])
        world.now = world.until
        clockwork.tick(world.until)

    def _day(self, midnight: datetime) -> datetime:
        """Closes the day before, forgets read news and counts of senders, and names the next midnight."""
        close_yesterday({}, midnight + timedelta(minutes=5))
        flood.forget(midnight)
        old = self.world.until - _NEWS
        Delivery.objects.filter(handler="notify.tell", due_at__lt=min(midnight, old)).delete()
        return midnight + timedelta(days=1)

    def _step(self, story: Story) -> None:
        for when in story:
            heapq.heappush(self.queue, (max(when, self.world.now), next(self.serial), story))
            return

    def _report(self, arrival: Arrival) -> None:
        case = self._sent(arrival)
        self.reported += 1
        matter = Matter(self.world, case, arrival.kind, arrival.where, arrival.seed)
        if arrival.source == Source.FIND and case.status not in OPEN:
            story = stories.spot_checked(matter)
        elif arrival.extra == "void":
            story = stories.void(matter)
        elif arrival.extra == "twin":
            story = stories.duplicate(matter)
        else:
            story = stories.choose(matter)
        self.world.recent = [*self.world.recent[-60:], matter]
        self._step(story)
        if matter.from_resident and self.world.rng.random() < 0.06:
            self._step(stories.neighbour(matter))

    def _sent(self, arrival: Arrival) -> Case:
        world, rng = self.world, self.world.rng
        report = self._written(arrival)
        if arrival.source == Source.FIND:
            by = world.cast.grids.get(arrival.where.grid) or world.cast.officers[arrival.where.community]
            small = arrival.kind.name in {"waste", "ads", "dirty", "green_waste", "piling"}
            if small and rng.random() < 0.6:
                after = (
                    ()
                    if arrival.seed is None
                    else world.supply.take(arrival.kind.scene, arrival.seed, after=True)
                )
                return actions.found_and_fixed(
                    report=report,
                    by=by,
                    at=world.now,
                    result=world.teller.of(arrival.kind, "result"),
                    pictures_after=after,
                )
            return actions.report(report=report, at=world.now, by=by)
        if arrival.source == Source.ON_BEHALF:
            clerk: Viewer = world.cast.officers[arrival.where.community]
            return actions.report(report=report, at=world.now, by=clerk)
        return actions.report(report=report, at=world.now, origin=self._origin(arrival))

    def _origin(self, arrival: Arrival) -> str:
        """A carrier's address that many share: over its rate, reports are held."""
        if arrival.extra != "held":
            return ""
        origin = f"{_CARRIER}-{self.world.sent}"
        for _other in range(int(place_settings.value("cases.rate_per_hour", STREET))):
            flood.over_rate(STREET, origin, self.world.now)
        return origin

    def _written(self, arrival: Arrival) -> Report:
        world, rng, where = self.world, self.world.rng, arrival.where
        by_resident = arrival.source in {Source.RESIDENT, Source.QR}
        teller = world.teller
        text = (
            teller.say("test") if arrival.extra == "void"
            else teller.find(arrival.kind, where) if arrival.source == Source.FIND
            else teller.paper(arrival.kind, where) if arrival.source == Source.ON_BEHALF
            else teller.report(arrival.kind, where)
        )  # fmt: skip
        before = (
            () if arrival.seed is None else world.supply.take(arrival.kind.scene, arrival.seed, after=False)
        )
        # Residents often leave the category to the office; the grid corrects it or works with "something else".
        unsorted = by_resident and rng.random() < 0.06 and arrival.kind.category not in {"05-01", "01-01"}
        contact = by_resident or arrival.source == Source.ON_BEHALF
        reachable = contact and world.until - world.now < _CONTACTS and rng.random() < 0.45
        lon, lat = (None, None) if arrival.spot else _near(where, rng)
        return Report(
            street=STREET, text=text, idempotency=world.key(), source=arrival.source,
            category="" if unsorted else arrival.kind.category, item="" if unsorted else arrival.kind.item,
            location_type=where.ground, pictures=before, spot_token=arrival.spot, lon=lon, lat=lat,
            phone=phone(rng) if reachable else "", call_back_agreed=reachable and rng.random() < 0.7,
        )  # fmt: skip


def _due(now: datetime) -> bool:
    """Whether time has caused anything: one look into an index instead of a read of all columns."""
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(now)
        cursor.execute("SELECT 1 FROM cases_case WHERE tick_at <= %s LIMIT 1", [moment])
        return cursor.fetchone() is not None


def _near(where: Somewhere, rng: Random) -> tuple[float, float]:
    """A position some metres beside the spot, as phones give it."""
    return where.lon + rng.uniform(-1, 1) * 8e-5, where.lat + rng.uniform(-1, 1) * 8e-5


def begins(until: datetime, days: int = DAYS) -> datetime:
    """This will give the midnight in China at which the season begins."""
    day = until.astimezone(CHINA).date() - timedelta(days=days)
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)
