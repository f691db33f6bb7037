"""Reading indicators."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.figures import indicators, queries
from linli.figures.indicators import NO_READING, Indicator, Reading, Unit, UnknownIndicator

STREET, EAST, SOUTH = "411329001", "411329001003", "411329001004"
START, END = date(2026, 11, 1), date(2026, 11, 30)


def closing(street: str, areas: Sequence[str], start: date, end: date) -> Mapping[str, Reading]:
    known = {STREET: Reading.rate(5, 8), EAST: Reading.rate(0, 0)}
    return {area: known[area] for area in areas if area in known}


CLOSING = Indicator("tests.closing_rate", "Closing rate", "Closed ÷ due.", Unit.PERCENT, closing)


@pytest.fixture(autouse=True)
def one_indicator() -> Iterator[None]:
    before = dict(indicators._indicators)
    indicators._indicators.clear()
    indicators.register(CLOSING)
    yield
    indicators._indicators.clear()
    indicators._indicators.update(before)


def test_a_rate_comes_with_the_numbers_it_is_made_of() -> None:
    reading = queries.value("tests.closing_rate", street=STREET, start=START, end=END)
    assert reading == Reading(Decimal("62.5"), 5, 8)


def test_nothing_due_is_not_a_rate_of_zero() -> None:
    assert queries.value("tests.closing_rate", street=STREET, area=EAST, start=START, end=END).value is None


def test_a_table_has_a_line_for_each_indicator_and_a_reading_for_each_area() -> None:
    (line,) = queries.table(STREET, [SOUTH, STREET], START, END)
    assert line.indicator is CLOSING
    assert line.readings == [NO_READING, Reading(Decimal("62.5"), 5, 8)]
    assert queries.table(STREET, [STREET], START, END, keys=[]) == []


def test_an_unknown_key_and_a_key_taken_twice_are_errors() -> None:
    with pytest.raises(UnknownIndicator):
        queries.value("tests.unknown", street=STREET, start=START, end=END)
    indicators.register(CLOSING)
    with pytest.raises(ValueError, match="two indicators"):
        indicators.register(Indicator("tests.closing_rate", "", "", Unit.COUNT, closing))


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_rate_is_rounded_half_up_to_a_tenth(part: int, whole: int) -> None:
    value = Reading.rate(part, whole).value
    assert value is not None
    assert -Decimal("0.05") < value - Decimal(100 * part) / whole <= Decimal("0.05") + Decimal("1e-20")
