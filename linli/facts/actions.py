"""Writing down what happened and what must still be told, in the transaction that causes it; closing days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from django.db import connection

from linli.facts import deliveries, queries, rules
from linli.facts.models import DailyRoot, Delivery, Fact
from linli.lib.calendars import CHINA
from linli.lib.db import writing
from linli.lib.ids import new_id

_COLUMNS = "id, street, subject, seq, kind, actor_id, at, era, data, digests, previous, hash"
# The era is read by the same statement, so that a fact and the closing of a day never miss each other.
_VALUES = """(%s, %s, %s, %s, %s, %s, %s,
    (SELECT COALESCE(MAX(number), 0) FROM facts_dailyroot WHERE street = %s), %s, %s, %s, %s)"""
_INSERT = f"INSERT INTO facts_fact ({_COLUMNS}) VALUES "  # noqa: S608  names of our own columns
_UNLESS_TAKEN = " ON CONFLICT (street, subject, seq) DO NOTHING"
_ROWS = 500  # facts a statement, of 12 values: below what either database takes
_LAST = "SELECT seq, hash FROM facts_fact WHERE street = %s AND subject = %s ORDER BY seq DESC LIMIT 1"
# Taken up already (attempts > 0) means that somebody is doing it or that it waits after a failure: its time
# stays, and `asked` sees to it that it is done once more.
_DELIVER = """
INSERT INTO facts_delivery
    (id, street, handler, key, asked, payload, planned_at, due_at, attempts, every, last_error)
VALUES (%s, %s, %s, %s, 1, %s, %s, %s, 0, %s, '')
ON CONFLICT (street, handler, key) DO UPDATE SET
    asked = facts_delivery.asked + 1,
    payload = excluded.payload,
    every = excluded.every,
    planned_at = excluded.planned_at,
    due_at = CASE WHEN facts_delivery.attempts = 0 AND excluded.due_at < facts_delivery.due_at
        THEN excluded.due_at ELSE facts_delivery.due_at END
"""


def record(
    *,
    street: str,
    subject: str,
    kind: str,
    at: datetime,
    actor_id: int | None = None,
    data: Mapping[str, Any] | None = None,
    digests: Mapping[str, str] | None = None,
    first: bool = False,
) -> Fact:
    """This will append a fact to the chain of `subject` and give it back.

    One INSERT, after one SELECT of the fact before unless `first` says that there is none. Raises
    `rules.NotPlain` if anything but codes and numbers was to be written, ValueError for a naive time.
    """
    fact = _fact(street, Happened(subject, kind, at, actor_id, data, digests))
    with writing():
        seq, previous = (0, rules.BEFORE_FIRST) if first else _last(street, subject)
        # On PostgreSQL another transaction may have taken the number; the insert waits for it and says no.
        while not _append(fact, seq + 1, previous):
            seq, previous = _last(street, subject)
    return fact


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact to be, as `record` takes it."""

    subject: str
    kind: str
    at: datetime
    actor_id: int | None = None
    data: Mapping[str, Any] | None = None
    digests: Mapping[str, str] | None = None


def record_new(*, street: str, happened: Iterable[Happened]) -> list[Fact]:
    """This will record what happened to subjects that have no facts yet, in order, and give the facts.

    For imports: one INSERT for 500 facts, and all of them or none. IntegrityError if a subject has facts
    after all; the rest as `record`.
    """
    facts = draw_new(street=street, happened=happened)
    write_new(facts)
    return facts


def draw_new(*, street: str, happened: Iterable[Happened]) -> list[Fact]:
    """This will draw up and chain the facts of `record_new` without writing them, before a transaction begins."""
    last: dict[str, tuple[int, str]] = {}
    drawn: list[Fact] = []
    for one in happened:
        fact = _fact(street, one)
        seq, previous = last.get(fact.subject, (0, rules.BEFORE_FIRST))
        _link(fact, seq + 1, previous)
        last[fact.subject] = (fact.seq, fact.hash)
        drawn.append(fact)
    return drawn


def write_new(facts: Sequence[Fact]) -> None:
    """This will write facts that were drawn up; IntegrityError if a subject has facts after all."""
    with writing(), connection.cursor() as cursor:
        for start in range(0, len(facts), _ROWS):
            batch = facts[start : start + _ROWS]
            values = [value for fact in batch for value in _values(fact)]
            cursor.execute(_INSERT + ", ".join([_VALUES] * len(batch)), values)


def _fact(street: str, happened: Happened) -> Fact:
    rules.check_names(street, happened.subject, happened.kind)
    return Fact(
        street=street,
        subject=happened.subject,
        kind=happened.kind,
        actor_id=happened.actor_id,
        at=rules.utc(happened.at),
        data=rules.plain(happened.data or {}),
        digests=rules.digests_only(happened.digests or {}),
    )


