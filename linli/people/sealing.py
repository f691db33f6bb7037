"""Secrets of second factors at rest, under keys derived from `LINLI_CONTACT_KEYS` for this purpose alone."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from linli.lib.sealing import Box, Unreadable

__all__ = ["Unreadable", "is_newest", "resealed", "seal", "unseal"]

_PURPOSE = b"linli second factor v1"


def seal(secret: str) -> bytes:
    """This will encrypt a secret with the newest key."""
    return _box().seal(secret.encode())


def unseal(sealed: bytes | memoryview, *, seconds: int | None = None) -> str:
    """This will decrypt what `seal` made, at most `seconds` ago. Raises Unreadable."""
    return _box().open(sealed, seconds=seconds).decode()


def is_newest(sealed: bytes | memoryview) -> bool:
    """This will say whether the newest key opens `sealed`, so that it need not be sealed again."""
    return _box().is_newest(sealed)


def resealed(sealed: bytes | memoryview) -> bytes:
    """This will give the same content under the newest key. Raises Unreadable."""
    return _box().resealed(sealed)


def _box() -> Box:
    if not settings.CONTACT_KEYS:
        raise ImproperlyConfigured(
            "LINLI_CONTACT_KEYS holds no key; second factors cannot be kept or checked."
        )
    return Box(_PURPOSE, settings.CONTACT_KEYS)
