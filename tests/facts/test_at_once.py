"""Several who write at once."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from linli.facts import chains, queries
from linli.facts.actions import close_day, deliver, record
from linli.lib.db import writing

STREET = "411329001"
AT = datetime(2026, 11, 24, 4, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works: Callable[[], None]) -> None:
    errors: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors


def test_facts_of_one_subject_never_fork_its_chain() -> None:
    def happen() -> None:
        for n in range(20):
            with writing():
                record(street=STREET, subject="case:1", kind="case.step", at=AT, data={"n": n})
                record(street=STREET, subject="case:2", kind="case.step", at=AT, first=n == 0)

    together(happen, happen, happen, happen)
    assert [fact.seq for fact in queries.history(STREET, "case:1")] == list(range(1, 81))
    assert chains.verify() == []


def test_a_day_closed_while_facts_are_written_is_found_whole() -> None:
    def happen() -> None:
        for n in range(40):
            record(street=STREET, subject=f"case:{n % 7}", kind="case.step", at=AT, data={"n": n})

    def close() -> None:
        for day in range(10):
            close_day(STREET, date(2026, 11, 1) + timedelta(days=day))

    together(happen, close, happen)
    assert chains.verify() == []
    assert len(queries.roots(STREET)) == 10


def test_asking_for_the_same_at_once_stores_it_once() -> None:
    def ask() -> None:
        for n in range(20):
            deliver(street=STREET, handler="note", key=str(n % 3), due_at=AT + timedelta(minutes=n))

    together(ask, ask, ask)
    assert [(row.key, row.asked, row.due_at) for row in queries.waiting()] == [
        (str(n), 18 if n == 2 else 21, AT + timedelta(minutes=n)) for n in range(3)
    ]
