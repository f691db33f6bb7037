"""Checking the chains: every hash again, every number in turn, every day's root.

Facts are streamed in order of subject, so that it takes the memory of one chain and of the street's roots,
however many facts there are.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from linli.facts import queries, rules
from linli.facts.models import DailyRoot

_STEP = 5000

Progress = Callable[[int], object]


@dataclass(frozen=True)
class Fault:
    """Something that does not fit: where, named so that it can be found, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def verify(street: str | None = None, progress: Progress | None = None) -> list[Fault]:
    """This will list what does not fit in the facts of a street or of all; empty if all is well."""
    return list(faults(street, progress))


def faults(street: str | None = None, progress: Progress | None = None) -> Iterator[Fault]:
    """This will yield the first wrong fact of each chain, and each root that does not fit, as they are found.

    `progress` is called every 5,000 facts, and at the end, with how many have been read.
    """
    read = 0
    for each in queries.streets() if street is None else [street]:
        audit = _Audit(each)
        for row in queries.stream(each):
            yield from audit.fact(_Row(*row))
            read += 1
            if progress and read % _STEP == 0:
                progress(read)
        yield from audit.end()
    if progress:
        progress(read)


class _Row(NamedTuple):
    """A fact as the database has it, in the order of `queries.STREAMED`; any of it may be spoilt."""

    subject: str
    seq: int
    kind: str
    actor_id: int | None
    at: str
    era: int
    data: str
    digests: str
    previous: str
    hash: str

    def true_hash(self, street: str) -> str | None:
        """What the hash should be; None if the row cannot even be read."""
        try:
            return rules.link(
                previous=self.previous,
                street=street,
                subject=self.subject,
                seq=self.seq,
                kind=self.kind,
                actor_id=self.actor_id,
                at=datetime.fromisoformat(self.at).replace(tzinfo=UTC),
                data=json.loads(self.data),
                digests=json.loads(self.digests),
            )
        except (TypeError, ValueError):
            return None


class _Audit:
    """The check of one street while its facts go by."""

    def __init__(self, street: str) -> None:
        self.street = street
        self.roots = queries.roots(street)
        # A fact of era n is covered by root n + 1.
        self.sums = {root.number - 1: self._begun(root) for root in self.roots}
        self.subject = ""
        self.last: _Row | None = None
        self.heads: dict[int, str] = {}
        self.faulty = False
        self.ahead: _Row | None = None

    def _begun(self, root: DailyRoot) -> rules.Root:
        return rules.Root(root.previous, street=self.street, number=root.number, day=root.day)

    def fact(self, row: _Row) -> Iterator[Fault]:
        """This will check the next fact against the one before it."""
        if row.subject != self.subject:
            self._end_chain()
            self.subject = row.subject
        if not self.faulty and (what := self._wrong(row)):
            self.faulty = True
            yield Fault(f"{self.street} {row.subject}#{row.seq}", what)
        self.last = row
        self.heads[row.era] = row.hash
        if row.era > len(self.roots) and (self.ahead is None or row.era > self.ahead.era):
            self.ahead = row

    def _wrong(self, row: _Row) -> str:
        seq, previous = (self.last.seq, self.last.hash) if self.last else (0, rules.BEFORE_FIRST)
        if row.seq != seq + 1:
            return _("Fact %(seq)s before it is missing.") % {"seq": seq + 1}
        if row.previous != previous:
            return _("It does not follow the fact before it.")
        if row.hash != row.true_hash(self.street):
            return _("Its content does not fit its hash.")
        return ""

    def _end_chain(self) -> None:
        for era, head in self.heads.items():
            if era in self.sums:
                self.sums[era].add(self.subject, head)
        self.last, self.heads, self.faulty = None, {}, False

    def end(self) -> Iterator[Fault]:
        """This will check the roots, once all facts have gone by."""
        self._end_chain()
        number, previous = 0, rules.BEFORE_FIRST
        for root in self.roots:
            if what := self._wrong_root(root, number + 1, previous):
                yield Fault(f"{self.street} {root.day.isoformat()}", what)
            number, previous = root.number, root.root
        if self.ahead and self.ahead.era > self._closed_by_now():
            where = f"{self.street} {self.ahead.subject}#{self.ahead.seq}"
            yield Fault(
                where, _("It says that more days were closed than are, so that no root would cover it.")
            )

    def _closed_by_now(self) -> int:
        last = queries.last_root(self.street)  # a day may have been closed while we read
        return last.number if last else 0

    def _wrong_root(self, root: DailyRoot, number: int, previous: str) -> str:
        if root.number != number:
            return _("A closed day before it is missing.")
        if root.previous != previous:
            return _("Its root does not follow the day before it.")
        made = self.sums[root.number - 1]
        if (made.hash(), made.subjects) != (root.root, root.subjects):
            return _("Its root does not fit the facts of the day: one was changed, taken away or slipped in.")
        return ""
