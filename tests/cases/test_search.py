"""Searching: what is found equals a plain scan of what one may see, on both databases, before and after the worker."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases import actions, queries
from linli.cases.models import Case, Statement
from linli.cases.policies import may_see
from linli.cases.queries import Filter
from linli.cases.search import checks, filling, finding, index
from linli.cases.search.rules import fold, holds, read, sign, tokens, wanted
from linli.people.rows import Viewer
from tests.builders import AT, EAST_2, ELSEWHERE_1, OTHER_STREET, SOUTH_1, STREET, Town, report

CHARACTERS = "垃圾路口燈〇々AaBbé１2３ßİﬁ　 ，。「」-_·!?%'\"*():&|\\\0\u200b\u0301\U0001f5d1\U00020021\ue000"
TEXTS = st.text("垃圾路aA1 ，", max_size=10) | st.text(CHARACTERS, max_size=12) | st.text(max_size=6)


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert all(word.isalnum() for word in fold(text).split())


@given(TEXTS, TEXTS)
def test_what_holds_a_word_has_the_tokens_it_wants(text: str, typed: str) -> None:
    folded = fold(text)
    for word in fold(typed).split():
        held = tokens(folded)
        has = all(
            any(token.startswith(each.token) for token in held) if each.begins else each.token in held
            for each in wanted(word)
        )
        assert has or not holds(folded, word)
        for part in read(word):
            if part.words == (word,) and part.exact:
                assert has == holds(folded, word)


@given(st.integers(0, 999_999_999), st.integers(0, 999_999_999))
def test_no_two_streets_have_one_sign(one: int, other: int) -> None:
    signs = [sign(f"{code:09}") for code in (one, other)]
    assert (signs[0] == signs[1]) == (one == other)
    assert all(len(each) == 2 for each in signs)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("垃圾", "路口有一堆垃圾"),
        ("圾", "路口有一堆垃圾，没人清"),
        ("ｇａｒｂ", "Garbage at the corner"),
        ("ａ３區", "A3區 路口"),
        ("一堆垃圾", "路口有一堆垃圾"),
        ("路口，垃圾", "「垃圾」在路口"),
        ("没人 一堆", "路口有一堆垃圾，没人清"),
        ("13号", "解放街13号门前"),
    ],
)
def test_width_case_and_punctuation_make_no_difference(town: Town, typed: str, text: str) -> None:
    case = report(text=text)
    assert found(town.street_officer, typed) == [case.pk]
    filling.fill()
    assert found(town.street_officer, typed) == [case.pk]


@pytest.mark.parametrize(
    "typed", ["arbage", "垃路", "口有圾", "3号门", "corner garb", "？！", "\U0001f5d1", "\0"]
)
def test_what_is_not_said_so_is_not_found(town: Town, typed: str) -> None:
    report(text="Garbage 路口有一堆垃圾，解放街13号门前；口有，一堆好")
    for _twice in range(2):
        assert found(town.street_officer, typed) == []
        filling.fill()


def found(viewer: Viewer, typed: str, **asked: Any) -> list[int]:
    return [row.pk for row in queries.listing(viewer, Filter(search=typed, **asked), AT).rows]


def scan(viewer: Viewer, typed: str) -> list[int]:
    """Every case the person may see, read word by word, the newest first."""
    asked = finding.understood(typed, finding.searched_streets(viewer))
    cases = Case.objects.order_by("-reported_at", "-pk")
    seen = [row.pk for row in cases if may_see(viewer, row)]
    held = set(finding.scanned(cases, asked, seen))
    return [pk for pk in seen if pk in held]


GRIDS = [EAST_2, SOUTH_1, ELSEWHERE_1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(
    said=st.lists(st.tuples(st.sampled_from(GRIDS), TEXTS.filter(lambda text: bool(fold(text)))), max_size=6),
    typed=st.lists(
        TEXTS | st.sampled_from(["东关", "第1网格", "宣传栏", "DG-2611", "A"]), min_size=1, max_size=6
    ),
    indexed=st.integers(0, 6),
    more=TEXTS,
    days=st.lists(st.integers(0, 3), min_size=6, max_size=6),
    many=st.sampled_from([0, 10_000]),
    most=st.sampled_from([2, 1000]),
    given_to=st.integers(0, 6),
)
def test_what_is_found_equals_a_plain_scan(
    town: Town, said: Sequence[tuple[str, str]], typed: Sequence[str], indexed: int, more: str, days: Sequence[int],
    many: int, most: int, given_to: int,
) -> None:  # fmt: skip
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "MANY", many)
        patch.setattr(finding, "MOST", most)
        for number, (grid, text) in enumerate(said):
            street = OTHER_STREET if grid == ELSEWHERE_1 else STREET
            case = report(grid=grid, text=text, street=street, at=AT - timedelta(days=days[number]))
            if number == given_to:
                Case.objects.filter(pk=case.pk).update(assignee_id=town.stranger.person_id)
            if fold(more):
                actions.add(case=case, at=AT, words=more)
            if number == indexed:
                filling.fill()
        for viewer in (town.street_officer, town.sibling_officer, town.county_admin, town.stranger):
            for each in [*typed, *(text[1:4] for _grid, text in said), more]:
                if each.strip():
                    right = scan(viewer, each)
                    page = queries.listing(viewer, Filter(search=each), AT)
                    assert [row.pk for row in page.rows] == right[:most], each
                    assert page.more == (len(right) > most)
        filling.fill()
        assert list(checks.verify()) == []
        transaction.set_rollback(True)


def test_streets_are_kept_apart(town: Town) -> None:
    here, there = report(text="断头路垃圾"), report(text="断头路垃圾", grid=ELSEWHERE_1, street=OTHER_STREET)
    for _twice in range(2):
        assert found(town.street_officer, "断头路") == [here.pk]
        assert found(town.stranger, "断头路") == [there.pk]
        assert found(town.county_admin, "断头") == [there.pk, here.pk]
        filling.fill()
    streets = {token[:2] for _pk, token in index.held()}
    assert streets == {sign(STREET), sign(OTHER_STREET)}


def test_what_was_just_typed_is_found_without_the_worker_and_once_after_it(town: Town) -> None:
    case = report(text="井盖坏了")
    actions.answer(case=case, by=town.grid_member, at=AT, words="明天换井盖")
    assert found(town.street_officer, "井盖") == [case.pk]
    assert filling.fill() == 2
    assert filling.fill() == 0
    assert found(town.street_officer, "换井盖") == [case.pk]
    assert found(town.street_officer, "坏了 明天") == [case.pk]


def test_a_place_a_board_a_number_and_a_code_are_found(town: Town) -> None:
    east = report(text="树枝断了", spot_token=town.spot.token)
    south = report(text="树枝断了", grid=SOUTH_1)
    filling.fill()
    for typed in (
        "东关",
        "dongguan",
        "东关 树枝",
        "树枝 东关社区",
        east.number,
        east.number.lower(),
        east.number[:7],
    ):
        assert found(town.street_officer, typed) == [east.pk], typed
    for typed in (
        "宣传栏",
        east.tracking,
        east.tracking.replace("-", "").lower(),
        east.tracking.replace("-", " "),
    ):
        assert found(town.street_officer, typed) == [east.pk], typed
    assert found(town.street_officer, "东关 南关") == []
    assert found(town.street_officer, SOUTH_1) == [south.pk]


def test_newest_come_first_and_filters_hold(town: Town) -> None:
    cases = [report(text=f"第{n}处垃圾", grid=grid) for n, grid in enumerate([EAST_2, SOUTH_1, EAST_2])]
    filling.fill()
    cases.append(report(text="又一处垃圾"))
    assert found(town.street_officer, "垃圾") == [case.pk for case in reversed(cases)]
    assert found(town.street_officer, "垃圾", community=SOUTH_1[:12]) == [cases[1].pk]
    assert found(town.sibling_officer, "垃圾") == [cases[1].pk]


def test_a_case_in_ones_hands_is_found_whatever_its_street(town: Town) -> None:
    case = report(text="断头路垃圾")
    Case.objects.filter(pk=case.pk).update(assignee_id=town.stranger.person_id)
    for _twice in range(2):
        assert found(town.stranger, "断头路") == [case.pk]
        assert found(town.stranger, case.number) == [case.pk]
        filling.fill()


@pytest.mark.parametrize("many", [1, 10_000])
def test_what_was_reported_last_comes_first_though_it_arrived_first(
    town: Town, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(finding, "MOST", 2)
    monkeypatch.setattr(finding, "MANY", many)
    cases = [report(text="垃圾成堆", at=AT - timedelta(days=day)) for day in (0, 3, 1, 2, 9)]
    filling.fill()
    for typed in ("垃圾", "垃圾成堆", "圾"):
        page = queries.listing(town.street_officer, Filter(search=typed), AT)
        assert [row.pk for row in page.rows] == [cases[0].pk, cases[2].pk], typed
        assert page.more


def test_counting_stops_and_says_so(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 3)
    monkeypatch.setattr(finding, "TAIL", 2)
    cases = [report(text="垃圾成堆") for _n in range(5)]
    page = queries.listing(town.street_officer, Filter(search="垃圾"), AT)
    assert (page.total, page.more, page.behind) == (2, False, True)
    filling.fill()
    for typed in ("垃圾", "垃圾成堆", "圾"):
        page = queries.listing(town.street_officer, Filter(search=typed), AT)
        assert (page.total, page.more, page.behind) == (3, True, False)
        assert [row.pk for row in page.rows] == [case.pk for case in cases[:1:-1]]


def test_erased_words_are_found_no_more_and_nothing_of_them_is_left(town: Town) -> None:
    case = report(text="李家门口 garbage 堆积")
    actions.answer(case=case, by=town.grid_member, at=AT, words="门口已看过")
    follower = actions.follow(case=case, at=AT, idempotency="f", words="我家也臭")
    filling.fill()
    case = Case.objects.get(pk=case.pk)
    actions.erase(case=case, at=AT)
    assert found(town.street_officer, "李家") == found(town.street_officer, "garbage") == []
    assert found(town.street_officer, "门口") == found(town.street_officer, "家也臭") == [case.pk]
    actions.unfollow(follower=follower, at=AT)
    assert found(town.street_officer, "家也臭") == []
    left = {token[2:] for _pk, token in index.held()}
    assert left == tokens(fold("门口已看过"))
    assert list(checks.verify()) == []


def test_words_erased_before_the_worker_came_never_enter(town: Town) -> None:
    case = report(text="王家门口堆积")
    actions.erase(case=case, at=AT)
    assert filling.fill() == 0
    assert list(index.held()) == []


def test_a_word_too_many_and_one_too_few_are_told(town: Town) -> None:
    case, other = report(text="垃圾"), report(text="垃圾")
    filling.fill()
    index.put([index.Entry(case.pk, STREET, {"王家"})])
    Statement.objects.filter(case=other).update(text="垃圾桶")
    assert [fault.where.split()[1] for fault in checks.verify()] == [case.number, other.number]
    index.put([index.Entry(7, STREET, {"王家"})])
    assert len(list(checks.verify())) == 3
    filling.begin_anew()
    filling.fill()
    assert list(checks.verify()) == list(checks.verify(STREET)) == []
    assert found(town.street_officer, "垃圾桶") == [other.pk]


def test_tokens_of_another_scheme_are_made_anew(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    case = report(text="垃圾")
    filling.work({}, AT)
    index.put([index.Entry(case.pk, STREET, {"王家"})])
    filling.work({}, AT)
    assert len(list(checks.verify())) == 1
    monkeypatch.setattr(filling, "SCHEME", "0 of an older Python")
    filling.work({}, AT)
    assert list(checks.verify()) == []
    assert found(town.street_officer, "垃圾") == [case.pk]


def test_a_case_with_more_words_than_the_index_takes_is_read(town: Town) -> None:
    case, other = report(text="垃圾"), report(text="垃圾")
    for n in range(70):
        text = "".join(chr(0x4E00 + (n * 997 + k * 7919 + k * k * n) % 20_900) for k in range(2000))
        actions.add(case=case, at=AT, words=text)
    filling.fill()
    assert filling.fill() == 0
    assert set(found(town.street_officer, "垃圾")) == {case.pk, other.pk}
    assert found(town.street_officer, text[100:110]) == [case.pk]
    if connection.vendor == "postgresql":
        assert Statement.objects.filter(unindexed=False).exists()
    assert list(checks.verify()) == []
