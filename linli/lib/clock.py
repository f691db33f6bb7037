"""The present, which a demo may have moved: `linli clock --at` writes an offset beside the database."""

from datetime import UTC, datetime, timedelta

from django.conf import settings

FILE = "clock-offset"


def present() -> datetime:
    """This will give the time as UTC; in demo mode with the offset of the demo's clock, everywhere else as it is."""
    moment = datetime.now(UTC)
    if settings.MODE != "demo":
        return moment
    try:
        return moment + timedelta(seconds=float((settings.HOME / FILE).read_text()))
    except (FileNotFoundError, ValueError):
        return moment


def move_to(at: datetime) -> None:
    """This will move a demo's clock so that it shows `at` now and runs on from there."""
    (settings.HOME / FILE).write_text(str((at - datetime.now(UTC)).total_seconds()))
