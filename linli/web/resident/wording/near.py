"""A similar case near by, as it is offered: by its public title, else by its category alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.cases.categories import CategoryRow
from linli.cases.queries import NearRow
from linli.places.rows import in_language
from linli.web.resident.wording.states import State, state


@dataclass(frozen=True, slots=True)
class Similar:
    """What a resident is told of a similar case, and the signed name by which they choose it."""

    title: str
    metres: int
    reported_at: datetime
    followers: int
    state: State
    chosen_by: str


def similar(row: NearRow, known: Mapping[str, CategoryRow], chosen_by: str) -> Similar:
    """This will put a near case into words."""
    category = known.get(row.category)
    title = row.title or (in_language(category.name) if category else "")
    return Similar(title, row.metres, row.reported_at, row.followers, state(row.status), chosen_by)
