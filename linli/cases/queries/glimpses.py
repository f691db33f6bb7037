"""Many cases near by of which few are shown: found by where they are, with the columns that are compared."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from linli.cases.models import Case
from linli.cases.planning import Looked


class Glimpse(NamedTuple):
    """What is compared of a case near by, and what decides whether somebody sees it."""

    pk: int
    reported_at: datetime
    category: str
    street: str
    community: str
    grid: str
    group: str
    lon: float | None
    lat: float | None
    status: str
    department_id: int | None
    assignee_id: int | None
    handled_by_id: int | None


def looked_at() -> Any:
    """This will begin a question about cases of a place: `reported_seen` and `community_seen` find no rows.

    SQLite would as soon go through all of a street in those days.
    """
    return Case.objects.alias(reported_seen=Looked("reported_at"), community_seen=Looked("community"))


def glimpses(arms: Sequence[QuerySet[Case]]) -> Iterator[Glimpse]:
    """This will look at what the arms find, in one statement; each may find its own index, which an OR may not."""
    rows = [arm.order_by().values_list(*Glimpse._fields) for arm in arms]
    found = rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0] if rows else ()
    return (Glimpse(*row) for row in found)
