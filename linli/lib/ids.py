"""Ids of rows, codes for residents, numbers for offices, secrets for links.

A row id is 63 bits, so it fits a signed bigint: 41 bits of milliseconds since 2024-01-01 UTC (enough until
2093) above 22 bits of sequence: 19 of a counter that starts at a random place in each process and never
restarts, and 3 of the process's number. Therefore:

- within a process ids are unique until 524,288 of them share one millisecond, also when `at` is fixed or
  jumps back;
- workers started together, with neighbouring process numbers, never collide;
- any other two processes, here or in another installation, collide when they write in the same millisecond
  and the 22 bits agree: one in 4.2 million for each such pair of ids. At one id a second each that is once in
  130 years; at a hundred a second each without pause, once in five days. Within a table the primary key
  turns it into an error, never into a lost row.
"""

import os
import re
import secrets
import threading
import unicodedata
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
SEQUENCE_BITS = 22
_SEQUENCE_MASK = (1 << SEQUENCE_BITS) - 1
_PROCESSES = 8
_MILLISECOND = timedelta(milliseconds=1)
_LAST_MILLISECOND = (1 << 41) - 1

# Left out: 0/O, 1/I/L, U (reads as V) and S (reads as 5), so that a code survives handwriting and the
# telephone.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
_CODE = re.compile(f"[{CODE_ALPHABET}]{{6}}")
_CODE_NOISE = re.compile(r"[\s\-_‐‑‒–—―−]+")
_CASE_PREFIX = re.compile(r"[A-Z0-9]{1,8}")
_YEAR_MONTH = re.compile(r"\d\d(0[1-9]|1[0-2])", re.ASCII)


class _Sequence:
    """The counter of this process and the millisecond it was last used in."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.count = (
            secrets.randbelow(1 << SEQUENCE_BITS) // _PROCESSES * _PROCESSES + os.getpid() % _PROCESSES
        )
        self.floor = 0

    def next(self, at: datetime | None) -> int:
        with self.lock:
            if at is not None:
                millisecond = _milliseconds(at)
            else:
                millisecond = self.floor = max(_milliseconds(datetime.now(UTC)), self.floor)
            row_id = millisecond << SEQUENCE_BITS | self.count
            self.count = (self.count + _PROCESSES) & _SEQUENCE_MASK
            if self.count < _PROCESSES:
                self.floor += 1  # a counter that wraps must not put a later row before an earlier one
            return row_id


_sequence = _Sequence()


def _start_again_after_fork() -> None:
    """A forked child would otherwise count on from its parent's place, and may inherit a locked lock."""
    global _sequence  # noqa: PLW0603  one counter per process is the point
    _sequence = _Sequence()


os.register_at_fork(after_in_child=_start_again_after_fork)


def _milliseconds(at: datetime) -> int:
    if at.utcoffset() is None:
        raise ValueError("an id needs an aware time")
    elapsed = (at - EPOCH) // _MILLISECOND
    if not 0 <= elapsed <= _LAST_MILLISECOND:
        raise ValueError(f"an id holds times from {EPOCH:%Y} to 2093, not {at:%Y-%m-%d}")
    return elapsed


def new_id(at: datetime | None = None) -> int:
    """This will make a positive 63-bit row id that sorts by time: by `at`, or else by the clock.

    Ids of one process ascend with `at`, and within one millisecond of `at` too, but for the one in
    524,288 where the counter wraps; without `at` they always ascend, even if the clock is set back.
    Raises ValueError for a naive time or one outside 2024–2093.
    """
    return _sequence.next(at)


def id_time(row_id: int) -> datetime:
    """This will give the time within a row id, in UTC, to the millisecond."""
    return EPOCH + (row_id >> SEQUENCE_BITS) * _MILLISECOND


def random_id() -> int:
    """This will make a positive 63-bit row id that tells nothing of when it was made; for ballots."""
    return secrets.randbelow((1 << 63) - 1) + 1


def tracking_code() -> str:
    """This will make a code like 7K3-9QF for a resident to keep.

    There are 29^6, about 595 million. Unique within a street, which the database must enforce.
    """
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(6))
    return f"{letters[:3]}-{letters[3:]}"


def normalise_code(text: str) -> str | None:
    """This will read a tracking code as people type it, and give it as `XXX-XXX`, or None if it is none.

    Lower case, spaces, a missing or different hyphen and full-width characters are understood; S, which
    no code contains, is read as the 5 it was.
    """
    if len(text) > 64:
        return None
    letters = _CODE_NOISE.sub("", unicodedata.normalize("NFKC", text)).upper().replace("S", "5")
    return f"{letters[:3]}-{letters[3:]}" if _CODE.fullmatch(letters) else None


def token(n: int = 24) -> str:
    """This will make a secret for a link from `n` random bytes, URL-safe; 24 bytes are 32 characters."""
    if n < 16:
        raise ValueError("a token shorter than 16 bytes can be guessed")
    return secrets.token_urlsafe(n)


def case_number(prefix: str, year_month: str, serial: int) -> str:
    """This will write an office's case number: prefix, year and month as YYMM, serial; `DG-2611-0093`.

    The serial has at least four digits and grows where a month has more. Raises ValueError for anything
    malformed.
    """
    if not _CASE_PREFIX.fullmatch(prefix) or not _YEAR_MONTH.fullmatch(year_month) or serial < 1:
        raise ValueError(f"not a case number: {prefix!r}, {year_month!r}, {serial!r}")
    return f"{prefix}-{year_month}-{serial:04d}"
