"""How long searches take, asked of the query itself: words everybody uses, words of a few cases, one character."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.bench.filling import TEMPLATES
from linli.cases import queries
from linli.cases.queries import Filter
from linli.lib.clock import present
from linli.people import queries as people
from linli.people.models import Person

TIMES = 60


@dataclass(frozen=True, slots=True)
class Searched:
    """Searches of one kind: seconds of each, and how many cases the last one found."""

    name: str
    times: list[float]
    cases: str

    def line(self) -> str:
        """This will give the row of the table: median and p95 in milliseconds."""
        ordered = sorted(self.times)
        middle, slow = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        return f"| {self.name} | {self.cases} | {middle * 1000:.1f} | {slow * 1000:.1f} |"


def searched(officers: dict[str, Person]) -> Iterator[Searched]:
    """This will search all cases that each officer may see, the first page of fifty with its count."""
    rng = Random(1)  # noqa: S311  the same words each time is the point
    kinds = {
        "a word of every case": ["垃圾"],
        "four characters of every case": ["影响通行"],
        "one character of every case": ["圾"],
        "a word of few cases": [f"第{rng.randrange(TEMPLATES)}件" for _n in range(TIMES)],
        "a word of no case": ["消防", "井盖", "路灯"],
    }
    for who, officer in officers.items():
        viewer, at = people.viewer(officer, present()), present()
        for name, words in kinds.items():
            times, found = [], None
            for n in range(TIMES):
                begun = time.perf_counter()
                found = queries.listing(viewer, Filter(search=words[n % len(words)]), at)
                times.append(time.perf_counter() - begun)
            count = f"{found.total:,}{'+' if found.more else ''}" if found else ""
            yield Searched(f"{name}, {who}", times, count)


def doubled(officers: dict[str, Person]) -> Iterator[Searched]:
    """This will rank the likely doubles of open cases; of each, the statements asked stand where cases are counted."""
    for who, officer in officers.items():
        viewer = people.viewer(officer, present())
        at, times = present(), []
        # Of a few dozen cases chance may leave none open, and a community none at all.
        rows = (
            queries.listing(viewer, Filter(status="open"), at).rows
            or queries.listing(viewer, Filter(), at).rows
        )
        if not rows:
            continue
        with CaptureQueriesContext(connection) as asked:
            queries.likely_doubles(viewer, rows[0])
        for case in rows[:TIMES]:
            begun = time.perf_counter()
            queries.likely_doubles(viewer, case)
            times.append(time.perf_counter() - begun)
        yield Searched(f"likely doubles of a case, {who}", times, f"{len(asked)} statements")
