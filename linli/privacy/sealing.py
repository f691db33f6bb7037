"""Contacts at rest: Fernet tokens under keys derived from `LINLI_CONTACT_KEYS`, newest first.

The first key seals, all of them open, so that a key can be replaced while the system runs: put the new one in
front, restart, `linli keys rotate`, take the old one away (docs/privacy.md).
"""

import base64
import json
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Says what the derived keys are for; another use of the same secret would get other keys.
_PURPOSE = b"linli contact v1"


class Unreadable(Exception):  # a state of the data, told to people as such
    """The token fits none of the keys, or what it holds is damaged."""


def seal(details: dict[str, str]) -> bytes:
    """This will encrypt `details` with the newest key."""
    text = json.dumps(details, ensure_ascii=False, separators=(",", ":"))
    return _box().encrypt(text.encode())


def unseal(sealed: bytes | memoryview) -> dict[str, str]:
    """This will decrypt what `seal` made under any of the keys. Raises Unreadable."""
    try:
        details = json.loads(_box().decrypt(bytes(sealed)))
    except (InvalidToken, ValueError) as fault:
        raise Unreadable from fault
    if not isinstance(details, dict):
        raise Unreadable
    return {str(key): str(value) for key, value in details.items()}


def is_newest(sealed: bytes | memoryview) -> bool:
    """This will say whether the newest key opens `sealed`, so that it need not be sealed again."""
    try:
        _fernets(tuple(settings.CONTACT_KEYS))[0].decrypt(bytes(sealed))
    except InvalidToken:
        return False
    return True


def resealed(sealed: bytes | memoryview) -> bytes:
    """This will give the same content under the newest key. Raises Unreadable."""
    try:
        return _box().rotate(bytes(sealed))
    except InvalidToken as fault:
        raise Unreadable from fault


def _box() -> MultiFernet:
    return MultiFernet(_fernets(tuple(settings.CONTACT_KEYS)))


@lru_cache(maxsize=8)
def _fernets(secrets: tuple[str, ...]) -> list[Fernet]:
    if not secrets:
        raise ImproperlyConfigured("LINLI_CONTACT_KEYS holds no key; contacts cannot be kept or opened.")
    return [Fernet(_derived(secret)) for secret in secrets]


def _derived(secret: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return base64.urlsafe_b64encode(derive.derive(secret.encode()))
