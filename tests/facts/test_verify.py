"""Checking the chains and closing days."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils.translation import override

from linli.facts import actions, chains, queries, rules
from linli.facts.actions import close_day, record
from linli.facts.models import DailyRoot, Fact
from linli.lib import digests

STREET, OTHER = "411329001", "411329002"
AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)

pytestmark = pytest.mark.django_db


def happen(subject: str, times: int = 1, street: str = STREET, at: datetime = AT) -> None:
    for n in range(times):
        record(street=street, subject=subject, kind="case.step", at=at, data={"n": n})


def wrong() -> list[str]:
    return [fault.where for fault in chains.verify()]


@pytest.fixture
def two_days() -> None:
    """Two subjects, two closed days, and facts after them."""
    happen("case:10", 3)
    happen("case:9", 2)
    close_day(STREET, MONDAY)
    happen("case:10", 2)
    happen("duty:1", 1)
    close_day(STREET, TUESDAY)
    happen("case:9", 1)
    happen("case:1", 2, street=OTHER)


@pytest.mark.usefixtures("two_days")
def test_an_honest_record_is_clean() -> None:
    assert chains.verify() == []
    assert chains.verify(OTHER) == []
    assert chains.verify("999999999") == []


@pytest.mark.usefixtures("two_days")
@pytest.mark.parametrize(
    ("tamper", "where"),
    [
        (lambda fact: fact.update(kind="case.other"), f"{STREET} case:10#2"),
        (lambda fact: fact.update(actor_id=1), f"{STREET} case:10#2"),
        (lambda fact: fact.update(at=AT + timedelta(microseconds=1)), f"{STREET} case:10#2"),
        (lambda fact: fact.update(data={"n": 2}), f"{STREET} case:10#2"),
        (lambda fact: fact.update(data={"n": 1, "text": "王家"}), f"{STREET} case:10#2"),
        (lambda fact: fact.update(digests={"words": "0"}), f"{STREET} case:10#2"),
        (lambda fact: fact.update(previous="0" * 64), f"{STREET} case:10#2"),
        (lambda fact: fact.update(hash="0" * 64), f"{STREET} case:10#2"),
        (lambda fact: fact.update(seq=77), f"{STREET} case:10#3"),
        (lambda fact: fact.delete(), f"{STREET} case:10#3"),
    ],
)
def test_the_first_wrong_fact_of_a_chain_is_named(tamper: Callable[..., object], where: str) -> None:
    tamper(Fact.objects.filter(street=STREET, subject="case:10", seq=2))
    named = [fault for fault in wrong() if "#" in fault]
    assert named == [where]


@pytest.mark.usefixtures("two_days")
def test_a_fact_rewritten_with_a_fitting_hash_breaks_the_next_one() -> None:
    fact = Fact.objects.get(street=STREET, subject="case:10", seq=2)
    forged = rules.link(
        previous=fact.previous,
        street=STREET,
        subject="case:10",
        seq=2,
        kind="case.step",
        actor_id=None,
        at=fact.at,
        data={"n": 99},
        digests={},
    )
    Fact.objects.filter(id=fact.id).update(data={"n": 99}, hash=forged)
    assert wrong() == [f"{STREET} case:10#3"]


@pytest.mark.usefixtures("two_days")
@pytest.mark.parametrize("subject", ["case:9", "duty:1"])
def test_what_was_cut_off_the_end_or_taken_whole_is_missed_by_the_days_root(subject: str) -> None:
    Fact.objects.filter(street=STREET, subject=subject, era__lt=2).delete()
    day = MONDAY if subject == "case:9" else TUESDAY
    assert f"{STREET} {day}" in wrong()


@pytest.mark.usefixtures("two_days")
def test_a_subject_slipped_into_a_closed_day_is_found() -> None:
    happen("case:500")
    Fact.objects.filter(subject="case:500").update(era=0)
    assert wrong() == [f"{STREET} {MONDAY}"]


@pytest.mark.usefixtures("two_days")
def test_a_fact_that_hides_from_the_roots_to_come_is_found() -> None:
    Fact.objects.filter(street=STREET, subject="case:9", seq=3).update(era=50)
    assert wrong() == [f"{STREET} case:9#3"]


@pytest.mark.usefixtures("two_days")
def test_a_street_whose_facts_are_all_gone_is_missed() -> None:
    Fact.objects.filter(street=STREET).delete()
    assert wrong() == [f"{STREET} {MONDAY}", f"{STREET} {TUESDAY}"]


@pytest.mark.usefixtures("two_days")
@pytest.mark.parametrize(
    ("change", "day"),
    [
        ({"root": "0" * 64}, MONDAY),
        ({"subjects": 3}, MONDAY),
        ({"day": date(2026, 11, 20)}, date(2026, 11, 20)),
        ({"previous": "0" * 64}, MONDAY),
    ],
)
def test_a_changed_root_is_named(change: dict[str, object], day: date) -> None:
    DailyRoot.objects.filter(street=STREET, number=1).update(**change)
    assert f"{STREET} {day}" in wrong()


@pytest.mark.usefixtures("two_days")
def test_a_root_taken_away_is_missed_by_the_next() -> None:
    DailyRoot.objects.filter(street=STREET, number=1).delete()
    assert wrong() == [f"{STREET} {TUESDAY}"]


@pytest.mark.usefixtures("two_days")
def test_a_row_that_cannot_be_read_is_named_not_stumbled_over() -> None:
    spoilt = "infinity" if connection.vendor == "postgresql" else "not a time"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE facts_fact SET at = %s WHERE subject = 'case:10' AND seq = 2", [spoilt])
    assert [fault for fault in wrong() if "#" in fault] == [f"{STREET} case:10#2"]


def test_one_fault_is_told_for_each_chain_and_progress_at_the_end() -> None:
    for n in range(3):
        happen(f"case:{n}", 4)
    Fact.objects.filter(subject__in=["case:0", "case:2"]).update(kind="case.other")
    told: list[int] = []
    found = [fault.where for fault in chains.verify(progress=told.append)]
    assert found == [f"{STREET} case:0#1", f"{STREET} case:2#1"]
    assert told == [12]


def test_a_fault_is_told_in_the_readers_language() -> None:
    happen("case:1")
    Fact.objects.update(kind="case.other")
    with override("zh-hans"):
        assert [str(fault) for fault in chains.verify()] == [f"{STREET} case:1#1: 内容与校验值不符。"]


def test_a_root_is_over_each_subject_of_the_day_and_its_last_hash() -> None:
    happen("case:2", 2)
    happen("case:10", 1)
    happen("z:1", 1)
    root = close_day(STREET, MONDAY)
    heads = [(fact.subject, fact.hash) for fact in Fact.objects.filter(subject__in=["case:10", "z:1"])]
    heads.append(("case:2", queries.history(STREET, "case:2")[-1].hash))
    header = digests.chain("", {"street": STREET, "number": 1, "day": MONDAY})
    assert (root.subjects, root.root) == (3, digests.root(heads, header))


def test_a_day_closes_once_in_order_and_may_be_empty() -> None:
    happen("case:1")
    first = close_day(STREET, MONDAY)
    assert close_day(STREET, MONDAY) == first
    quiet = close_day(STREET, WEDNESDAY)
    assert (quiet.number, quiet.subjects, quiet.previous) == (2, 0, first.root)
    with pytest.raises(ValueError, match="closed"):
        close_day(STREET, TUESDAY)
    assert chains.verify() == []


def test_a_fact_that_comes_late_belongs_to_the_next_day_closed() -> None:
    happen("case:1")
    close_day(STREET, TUESDAY)
    happen("case:1", at=AT - timedelta(days=400))
    happen("case:2", at=AT - timedelta(days=400))
    assert chains.verify() == []
    assert close_day(STREET, WEDNESDAY).subjects == 2
    assert chains.verify() == []


def test_every_night_closes_yesterday_where_anything_ever_happened() -> None:
    happen("case:1")
    happen("case:1", street=OTHER)
    close_day(OTHER, TUESDAY)
    just_after_midnight = datetime(2026, 11, 24, 16, 10, tzinfo=UTC)  # 25 November 00:10 in Xinye
    actions.close_yesterday({}, just_after_midnight)
    actions.close_yesterday({}, just_after_midnight)
    assert [(root.day, root.subjects) for root in queries.roots(STREET)] == [(TUESDAY, 1)]
    assert [root.day for root in queries.roots(OTHER)] == [TUESDAY]
