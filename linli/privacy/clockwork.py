"""What time alone causes: a complaint nobody answered in time goes up one level, once."""

from datetime import datetime
from typing import Any

from linli.facts import deliveries
from linli.lib.calendars import CHINA
from linli.lib.db import writing
from linli.privacy import queries
from linli.privacy.actions.complaints import record
from linli.privacy.actions.telling import tell
from linli.privacy.models import HeardBy, StaffComplaint

EVERY_SECONDS = 600
# What the street missed the county hears too; above the county is nobody, so there it only urges.
KINDS = {HeardBy.STREET: "complaint.escalated_by_clock", HeardBy.COUNTY: "complaint.urged"}


def tick(at: datetime) -> int:
    """This will pass on every complaint whose day of answer has gone by, and tell how many there were.

    Safe to run twice, late, or by two workers at once: each is a compare-and-swap, and is missed once.
    """
    return sum(_miss(row, at) for row in queries.missed(at))


def _miss(row: StaffComplaint, at: datetime) -> bool:
    with writing():
        first = StaffComplaint.objects.filter(id=row.id, answered_at=None, missed_at=None).update(
            missed_at=at
        )
        if not first:
            return False
        tell(record(row, KINDS[HeardBy(row.heard_by)], at=at, data={"missed": row.answer_by.isoformat()}))
    return True


def work(_payload: dict[str, Any], at: datetime) -> None:
    """This will run one tick; the delivery `privacy.tick`."""
    tick(at)


def register_all() -> None:
    """This will have the clock looked at every ten minutes; called once at start."""
    deliveries.register_periodic(
        "privacy.tick", work, every=EVERY_SECONDS, start=datetime(2024, 1, 1, tzinfo=CHINA)
    )
