"""The worker's housework: sessions that are over go; on SQLite the log goes into the database."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from linli.facts import deliveries
from linli.lib.db import writing

_MINUTE = datetime(2024, 1, 1, 0, 0, 30, tzinfo=UTC)
# A quarter to four in the morning in China, after the sweeps.
_NIGHT = datetime(2024, 1, 1, 19, 45, tzinfo=UTC)


def register() -> None:
    """This will have the worker tidy up: each minute, and more thoroughly each night."""
    deliveries.register_periodic("cli.checkpoint", checkpoint, every=60, start=_MINUTE)
    deliveries.register_periodic("cli.optimize", optimize, every=86_400, start=_NIGHT)


def checkpoint(_payload: dict[str, Any], _at: datetime) -> None:
    """This will move the log's pages into the database without making anybody wait."""
    _pragma("wal_checkpoint(PASSIVE)")


def optimize(_payload: dict[str, Any], _at: datetime) -> None:
    """This will drop sessions that are over, renew the query planner's statistics, and shorten the log's file."""
    with writing():
        Session.objects.filter(expire_date__lt=timezone.now()).delete()  # sessions live by the real clock
    _pragma("optimize")
    _pragma("wal_checkpoint(TRUNCATE)")


def _pragma(name: str) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name}")
            cursor.fetchall()
