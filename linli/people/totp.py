"""Codes of an authenticator, RFC 6238 as every such program has it: SHA-1, six digits, thirty seconds.

Pure: the moment comes with the call. That a code is taken once only is the business of who keeps the last step.
"""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

PERIOD = 30  # seconds
DIGITS = 6
AROUND = 1  # steps before and after: a phone's clock may be off by that much (RFC 6238, 5.2)
_BYTES = 20


def new_secret() -> str:
    """This will make a secret of 160 bits in base32, as RFC 4226 recommends."""
    return base64.b32encode(secrets.token_bytes(_BYTES)).decode()


def step_at(at: datetime) -> int:
    """This will give the number of the thirty seconds in which a moment lies."""
    return int(at.timestamp()) // PERIOD


def code_of(secret: str, step: int) -> str:
    """This will give the six digits of a step (RFC 4226, 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, typed: str, at: datetime) -> int | None:
    """This will give the step around a moment whose code was typed, or None; all are compared, whichever fits."""
    if len(typed) != DIGITS or not (typed.isascii() and typed.isdecimal()):
        return None
    now = step_at(at)
    fits = [
        step
        for step in range(now - AROUND, now + AROUND + 1)
        if hmac.compare_digest(code_of(secret, step), typed)
    ]
    return max(fits, default=None)


def address(secret: str, *, issuer: str, account: str) -> str:
    """This will give the address an authenticator reads from a QR code (Key URI Format)."""
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
