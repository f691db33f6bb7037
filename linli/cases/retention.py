"""What of the loop goes by itself: the keys under which steps were sent."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.cases.models import StepKey
from linli.cases.settings_keys import STEP_KEY_DAYS
from linli.privacy import retention


def _sweep(at: datetime) -> dict[str, int]:
    return {
        street: retention.in_batches(rows, lambda batch: batch.delete())
        for street, rows in retention.older_than(StepKey, "at", STEP_KEY_DAYS, at).items()
    }


def register_all() -> None:
    """This will make the rule known; called once at start."""
    retention.register(
        retention.Rule(
            kind="step_key",
            name=_("A mark that a colleague's phone has sent a step"),
            why=_("So that what is sent twice without network is done once"),
            keep_days_setting=STEP_KEY_DAYS,
            counted_from=_("After the step"),
            sweep=_sweep,
        )
    )
