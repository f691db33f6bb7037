"""Counting everything anew: to rebuild the rollups, or to see whether they are right."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.facts.chains import Fault
from linli.figures import sources
from linli.figures.models import Daily, Now, Pyramid
from linli.figures.rules import Change, DailyKey, NowKey, SquareKey, Sums
from linli.lib.db import writing

_STEP = 5000
_BATCH = 1000

Progress = Callable[[int], object]
Rollup = type[Now] | type[Daily] | type[Pyramid]


@dataclass
class _Count:
    """The rollups as they should be. It grows with their rows, not with the cases."""

    change: Change = field(default_factory=Change)
    daily: Counter[DailyKey] = field(default_factory=Counter)


def rebuild(street: str | None = None, progress: Progress | None = None) -> int:
    """This will replace the rollups of a street, or of all, by a count of the sources, and say of how many cases.

    One transaction: everybody who counts waits for it, everybody who reads sees the old figures until it is
    done.
    """
    with writing():
        _hold_off()
        count, read = _counted(street, progress)
        for model in (Now, Daily, Pyramid):
            _rows(model, street).delete()
        _store(count)
    return read


def verify(street: str | None = None, progress: Progress | None = None) -> list[Fault]:
    """This will list the rows of the rollups that are not what the sources say; empty if all is well.

    It looks without stopping anybody. Only if something differs, which may be a case that moved meanwhile, it
    looks again while everybody who writes waits.
    """
    if not any(_differences(street, progress)):
        return []
    with writing():
        _hold_off()
        return list(_differences(street, progress))


def _hold_off() -> None:
    """On PostgreSQL, waits for counts under way and holds up new ones; SQLite has one writer, which is us."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "LOCK TABLE figures_now, figures_daily, figures_pyramid IN SHARE ROW EXCLUSIVE MODE"
            )


def _counted(street: str | None, progress: Progress | None) -> tuple[_Count, int]:
    count, read = _Count(), 0
    for one in sources.counted(street):
        count.change.add(one)
        read += 1
        if progress and read % _STEP == 0:
            progress(read)
    for event in sources.events(street):
        key = DailyKey(event.street, event.community, event.day.isoformat(), event.event)
        count.daily[key] += event.n
    if progress:
        progress(read)
    return count, read


def _store(count: _Count) -> None:
    now, daily, squares = count.change.now, count.daily, count.change.squares
    Now.objects.bulk_create((Now(**key._asdict(), n=n) for key, n in sorted(now.items())), batch_size=_BATCH)
    Daily.objects.bulk_create(
        (Daily(**key._asdict(), n=n) for key, n in sorted(daily.items()) if n), batch_size=_BATCH
    )
    Pyramid.objects.bulk_create(
        (Pyramid(**key._asdict(), **sums._asdict()) for key, sums in sorted(squares.items())),
        batch_size=_BATCH,
    )


def _differences(street: str | None, progress: Progress | None) -> Iterator[Fault]:
    count, _read = _counted(street, progress)
    daily = {key: (n,) for key, n in count.daily.items() if n}
    now = {key: (n,) for key, n in count.change.now.items()}
    yield from _compared(Now, NowKey, ("n",), now, street)
    yield from _compared(Daily, DailyKey, ("n",), daily, street)
    yield from _compared(Pyramid, SquareKey, Sums._fields, dict(count.change.squares), street)


def _compared(
    model: Rollup,
    key_type: type[NowKey] | type[DailyKey] | type[SquareKey],
    sums: Sequence[str],
    expected: dict[Any, Any],
    street: str | None,
) -> Iterator[Fault]:
    """Each stored row against what is expected, and then what is expected and not stored. Zeros are nothing."""
    rows = _rows(model, street).order_by(*key_type._fields)
    nothing = (0,) * len(sums)
    for row in rows.values_list(*key_type._fields, *sums).iterator(_BATCH):
        values = (value.isoformat() if isinstance(value, date) else value for value in row[: -len(sums)])
        key = key_type._make(values)
        stored, right = row[-len(sums) :], tuple(expected.pop(key, nothing))
        if stored != right:
            yield Fault(
                _where(model, key),
                _("It says %(stored)s and should say %(right)s.")
                % {"stored": _text(stored), "right": _text(right)},
            )
    for key, right in sorted(expected.items()):
        yield Fault(
            _where(model, key), _("It is missing and should say %(right)s.") % {"right": _text(right)}
        )


def _rows(model: Rollup, street: str | None) -> QuerySet[Any]:
    rows = model._default_manager.all()
    return rows if street is None else rows.filter(street=street)


def _where(model: Rollup, key: Sequence[object]) -> str:
    return " ".join(str(part) for part in (model._meta.db_table, *key) if part != "")


def _text(values: Sequence[int]) -> str:
    return "/".join(str(value) for value in values)
