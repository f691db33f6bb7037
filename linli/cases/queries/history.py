"""What happened to a case, read from its facts: the timeline of each audience, and the seven standard steps."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linli.cases.models import Case, Statement
from linli.cases.workflow import FACT, STEPS, Standard
from linli.facts import queries as facts

# Remarks and looks that a reporter's page leaves out; a reminder between colleagues is no step.
OFFICE_ONLY = frozenset({
    "case.noted", "case.reminded", "case.urged", "case.void_asked", "case.void_refused", "case.deferral_asked",
    "case.deferral_refused", "case.called_back", "case.released", "case.unreleased", "case.joined_by",
    "case.separated_from",
    "case.classified", "case.followed", "case.unfollowed", "case.handed_over", "case.redrawn",
    "case.handed_on", "case.recomputed",
})  # fmt: skip
BY_KIND = {f"case.{FACT[step.action]}": step.standard for step in STEPS if step.standard}
BY_KIND |= {
    "case.reported": Standard.COLLECTED,
    "case.filed": Standard.FILED,
    "case.found_and_fixed": Standard.HANDLED,
    "case.imported": Standard.COLLECTED,
    "case.closed": Standard.VERIFIED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, with the words said then; `kind` without "case."."""

    kind: str
    at: datetime
    actor_id: int | None
    data: dict[str, Any]
    words: list[Statement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StepDone:
    """One of the seven steps and when it was last taken, None if not yet."""

    step: Standard
    at: datetime | None


def timeline(case: Case, *, for_reporter: bool = False) -> list[Entry]:
    """This will give a case's history, newest first: all for the office, only what is theirs for a reporter.

    Two queries. A reporter sees words told to them and their own, and neither remarks nor who handled it.
    """
    said: dict[int, list[Statement]] = defaultdict(list)
    for statement in Statement.objects.filter(street=case.street, case=case).order_by("id"):
        own = statement.by_reporter and statement.follower_id is None
        if not for_reporter or statement.told or own:
            said[statement.fact_id].append(statement)
    return [
        Entry(
            fact.kind.removeprefix("case."),
            fact.at,
            None if for_reporter else fact.actor_id,
            _theirs(fact.data) if for_reporter else fact.data,
            said.get(fact.pk, []),
        )
        for fact in reversed(facts.history(case.street, f"case:{case.pk}"))
        if fact.kind.startswith("case.") and not (for_reporter and fact.kind in OFFICE_ONLY)
    ]


# Codes that say where a case is; who handles it stays with the office.
THEIRS = ("until", "by_on", "pictures", "flood")
THEIR_COLUMNS = ("status", "level", "category", "community", "grid", "group", "department_id", "arrived_by")


def _theirs(data: dict[str, Any]) -> dict[str, Any]:
    """What of a fact's codes a reporter's page may hold."""
    kept = {name: data[name] for name in THEIRS if name in data}
    columns = data.get("set", {})
    return kept | {"set": {name: columns[name] for name in THEIR_COLUMNS if name in columns}}


def standard_steps(entries: list[Entry], case: Case) -> list[StepDone]:
    """This will give the seven standard steps and when each was last taken; entries are newest first."""
    last: dict[Standard, datetime] = {}
    for entry in reversed(entries):
        if step := BY_KIND.get(f"case.{entry.kind}"):
            last[step] = entry.at
        if any(word.told and not word.by_reporter for word in entry.words):
            last[Standard.REPORTED_BACK] = entry.at
    if Standard.FILED in last:
        # What is filed lies on the list of its grid or office at once: that is its dispatch.
        last.setdefault(Standard.DISPATCHED, last[Standard.FILED])
    if case.closed_at is None:
        last.pop(Standard.VERIFIED, None)
        if case.handled_at is None:
            last.pop(Standard.HANDLED, None)
    return [StepDone(step, last.get(step)) for step in Standard]


def own_words(case: Case, *, follower_id: int | None = None) -> list[Statement]:
    """This will list what the reporter (or, with its id, a follower) wrote themselves, oldest first. One query."""
    rows = Statement.objects.filter(street=case.street, case=case, by_reporter=True, follower_id=follower_id)
    return list(rows.order_by("id"))
