"""Too many at once: an address over its rate is held for review, a place over its count collapses into one case."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from linli.cases.models import Case, Origin
from linli.cases.workflow import OPEN, Status
from linli.lib.db import writing
from linli.lib.geometry import near_ranges
from linli.places import settings as place_settings

_COUNT = """
INSERT INTO cases_origin (street, digest, hour, n) VALUES (%s, %s, %s, 1)
ON CONFLICT (street, digest, hour) DO UPDATE SET n = cases_origin.n + 1
RETURNING n
"""
KEPT = timedelta(days=1)


def over_rate(street: str, digest: str, at: datetime) -> bool:
    """This will count one report of a sending address and tell whether it is over the hour's rate."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [street, digest, connection.ops.adapt_datetimefield_value(hour)])
        sent: int = cursor.fetchone()[0]
    return sent > int(place_settings.value("cases.rate_per_hour", street))


def forget(at: datetime) -> int:
    """This will drop the counts of sending addresses that are older than a day."""
    old = Origin.objects.filter(hour__lt=at - KEPT)
    if not old.exists():
        return 0
    with writing():
        return old.delete()[0]


def first_of(case: Case, at: datetime) -> Case | None:
    """This will find the case a flood collapses into: the oldest of at least five of one kind, near and recent."""
    if case.cell is None or case.lon is None or case.lat is None:
        return None
    setting = place_settings.value
    metres = float(setting("cases.near_metres", case.street))
    since = at - timedelta(minutes=int(setting("cases.flood_minutes", case.street)))
    if not _many(case, since, metres, int(setting("cases.flood_count", case.street))):
        return None
    near = near_cells(case.lon, case.lat, metres)
    found = Case.objects.filter(near, street=case.street, category=case.category, reported_at__gt=since)
    still_open = [str(status) for status in OPEN if status is not Status.HELD]
    # It will change: whoever else acts on it waits for us.
    waiting = found.filter(status__in=still_open).order_by("reported_at", "id")
    return waiting.select_for_update().first()


def _many(case: Case, since: datetime, metres: float, n: int) -> bool:
    """Whether there are `n` such cases; counting stops there. In SQL, for every report waits for it."""
    ranges = near_ranges(case.lon or 0.0, case.lat or 0.0, metres)
    near = " OR ".join(["cell BETWEEN %s AND %s"] * len(ranges))
    # Only the number of ranges is put into the text; every value is a parameter.
    kind = "street = %s AND category = %s AND reported_at > %s"
    inner = f"SELECT 1 FROM cases_case WHERE {kind} AND ({near}) LIMIT %s"  # noqa: S608
    values: list[Any] = [case.street, case.category, connection.ops.adapt_datetimefield_value(since)]
    values += [*(code for pair in ranges for code in pair), n]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({inner}) AS near", values)  # noqa: S608
        return bool(cursor.fetchone()[0] >= n)


def near_cells(lon: float, lat: float, metres: float) -> Q:
    """This will select cases whose cell lies in the ranges that cover a circle; a little more than the circle."""
    near = Q()
    for low, high in near_ranges(lon, lat, metres):
        near |= Q(cell__range=(low, high))
    return near


def call_back_percent(case: Case) -> int:
    """This will give the share of ended cases that are called back, in percent."""
    return int(place_settings.value("cases.call_back_percent", case.community or case.street))
