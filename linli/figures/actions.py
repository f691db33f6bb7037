"""Counting, in the transaction of what is counted: additions to rows, one statement a table, in a fixed order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import connection

from linli.figures import rules
from linli.figures.rules import Counted, DailyKey
from linli.lib.db import writing

# Rows a statement: 500 of 8 values stay below what either database takes.
_ROWS = 500
_NOW = ("figures_now", rules.NowKey._fields, ("n",))
_DAILY = ("figures_daily", rules.DailyKey._fields, ("n",))
_PYRAMID = ("figures_pyramid", rules.SquareKey._fields, rules.Sums._fields)

Table = tuple[str, tuple[str, ...], tuple[str, ...]]
Key = tuple[str | int, ...]
Row = tuple[Key, tuple[int, ...]]


def move(*, before: Counted | None, after: Counted | None) -> None:
    """This will count a case where it is now and no longer where it was; None on either side for new or gone.

    Two statements at most, none if nothing that is counted changed.
    """
    move_all([(before, after)])


def move_all(moves: Iterable[tuple[Counted | None, Counted | None]]) -> None:
    """This will move many cases at once, in two statements for each 500 rows touched.

    Rows are written in the order of their keys, so that two who do this at once wait for each other and
    never both.
    """
    change = rules.change(moves)
    if not change.now and not change.squares:
        return
    with writing():
        _add(_NOW, ((key, (n,)) for key, n in change.now.items()))
        _add(_PYRAMID, change.squares.items())


def tally(*, street: str, community: str, day: date, event: str, n: int = 1) -> None:
    """This will count `n` events (reported, filed, closed …) of a community on a local day. One statement."""
    tally_all({DailyKey(street, community, day.isoformat(), event): n})


def tally_all(counts: Mapping[DailyKey, int]) -> None:
    """This will count many events at once, in one statement for each 500 rows touched."""
    if rows := [(key, (n,)) for key, n in counts.items() if n]:
        with writing():
            _add(_DAILY, rows)


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
