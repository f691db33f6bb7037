"""What goes by itself: originals when their days are over, and folders no row names."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.facts import deliveries
from linli.lib.db import writing
from linli.pictures import actions, files
from linli.pictures.models import Picture
from linli.pictures.settings_keys import ORIGINAL_DAYS
from linli.privacy import retention

# Three in the morning in China.
_NIGHT = datetime(2024, 1, 1, 19, 0, tzinfo=UTC)
_HOURLY = datetime(2024, 1, 1, 0, 20, tzinfo=UTC)
_BATCH = 200


def sweep_originals(at: datetime) -> dict[str, int]:
    """This will erase the originals whose days are over, and count them by street.

    The file goes before the row says so: killed in between, it only says so later.
    """
    counts: dict[str, int] = {}
    due = Picture.objects.filter(original_until__lte=at).order_by("original_until", "id")
    while batch := list(due[:_BATCH]):
        for row in batch:
            files.remove_original(row.folder)
        with writing():
            for row in batch:
                same = Picture.objects.filter(id=row.id, folder=row.folder)
                counts[row.street] = counts.get(row.street, 0) + same.update(original_until=None)
    return counts


def register_all() -> None:
    """This will make the rule and the nightly sweep known; called once at start."""
    retention.register(
        retention.Rule(
            kind="picture_original",
            name=_("A picture as it was before faces or plates were covered"),
            why=_("To put a wrongly drawn box right"),
            keep_days_setting=ORIGINAL_DAYS,
            counted_from=_("After parts were covered"),
            sweep=sweep_originals,
        )
    )
    deliveries.register_periodic("pictures.orphans", _sweep_by_night, every=86_400, start=_NIGHT)
    deliveries.register_periodic("pictures.waiting", _sweep_by_hour, every=3_600, start=_HOURLY)


def _sweep_by_night(_payload: dict[str, Any], _at: datetime) -> None:
    actions.sweep_orphans()


def _sweep_by_hour(_payload: dict[str, Any], _at: datetime) -> None:
    actions.sweep_waiting()
