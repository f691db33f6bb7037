"""The numbers of public pages. What is costly to count is kept for a minute, for everybody alike.

Anybody may ask for these pages, as often as they like: the database counts a street and a period once a minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from django.core.cache import cache
from django.utils.functional import Promise

from linli.cases import queries as cases
from linli.cases.workflow import FIXED, OPEN, Status
from linli.figures import indicators
from linli.figures import queries as figures
from linli.figures.indicators import NO_READING, Reading, Unit
from linli.figures.rules import kept_back
from linli.places import queries as places
from linli.web.board import wording
from linli.web.board.periods import Period

KEPT_SECONDS = 60
COLUMNS = ("received", "fixed", "open", "overdue", "reopened")
BESIDE = ("cases.median_days", "cases.call_back_confirmed", "cases.on_time_closing_rate")
# What call-backs say may point at the few people who were called.
CALLED_BACK = frozenset({"cases.resolution_rate", "cases.satisfaction_rate", "cases.call_back_confirmed"})
FEWEST = 10

Counts = dict[str, int]


class Kept(StrEnum):
    """Why a reading is not shown: too few people stand behind it or another one, or months would tell."""

    FEW = "few"
    YEARLY = "yearly"


# Indicator → area → reading, or why there is none to show.
Readings = dict[str, dict[str, Reading | Kept]]


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator as a table shows it: its value in words, and what it was made of."""

    key: str
    name: str | Promise
    value: str
    made_of: str


def today(street: str, at: datetime) -> date:
    """This will give the street's own day."""
    return at.astimezone(places.calendar(street).zone).date()


def counts(street: str, at: datetime) -> dict[str, Counts]:
    """This will count each community's cases of this year, and under the street's code their sum. One statement."""
    zone = places.calendar(street).zone
    since = datetime.combine(date(today(street, at).year, 1, 1), time(), zone)
    key = f"board|counts|{street}|{_minute(at)}"
    found: dict[str, Counts] | None = cache.get(key)
    if found is None:
        found = cases.public_counts(street, at, since=since)
        found[street] = {name: sum(row[name] for row in found.values()) for name in COLUMNS}
        cache.set(key, found, KEPT_SECONDS)
    return found


def of_area(counted: dict[str, Counts], area: str) -> Counts:
    """This will give an area's counts, zeros where nothing was ever reported."""
    return counted.get(area) or dict.fromkeys(COLUMNS, 0)


def readings(street: str, period: Period, at: datetime, keys: Sequence[str] | None = None) -> Readings:
    """This will read indicators (all, or those of `keys`) for a street and its communities, a statement or two each."""
    chosen = [one.key for one in indicators.registered()] if keys is None else list(keys)
    key = f"board|readings|{street}|{period.code}|{'all' if keys is None else '+'.join(keys)}|{_minute(at)}"
    found: Readings | None = cache.get(key)
    if found is None:
        areas = [street, *(row.code for row in places.communities(street))]
        table = figures.table(street, areas, period.start, period.end, keys=chosen)
        found = {
            line.indicator.key: _guarded(
                line.indicator.key, street, dict(zip(areas, line.readings, strict=True)), period
            )
            for line in table
        }
        cache.set(key, found, KEPT_SECONDS)
    return found


def _guarded(key: str, street: str, by_area: dict[str, Reading], period: Period) -> dict[str, Reading | Kept]:
    """What may be shown of an indicator: of call-backs nothing from which few people's answers can be worked out.

    Neither by taking communities from the street, nor months from the year: months show none at all.
    """
    if key not in CALLED_BACK:
        return {**by_area}
    if not period.is_year:
        return dict.fromkeys(by_area, Kept.YEARLY)
    asked = {area: _asked(reading) for area, reading in by_area.items()}
    total = asked.pop(street)
    hidden = kept_back(asked, total, FEWEST) | ({street} if total < FEWEST else set())
    return {area: Kept.FEW if area in hidden else reading for area, reading in by_area.items()}


def _asked(reading: Reading) -> int:
    return int((reading.value if reading.whole is None else reading.whole) or 0)


def lines(found: Readings, area: str) -> list[Line]:
    """This will write an area's readings in words."""
    written = []
    for key, by_area in found.items():
        one = indicators.indicator(key)
        value, made_of = words(key, by_area.get(area, NO_READING))
        written.append(Line(key, one.name, value, made_of))
    return written


def words(key: str, reading: Reading | Kept) -> tuple[str, str]:
    """This will write a reading and what it was made of, or why it is not shown."""
    if isinstance(reading, Kept):
        return wording.few() if reading is Kept.FEW else wording.yearly(), ""
    unit = indicators.indicator(key).unit
    return wording.value(reading.value, Unit(unit)), wording.made_of(reading)


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid and its cases as they stand, found and fixed on the spot among the fixed."""

    name: str
    open: int
    fixed: int


def grids(street: str, community: str, others: str) -> list[Grid]:
    """This will count a community's cases by grid, and under `others` those that are in none. One statement."""
    found = figures.now_counts(street, community, by=("grid", "status"))
    rows = [(row.code, row.title()) for row in places.grids(community)]
    known = {code for code, _title in rows}
    sums: dict[str, list[int]] = {}
    for (grid, status), n in found.items():
        sum_ = sums.setdefault(grid if grid in known else "", [0, 0])
        sum_[0] += n if Status(status) in OPEN else 0
        sum_[1] += n if Status(status) in FIXED else 0
    if any(sums.get("", ())):
        rows.append(("", others))
    return [Grid(title, *sums.get(code, (0, 0))) for code, title in rows]


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60
