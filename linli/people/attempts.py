"""Guessing is slowed down: so many refusals a quarter of an hour for a name from an address, a name, an address.

Counted in the database, because the workers of the web share nothing else.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q

from linli.lib.db import writing
from linli.people.models import FailedSignIn

PER_NAME = 5  # of one name from one address
PER_NAME_ANYWHERE = 40  # of one name from wherever: many addresses guess no faster
PER_ADDRESS = 60  # an office shares one address
QUARTER = timedelta(minutes=15)
KEPT = timedelta(days=1)

# One statement on both databases, so that two workers count two.
_COUNT = """
INSERT INTO people_failedsignin (digest, quarter, n) VALUES (%s, %s, 1)
ON CONFLICT (digest, quarter) DO UPDATE SET n = people_failedsignin.n + 1
"""


def minutes_left(*, username: str, address: str, at: datetime, device: str = "") -> int:
    """This will give the full minutes to wait until the next try counts, at least 1; 0 where nothing was too often.

    `device` is a browser in which the name has signed in before: only what was refused there counts, so that nobody
    else can lock its owner out.
    """
    over = Q()
    for digest, most in _counted(username, address, device):
        over |= Q(digest=digest, n__gte=most)
    quarter = _quarter(at)
    if not FailedSignIn.objects.filter(over, quarter=quarter).exists():
        return 0
    return max(1, -int((at - quarter - QUARTER) // timedelta(minutes=1)))


def refused(*, username: str, address: str, at: datetime, device: str = "") -> None:
    """This will count one refusal, and drop counts older than a day."""
    quarter = _quarter(at)
    with writing():
        FailedSignIn.objects.filter(quarter__lt=at - KEPT).delete()
        with connection.cursor() as cursor:
            for digest, _most in _counted(username, address, device):
                cursor.execute(_COUNT, [digest, connection.ops.adapt_datetimefield_value(quarter)])


def _quarter(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def name_digest(username: str) -> str:
    """This will give what a name is known by here; it cannot be read back."""
    return _digest(f"{_plain(username)}||")


def _counted(username: str, address: str, device: str) -> list[tuple[str, int]]:
    """What a try counts for, and how often each may be refused in a quarter of an hour."""
    name = _plain(username)
    if device:
        return [(_digest(f"{name}|device|{device}"), PER_NAME)]
    return [
        (_digest(f"{name}|{address}"), PER_NAME),
        (name_digest(username), PER_NAME_ANYWHERE),
        (_digest(f"|{address}"), PER_ADDRESS),
    ]


def _plain(username: str) -> str:
    return username.strip().casefold()


def _digest(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
