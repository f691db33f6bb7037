"""One case on its way through the season: who acts next, when, and with which words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection

from linli.cases import actions
from linli.cases.models import Case, Source
from linli.cases.workflow import IN_HAND, Status
from linli.demo.cast import Cast
from linli.demo.rhythm import in_daylight, in_office
from linli.demo.scenery import Somewhere
from linli.demo.supply import Supply
from linli.demo.telling import Kind, Teller
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from linli.pictures.actions import Prepared
from linli.places import queries as places

Story = Iterator[datetime]


@dataclass
class World:
    """What all stories share; `now` is the season's time."""

    rng: Random
    cast: Cast
    teller: Teller
    supply: Supply
    now: datetime
    until: datetime
    # Open cases of residents, for duplicates and for neighbours who say "me too".
    recent: list["Matter"]
    sent: int = 0
    refused: list[str] = field(default_factory=list)

    def key(self) -> str:
        """This will give the key a page would have made."""
        self.sent += 1
        return f"demo-{self.sent:06d}"


class Matter:
    """A case, read anew before each step because clocks move it too."""

    def __init__(self, world: World, case: Case, kind: Kind, where: Somewhere, seed: int | None) -> None:
        self.world, self.kind, self.where, self.seed = world, kind, where, seed
        self.case = case

    @property
    def from_resident(self) -> bool:
        """Whether somebody outside holds its link."""
        return self.case.source in {Source.RESIDENT, Source.QR}

    def look(self) -> Case:
        """This will give the case as it is now; its fifty columns are read again only if somebody else changed it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT version FROM cases_case WHERE id = %s", [self.case.pk])
            version = cursor.fetchone()[0]
        if version != self.case.version:
            self.case = Case.objects.get(pk=self.case.pk)
        return self.case

    def in_hand(self) -> bool:
        """This will tell whether it is still to be handled."""
        return Status(self.look().status) in IN_HAND

    def holder(self) -> Viewer:
        """This will give who holds it now."""
        return self.world.cast.holder(self.case)

    def do(self, verb: Callable[..., Any], by: Viewer | None = None, **more: Any) -> Any:
        """This will take a step now: `verb` of the cases' actions, by somebody or as the reporter.

        A rule may say no, as in life; it is noted, and the story goes on from where the case stands.
        """
        if by is not None:
            more["by"] = by
        try:
            return verb(case=self.case, at=self.world.now, **more)
        except Refused as refused:
            self.world.refused.append(f"{verb.__name__} at {self.case.level} {self.case.status}: {refused}")
            return None

    def say(self, what: str) -> str:
        """This will give a general sentence."""
        return self.world.teller.say(what)

    def of_kind(self, what: str) -> str:
        """This will give a sentence of this kind of matter."""
        return self.world.teller.of(self.kind, what, self.where)

    def after_pictures(self) -> Sequence[Prepared]:
        """This will give the same view as the picture that came with the report, cleared; nothing without one."""
        if self.seed is None or self.world.rng.random() > 0.8:
            return ()
        return self.world.supply.take(self.kind.scene, self.seed, after=True)

    def later(self, hours: float) -> datetime:
        """This will give a time around so many hours from now when somebody is at work outside."""
        spread = self.world.rng.uniform(0.5, 1.5)
        return in_daylight(self.world.now + timedelta(hours=hours * spread), self.world.rng)

    def office(self, hours: float) -> datetime:
        """This will give a time around so many hours from now when the office is open."""
        spread = self.world.rng.uniform(0.5, 1.5)
        when = self.world.now + timedelta(hours=hours * spread)
        return in_office(when, places.calendar(self.case.street), self.world.rng)

    def toward(self, share: float) -> datetime:
        """This will give a time at a share of what is left until the nearest deadline, by day unless in danger."""
        due = min((d for d in (self.case.act_by, self.case.handle_by) if d), default=self.world.now)
        left = max(due - self.world.now, timedelta(minutes=40))
        when = self.world.now + left * share
        return when if self.case.danger else in_daylight(when, self.world.rng)

    def chance(self, share: float) -> bool:
        """This will be true in a share of all cases."""
        return self.world.rng.random() < share

    def fix(self) -> None:
        """This will report it handled by whoever holds it, with a picture if one came with the report."""
        self.do(
            actions.fix, self.holder(), result=self.of_kind("result"), pictures_after=self.after_pictures()
        )