def _last(street: str, subject: str) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [street, subject])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else (0, rules.BEFORE_FIRST)


def _append(fact: Fact, seq: int, previous: str) -> bool:
    _link(fact, seq, previous)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT + _VALUES + _UNLESS_TAKEN, _values(fact))
        return bool(cursor.rowcount == 1)


def _link(fact: Fact, seq: int, previous: str) -> None:
    fact.id, fact.seq, fact.previous = new_id(), seq, previous
    fact.hash = rules.link(
        previous=previous,
        street=fact.street,
        subject=fact.subject,
        seq=seq,
        kind=fact.kind,
        actor_id=fact.actor_id,
        at=fact.at,
        data=fact.data,
        digests=fact.digests,
    )


def _values(fact: Fact) -> list[Any]:
    return [
        *(fact.id, fact.street, fact.subject, fact.seq, fact.kind, fact.actor_id),
        *(connection.ops.adapt_datetimefield_value(fact.at), fact.street),
        *(_json(fact.data), _json(fact.digests), fact.previous, fact.hash),
    ]


_encoder = msgspec.json.Encoder()


def _json(data: Mapping[str, Any]) -> str:
    return _encoder.encode(data).decode()


def deliver(
    *,
    street: str,
    handler: str,
    key: str,
    payload: Mapping[str, Any] | None = None,
    due_at: datetime,
    every: int = 0,
) -> None:
    """This will have `handler` called with `payload` once `due_at` has come, and again each `every` seconds.

    While it waits, asking again under the same key keeps the earlier time and takes the newer payload; asked
    while it is being done, it is done once more. `street` may be empty for work of the whole installation.
    The payload holds codes and numbers only, as a fact does: it must not outlive an erasure. One statement.
    """
    if len(key) > 120 or len(handler) > 60:
        raise ValueError("a handler's name has at most 60 characters, a key 120")
    due = connection.ops.adapt_datetimefield_value(rules.utc(due_at))
    body = _json(rules.plain(payload or {}))
    with writing(), connection.cursor() as cursor:
        cursor.execute(_DELIVER, [new_id(), street, handler, key, body, due, due, every])


def try_now(*, street: str, delivery_id: int, at: datetime) -> bool:
    """This will have a failing delivery of a street done at once; False if it is done, or failed never, by now.

    Pressed while a worker is at it, it is done twice at worst, which every handler bears.
    """
    with writing():
        failing = Delivery.objects.filter(street=street, id=delivery_id, attempts__gt=0).exclude(
            last_error=""
        )
        return bool(failing.update(due_at=rules.utc(at)))


def keep_rhythms(*, at: datetime) -> None:
    """This will see to it that all periodic work of the installed packages comes again; twice does no harm."""
    for rhythm in deliveries.rhythms():
        due_at = rules.next_planned(rhythm.start, rhythm.every, at)
        deliver(street="", handler=rhythm.handler, key="rhythm", due_at=due_at, every=rhythm.every)


def close_day(street: str, day: date) -> DailyRoot:
    """This will close a day of a street: one root over all subjects with facts since the day before was closed.

    What is recorded later falls to the next day closed, whatever time it gives as its own; a day left out
    was closed with the one after it. A day closed already keeps its root; ValueError for a day before the
    last one closed.
    """
    with writing():
        _no_fact_meanwhile()
        last = DailyRoot.objects.filter(street=street).order_by("-number").first()
        if last is not None and day <= last.day:
            return _closed(street, day)
        number, previous = (last.number + 1, last.root) if last else (1, rules.BEFORE_FIRST)
        root = rules.Root(previous, street=street, number=number, day=day)
        for subject, head in queries.heads(street, era=number - 1):
            root.add(subject, head)
        return DailyRoot.objects.create(
            id=new_id(),
            street=street,
            number=number,
            day=day,
            subjects=root.subjects,
            previous=previous,
            root=root.hash(),
        )


def _closed(street: str, day: date) -> DailyRoot:
    root = DailyRoot.objects.filter(street=street, day=day).first()
    if root is None:
        raise ValueError(f"{street}: a later day than {day.isoformat()} is closed")
    return root


def _no_fact_meanwhile() -> None:
    """On PostgreSQL, waits for facts being written and holds up new ones until the day is closed.

    Otherwise a fact could say that the day was open and be committed after it was counted. Behind a long
    import we give up after five seconds, so that nobody waits longer for us; closing is tried again.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute("LOCK TABLE facts_fact IN SHARE MODE")


def close_yesterday(payload: Mapping[str, Any], at: datetime) -> None:
    """This will close the day before `at` in every street; the delivery `facts.close_yesterday`."""
    yesterday = at.astimezone(CHINA).date() - timedelta(days=1)
    for street in queries.streets():
        last = queries.last_root(street)
        if last is None or last.day < yesterday:
            close_day(street, yesterday)
            deliveries.renew()
