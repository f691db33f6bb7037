"""Who else must know when a duty changes hands: cases given to the one go to the other.

Packages above register two functions at start: `preview(handover, at)` counts what would move, `apply(handover, at,
by_id)` moves it, in the transaction of the hand-over, after the duty has changed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """A duty that goes from one person to another; None is nobody, for a vacant duty."""

    duty_id: int
    street: str
    role: str
    place: str
    organisation_id: int | None
    from_id: int | None
    to_id: int | None


Previewer = Callable[[Handover, datetime], int]
Applier = Callable[[Handover, datetime, int | None], None]
_registered: list[tuple[Applier, Previewer | None]] = []


def register(apply: Applier, preview: Previewer | None = None) -> None:
    """This will have a package follow every hand-over; called once at start."""
    if (apply, preview) not in _registered:
        _registered.append((apply, preview))


def moving(handover: Handover, at: datetime) -> int:
    """This will count what would move with a duty, such as open cases."""
    return sum(preview(handover, at) for _, preview in _registered if preview is not None)


def follow(handover: Handover, at: datetime, by_id: int | None) -> None:
    """This will have every package move what hangs on the duty."""
    for apply, _ in _registered:
        apply(handover, at, by_id)
