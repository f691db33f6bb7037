"""Case numbers: letters of the community, year and month, serial of the month."""

from datetime import datetime

from django.db import connection

from linli.cases.models import Case
from linli.cases.stepping import local_day
from linli.lib.ids import case_number
from linli.places import queries as places

# One statement on both databases; the row is the lock.
_DRAW = """
INSERT INTO cases_numberseries (street, prefix, month, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (street, prefix, month) DO UPDATE SET last = cases_numberseries.last + excluded.last
RETURNING last
"""


def next_number(case: Case, at: datetime) -> str:
    """This will draw the next number of the case's community in the month of `at`."""
    series = series_of(case.street, case.community, at)
    return case_number(*series, draw(case.street, series, 1))


def series_of(street: str, community: str, at: datetime) -> tuple[str, str]:
    """This will give the letters of a community and the month, as they stand in a number."""
    found = places.place(community)
    return (found.prefix if found else "") or "LL", f"{local_day(street, at):%y%m}"


def draw(street: str, series: tuple[str, str], n: int) -> int:
    """This will draw `n` serials of a series at once and give the first of them."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, [street, *series, n])
        last: int = cursor.fetchone()[0]
    return last - n + 1
