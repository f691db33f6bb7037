"""Asking for something to be done later, and what is due when."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from linli.facts import actions, deliveries, queries, rules, worker
from linli.facts.actions import deliver
from linli.facts.models import Delivery
from linli.facts.worker import run_due
from linli.lib.db import writing

STREET = "411329001"
AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WHOM = "王小明 13800138000"

pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> Iterator[list[Any]]:
    """What the handler `note` was called with; its payload may say how it fails."""
    calls: list[Any] = []

    def note(payload: dict[str, Any], at: datetime) -> None:
        calls.append(payload.get("n", at))
        if payload.get("fail"):
            raise SpoiltError(WHOM)

    deliveries.register("note", note)
    yield calls
    del deliveries._handlers["note"]


@pytest.fixture
def hands() -> Iterator[dict[str, deliveries.Handler]]:
    """The handlers themselves, to be set by the test."""
    before = dict(deliveries._handlers)
    yield deliveries._handlers
    deliveries._handlers.clear()
    deliveries._handlers.update(before)


class SpoiltError(Exception):
    smtp_code = 550


def ask(key: str = "a", after: timedelta = timedelta(0), **more: Any) -> None:
    deliver(street=STREET, handler="note", key=key, due_at=AT + after, **more)


def test_what_is_due_is_done_in_order_and_then_gone(done: list[Any]) -> None:
    for n, minutes in enumerate((3, 1, 2, 60)):
        ask(str(n), minutes * MINUTE, payload={"n": n})
    assert run_due(AT + 5 * MINUTE) == 3
    assert done == [1, 2, 0]
    assert [delivery.key for delivery in queries.waiting(STREET)] == ["3"]
    assert run_due(AT + 5 * MINUTE) == 0


def test_asking_twice_tells_once_at_the_earlier_time_with_the_newer_payload(done: list[Any]) -> None:
    ask(after=2 * MINUTE, payload={"n": 1})
    ask(after=1 * MINUTE, payload={"n": 2})
    ask(after=9 * MINUTE, payload={"n": 3})
    assert queries.waiting()[0].due_at == AT + MINUTE
    assert run_due(AT + MINUTE) == 1
    assert done == [3]


def test_asking_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with writing(), django_assert_num_queries(1):
        ask()


@pytest.mark.parametrize("payload", [{"text": "垃圾在门口"}, {"phone": "13800138000"}, {"x": 0.5}])
def test_a_payload_holds_codes_and_numbers_only(payload: dict[str, Any]) -> None:
    with pytest.raises(rules.NotPlain):
        ask(payload=payload)


def test_names_too_long_to_keep_are_refused() -> None:
    with pytest.raises(ValueError, match="characters"):
        ask("k" * 121)
    with pytest.raises(ValueError, match="characters"):
        deliveries.register("h" * 61, lambda _payload, _at: None)


def test_two_functions_cannot_share_a_name(done: list[Any]) -> None:
    with pytest.raises(ValueError, match="note"):
        deliveries.register("note", lambda _payload, _at: None)


def test_a_failure_waits_longer_each_time_and_is_kept_without_its_words(
    done: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    ask(payload={"fail": True, "n": 0})
    at = AT
    waits = []
    for _ in range(5):
        assert run_due(at) == 1
        (row,) = queries.waiting()
        waits.append((row.due_at - at).total_seconds())
        at = row.due_at
    assert [
        round(wait / 1.25) <= limit <= round(wait)
        for wait, limit in zip(waits, (15, 30, 60, 120, 240), strict=True)
    ]
    assert row.attempts == 5
    assert row.last_error == "SpoiltError 550"
    assert [stuck.id for stuck in queries.failing(STREET)] == [row.id]
    assert WHOM not in caplog.text


def test_a_failure_holds_up_nobody_else(done: list[Any]) -> None:
    ask("bad", payload={"fail": True, "n": 1})
    ask("good", MINUTE, payload={"n": 2})
    run_due(AT + MINUTE)
    assert done == [1, 2]
    assert [row.key for row in queries.waiting()] == ["bad"]


def test_what_fails_and_is_asked_again_keeps_waiting(done: list[Any]) -> None:
    ask(payload={"fail": True, "n": 1})
    run_due(AT)
    waits_until = queries.waiting()[0].due_at
    ask(payload={"n": 2})
    assert queries.waiting()[0].due_at == waits_until
    assert run_due(waits_until) == 1
    assert done == [1, 2]
    assert not queries.waiting()


def test_a_handler_nobody_registered_is_kept_until_somebody_does(hands: dict[str, Any]) -> None:
    deliver(street=STREET, handler="from.tomorrow", key="a", due_at=AT)
    run_due(AT)
    (row,) = queries.waiting()
    assert row.last_error == "UnknownHandler"
    told: list[int] = []
    hands["from.tomorrow"] = lambda _payload, _at: told.append(1)
    run_due(row.due_at)
    assert told == [1]


def test_nobody_else_takes_it_within_the_lease_and_somebody_does_after(hands: dict[str, Any]) -> None:
    taken: list[int] = []

    def slow(payload: dict[str, Any], at: datetime) -> None:
        if not taken:
            taken.append(run_due(at + timedelta(seconds=59)))
            taken.append(run_due(at + timedelta(seconds=61)))

    hands["note"] = slow
    ask()
    assert run_due(AT) == 1
    assert taken == [0, 1]
    assert not queries.waiting()


def test_a_handler_that_renews_keeps_it(hands: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = SimpleNamespace(now=0.0)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: seconds.now))
    others: list[int] = []

    def long(payload: dict[str, Any], at: datetime) -> None:
        for _ in range(3):
            seconds.now += 50
            deliveries.renew()
        others.append(run_due(at + timedelta(seconds=205)))

    hands["note"] = long
    ask()
    assert run_due(AT) == 1
    assert others == [0]
    assert not queries.waiting()


def test_a_handler_that_lost_it_is_told_and_leaves_it_to_the_other(
    hands: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[str] = []

    def late(payload: dict[str, Any], at: datetime) -> None:
        calls.append("began")
        if len(calls) == 1:
            run_due(at + 2 * MINUTE)
        deliveries.renew()
        calls.append("finished")

    hands["note"] = late
    ask()
    run_due(AT)
    assert calls == ["began", "began", "finished"]
    assert "taken over" in caplog.text
    assert not queries.waiting()


def test_renewing_outside_a_worker_does_nothing() -> None:
    deliveries.renew()


def test_asked_again_while_it_is_being_done_it_is_done_once_more(hands: dict[str, Any]) -> None:
    seen: list[int] = []

    def read(payload: dict[str, Any], at: datetime) -> None:
        seen.append(payload["n"])
        if payload["n"] == 1:
            ask(payload={"n": 2})

    hands["note"] = read
    ask(payload={"n": 1})
    assert run_due(AT) == 2
    assert seen == [1, 2]
    assert not queries.waiting()


def test_periodic_work_keeps_its_rhythm_and_leaves_out_what_was_slept_through(done: list[Any]) -> None:
    ask(every=600)
    assert run_due(AT + timedelta(seconds=7)) == 1
    assert queries.waiting()[0].due_at == AT + 10 * MINUTE
    assert run_due(AT + timedelta(days=3, seconds=5)) == 1
    assert queries.waiting()[0].due_at == AT + timedelta(days=3) + 10 * MINUTE
    assert len(done) == 2


def test_periodic_work_that_failed_returns_to_its_rhythm(done: list[Any], hands: dict[str, Any]) -> None:
    ask(every=600, payload={"fail": True})
    late = AT + timedelta(seconds=595)
    run_due(late)
    assert queries.waiting()[0].due_at == AT + 10 * MINUTE  # not later than its next time
    hands["note"] = lambda _payload, _at: None
    run_due(AT + 10 * MINUTE)
    (row,) = queries.waiting()
    assert (row.due_at, row.attempts, row.last_error) == (AT + 20 * MINUTE, 0, "")


def test_every_worker_keeps_the_registered_rhythms_and_an_overdue_one_stays_due() -> None:
    actions.keep_rhythms(at=AT)
    (night,) = (row for row in queries.waiting("") if row.handler == "facts.close_yesterday")
    assert night.due_at == datetime(2026, 11, 24, 16, 10, tzinfo=UTC)
    actions.keep_rhythms(at=AT + timedelta(days=2))
    night.refresh_from_db()
    assert night.due_at == datetime(2026, 11, 24, 16, 10, tzinfo=UTC)
    assert run_due(AT + timedelta(days=2)) >= 1
    night.refresh_from_db()
    assert night.due_at == datetime(2026, 11, 26, 16, 10, tzinfo=UTC)


def test_no_more_is_taken_up_once_it_must_stop_or_the_limit_is_reached(done: list[Any]) -> None:
    for n in range(5):
        ask(str(n), payload={"n": n})
    assert run_due(AT, limit=2) == 2
    stop = threading.Event()
    stop.set()
    assert run_due(AT, stop=stop) == 0
    assert Delivery.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_worker_outlives_a_database_that_goes_away(
    hands: dict[str, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop = threading.Event()
    hands["note"] = lambda _payload, _at: stop.set()
    ask()
    due, failures = worker._due, [OperationalError("gone"), ValueError("a bug of ours")]

    def shaky(at: datetime, limit: int) -> list[Delivery]:
        if failures:
            raise failures.pop()
        return due(at, limit)

    monkeypatch.setattr(worker, "_due", shaky)
    thread = threading.Thread(
        target=worker.run_forever, args=(stop,), kwargs={"clock": lambda: AT, "pause": 0.01}
    )
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    assert stop.is_set()
    assert "OperationalError" in caplog.text
    assert not queries.waiting(STREET)


@given(st.integers(0, 100), st.floats(0, 1))
def test_a_wait_grows_and_ends_at_six_hours(attempts: int, chance: float) -> None:
    wait = rules.retry_after(attempts, chance)
    assert rules.FIRST_RETRY <= wait <= rules.LAST_RETRY * 1.25
    assert rules.retry_after(attempts, chance) <= rules.retry_after(attempts + 1, chance)


@given(
    st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001
    st.integers(1, 10**6),
)
def test_a_rhythm_comes_next_within_one_step_and_never_drifts(at: datetime, every: int) -> None:
    following = rules.next_planned(AT, every, at)
    assert at < following <= at + timedelta(seconds=every)
    assert (following - AT) % timedelta(seconds=every) == timedelta(0)
