"""Checking cases against their facts."""

from datetime import timedelta
from typing import Any

import pytest

from linli.cases import actions
from linli.cases.checks import verify
from linli.cases.clockwork import tick
from linli.cases.models import Case, Follower, NumberSeries, Statement
from linli.facts import chains
from linli.figures import recount
from tests.builders import AT, EAST_2, STREET, Town, closed, handled, report, reported_to
from tests.cases.test_import import CLOSED, OPEN


def clean() -> None:
    """Whatever was done, everything fits."""
    assert [str(fault) for fault in verify()] == []
    assert [str(fault) for fault in chains.verify()] == []
    assert [str(fault) for fault in recount.verify()] == []


def test_a_street_at_work_is_clean(town: Town) -> None:
    report(origin="a")
    report(grid=EAST_2, phone="13800138000", name="张三")
    handled(town)
    closed(town)
    for level in ("community", "street", "department"):
        reported_to(level, town)
    actions.import_cases([CLOSED, OPEN], at=AT)
    tick(AT + timedelta(days=30))
    clean()


def test_it_stays_clean_after_a_reporter_erased_everything(town: Town) -> None:
    case = report(phone="13800138000")
    actions.add(case=case, at=AT, words="门牌 3 号门口")
    follower = actions.follow(case=case, at=AT, idempotency="f1", words="我也看到了", phone="13900139000")
    actions.erase(case=case, at=AT)
    actions.unfollow(follower=follower, at=AT)
    assert not Statement.objects.exists()
    clean()


def test_erasing_twice_and_beside_a_colleague_at_work_does_no_harm(town: Town) -> None:
    case = report()
    stale = Case.objects.get(pk=case.pk)
    actions.start(case=case, by=town.grid_member, at=AT)
    actions.erase(case=stale, at=AT)
    actions.erase(case=stale, at=AT)
    clean()


@pytest.mark.parametrize(
    "spoilt",
    [
        {"status": "fixed"},
        {"handle_by": AT},
        {"cell": 1},
        {"followers": 3},
        {"version": 9},
        {"tick_at": None},
        {"proposal": "void"},
        {"consulting": True},
        {"reopened": 1},
        {"act_limits": {}},
    ],
)
def test_the_first_wrong_row_is_named(town: Town, spoilt: dict[str, Any]) -> None:
    report()
    case = report()
    Case.objects.filter(pk=case.pk).update(**spoilt)
    (fault,) = verify(STREET)
    assert case.number in str(fault)


def test_changed_words_and_a_forgotten_number_are_found(town: Town) -> None:
    case = report()
    Statement.objects.update(text="别的话")
    NumberSeries.objects.update(last=0)
    assert [case.number in str(fault) or "DG" in str(fault) for fault in verify()] == [True, True]


def test_joined_cases_count_their_followers_up_to_the_root(town: Town) -> None:
    root, middle, last = report(), report(), report()
    actions.follow(case=last, at=AT, idempotency="f1")
    follower = actions.follow(case=last, at=AT, idempotency="f2")
    last.refresh_from_db()
    actions.join(case=last, by=town.community_officer, at=AT, into=middle)
    middle.refresh_from_db()
    actions.join(case=middle, by=town.community_officer, at=AT, into=root)
    clean()
    actions.unfollow(follower=follower, at=AT)
    assert list(Case.objects.order_by("id").values_list("followers", flat=True)) == [3, 2, 1]
    assert Follower.objects.count() == 1
    clean()


def test_progress_is_told_and_another_street_left_out(town: Town) -> None:
    report()
    told: list[int] = []
    assert list(verify("411329002", told.append)) == []
    assert list(verify(progress=told.append)) == []
    assert told == [0, 1, 1]
