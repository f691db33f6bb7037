"""How a channel does, written beside what it sent: when it last worked, since when and why it does not."""

from datetime import datetime

from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.notify.faults import DEAD
from linli.notify.models import ChannelState

MAIL = "mail"


def of_robot(robot_id: int) -> str:
    """This will give the key under which a robot's state is kept."""
    return f"robot:{robot_id}"


def worked(street: str, channel: str, at: datetime) -> None:
    """This will note that a channel took a message: whatever was wrong is over. Call it inside `writing()`."""
    _write(street, channel, worked_at=at, failing_since=None, fault="", dead_at=None)


def failed(street: str, channel: str, at: datetime, fault: str) -> None:
    """This will note what is wrong with a channel, and since when it has been; some faults give it up."""
    with writing():
        before = ChannelState.objects.filter(street=street, channel=channel).first()
        since = before.failing_since if before else None
        _write(
            street, channel, failing_since=since or at, fault=fault, dead_at=at if fault in DEAD else None,
        )  # fmt: skip


def _write(street: str, channel: str, **columns: datetime | str | None) -> None:
    if not ChannelState.objects.filter(street=street, channel=channel).update(**columns):
        ChannelState.objects.get_or_create(
            street=street, channel=channel, defaults={"id": new_id(), **columns}
        )


def state(street: str, channel: str) -> ChannelState:
    """This will give how a channel does; one that was never used has a state that says nothing."""
    found = ChannelState.objects.filter(street=street, channel=channel).first()
    return found or ChannelState(street=street, channel=channel)
