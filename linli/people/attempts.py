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
KEPT = timedelta(days=1)

# One statement on both databases, so that two workers count two.
_COUNT = """
INSERT INTO people_failedsignin (digest, quarter, n) VALUES (%s, %s, 1)
ON CONFLICT (digest, quarter) DO UPDATE SET n = people_failedsignin.n + 1
"""


def too_many(*, username: str, address: str, at: datetime) -> bool:
    """This will tell whether the name from here, the name or the address was refused too often this quarter hour."""
    here, name, place = _digests(username, address)
    over = Q(digest=here, n__gte=PER_NAME) | Q(digest=name, n__gte=PER_NAME_ANYWHERE)
    over |= Q(digest=place, n__gte=PER_ADDRESS)
    return FailedSignIn.objects.filter(over, quarter=_quarter(at)).exists()


def refused(*, username: str, address: str, at: datetime) -> None:
    """This will count one refusal, and drop counts older than a day."""
    quarter = _quarter(at)
    with writing():
        FailedSignIn.objects.filter(quarter__lt=at - KEPT).delete()
        with connection.cursor() as cursor:
            for digest in _digests(username, address):
                cursor.execute(_COUNT, [digest, connection.ops.adapt_datetimefield_value(quarter)])


def _quarter(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def _digests(username: str, address: str) -> tuple[str, str, str]:
    name = username.strip().casefold()
    return _digest(f"{name}|{address}"), _digest(f"{name}||"), _digest(f"|{address}")


def _digest(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
