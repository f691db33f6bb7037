"""Small secrets at rest: Fernet tokens under keys derived from the operator's, for one purpose each.

The newest key seals, all of them open, so that a key can be replaced while the system runs. Keys derived for one
purpose never open what was sealed for another.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Unreadable(Exception):
    """The token fits none of the keys, or what it holds is damaged or too old."""


@dataclass(frozen=True, slots=True)
class Box:
    """What seals and opens for one purpose; `keys` are the operator's, newest first, and at least one."""

    purpose: bytes
    keys: Sequence[str]

    def seal(self, plain: bytes) -> bytes:
        """This will encrypt with the newest key."""
        return self._all.encrypt(plain)

    def open(self, sealed: bytes | memoryview, *, seconds: int | None = None) -> bytes:
        """This will decrypt what was sealed under any of the keys, at most `seconds` ago. Raises Unreadable."""
        try:
            return self._all.decrypt(bytes(sealed), ttl=seconds)
        except InvalidToken as fault:
            raise Unreadable from fault

    def is_newest(self, sealed: bytes | memoryview) -> bool:
        """This will say whether the newest key opens `sealed`, so that it need not be sealed again."""
        try:
            _fernets(self.purpose, tuple(self.keys))[0].decrypt(bytes(sealed))
        except InvalidToken:
            return False
        return True

    def resealed(self, sealed: bytes | memoryview) -> bytes:
        """This will give the same content under the newest key. Raises Unreadable."""
        try:
            return self._all.rotate(bytes(sealed))
        except InvalidToken as fault:
            raise Unreadable from fault

    @property
    def _all(self) -> MultiFernet:
        return MultiFernet(_fernets(self.purpose, tuple(self.keys)))


@lru_cache(maxsize=16)
def _fernets(purpose: bytes, secrets: tuple[str, ...]) -> list[Fernet]:
    return [Fernet(_derived(purpose, secret)) for secret in secrets]


def _derived(purpose: bytes, secret: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose)
    return base64.urlsafe_b64encode(derive.derive(secret.encode()))
