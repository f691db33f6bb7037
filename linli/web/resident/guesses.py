"""Codes are six characters: whoever tries many wrong ones from one address is asked to wait.

Counted in each worker's memory, since a wrong code must not cost a write: two workers let through twice as many,
of 595 million. In half an hour of guessing without pause somebody finds one case of a street's 3,000 once in
some three thousand such half hours.
"""

import threading
from datetime import datetime

PER_WINDOW = 30  # a village behind one carrier address mistypes less
SECONDS = 1800
MOST_ADDRESSES = 50_000

_lock = threading.Lock()
_window = 0
_missed: dict[str, int] = {}


def too_many(origin: str, at: datetime) -> bool:
    """This will tell whether this address (as its digest) has tried too many wrong codes this half hour."""
    return _current(at).get(origin, 0) >= PER_WINDOW


def missed(origin: str, at: datetime) -> None:
    """This will count one wrong code."""
    with _lock:
        counts = _current(at)
        if len(counts) >= MOST_ADDRESSES:
            counts.clear()
        counts[origin] = counts.get(origin, 0) + 1


def forget() -> None:
    """This will forget all that was counted."""
    _missed.clear()


def _current(at: datetime) -> dict[str, int]:
    global _window  # noqa: PLW0603  one window per process is the point
    window = int(at.timestamp()) // SECONDS
    if window != _window:
        _window = window
        _missed.clear()
    return _missed
