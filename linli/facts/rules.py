"""What a fact may say, how it is chained to the one before, and when a failed delivery is tried again."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from linli.lib.digests import canonical, chain

BEFORE_FIRST = ""
MAX_TEXT = 40
MAX_DEPTH = 4
MAX_ITEMS = 200
_WHOLE = range(-(2**63), 2**63)
_CODE = re.compile(r"[A-Za-z0-9_.:+-]*", re.ASCII)
_KEY = re.compile(r"[a-z0-9_.:-]{1,40}", re.ASCII | re.IGNORECASE)
_KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+", re.ASCII)
_SUBJECT = re.compile(r"[a-z][a-z0-9_]*:[A-Za-z0-9_.:-]+", re.ASCII)
_STREET = re.compile(r"\d{6}|\d{9}", re.ASCII)
_DIGEST = re.compile(r"[A-Za-z0-9_.:+=/-]{1,128}", re.ASCII)
# A mobile number is made of the same characters as a code; none of our codes has eleven digits.
_MOBILE = re.compile(r"(\+?86)?1[3-9]\d{9}", re.ASCII)

LEASE = timedelta(seconds=60)
FIRST_RETRY = timedelta(seconds=15)
LAST_RETRY = timedelta(hours=6)


class NotPlain(ValueError):
    """Something other than codes and numbers was to be written where it can never be erased."""


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """This will give `data` as JSON of codes and numbers only; NotPlain names the key of anything else.

    Allowed are whole numbers of 64 bits, booleans, None, strings of up to 40 characters of
    `A-Z a-z 0-9 _ . : + -`, dates and aware times (written in ISO, UTC), and lists and dictionaries of
    these. Fractions are refused: a position hides in them, and databases write them differently.
    """
    return {_key(key): _plain(value, str(key), 1) for key, value in data.items()}


# The same few keys and codes come again and again; what is refused is never remembered.
@lru_cache(maxsize=4096, typed=True)
def _key(key: object) -> str:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise NotPlain("a key is a short code")
    return str(key)


@lru_cache(maxsize=4096, typed=True)
def _code(text: str) -> str:
    if len(text) > MAX_TEXT or not _CODE.fullmatch(text) or _MOBILE.fullmatch(text):
        raise NotPlain("not a code; free text, contacts and positions never become facts")
    return str(text)


def _plain(value: object, where: str, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            return _code(value)
        except NotPlain as refused:
            raise NotPlain(f"{where}: {refused}") from None
    if isinstance(value, int):
        if value not in _WHOLE or _MOBILE.fullmatch(str(value)):
            raise NotPlain(f"{where}: not a number a fact may hold")
        return int(value)
    if isinstance(value, datetime):
        return utc(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _plain_many(value, where, depth)


def _plain_many(value: object, where: str, depth: int) -> Any:
    if not isinstance(value, Mapping | list | tuple):
        raise NotPlain(f"{where}: a {type(value).__name__} is neither code nor number")
    if depth >= MAX_DEPTH or len(value) > MAX_ITEMS:
        raise NotPlain(f"{where}: too deep or too long")
    if isinstance(value, Mapping):
        return {_key(key): _plain(inner, f"{where}.{key}", depth + 1) for key, inner in value.items()}
    return [_plain(inner, where, depth + 1) for inner in value]


def digests_only(digests: Mapping[str, str]) -> dict[str, str]:
    """This will give a copy of `digests`, name → digest; NotPlain if one of them is a text."""
    for name, digest in digests.items():
        if not _DIGEST.fullmatch(digest):
            raise NotPlain(f"{name}: not a digest")
    return {_key(name): str(digest) for name, digest in digests.items()}


def check_names(street: str, subject: str, kind: str) -> None:
    """This will raise NotPlain unless street, subject (`case:123`) and kind (`case.filed`) are well formed."""
    if not _STREET.fullmatch(street):
        raise NotPlain("a street is a code of 9 digits, a county of 6")
    if len(subject) > 40 or not _SUBJECT.fullmatch(subject):
        raise NotPlain("a subject is written like case:123")
    if len(kind) > 60 or not _KIND.fullmatch(kind):
        raise NotPlain("a kind is written like case.filed")


def utc(at: datetime) -> datetime:
    """This will give an aware time in UTC; ValueError for a naive one."""
    if at.utcoffset() is None:
        raise ValueError("a fact needs an aware time")
    return at.astimezone(UTC)


def link(
    *,
    previous: str,
    street: str,
    subject: str,
    seq: int,
    kind: str,
    actor_id: int | None,
    at: datetime,
    data: Mapping[str, Any],
    digests: Mapping[str, str],
) -> str:
    """This will give the hash of a fact that follows the one hashed as `previous`, "" for the first."""
    content = {
        "street": street,
        "subject": subject,
        "seq": seq,
        "kind": kind,
        "actor_id": actor_id,
        "at": at,
        "data": data,
        "digests": digests,
    }
    return chain(previous, content)


class Root:
    """A day's root, fed with one subject after the other in the order of their characters.

    It is `lib.digests.root` over (subject, last hash), which would hold all of them in memory, after the root
    before chained with street, number and day.
    """

    def __init__(self, previous: str, *, street: str, number: int, day: date) -> None:
        header = chain(previous, {"street": street, "number": number, "day": day})
        self._digest = hashlib.sha256(header.encode())
        self.subjects = 0

    def add(self, subject: str, last: str) -> None:
        """This will add a subject and the hash of its last fact."""
        self._digest.update(b"\n" + canonical([subject, last]))
        self.subjects += 1

    def hash(self) -> str:
        """This will give the root of what was added so far."""
        return self._digest.hexdigest()


def retry_after(attempts: int, chance: float) -> timedelta:
    """This will say how long a delivery waits after its `attempts`-th failure.

    15 s, doubling, at most 6 h; `chance` from 0 to 1 adds up to a quarter, so that what failed together
    does not come back together.
    """
    doubled = FIRST_RETRY * (1 << min(max(attempts - 1, 0), 20))
    return min(doubled, LAST_RETRY) * (1 + chance / 4)


def lease(attempts: int) -> timedelta:
    """This will say how long a claim lasts on a delivery that was taken up `attempts` times before.

    A minute, and longer for one that took its workers down with it again and again.
    """
    return max(LEASE, retry_after(attempts, 0)) if attempts else LEASE


def next_planned(planned: datetime, every: int, at: datetime) -> datetime:
    """This will give the first moment after `at` of the rhythm of `every` seconds that `planned` belongs to.

    Work that was late keeps its rhythm, and what was slept through is left out.
    """
    step = timedelta(seconds=every)
    return planned + step * ((at - planned) // step + 1)


def error_name(error: BaseException) -> str:
    """This will name an error for a row anybody may read: its class, and its number if it has one.

    Never its message, which may hold an address or a name.
    """
    name = type(error).__name__
    for attribute in ("smtp_code", "sqlstate", "errno", "status", "code"):
        code = getattr(error, attribute, None)
        if isinstance(code, bool) or code is None:
            continue
        if isinstance(code, int) or (isinstance(code, str) and len(code) <= 20 and _CODE.fullmatch(code)):
            return f"{name} {code}"[:200]
    return name[:200]
