"""New rows in few statements. Django's own insert costs several times as much, and a report waits for it."""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection, models

_VALUES = 8_000  # values a statement, below what either database takes


def insert(rows: Sequence[models.Model], *, unless_there: bool = False) -> None:
    """This will store new rows of one table, all columns given, ids included. IntegrityError as the database says.

    `unless_there` leaves out, without an error, what a constraint says is there already.
    """
    if not rows:
        return
    plan = _plan(type(rows[0]))
    size = max(1, _VALUES // plan.width)
    time = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        for first in range(0, len(rows), size):
            batch = rows[first : first + size]
            values = [value for row in batch for value in plan.values(row, time)]
            statement = plan.start + ", ".join([plan.place] * len(batch))
            cursor.execute(statement + (" ON CONFLICT DO NOTHING" if unless_there else ""), values)


class _Plan:
    """How a table's rows are written: the statement, and which values are written otherwise than they are."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
        columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
        # Names of our own tables and columns alone; every value is a parameter.
        self.start = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES "  # noqa: S608
        self.width = len(fields)
        self.place = f"({', '.join(['%s'] * self.width)})"
        self.read = attrgetter(*(field.attname for field in fields))
        self.times = _positions(fields, models.DateTimeField)
        self.jsons = _positions(fields, models.JSONField)
        self.texts = _positions(fields, models.CharField, models.TextField)

    def values(self, row: models.Model, time: Callable[[Any], Any]) -> list[Any]:
        """This will give the values of a row as the database takes them; `time` writes times."""
        values = list(self.read(row))
        for n in self.times:
            if values[n] is not None:
                values[n] = time(values[n])
        for n in self.jsons:
            values[n] = json.dumps(values[n])
        for n in self.texts:
            if type(values[n]) is not str:
                values[n] = str(values[n])  # enums as what they stand for
        return values


def _positions(fields: Sequence[Any], *kinds: type[Any]) -> list[int]:
    return [n for n, field in enumerate(fields) if isinstance(field, kinds)]


@lru_cache
def _plan(model: type[models.Model]) -> _Plan:
    return _Plan(model)
