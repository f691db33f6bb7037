"""A street full of invented historic cases: some through the real import, the rest copies of them, all of it true to
its facts and figures, so that `linli verify` is clean. Nothing here is the work of anybody."""

from collections import Counter
from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime, timedelta
from random import Random
from typing import Any

import shapely
from django.utils.translation import gettext_lazy as _

from linli.cases import categories, codes
from linli.cases.actions import ImportedCase, import_cases
from linli.cases.models import Case, NumberSeries, Statement
from linli.cases.rows import insert
from linli.cases.search import filling as search
from linli.cases.stepping import EVENTS, counted, local_day
from linli.facts import rules as chain
from linli.facts.actions import record
from linli.facts.models import Fact
from linli.facts.queries import of_kind
from linli.figures.actions import move_all, tally_all
from linli.figures.rules import DailyKey
from linli.lib.db import writing
from linli.lib.ids import case_number, new_id
from linli.people import actions as people
from linli.people.models import Person, Role
from linli.people.verdicts import Refused
from linli.places import actions as places
from linli.places import queries
from linli.places.models import Place

COUNTY, STREET = "411329", "411329001"
OFFICE = "411329001003"  # whose inbox is opened
OFFICER = "bench-officer"
STREET_OFFICER = "bench-street-officer"
SERIES, MONTH = "BN", "2401"
FILLED = "bench.filled"
TEMPLATES = 2_000
_CHUNK = 4_000
_OPEN = 0.01  # nine communities share 1,000 of 100,000: an inbox of about 100
_KINDS = ("01-02", "01-03", "01-04", "01-05", "01-07", "02-01", "04-01", "99-01")

Progress = Callable[[int], object]


def fill(*, cases: int, at: datetime, progress: Progress = lambda _n: None) -> None:
    """This will fill an empty database with a street, two officers and so many cases, up to `at`.

    Does nothing where a bench filled it before. Raises Refused in a database that holds anything else.
    """
    if of_kind(STREET, FILLED):
        return
    if Person.objects.exists() or Case.objects.exists():
        raise Refused(_("This database is in use. The bench fills an empty one, and never touches another."))
    lay(at)
    first = min(cases, TEMPLATES)
    import_cases(list(_invented(first, at)), at=at)
    _copy(cases - first, progress)
    search.fill()
    with writing():
        record(street=STREET, subject=f"bench:{STREET}", kind=FILLED, at=at, data={"cases": cases})


def lay(at: datetime) -> None:
    """This will lay the street's places and categories, and hire its officers."""
    places.import_divisions(at=at, by=None)
    places.import_schematic(at=at, by=None)
    categories.seed(COUNTY)
    # All clients of the bench share one address, which is no flood.
    places.change_setting(key="cases.rate_per_hour", place=STREET, text="1000000", at=at, by=None)
    for name, role, place in (
        (OFFICER, Role.COMMUNITY_OFFICER, OFFICE),
        (STREET_OFFICER, Role.STREET_OFFICER, STREET),
    ):
        officer = people.create_person(street=STREET, username=name, name=name, at=at, by=None, is_demo=True)
        people.assign_duty(
            street=STREET, role=role, at=at, by=None, person=officer, place=place,
            from_on=at.date() - timedelta(days=1),
        )  # fmt: skip


def _invented(n: int, at: datetime) -> Iterator[ImportedCase]:
    rng = Random(n)  # noqa: S311  the same street each time is the point
    grids = [
        (grid.code, _box(grid.code))
        for row in queries.communities(STREET)
        for grid in queries.grids(row.code)
    ]
    for number in range(n):
        grid, (west, south, east, north) = rng.choice(grids)
        reported = at - timedelta(minutes=rng.randrange(120, 400 * 24 * 60))
        is_open = rng.random() < _OPEN
        yield ImportedCase(
            street=STREET, community=grid[:12], grid=grid, key=f"bench:{number}",
            text=f"第{number}件，路边有一堆垃圾，影响通行。", reported_at=reported, category=rng.choice(_KINDS),
            lon=rng.uniform(west, east), lat=rng.uniform(south, north), due_at=reported + timedelta(days=2),
            closed_at=None if is_open else min(reported + timedelta(hours=rng.randrange(1, 90)), at),
        )  # fmt: skip


def _box(code: str) -> tuple[float, float, float, float]:
    wkb: Any = Place.objects.values_list("area", flat=True).get(code=code)
    west, south, east, north = shapely.from_wkb(bytes(wkb)).bounds
    return west, south, east, north


def _copy(n: int, progress: Progress) -> None:
    """Stores `n` copies of what was imported, each with number, codes, words and chain of its own."""
    if n <= 0:
        return
    templates = list(Case.objects.filter(street=STREET).order_by("id"))
    facts, words = _by_case(Fact, "subject"), _by_case(Statement, "case_id")
    taken = {case.tracking for case in templates}
    with writing():
        NumberSeries.objects.create(street=STREET, prefix=SERIES, month=MONTH, last=n)
    for start in range(0, n, _CHUNK):
        batch = [
            _copied(templates[number % len(templates)], number + 1, taken)
            for number in range(start, min(start + _CHUNK, n))
        ]
        with writing():
            _store(batch, facts, words)
        progress(start + len(batch))


def _by_case(model: Any, column: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    rows = model.objects.filter(street=STREET).order_by("id")
    for row in rows.filter(subject__startswith="case:") if model is Fact else rows:
        found.setdefault(getattr(row, column), []).append(row)
    return found


def _copied(template: Case, serial: int, taken: set[str]) -> tuple[Case, Case]:
    case = copy(template)
    case.pk, case.idempotency = new_id(), f"bench-copy:{serial}"
    case.number = case_number(SERIES, MONTH, serial)
    while case.tracking in taken:
        case.tracking = codes.case_code()
    taken.add(case.tracking)
    return template, case


def _store(
    batch: list[tuple[Case, Case]], facts: dict[Any, list[Fact]], words: dict[Any, list[Statement]]
) -> None:
    insert([case for _template, case in batch])
    chained, said, days = [], [], Counter[DailyKey]()
    for template, case in batch:
        links = list(_chained(facts[f"case:{template.pk}"], f"case:{case.pk}"))
        chained += links
        for fact in links:
            day = local_day(STREET, fact.at).isoformat()
            days[DailyKey(STREET, case.community, day, EVENTS[fact.kind])] += 1
        for word in words[template.pk]:
            again = copy(word)
            again.pk, again.case_id, again.fact_id = new_id(), case.pk, links[0].pk
            said.append(again)
    insert(chained)
    insert(said)
    move_all((None, counted(case)) for _template, case in batch)
    tally_all(days)


def _chained(facts: list[Fact], subject: str) -> Iterator[Fact]:
    previous = chain.BEFORE_FIRST
    for fact in facts:
        link = copy(fact)
        link.id, link.subject, link.previous = new_id(), subject, previous
        link.hash = previous = chain.link(
            previous=previous, street=link.street, subject=subject, seq=link.seq, kind=link.kind,
            actor_id=link.actor_id, at=link.at, data=link.data, digests=link.digests,
        )  # fmt: skip
        yield link
