"""Lists a person has kept, and how much stands in each now."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count

from linli.cases.models import Case, SavedFilter
from linli.cases.queries.inbox import TABS, Filter, condition, mine
from linli.cases.queries.work import OPEN_STATUS, Work, open_or_due
from linli.people.rows import Viewer

MOST_SAVED = 12


@dataclass(frozen=True, slots=True)
class Saved:
    """A list under a name of its owner's. `filters` always ask for the first page."""

    id: int
    name: str
    everything: bool
    filters: Filter

    @property
    def is_counted(self) -> bool:
        """Whether its count is one condition on open work; searches and ended cases would be read for each page."""
        if self.filters.search.strip():
            return False
        return not self.everything or self.filters.status in OPEN_STATUS or self.filters.tab in TABS


def saved(viewer: Viewer) -> list[Saved]:
    """This will list what a person has kept, in their order. One statement."""
    rows = SavedFilter.objects.filter(street=viewer.street, person_id=viewer.person_id)
    return [saved_of(row) for row in rows.order_by("position", "id")[:MOST_SAVED]]


def saved_of(row: SavedFilter) -> Saved:
    """This will read a kept list; what it asks for that no list knows any more counts as not said."""
    return Saved(row.pk, row.name, row.everything, _filters(row.asked))


def asked(filters: Filter) -> dict[str, str]:
    """This will give what of filters is kept: each that says something, but for the page."""
    return {name: value for name, value in asdict(filters).items() if value and name != "page"}


def _filters(kept: object) -> Filter:
    known = {each.name for each in fields(Filter)} - {"page"}
    said = kept.items() if isinstance(kept, dict) else ()
    given: dict[str, Any] = {name: value for name, value in said if name in known and isinstance(value, str)}
    return Filter(**given)


def saved_counts(viewer: Viewer, rows: Sequence[Saved], at: datetime, own: Work) -> dict[int, int]:
    """This will count those of the lists that are counted, all in one statement; none for none."""
    seen = open_or_due(viewer)
    chosen = {
        f"n{row.id}": seen & condition(row.filters, at) if row.everything else mine(own, row.filters, at)
        for row in rows
        if row.is_counted
    }
    if not chosen:
        return {}
    counted = Case.objects.filter(reduce(or_, chosen.values())).aggregate(
        **{name: Count("id", filter=condition) for name, condition in chosen.items()}
    )
    return {int(name[1:]): int(value) for name, value in counted.items()}
