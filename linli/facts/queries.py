"""Reading what happened and what still waits."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from linli.facts.models import DailyRoot, Delivery, Fact

_CHUNK = 2000
_KNOWN = """
SELECT known.* FROM facts_fact told
JOIN facts_fact known ON known.street = told.street AND known.subject = told.subject AND known.seq <= told.seq
WHERE told.id = %s ORDER BY known.seq
"""


def history(street: str, subject: str) -> list[Fact]:
    """This will list the facts of a subject, oldest first. One statement."""
    return list(Fact.objects.filter(street=street, subject=subject).order_by("seq"))


def known_at(fact_id: int) -> list[Fact]:
    """This will list the facts of a fact's subject up to that one, oldest first; nothing for none. One statement."""
    return list(Fact.objects.raw(_KNOWN, [fact_id]))


def of_kind(
    street: str, kind: str, *, start: datetime | None = None, end: datetime | None = None, limit: int = 500
) -> list[Fact]:
    """This will list the newest facts of a kind with start ≤ at < end, newest first. One statement."""
    rows = Fact.objects.filter(street=street, kind=kind)
    if start is not None:
        rows = rows.filter(at__gte=start)
    if end is not None:
        rows = rows.filter(at__lt=end)
    return list(rows.order_by("-at", "-id")[:limit])


def newest(street: str, *, limit: int = 100) -> list[Fact]:
    """This will list the newest facts of a street, newest first, without what they hold. One statement."""
    rows = Fact.objects.filter(street=street).only("street", "subject", "kind", "at", "actor_id")
    return list(rows.order_by("-at", "-id")[:limit])


def latest(street: str) -> int:
    """This will give the id of the newest fact of a street, 0 if there is none. One statement on the index."""
    rows = Fact.objects.filter(street=street).order_by("-at", "-id").values_list("id", flat=True)
    return rows.first() or 0


def last_moment() -> datetime | None:
    """This will give the latest moment at which anything happened, None if nothing did. One statement a street."""
    latest = (
        Fact.objects.filter(street=street).order_by("-at").values_list("at", flat=True)
        for street in streets()
    )
    return max((at for rows in latest if (at := rows.first())), default=None)


def waiting(street: str | None = None, *, limit: int = 500) -> list[Delivery]:
    """This will list what must still be done, earliest first; of one street or of all. One statement."""
    rows = Delivery.objects.all() if street is None else Delivery.objects.filter(street=street)
    return list(rows.order_by("due_at", "id")[:limit])


def failing(street: str | None = None, *, attempts: int = 3, limit: int = 500) -> list[Delivery]:
    """This will list deliveries taken up at least `attempts` times without success, worst first. One statement."""
    rows = Delivery.objects.filter(attempts__gte=attempts)
    if street is not None:
        rows = rows.filter(street=street)
    return list(rows.order_by("-attempts", "id")[:limit])


def roots(street: str) -> list[DailyRoot]:
    """This will list the closed days of a street, first to last. One statement."""
    return list(DailyRoot.objects.filter(street=street).order_by("number"))


def last_root(street: str) -> DailyRoot | None:
    """This will give the day of a street that was closed last. One statement."""
    return DailyRoot.objects.filter(street=street).order_by("-number").first()


def streets() -> list[str]:
    """This will list the streets with facts or closed days: a street is still known when its facts are gone."""
    return sorted({*_streets(Fact), *_streets(DailyRoot)})


def _streets(model: type[Fact] | type[DailyRoot]) -> Iterator[str]:
    """One short statement a street: DISTINCT would read every row."""
    last: str | None = ""
    streets = model._default_manager.order_by("street").values_list("street", flat=True)
    while last := streets.filter(street__gt=last).first():
        yield last


def heads(street: str, *, era: int) -> Iterator[tuple[str, str]]:
    """This will yield each subject with facts of an era and the hash of its last one, in order of subject."""
    statement = f"""
        SELECT subject, hash FROM facts_fact WHERE street = %s AND era = %s ORDER BY {_by_subject()}, seq
    """  # noqa: S608  no value is in the text
    subject = head = ""
    for next_subject, next_head in _stream(statement, [street, era]):
        if subject and next_subject != subject:
            yield subject, head
        subject, head = next_subject, next_head
    if subject:
        yield subject, head


def stream(street: str) -> Iterator[tuple[Any, ...]]:
    """This will yield a street's facts in order of subject and seq: the columns of `STREAMED`, unread.

    Times come as text in UTC and JSON as text, whatever they hold: whoever verifies must not stumble over a
    spoilt row.
    """
    columns = ", ".join(_time_as_text() if column == "at" else column for column in STREAMED)
    statement = f"""
        SELECT {columns} FROM facts_fact WHERE street = %s ORDER BY {_by_subject()}, seq
    """  # noqa: S608  no value is in the text
    yield from _stream(statement, [street])


STREAMED = (
    *("subject", "seq", "kind", "actor_id", "at", "era"),
    *("data", "digests", "previous", "hash"),
)


def _time_as_text() -> str:
    if connection.vendor == "postgresql":
        return "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    return "at || ''"  # an expression has no declared type, which keeps Django's converter away


def _by_subject() -> str:
    """By the characters' own order, which is what roots are made in, whatever a PostgreSQL thinks of words."""
    return 'subject COLLATE "C"' if connection.vendor == "postgresql" else "subject"


def _stream(statement: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(_CHUNK):
            yield from rows
