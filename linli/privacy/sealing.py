"""Contacts at rest: Fernet tokens under keys derived from `LINLI_CONTACT_KEYS`, newest first.

The first key seals, all of them open, so that a key can be replaced while the system runs: put the new one in
front, restart, `linli keys rotate`, take the old one away (docs/privacy.md).
"""

import json

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from linli.lib.sealing import Box, Unreadable

__all__ = ["Unreadable", "is_newest", "resealed", "seal", "unseal"]

# Says what the derived keys are for; another use of the same secret gets other keys.
_PURPOSE = b"linli contact v1"


def seal(details: dict[str, str]) -> bytes:
    """This will encrypt `details` with the newest key."""
    text = json.dumps(details, ensure_ascii=False, separators=(",", ":"))
    return _box().seal(text.encode())


def unseal(sealed: bytes | memoryview) -> dict[str, str]:
    """This will decrypt what `seal` made under any of the keys. Raises Unreadable."""
    try:
        details = json.loads(_box().open(sealed))
    except ValueError as fault:
        raise Unreadable from fault
    if not isinstance(details, dict):
        raise Unreadable
    return {str(key): str(value) for key, value in details.items()}


def is_newest(sealed: bytes | memoryview) -> bool:
    """This will say whether the newest key opens `sealed`, so that it need not be sealed again."""
    return _box().is_newest(sealed)


def resealed(sealed: bytes | memoryview) -> bytes:
    """This will give the same content under the newest key. Raises Unreadable."""
    return _box().resealed(sealed)


def _box() -> Box:
    if not settings.CONTACT_KEYS:
        raise ImproperlyConfigured("LINLI_CONTACT_KEYS holds no key; contacts cannot be kept or opened.")
    return Box(_PURPOSE, settings.CONTACT_KEYS)
