"""Case numbers: letters of the community, year and month, serial of the month."""

from datetime import datetime

from django.db import connection

from linli.cases.models import Case
from linli.cases.stepping import local_day
from linli.lib.ids import case_number
from linli.places import queries as places

# One statement on both databases; the row is the lock.
_NEXT = """
INSERT INTO cases_numberseries (street, prefix, month, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (street, prefix, month) DO UPDATE SET last = cases_numberseries.last + 1
RETURNING last
"""


def next_number(case: Case, at: datetime) -> str:
    """This will draw the next number of the case's community in the month of `at`."""
    community = places.place(case.community)
    prefix = (community.prefix if community else "") or "LL"
    month = f"{local_day(case.street, at):%y%m}"
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [case.street, prefix, month])
        serial: int = cursor.fetchone()[0]
    return case_number(prefix, month, serial)
