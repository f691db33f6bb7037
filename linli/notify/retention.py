"""Notices go when they are old: the facts they were read from stay."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.notify.models import Notice
from linli.notify.settings_keys import KEEP_DAYS
from linli.privacy import retention


def _sweep(at: datetime) -> dict[str, int]:
    return {
        street: retention.in_batches(rows, lambda batch: batch.delete())
        for street, rows in retention.older_than(Notice, "at", KEEP_DAYS, at).items()
    }


def register_all() -> None:
    """This will make the rule known; called once at start."""
    retention.register(
        retention.Rule(
            kind="notice",
            name=_("Who was told of which step"),
            why=_("So that everybody finds what is new to them"),
            keep_days_setting=KEEP_DAYS,
            counted_from=_("After the notice"),
            sweep=_sweep,
        )
    )
