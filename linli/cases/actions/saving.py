"""A person keeps lists of cases under names of their own; they are a convenience and leave no facts."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.cases.models import SavedFilter
from linli.cases.queries.inbox import Filter
from linli.cases.queries.saved import MOST_SAVED, Saved, asked, saved_of
from linli.cases.refusals import Invalid
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.lib.text import clean
from linli.people.rows import Viewer

LONGEST_NAME = 40


def save_filter(*, by: Viewer, name: str, filters: Filter, everything: bool) -> Saved:
    """This will keep filters under a name, at the end of the person's order; the same name and filters twice is one.

    Raises Invalid for no name, a name that is taken, or one more than twelve.
    """
    with writing():
        rows = list(_own(by).select_for_update())
        words, kept = _named(name), asked(filters)
        same = next((row for row in rows if row.name == words), None)
        if same is not None and (same.asked, same.everything) == (kept, everything):
            return saved_of(same)
        _free(words, rows)
        if len(rows) >= MOST_SAVED:
            raise Invalid({"name": _("You have kept 12 lists. Take one out first.")})
        row = SavedFilter.objects.create(
            id=new_id(), street=by.street, person_id=by.person_id, name=words, everything=everything,
            asked=kept, position=1 + max((row.position for row in rows), default=-1),
        )  # fmt: skip
        return saved_of(row)


def rename_filter(*, by: Viewer, saved_id: int, name: str) -> None:
    """This will give a kept list another name. Raises Invalid for no name or a name that is taken."""
    with writing():
        rows = list(_own(by).select_for_update())
        words = _named(name)
        _free(words, [row for row in rows if row.pk != saved_id])
        _own(by).filter(pk=saved_id).update(name=words)


def drop_filter(*, by: Viewer, saved_id: int) -> None:
    """This will take a kept list out; one that is gone, or another person's, changes nothing."""
    with writing():
        _own(by).filter(pk=saved_id).delete()


def move_filter(*, by: Viewer, saved_id: int, step: int) -> None:
    """This will move a kept list up (-1) or down (1) in the person's order; beyond an end nothing changes."""
    with writing():
        rows = list(_own(by).select_for_update())
        at = next((n for n, row in enumerate(rows) if row.pk == saved_id), None)
        if at is None or not 0 <= at + step < len(rows):
            return
        rows[at], rows[at + step] = rows[at + step], rows[at]
        for position, row in enumerate(rows):
            _own(by).filter(pk=row.pk).update(position=position)


def _own(by: Viewer) -> "QuerySet[SavedFilter]":
    return SavedFilter.objects.filter(street=by.street, person_id=by.person_id).order_by("position", "id")


def _named(name: str) -> str:
    words = clean(name, LONGEST_NAME + 1).replace("\n", " ").strip()
    if not words:
        raise Invalid({"name": _("Give the list a name.")})
    if len(words) > LONGEST_NAME:
        raise Invalid({"name": _("A name has at most 40 characters.")})
    return words


def _free(name: str, others: list[SavedFilter]) -> None:
    if any(row.name == name for row in others):
        raise Invalid({"name": _("You have a list of this name already.")})
