"""Filling the index: the worker takes up what was said since, and erasing takes it out at once.

Until the worker has been there, a search reads the words themselves: being `unindexed` is all it costs a report.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from linli.cases.models import Case, SearchScheme, Statement
from linli.cases.search import index
from linli.cases.search.index import Entry
from linli.cases.search.rules import SCHEME, fold, tokens
from linli.facts import deliveries
from linli.lib.db import writing

BATCH = 200  # statements a transaction: some 20 ms of the writer's lock


def forget(case: Case, gone: QuerySet[Statement]) -> None:
    """This will take words that are about to be erased out of the index; the caller holds the lock of the case."""
    erased = set(gone.values_list("pk", flat=True))
    rows = list(Statement.objects.filter(case=case, unindexed=None).order_by("id"))
    if any(row.pk in erased for row in rows):
        index.drop(
            _entry([row for row in rows if row.pk in erased], case),
            _entry([row for row in rows if row.pk not in erased], case),
        )


def _entry(rows: Sequence[Statement], case: Case) -> Entry:
    return Entry(case.pk, case.street, frozenset().union(*(tokens(fold(row.text)) for row in rows)))


def work(_payload: dict[str, object], _at: datetime) -> None:
    """This will put into the index what waits; a delivery that comes again. Another scheme of tokens begins anew."""
    if not SearchScheme.objects.filter(pk=1, scheme=SCHEME).exists():
        begin_anew()
    fill()


def begin_anew() -> None:
    """This will empty the index and have all words there are wait for it."""
    with writing():
        index.clear()
        Statement.objects.exclude(unindexed=True).update(unindexed=True)
        SearchScheme.objects.update_or_create(pk=1, defaults={"scheme": SCHEME})


def fill(progress: Callable[[int], object] = lambda _n: None) -> int:
    """This will put all that waits into the index, and tell how many statements that were."""
    done = 0
    while n := _fill_some():
        done += n
        progress(done)
        deliveries.renew()
    return done


def _fill_some() -> int:
    # If a power cut takes it, it takes the end of the waiting along, and it is done again.
    with writing(durable=False):
        waiting = Statement.objects.filter(unindexed__isnull=False, unindexed=True).order_by("id")
        said = list(waiting[:BATCH])
        # On PostgreSQL: whom an action holds is for the next time, so that nobody waits in a circle; and while we
        # hold them nobody erases what we have read. SQLite has one writer as it is.
        locked = Case.objects.select_for_update(skip_locked=True, no_key=True)
        cases = locked.in_bulk({row.case_id for row in said})
        by_case: dict[int, list[Statement]] = {}
        for row in waiting.filter(pk__in=[row.pk for row in said if row.case_id in cases]):
            by_case.setdefault(row.case_id, []).append(row)
        entries = [_entry(rows, cases[pk]) for pk, rows in sorted(by_case.items())]
        left_out = index.too_large(entries)
        index.put([entry for entry in entries if entry.case_id not in left_out])
        mine = {row.pk: row.case_id in left_out for rows in by_case.values() for row in rows}
        for unindexed, is_out in ((None, False), (False, True)):
            those = [pk for pk, out in mine.items() if out is is_out]
            waiting.filter(pk__in=those).order_by().update(unindexed=unindexed)
    return len(mine)
