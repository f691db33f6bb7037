"""Digests that can be checked again years later, from either database, by any program that knows JSON and
SHA-256."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

_AS_IT_IS = frozenset({str, int, bool, type(None)})  # not what inherits from them
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(value: object) -> bytes:
    """This will write a value as the only JSON it can be written as.

    Keys sorted, no white space, UTF-8; times in UTC with microseconds, dates by ISO 8601, decimals as
    text without trailing zeros, whole floats as integers, since a JSON column of PostgreSQL gives 1e16
    back as one. TypeError for anything else; ValueError for naive times, NaN, infinity and half surrogate
    pairs.
    """
    return _JSON.encode(_plain(value)).encode()


def _plain(value: object) -> object:
    if type(value) in _AS_IT_IS or isinstance(value, int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, datetime):
        return _time(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {
            key if type(key) is str else _key(key): item if type(item) in _AS_IT_IS else _plain(item)
            for key, item in value.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return [_plain(item) for item in value]
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be text, not {type(key).__name__}")
    return str(key)


def _decimal(number: Decimal) -> str:
    if not number.is_finite():
        raise ValueError("not a finite number")
    return format(number.normalize(), "f") if number else "0"


def _time(at: datetime) -> str:
    if at.utcoffset() is None:
        raise ValueError("a digest needs aware times")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256_hex(data: bytes) -> str:
    """This will give the SHA-256 of `data` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def new_salt() -> bytes:
    """This will make 16 random bytes. Whoever deletes them makes the digests salted with them meaningless."""
    return secrets.token_bytes(16)


def salted(text: str, salt: bytes) -> str:
    """This will give the keyed digest (HMAC-SHA-256) of a text, which without the salt nobody can guess at.

    ValueError for a salt under 16 bytes, from which short texts could be guessed.
    """
    if len(salt) < 16:
        raise ValueError("a salt is at least 16 bytes")
    return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()


def chain(previous_hash: str, record: Mapping[str, object]) -> str:
    """This will give the hash of a record after the one hashed as `previous_hash`; the first follows ""."""
    return sha256_hex(previous_hash.encode() + b"\n" + canonical(record))


def root(pairs: Iterable[tuple[str | int, str]], previous_root: str) -> str:
    """This will give one hash over subjects with their last hashes, in any order, and over the root before."""
    digest = hashlib.sha256(previous_root.encode())
    for subject, last_hash in sorted((str(subject), last_hash) for subject, last_hash in pairs):
        digest.update(b"\n" + canonical([subject, last_hash]))
    return digest.hexdigest()
