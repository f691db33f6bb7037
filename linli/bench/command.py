"""`linli bench`: fill, serve, ask in rounds that take turns, and print a table for docs/performance.md."""

import sqlite3
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.bench import filling, searching, weighing
from linli.bench.asking import Asked, asked, reader, reporter
from linli.bench.serving import CannotServe, machine, memory, served
from linli.cases.models import Case
from linli.lib.calendars import CHINA
from linli.lib.clock import present
from linli.people.models import Person
from linli.people.verdicts import Refused
from linli.places import queries as places

CLIENTS = (1, 8, 16)
Maker = Callable[[], Callable[[], bool]]


@dataclass
class Measure:
    """One line of the table: what is asked, by how many at once, and what each round gave."""

    name: str
    clients: int
    maker: Maker
    rounds: list[tuple[Asked, float]] = field(default_factory=list)

    def line(self) -> str:
        """This will give the medians over the rounds."""
        rate = statistics.median(len(each.times) / seconds for each, seconds in self.rounds)
        middle = statistics.median(statistics.median(each.times) for each, _seconds in self.rounds)
        slowest = statistics.median(_p99(each.times) for each, _seconds in self.rounds)
        wrong = sum(each.wrong for each, _seconds in self.rounds)
        return f"| {self.name} | {self.clients} | {middle * 1000:.1f} | {slowest * 1000:.1f} | {rate:,.0f} | {wrong} |"


def _p99(times: list[float]) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def run(*, cases: int, seconds: float, rounds: int) -> int:
    """This will bench the database of this home, which it fills unless a bench did; prints the table."""
    at = present()
    _say(gettext("Filling a street with %s cases …") % cases)
    filling.fill(cases=cases, at=at)
    officer = Person.objects.get(username=filling.OFFICER)
    both = {"a community's": officer, "the street's": Person.objects.get(username=filling.STREET_OFFICER)}
    found = [*searching.searched(both), *searching.doubled(both)]
    try:
        with served() as (port, pid):
            measures = _measures(port, officer)
            for number in range(rounds):
                for measure in measures if number % 2 == 0 else reversed(measures):
                    measure.rounds.append(asked(measure.maker, clients=measure.clients, seconds=seconds))
                _say(gettext("Round %(n)s of %(of)s …") % {"n": number + 1, "of": rounds})
            held = memory(pid)
            weight = weighing.transferred(port)
    except CannotServe as fault:
        raise Refused(_("The server does not start: %s") % fault) from fault
    for line in _table(measures, held, weight, officer, at):
        _say(line)
    _say("\n| what is searched, whose cases | cases | median ms | p95 ms |\n|---|---:|---:|---:|")
    for each in found:
        _say(each.line())
    return 0


def _measures(port: int, officer: Person) -> list[Measure]:
    # Not to the community whose inbox is opened, so that it stays as long as it is.
    communities = [row.code for row in places.communities(filling.STREET) if row.code != filling.OFFICE]
    case = Case.objects.filter(street=filling.STREET, cell__isnull=False).order_by("id")[0]
    track = f"/{filling.STREET}/t/{case.tracking}/"
    found = [Measure("anonymous report, POST", n, reporter(port, communities)) for n in CLIENTS]
    found.append(Measure("inbox, first page", 1, reader(port, "/desk/", officer.pk)))
    found.append(Measure("tracking page", 1, reader(port, track)))
    street = Person.objects.get(username=filling.STREET_OFFICER).pk
    for name, z in (("map tile, rings counted beforehand", 12), ("map tile, cases or rings by number", 16)):
        found.append(
            Measure(name, 1, reader(port, weighing.tile(z, case.lon or 0.0, case.lat or 0.0), street))
        )
    return found


def _table(
    measures: list[Measure], held: float | None, weight: int, officer: Person, at: datetime
) -> list[str]:
    asked_for = Case.objects.filter(street=filling.STREET).count()
    return [
        "",
        f"{at.astimezone(CHINA):%Y-%m-%d %H:%M} · {_database()} · {machine()} · clients on the same machine · "
        f"medians of {len(measures[0].rounds)} rounds · {asked_for:,} cases at the end",
        "",
        "| what | clients | median ms | p99 ms | a second | wrong |",
        "|---|---:|---:|---:|---:|---:|",
        *(measure.line() for measure in measures),
        "",
        "| budget | measured |",
        "|---|---:|",
        f"| web and worker together after this, PSS | {'?' if held is None else f'{held:.0f} MB'} |",
        f"| report page with all it links to, compressed | {weight / 1000:.1f} kB |",
        f"| report page, SQL statements | {weighing.statements(f'/{filling.STREET}/report/')} |",
        f"| inbox, SQL statements | {weighing.statements('/desk/', officer)} |",
    ]


def _database() -> str:
    version = sqlite3.sqlite_version
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0]
    return f"{connection.display_name} {version}"


def _say(text: object) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
