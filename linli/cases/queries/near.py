"""Similar open cases near by, offered to a resident before sending; nothing unreleased, nothing of a yard or house."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.cases.flood import near_cells
from linli.cases.models import Case
from linli.cases.stepping import is_public
from linli.cases.workflow import OPEN, Status
from linli.lib.geometry import haversine
from linli.places import settings as place_settings
from linli.places.models import PRIVATE_LOCATIONS

MOST = 3
LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class NearRow:
    """An open case near by. `title` is empty until an officer released it; then the category says enough."""

    id: int
    category: str
    title: str
    status: str
    metres: int  # to the nearest ten
    followers: int
    reported_at: datetime


def near(
    street: str, *, at: datetime, lon: float | None, lat: float | None, category: str = ""
) -> list[NearRow]:
    """This will list up to three open cases within the setting's metres and days, nearest first. One query."""
    if lon is None or lat is None:
        return []
    metres = float(place_settings.value("cases.near_metres", street))
    since = at - timedelta(days=int(place_settings.value("cases.near_days", street)))
    found = Case.objects.filter(
        near_cells(lon, lat, metres),
        street=street,
        reported_at__gt=since,
        status__in=[str(status) for status in OPEN if status is not Status.HELD],
    ).exclude(location_type__in=PRIVATE_LOCATIONS)
    if category:
        found = found.filter(category=category)
    rows = [(_metres(case, lon, lat), case) for case in found.order_by("-reported_at", "id")[:LOOKED_AT]]
    rows = sorted((row for row in rows if row[0] <= metres), key=lambda row: (row[0], row[1].pk))
    return [_row(case, distance) for distance, case in rows[:MOST]]


def _metres(case: Case, lon: float, lat: float) -> float:
    return haversine(lon, lat, case.lon or 0.0, case.lat or 0.0)


def _row(case: Case, distance: float) -> NearRow:
    return NearRow(
        id=case.pk,
        category=case.category,
        title=case.public_title if is_public(case) else "",
        status=str(case.status),
        metres=round(distance / 10) * 10,
        followers=case.followers,
        reported_at=case.reported_at,
    )
