"""The periods figures are shown for: a year or a month, named in the address so that it means the same later."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext

EARLIEST = 2000
_CODE = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A year (`2026`) or a month (`2026-11`); both days belong to it."""

    code: str
    start: date
    end: date

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return len(self.code) == 4

    @property
    def words(self) -> str:
        """The period as a page calls it: 2026年, 2026年11月."""
        if self.is_year:
            return pgettext("period", "%(year)d") % {"year": self.start.year}
        return pgettext("period", "%(month)d/%(year)d") % {
            "month": self.start.month,
            "year": self.start.year,
        }


def year(number: int) -> Period:
    """This will give a whole year."""
    return Period(f"{number:04d}", date(number, 1, 1), date(number, 12, 31))


def month(number: int, of: int) -> Period:
    """This will give one month, `number` from 1 to 12, of the year `of`."""
    last = monthrange(of, number)[1]
    return Period(f"{of:04d}-{number:02d}", date(of, number, 1), date(of, number, last))


def choices(today: date) -> list[Period]:
    """This will list what is offered: this year and the last, this month and the last."""
    before = month(today.month - 1, today.year) if today.month > 1 else month(12, today.year - 1)
    return [year(today.year), month(today.month, today.year), before, year(today.year - 1)]


def named(code: str, today: date) -> Period:
    """This will read a period from an address; what is none, or has not begun yet, becomes this year."""
    found = _CODE.fullmatch(code)
    if found is None or not EARLIEST <= int(found[1]) <= today.year:
        return year(today.year)
    if found[2] is None:
        return year(int(found[1]))
    if not 1 <= int(found[2]) <= 12:
        return year(today.year)
    wanted = month(int(found[2]), int(found[1]))
    return wanted if wanted.start <= today else year(today.year)
