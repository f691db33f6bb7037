"""Counting, in the transaction of what is counted: additions to rows, one statement a table, in a fixed order.

What a transaction counts is added up and written at its end, table after table and row after row in the order of
their keys. Were it written step by step, two transactions of several steps that meet in the same rows could wait for
each other in a circle, which PostgreSQL ends by undoing one; and everybody else would wait for a row of the street's
sums until the last step is done. Whoever reads figures within the transaction sees them as they were before it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import connection

from linli.figures import rules
from linli.figures.rules import Counted, DailyKey
from linli.lib.db import at_the_end, writing

# Rows a statement: 500 of 8 values stay below what either database takes.
_ROWS = 500
_NOW = ("figures_now", rules.NowKey._fields, ("n",))
_DAILY = ("figures_daily", rules.DailyKey._fields, ("n",))
_PYRAMID = ("figures_pyramid", rules.SquareKey._fields, rules.Sums._fields)

Table = tuple[str, tuple[str, ...], tuple[str, ...]]
Key = tuple[str | int, ...]
Row = tuple[Key, tuple[int, ...]]


def move(*, before: Counted | None, after: Counted | None) -> None:
    """This will count a case where it is now and no longer where it was; None on either side for new or gone."""
    move_all([(before, after)])


def move_all(moves: Iterable[tuple[Counted | None, Counted | None]]) -> None:
    """This will move many cases at once; ValueError for a position that is nowhere on earth."""
    change = rules.change(moves)
    if change.now or change.squares:
        with writing():
            at_the_end(_write, (change, {}))


def tally(*, street: str, community: str, day: date, event: str, n: int = 1) -> None:
    """This will count `n` events (reported, filed, closed …) of a community on a local day."""
    tally_all({DailyKey(street, community, day.isoformat(), event): n})


def tally_all(counts: Mapping[DailyKey, int]) -> None:
    """This will count many events at once."""
    if any(counts.values()):
        with writing():
            at_the_end(_write, (rules.Change(), dict(counts)))


def _write(counted: Sequence[tuple[rules.Change, dict[DailyKey, int]]]) -> None:
    """Writes what a transaction counted: three statements for each 500 rows touched, fewer where little changed."""
    daily: Counter[DailyKey] = Counter()
    total = rules.Change()
    for change, days in counted:
        daily.update(days)
        total.merge(change)
    _add(_DAILY, ((key, (n,)) for key, n in daily.items() if n))
    _add(_NOW, ((key, (n,)) for key, n in total.now.items()))
    _add(_PYRAMID, total.squares.items())


def _add(table: Table, rows: Iterable[Row]) -> None:
    ordered = sorted(rows)
    for start in range(0, len(ordered), _ROWS):
        _upsert(table, ordered[start : start + _ROWS])


def _upsert(table: Table, rows: Sequence[Row]) -> None:
    name, keys, sums = table
    row = f"({', '.join(['%s'] * (len(keys) + len(sums)))})"
    added = ", ".join(f"{column} = {name}.{column} + excluded.{column}" for column in sums)
    # Only names of our own tables and columns are put into the text; every value is a parameter.
    statement = (
        f"INSERT INTO {name} ({', '.join(keys + sums)}) VALUES {', '.join([row] * len(rows))} "  # noqa: S608
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {added}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for key, values in rows for value in (*key, *values)])
