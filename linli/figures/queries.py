"""Reading figures: counts now and by day, squares of the map, indicators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import QuerySet, Sum

from linli.figures import indicators
from linli.figures.indicators import NO_READING, Indicator, Reading
from linli.figures.models import Daily, Now, Pyramid
from linli.figures.rules import Audience

NowColumn = Literal["area", "grid", "status", "category"]
DailyColumn = Literal["area", "day", "status"]
Counts = dict[tuple[Any, ...], int]


def now_counts(street: str, area: str | None = None, *, by: Sequence[NowColumn] = ("status",)) -> Counts:
    """This will count the cases of a street, or of one community, as they are now: values of `by` → n.

    Without an area the communities are added up. No zeros. One statement.
    """
    rows = Now.objects.filter(street=street)
    if area is not None and area != street:
        rows = rows.filter(area=area)
    return _counts(rows, by)


def daily_counts(
    street: str,
    area: str | None = None,
    *,
    start: date,
    end: date,
    by: Sequence[DailyColumn] = ("status",),
) -> Counts:
    """This will count what happened from day `start` to day `end`, both included: values of `by` → n.

    `status` is the event: reported, filed, closed … Without an area the communities are added up. No zeros.
    One statement.
    """
    rows = Daily.objects.filter(street=street, day__gte=start, day__lte=end)
    if area is not None and area != street:
        rows = rows.filter(area=area)
    return _counts(rows, by)


def _counts(rows: QuerySet[Any], by: Sequence[str]) -> Counts:
    summed = rows.order_by().values_list(*by).annotate(total=Sum("n"))
    return {tuple(values): n for *values, n in summed if n}


@dataclass(frozen=True, slots=True)
class Square:
    """Cases of one square of the pyramid and the mean of their positions, in degrees."""

    cell: int
    n_open: int
    n: int
    lon: float
    lat: float


def pyramid(street: str, audience: Audience | str, level: int, lo: int, hi: int) -> list[Square]:
    """This will list the squares of a level from cell `lo` to `hi`, both of that level and included.

    Empty ones are left out. One statement on one range of the index.
    """
    rows = Pyramid.objects.filter(
        street=street, audience=str(audience), level=level, cell__gte=lo, cell__lte=hi, n__gt=0
    )
    return [
        Square(cell, n_open, n, sum_x / n / 1_000_000, sum_y / n / 1_000_000)
        for cell, n_open, n, sum_x, sum_y in rows.order_by("cell").values_list(
            "cell", "n_open", "n", "sum_x", "sum_y"
        )
    ]


def value(key: str, *, street: str, area: str | None = None, start: date, end: date) -> Reading:
    """This will read an indicator for a street, or for one of its communities, from `start` to `end`."""
    return _readings(indicators.indicator(key), street, [area or street], start, end)[0]


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator and its readings, in the order of the areas asked for."""

    indicator: Indicator
    readings: list[Reading]


def table(
    street: str, areas: Sequence[str], start: date, end: date, *, keys: Sequence[str] | None = None
) -> list[Line]:
    """This will read many indicators (all, or those of `keys`) for many areas, a line for each indicator."""
    chosen = indicators.registered() if keys is None else [indicators.indicator(key) for key in keys]
    return [Line(one, _readings(one, street, areas, start, end)) for one in chosen]


def _readings(one: Indicator, street: str, areas: Sequence[str], start: date, end: date) -> list[Reading]:
    found = one.compute(street, areas, start, end)
    return [found.get(area, NO_READING) for area in areas]
