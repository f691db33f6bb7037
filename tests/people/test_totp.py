"""Codes of an authenticator."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.people import totp

RFC = base64.b32encode(b"12345678901234567890").decode()
AT = datetime(2026, 11, 24, 1, tzinfo=UTC)


# RFC 6238, appendix B: the last six of its eight digits.
@pytest.mark.parametrize(
    ("seconds", "digits"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_rfc(seconds: int, digits: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_of(RFC, totp.step_at(at)) == digits
    assert totp.step_of(RFC, digits, at) == seconds // 30


@given(st.integers(-10, 10))
def test_a_clock_may_be_off_by_thirty_seconds_and_no_more(steps: int) -> None:
    typed = totp.code_of(RFC, totp.step_at(AT + timedelta(seconds=30 * steps)))
    near = {totp.code_of(RFC, totp.step_at(AT) + step) for step in (-1, 0, 1)}
    assert (totp.step_of(RFC, typed, AT) is not None) == (typed in near)


@given(st.text(max_size=12))
def test_what_is_no_code_is_of_no_step(typed: str) -> None:
    near = {totp.code_of(RFC, totp.step_at(AT) + step) for step in (-1, 0, 1)}
    assert (totp.step_of(RFC, typed, AT) is not None) == (typed in near)


def test_each_secret_is_new_and_its_address_can_be_scanned() -> None:
    secret = totp.new_secret()
    assert secret != totp.new_secret()
    parts = urlsplit(totp.address(secret, issuer="邻里", account="li.wei"))
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("otpauth", "totp", "/邻里:li.wei")
    assert parse_qs(parts.query) == {"secret": [secret], "issuer": ["邻里"]}
