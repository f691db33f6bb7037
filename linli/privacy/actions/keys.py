"""Everything sealed, sealed again under the newest key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models

from linli.lib.db import writing
from linli.people import sealing as factors
from linli.people.models import SecondFactor
from linli.privacy import sealing
from linli.privacy.models import Contact, RightsRequest, StaffComplaint


class Sealing(Protocol):
    """What seals a column again: a module with these two."""

    def is_newest(self, sealed: bytes | memoryview) -> bool: ...

    def resealed(self, sealed: bytes | memoryview) -> bytes: ...


# Every column that holds a token, and what sealed it; packages above add theirs at start.
SEALED: list[tuple[type[models.Model], str, Sealing]] = [
    (Contact, "sealed", sealing),
    (RightsRequest, "sealed_contact", sealing),
    (StaffComplaint, "sealed_contact", sealing),
    (SecondFactor, "sealed", factors),
]
_BATCH = 200


def also(model: type[models.Model], column: str) -> None:
    """This will have one more column of tokens sealed again with the rest; twice does no harm."""
    if (model, column, sealing) not in SEALED:
        SEALED.append((model, column, sealing))


@dataclass(slots=True)
class Rotated:
    """How many tokens were sealed again, stood under the newest key already, or fit no key at all."""

    resealed: int = 0
    newest: int = 0
    unreadable: int = 0

    @property
    def done(self) -> int:
        """This will give how many tokens were looked at."""
        return self.resealed + self.newest + self.unreadable


def rotate(*, progress: Callable[[int, int], None] = lambda done, total: None) -> Rotated:
    """This will seal everything again under the newest key; `progress(done, total)` is called after each batch.

    It may be stopped and run again, beside a running system: a batch is one short transaction, and a row that
    somebody changes meanwhile is newest by that. What fits no key is counted and left as it is.
    """
    total = sum(_rows(model, column).count() for model, column, _by in SEALED)
    counts = Rotated()
    for model, column, by in SEALED:
        for batch in _batches(model, column):
            with writing():
                for row_id, sealed in batch:
                    _reseal(model, column, row_id, sealed, by, counts)
            progress(counts.done, total)
    return counts


def _rows(model: type[models.Model], column: str) -> models.QuerySet[Any]:
    return model._default_manager.filter(**{f"{column}__isnull": False}).order_by("id")


def _batches(model: type[models.Model], column: str) -> Iterator[list[tuple[int, bytes]]]:
    last = 0
    while batch := list(_rows(model, column).filter(id__gt=last).values_list("id", column)[:_BATCH]):
        yield batch
        last = batch[-1][0]


def _reseal(
    model: type[models.Model], column: str, row_id: int, sealed: bytes, by: Sealing, counts: Rotated
) -> None:
    if by.is_newest(sealed):
        counts.newest += 1
        return
    try:
        token = by.resealed(sealed)
    except sealing.Unreadable:
        counts.unreadable += 1
        return
    _rows(model, column).filter(id=row_id, **{column: sealed}).update(**{column: token})
    counts.resealed += 1
