"""A day's round through a person's open cases: what is overdue or dangerous first, each in a sensible order.

A plan for whoever walks, made anew at each look. Where somebody stood or went is never asked for, sent or kept
(domain section 9, rule 2: no tracks). Pure but for the cases it is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.cases.models import Case
from linli.lib.rounds import Position, tour

# What one person can look at in a day lies far below; what lies above is listed behind, by its deadline.
MOST = 200


@dataclass(frozen=True, slots=True)
class Round:
    """The stops in their order, then the cases that have no position."""

    stops: list[Case]
    placeless: list[Case]


def plan(cases: Sequence[Case], at: datetime, start: Position | None = None) -> Round:
    """This will order cases for a day's round from `start`, without one from the first of them, the most urgent."""
    placed = [case for case in cases[:MOST] if case.lon is not None and case.lat is not None]
    urgent = [case for case in placed if is_urgent(case, at)]
    stops: list[Case] = []
    for group in (urgent, [case for case in placed if case not in urgent]):
        here = _position(stops[-1]) if stops else start
        stops += [group[n] for n in tour([_position(case) for case in group], here)]
    return Round(stops, [case for case in cases if case not in stops])


def is_urgent(case: Case, at: datetime) -> bool:
    """This will tell whether a case goes before all others: a danger nobody is at yet, or past its limit."""
    if case.danger:
        return case.started_at is None
    return case.handle_by is not None and case.handle_by < at


def _position(case: Case) -> Position:
    return (case.lon or 0.0, case.lat or 0.0)
