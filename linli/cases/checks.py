"""Checking the cases: each is replayed from its facts and compared with its row, and what hangs on it is counted.

Facts, statements and cases are read in order of case, so that it takes the memory of one case and of the street's
number series, however many there are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext as _

from linli.cases import rules
from linli.cases.models import Case, Consultation, Follower, NumberSeries, Proposal, Statement
from linli.cases.stepping import DERIVED, EVENTS, code_of, counted, local_day, times
from linli.facts.chains import Fault
from linli.facts.models import Fact
from linli.figures.rules import Counted
from linli.lib.digests import salted
from linli.lib.geometry import cell

STEP = 1000
Progress = Callable[[int], object]
Series = dict[tuple[str, str, str], int]  # street, letters and month → highest serial given
# What the columns hold before the first fact, which leaves out what says nothing.
BEFORE: dict[str, Any] = {
    column.attname: column.get_default() for column in Case._meta.concrete_fields if column.attname in DERIVED
}
TIMES = frozenset(
    column.attname for column in Case._meta.concrete_fields if isinstance(column, models.DateTimeField)
)


def verify(street: str | None = None, progress: Progress | None = None) -> Iterator[Fault]:
    """This will yield the first thing about each case that does not fit, as it is found.

    Compared are every derived column with what the facts say, version with the number of changes, position with
    cell, the clockwork's next look, followers, what waits for a decision, each statement with its digest, numbers
    with their series. What was erased has no statement and no salt any more, and is no fault. `progress` is called
    every 1,000 cases, and at the end, with how many have been read.
    """
    read = 0
    highest: Series = {}
    for batch in _batches(street):
        beside = _Beside.of(batch)
        for case in batch:
            if what := next(_faults(case, beside), ""):
                yield Fault(f"{case.street} {case.number} case:{case.pk}", what)
            _note_number(case, highest)
        read += len(batch)
        if progress:
            progress(read)
    if progress:
        progress(read)
    yield from _series(street, highest)


def _batches(street: str | None) -> Iterator[list[Case]]:
    after = 0
    cases = Case.objects.all() if street is None else Case.objects.filter(street=street)
    while batch := list(cases.filter(pk__gt=after).order_by("pk")[:STEP]):
        yield batch
        after = batch[-1].pk


class _Told(NamedTuple):
    """What of a fact is compared."""

    id: int
    kind: str
    data: dict[str, Any]
    digests: dict[str, str]


@dataclass
class _Beside:
    """What lies beside a thousand cases, by case: six queries."""

    facts: dict[int, list[_Told]] = field(default_factory=dict)
    statements: dict[int, list[Statement]] = field(default_factory=dict)
    followers: dict[int, int] = field(default_factory=dict)
    asked: dict[int, str] = field(default_factory=dict)
    consulted: frozenset[int] = frozenset()

    @classmethod
    def of(cls, batch: Sequence[Case]) -> "_Beside":
        """This will read it."""
        found, ids = cls(), [case.pk for case in batch]
        subjects = {f"case:{pk}": pk for pk in ids}
        columns = ("subject", "id", "kind", "data", "digests")
        for street in sorted({case.street for case in batch}):
            facts = Fact.objects.filter(street=street, subject__in=list(subjects), kind__startswith="case.")
            for subject, *rest in facts.order_by("subject", "seq").values_list(*columns):
                found.facts.setdefault(subjects[subject], []).append(_Told(*rest))
        for said in Statement.objects.filter(case_id__in=ids).order_by("id"):
            found.statements.setdefault(said.case_id, []).append(said)
        following = Follower.objects.filter(case_id__in=ids).values_list("case_id").annotate(n=Count("id"))
        found.followers.update(following.order_by())
        for one in Case.objects.filter(joined_to_id__in=ids).only("joined_to_id", "followers"):
            root = one.joined_to_id or 0
            found.followers[root] = found.followers.get(root, 0) + 1 + one.followers
        found.asked.update(
            Proposal.objects.filter(case_id__in=ids, decided_at=None).values_list("case_id", "kind")
        )
        open_ones = Consultation.objects.filter(case_id__in=ids, decided_at=None)
        found.consulted = frozenset(open_ones.values_list("case_id", flat=True))
        return found


def _faults(case: Case, beside: _Beside) -> Iterator[str]:
    facts = beside.facts.get(case.pk, [])
    if not facts:
        yield _("It has no facts.")
        return
    yield from _columns(case, facts)
    yield from _hanging(case, beside)
    yield from _words(case, facts, beside.statements.get(case.pk, []))


def _columns(case: Case, facts: Sequence[_Told]) -> Iterator[str]:
    says = dict(BEFORE)
    for fact in facts:
        says |= fact.data.get("set", {})
    for name in DERIVED:
        held, right = code_of(getattr(case, name)), says[name]
        if held != right and not (name in TIMES and held and right and _utc(held) == _utc(right)):
            yield _("%(column)s says %(held)s, its facts say %(right)s.") % {
                "column": name,
                "held": held,
                "right": right,
            }
    if case.version != 1 + len(facts) - _opening(facts):
        yield _("Its version is not the number of its changes.")


def _opening(facts: Sequence[_Told]) -> int:
    """How many facts came with the case itself: filed in the same breath, or imported with its end."""
    second = facts[1] if len(facts) > 1 else None
    filed = second is not None and second.kind == "case.filed" and "set" not in second.data
    ended = second is not None and facts[0].kind == "case.imported" and second.kind == "case.closed"
    return 1 + int(filed or ended)


def _utc(text: str) -> datetime:
    """Facts keep times in UTC, whatever zone the row was read in."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _hanging(case: Case, beside: _Beside) -> Iterator[str]:
    if case.lon is not None and case.lat is not None and case.cell != cell(case.lon, case.lat):
        yield _("Its cell does not fit its position.")
    if not _looked_at_in_time(case):
        yield _("The clockwork would look at it too late.")
    if case.followers != beside.followers.get(case.pk, 0):
        yield _("Its followers are not as many as it says.")
    if case.proposal != beside.asked.get(case.pk, ""):
        yield _("What waits for a decision is not what it says.")
    if case.consulting != (case.pk in beside.consulted):
        yield _("It says otherwise about an open consultation.")


