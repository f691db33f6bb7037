"""A step that is sent more than once under one key: twice, at once, late, and with the sender killed half-way."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases import actions, queries
from linli.cases.models import Case, StepKey
from linli.cases.refusals import Conflict
from linli.facts.models import Fact
from linli.people.verdicts import Refused
from linli.privacy import retention
from tests.builders import AT, Town, build_town, report
from tests.cases.test_at_once import at_once


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def note(case: Case, town: Town, key: str, words: str = "打过电话。") -> bool:
    """This will add a note under a key, as the grid member."""
    fresh = Case.objects.get(pk=case.pk)
    return actions.once(
        case=fresh,
        key=key,
        at=AT,
        take=lambda: actions.note(case=fresh, by=town.grid_member, at=AT, words=words),
    )


def notes(case: Case) -> list[str]:
    """This will list the notes of a case, oldest first."""
    entries = [entry for entry in queries.timeline(case) if entry.kind == "noted"]
    return [entry.words[0].text for entry in reversed(entries)]


def test_the_second_time_nothing_is_done(town: Town) -> None:
    case = report()
    assert note(case, town, "k") is True
    assert note(case, town, "k") is False
    assert notes(case) == ["打过电话。"]
    row = StepKey.objects.get()
    assert Fact.objects.get(pk=row.fact_id).kind == "case.noted"
    assert (row.case_id, row.street) == (case.pk, case.street)


def test_a_key_is_known_also_after_the_case_has_moved_on(town: Town) -> None:
    case = report()

    def fix() -> Fact:
        fresh = Case.objects.get(pk=case.pk)
        return actions.fix(case=fresh, by=town.grid_member, at=AT, result="清了。")

    assert actions.once(case=case, key="k", at=AT, take=fix) is True
    actions.verify(case=Case.objects.get(pk=case.pk), by=town.community_officer, at=AT)
    assert actions.once(case=case, key="k", at=AT, take=fix) is False
    assert Case.objects.get().status == "fixed"


def test_what_was_refused_leaves_no_key_and_may_be_tried_again(town: Town) -> None:
    case = report()

    def refused() -> Fact:
        return actions.verify(case=case, by=town.grid_member, at=AT)

    with pytest.raises(Refused):
        actions.once(case=case, key="k", at=AT, take=refused)
    assert StepKey.objects.count() == 0
    assert note(case, town, "k") is True


def test_who_is_killed_half_way_has_done_nothing_and_kept_no_key(town: Town) -> None:
    case = report()
    version = case.version

    def killed() -> Fact:
        actions.note(case=case, by=town.grid_member, at=AT, words="打过电话。")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.once(case=case, key="k", at=AT, take=killed)
    assert (StepKey.objects.count(), Case.objects.get().version, notes(case)) == (0, version, [])
    assert note(case, town, "k") is True


def test_keys_of_two_streets_are_two_keys(town: Town) -> None:
    one = report()
    other = report(street="411329002", grid="411329002001001")
    for case in (one, other):
        assert note(case, town, "same") if case is one else not queries.step_before(case.street, "same")


def test_keys_go_after_their_days_and_no_earlier(town: Town) -> None:
    case = report()
    note(case, town, "k")
    retention.sweep(AT + timedelta(days=29))
    assert queries.step_before(case.street, "k")
    retention.sweep(AT + timedelta(days=31))
    assert not queries.step_before(case.street, "k")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sends=st.lists(st.integers(0, 4), max_size=12))
def test_in_whatever_order_and_however_often_each_is_done_once(town: Town, sends: list[int]) -> None:
    case = report()
    done = [note(case, town, f"{case.pk}-{n}", f"第{n}句") for n in sends]
    first = list(dict.fromkeys(sends))
    assert notes(case) == [f"第{n}句" for n in first]
    assert done == [n not in sends[:place] for place, n in enumerate(sends)]


@pytest.mark.django_db(transaction=True)
def test_of_four_at_once_one_does_it_and_three_find_it_done() -> None:
    town = build_town()
    case = report()
    found: list[bool] = []
    assert at_once(*[lambda: found.append(note(case, town, "k"))] * 4) == ["done"] * 4
    assert sorted(found) == [False, False, False, True]
    assert notes(case) == ["打过电话。"]


@pytest.mark.django_db(transaction=True)
def test_a_colleague_at_the_same_moment_wins_or_loses_and_the_key_says_the_same() -> None:
    town = build_town()
    case = report()
    mine, theirs = (Case.objects.get(pk=case.pk) for _ in range(2))

    def fix() -> Fact:
        return actions.fix(case=mine, by=town.grid_member, at=AT, result="清了。")

    ended = at_once(
        lambda: actions.once(case=mine, key="k", at=AT, take=fix),
        lambda: actions.escalate(case=theirs, by=town.community_officer, at=AT, reason="收回"),
    )
    assert sorted(ended) in (["Conflict", "done"], ["Refused", "done"])
    after = Case.objects.get()
    assert (after.status == "checking") is queries.step_before(case.street, "k")


def test_two_keys_of_one_page_conflict_like_two_people(town: Town) -> None:
    case = report()
    seen = case.version

    def fix(words: str) -> Fact:
        fresh = Case.objects.get(pk=case.pk)
        return actions.fix(case=fresh, by=town.grid_member, at=AT, result=words, seen=seen)

    assert actions.once(case=case, key="one", at=AT, take=lambda: fix("清了。"))
    with pytest.raises((Conflict, Refused)):
        actions.once(case=case, key="two", at=AT, take=lambda: fix("又清了。"))
    assert not queries.step_before(case.street, "two")
