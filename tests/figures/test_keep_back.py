"""Small counts are kept back so that no arithmetic brings them out again."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.figures.rules import kept_back

FEWEST = 10
parts_of_a_total = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40), max_size=12
)


@pytest.mark.parametrize(
    ("parts", "rest", "hidden"),
    [
        ({}, 0, ""),
        ({"a": 10, "b": 30}, 0, ""),
        ({"a": 9, "b": 30}, 0, "ab"),  # one alone is the total without the others: the next smallest goes too
        ({"a": 9, "b": 12, "c": 30}, 0, "ab"),
        ({"a": 9, "b": 30, "c": 12}, 0, "ac"),
        ({"a": 9, "b": 12, "c": 12, "d": 30}, 0, "abc"),  # equal ones together
        ({"a": 3, "b": 4, "c": 30}, 0, "abc"),  # 7 people in two communities are still few
        ({"a": 6, "b": 4, "c": 30}, 0, "ab"),
        ({"a": 0, "b": 0, "c": 30}, 0, "abc"),
        ({"a": 9}, 0, "a"),
        ({"a": 9, "b": 30}, 1, "a"),  # cases of no community of today hide it
        ({"a": 12, "b": 30}, 3, "a"),  # and are hidden themselves
        ({"a": 12, "b": 30}, 10, ""),
        ({"a": 12, "b": 30}, -5, ""),
    ],
)
def test_what_is_kept_back(parts: Mapping[str, int], rest: int, hidden: str) -> None:
    assert kept_back(parts, sum(parts.values()) + rest, FEWEST) == set(hidden)


@given(parts=parts_of_a_total, rest=st.integers(0, 40))
def test_no_small_count_is_shown_or_left_when_all_shown_ones_are_taken_away(
    parts: dict[str, int], rest: int
) -> None:
    total = sum(parts.values()) + rest
    hidden = kept_back(parts, total, FEWEST)
    shown = {part: n for part, n in parts.items() if part not in hidden}
    assert all(n >= FEWEST for n in shown.values())
    left = total - sum(shown.values())
    assert left == 0 or left >= FEWEST or not shown
    # Two at least share what is left, so that each of them may be anything up to all of it.
    assert not shown or not hidden or len(hidden) + bool(rest) >= 2


@given(parts=parts_of_a_total, rest=st.integers(0, 40), data=st.data())
def test_the_names_and_order_of_communities_make_no_difference(
    parts: dict[str, int], rest: int, data: st.DataObject
) -> None:
    total = sum(parts.values()) + rest
    names = data.draw(st.permutations(sorted(parts)))
    renamed = dict(zip(names, parts.values(), strict=True))
    hidden = {parts[part] for part in kept_back(parts, total, FEWEST)}
    assert {renamed[part] for part in kept_back(renamed, total, FEWEST)} == hidden


@given(parts=parts_of_a_total, rest=st.integers(0, 40))
def test_nothing_is_kept_back_where_no_count_is_small(parts: dict[str, int], rest: int) -> None:
    if all(n >= FEWEST for n in parts.values()) and not 0 < rest < FEWEST:
        assert kept_back(parts, sum(parts.values()) + rest, FEWEST) == set()