def _looked_at_in_time(case: Case) -> bool:
    """Settings may have moved on since; a look too early does no harm, one too late would."""
    right = rules.tick_at(times(case))
    return right is None or (case.tick_at is not None and case.tick_at <= right)


def _words(case: Case, facts: Sequence[_Told], statements: Sequence[Statement]) -> Iterator[str]:
    digests = {fact.id: set(fact.digests.values()) for fact in facts}
    for said in statements:
        if salted(said.text, bytes(said.salt)) not in digests.get(said.fact_id, ()):
            yield _("Words said then are not those its fact vouches for.")
    if case.erased_at is not None and case.title:
        yield _("Its reporter erased it, and it still has a title.")


def _note_number(case: Case, highest: Series) -> None:
    prefix, month, serial = case.number.rsplit("-", 2)
    key = (case.street, prefix, month)
    highest[key] = max(highest.get(key, 0), int(serial))


def _series(street: str | None, highest: Series) -> Iterator[Fault]:
    rows = NumberSeries.objects.all() if street is None else NumberSeries.objects.filter(street=street)
    last = {(row.street, row.prefix, row.month): row.last for row in rows}
    for key, serial in sorted(highest.items()):
        if last.get(key, 0) < serial:
            yield Fault(" ".join(key), _("The series is behind a number it has given."))


def counted_now(street: str | None) -> Iterator[Counted]:
    """This will yield every case as the figures count it."""
    for batch in _batches(street):
        yield from (counted(case) for case in batch)


def tallied(street: str | None) -> Iterator[tuple[str, str, Any, str]]:
    """This will yield every event the figures count by day: street, community, local day, event."""
    after = 0
    facts = Fact.objects.filter(kind__in=sorted(EVENTS))
    if street is not None:
        facts = facts.filter(street=street)
    columns = ("id", "street", "at", "kind", "data")
    while batch := list(facts.filter(pk__gt=after).order_by("pk").values_list(*columns)[:STEP]):
        for _pk, where, at, kind, data in batch:
            yield where, data["area"], local_day(where, at), EVENTS[kind]
        after = batch[-1][0]
