"""Digests and chains."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.lib import digests as d
from linli.lib.calendars import CHINA

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


class Colour(StrEnum):
    RED = "red"


def test_canonical_json_is_written_one_way() -> None:
    record = {
        "b": [1, 2.5, True, None],
        "a": "邻里\n",
        "at": datetime(2026, 11, 24, 9, 30, tzinfo=CHINA),
        "on": date(2026, 11, 24),
        "points": Decimal("1.50"),
        "zero": Decimal("0.00"),
        "colour": Colour.RED,
        "whole": 1e16,
    }
    assert d.canonical(record).decode() == (
        '{"a":"邻里\\n","at":"2026-11-24T01:30:00.000000Z","b":[1,2.5,true,null],"colour":"red",'
        '"on":"2026-11-24","points":"1.5","whole":10000000000000000,"zero":"0"}'
    )


@given(JSON)
def test_a_record_read_back_from_json_has_the_same_digest(record: Any) -> None:
    assert d.canonical(json.loads(d.canonical(record))) == d.canonical(record)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (float("nan"), ValueError),
        (float("inf"), ValueError),
        (Decimal("NaN"), ValueError),
        ("\ud800", ValueError),
        (datetime(2026, 1, 1), ValueError),  # noqa: DTZ001  that is the point
        (b"bytes", TypeError),
        ({1: "a"}, TypeError),
        ({1, 2}, TypeError),
        (object(), TypeError),
    ],
)
def test_what_has_no_single_form_is_refused(value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        d.canonical(value)


@given(st.lists(st.dictionaries(st.text("ab", min_size=1), st.integers()), min_size=2, max_size=6), st.data())
def test_changing_any_record_changes_every_hash_after_it(
    records: list[dict[str, int]], data: st.DataObject
) -> None:
    def hashes(chain: list[dict[str, int]]) -> list[str]:
        made = [""]
        for record in chain:
            made.append(d.chain(made[-1], record))
        return made[1:]

    place = data.draw(st.integers(0, len(records) - 1))
    changed = [{**record, "z": 1} if n == place else record for n, record in enumerate(records)]
    before, after = hashes(records), hashes(changed)
    assert before[:place] == after[:place]
    assert all(one != two for one, two in zip(before[place:], after[place:], strict=True))


def test_a_root_covers_every_subject_in_any_order() -> None:
    pairs: list[tuple[str | int, str]] = [(7, "aa"), ("b", "bb")]
    today = d.root(pairs, "yesterday")
    assert d.root(reversed(pairs), "yesterday") == today
    assert len({today, d.root(pairs, ""), d.root(pairs[:1], "yesterday"), d.root([], "yesterday")}) == 4
    assert d.root([("a", "b"), ("c", "d")], "") != d.root([("a", 'b"]\n["c'), ("d", "")], "")


def test_a_salted_digest_needs_its_salt() -> None:
    salt = d.new_salt()
    assert (
        d.salted("13812345678", salt)
        == d.salted("13812345678", salt)
        != d.salted("13812345678", d.new_salt())
    )
    with pytest.raises(ValueError, match="16"):
        d.salted("13812345678", b"short")


def test_the_digest_is_plain_sha256() -> None:
    assert d.sha256_hex(b"linli") == hashlib.sha256(b"linli").hexdigest()
    assert d.chain("", {}) == hashlib.sha256(b"\n{}").hexdigest()
