"""Cleaning, likeness, telephone numbers."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.lib import text as t

HOSTILE = st.text(
    st.sampled_from(
        "ab 中𠮷㛃😀👨\u200d\u200b\u202e\u2066\ufe0f\u0301\u0344\u20dd\n\r\t\x00\x1b\ufeff\u2028\ue000é\ud800"
    )
)
ANY = st.text() | HOSTILE


@given(ANY, st.none() | st.integers(0, 20))
def test_cleaning_twice_changes_nothing(text: str, limit: int | None) -> None:
    once = t.clean(text, limit)
    assert t.clean(once, limit) == once
    assert limit is None or len(once) <= limit
    assert unicodedata.is_normalized("NFC", once)
    assert once.encode().decode() == once
    assert not set(once) & set("\x00\x1b\r\t\u200b\u202e\u2066\ufeff\u2028\ue000")


@pytest.mark.parametrize(
    "text",
    [
        "㛃家门口，𠮷先生",
        "👨‍👩‍👧 已清理 👍🏽❤️",
        "🏳️‍🌈",
        "🙂‍↔️",
        "\U0001fae8",  # newer than Python 3.11
        "第一行\n\n\n第二行",
        "ئۇيغۇرچە བོད་ཡིག",
        "2×3≠7“引号”——破折号……",
    ],
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert t.clean(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a\tb \r\n c\x00\x07", "a b\n c"),
        ("a\n\n\n\n\n\nb", "a\n\n\nb"),
        ("a\n \n \n \n \nb", "a\n\n\nb"),
        ("safe\u202etxt.exe", "safetxt.exe"),
        ("in\u200bvi\u200dsi\ufeffble", "invisible"),
        ("e\u0301", "é"),
        ("a" + "\u0301\u0316" * 50, None),
        ("\ud800\ufffe\ufdd0", ""),
        ("\u3000　", ""),
    ],
)
def test_what_misleads_goes(typed: str, kept: str | None) -> None:
    cleaned = t.clean(typed)
    assert cleaned == kept if kept is not None else len(cleaned) <= 9


def test_a_limit_never_leaves_half_a_family() -> None:
    assert t.clean("👨‍👩‍👧", 2) == "👨"
    assert t.clean("垃圾堆放", 2) == "垃圾"


def test_long_hostile_text_is_cleaned_in_one_pass() -> None:
    assert t.clean(" " * 500_000 + "x") == "x"
    assert t.clean("\u200d" * 500_000) == ""
    assert t.clean("a" + " " * 500_000 + "b").endswith("b")


def test_reports_of_one_heap_are_alike_and_others_are_not() -> None:
    first = "东关小学门口有一堆垃圾，没人清理"
    assert t.likeness(first, "东关小学门口的垃圾堆没人清理！") > 0.4
    assert t.likeness(first, "北关街路灯坏了") < 0.1
    assert t.likeness(first, "东关小学门口,有一堆 垃圾。没人清理") > 0.8
    assert t.likeness("KTV 门口", "ｋｔｖ门口") == 1


@given(ANY, ANY)
def test_likeness_is_symmetric_and_between_nothing_and_one(a: str, b: str) -> None:
    assert 0 <= t.likeness(a, b) == t.likeness(b, a) <= 1
    assert t.likeness(a, a) in {0, 1}


def test_shingles_are_bigrams_of_chinese_and_words_of_the_rest() -> None:
    assert t.shingles("乱堆乱放，A12栋") == {"乱堆", "堆乱", "乱放", "a12", "栋"}
    assert t.shingles("乱堆乱放", 3) == {"乱堆乱", "堆乱放"}
    assert t.shingles("！？") == frozenset()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("+86-138-1234-5678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("００８６ １３８１２３４５６７８", "13812345678"),
        ("0377-66212345", "037766212345"),
        ("（0377）6621 2345", "037766212345"),
        ("+86 377 66212345", "037766212345"),
        ("010-12345678", "01012345678"),
        ("+86 10 12345678", "01012345678"),
        ("021-6543 2109", "02165432109"),
    ],
)
def test_a_number_is_understood_as_people_type_it(typed: str, number: str) -> None:
    assert t.plain_phone(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "110", "12812345678", "1381234567", "138123456789", "66212345", "电话", "1" * 99]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert t.plain_phone(typed) is None


def test_a_local_number_gets_the_area_code_of_the_office() -> None:
    assert t.plain_phone("6621 2345", area="0377") == "037766212345"
    assert t.plain_phone("13812345678", area="0377") == "13812345678"


@given(ANY)
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = t.plain_phone(text)
    assert number is None or (number.isascii() and number.isdigit() and t.plain_phone(number) == number)


def test_a_masked_number_does_not_tell() -> None:
    assert t.mask_phone("138 1234 5678") == "138****5678"
    assert t.mask_phone("0377-66212345") == "0377****45"
    assert t.mask_phone("whatever else") == "****"
