"""Row ids, codes, case numbers."""

import multiprocessing
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.lib import ids

MOMENTS = st.integers(0, 2_177_000_000_000).map(lambda ms: ids.EPOCH + timedelta(milliseconds=ms))


@given(MOMENTS, MOMENTS)
def test_ids_sort_by_their_time_and_tell_it(a: datetime, b: datetime) -> None:
    first, second = ids.new_id(a), ids.new_id(b)
    assert 0 < first < 2**63
    assert abs(ids.id_time(first) - a) < timedelta(milliseconds=1)
    if b - a >= timedelta(milliseconds=1):
        assert first < second


def test_ids_of_one_moment_differ_even_when_time_goes_to_and_fro() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    made = [ids.new_id(now + timedelta(milliseconds=n % 3)) for n in range(30_000)]
    assert len(set(made)) == len(made)


def test_ids_by_the_clock_ascend_even_when_the_counter_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids._sequence, "count", 2**22 - 8)
    made = [ids.new_id() for _ in range(1000)]
    assert made == sorted(set(made))


def test_threads_never_share_an_id() -> None:
    made: list[int] = []
    threads = [
        threading.Thread(target=lambda: made.extend(ids.new_id() for _ in range(2000))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8000


def _ids_of_one_moment(count: int) -> list[int]:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    return [ids.new_id(now) for _ in range(count)]


def test_a_forked_process_counts_from_a_place_of_its_own() -> None:
    with multiprocessing.get_context("fork").Pool(1) as pool:
        theirs = pool.apply(_ids_of_one_moment, (1000,))
    assert not set(theirs) & set(_ids_of_one_moment(1000))


@pytest.mark.parametrize(
    "at",
    [datetime(2026, 1, 1), datetime(2023, 12, 31, tzinfo=UTC), datetime(2094, 1, 1, tzinfo=UTC)],  # noqa: DTZ001
)
def test_a_time_that_no_id_can_hold_is_refused(at: datetime) -> None:
    with pytest.raises(ValueError, match="an id"):
        ids.new_id(at)


def test_a_ballots_id_is_positive_and_tells_no_time() -> None:
    made = {ids.random_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(0 < one < 2**63 for one in made)
    assert len({one >> 55 for one in made}) > 100


def test_every_tracking_code_is_read_back_as_itself() -> None:
    for _ in range(500):
        code = ids.tracking_code()
        assert not set(code) & set("01IOLUS")
        assert ids.normalise_code(code) == code


@pytest.mark.parametrize(
    "typed",
    ["7k3-9qf", "7K39QF", " 7K3 9QF ", "７Ｋ３－９ＱＦ", "7k3—9qf", "7K3_9QF", "7k3 － 9qf", "7K3\u30009QF"],
)
def test_a_code_is_understood_as_people_type_it(typed: str) -> None:
    assert ids.normalise_code(typed) == "7K3-9QF"


def test_an_s_is_read_as_the_five_it_was() -> None:
    assert ids.normalise_code("sk3-9qf") == "5K3-9QF"


@pytest.mark.parametrize(
    "typed", ["", "7K3-9Q", "7K3-9QFF", "0K3-9QF", "七K三-9QF", "7K3-9Q\x00", "-" * 10_000]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert ids.normalise_code(typed) is None


@given(st.text())
def test_any_text_is_a_canonical_code_or_none(typed: str) -> None:
    code = ids.normalise_code(typed)
    assert code is None or ids.normalise_code(code) == code


def test_a_token_is_long_enough_and_safe_in_a_link() -> None:
    assert len(ids.token()) == 32
    assert ids.token() != ids.token()
    with pytest.raises(ValueError, match="guessed"):
        ids.token(8)


def test_a_case_number_reads_as_an_office_writes_it() -> None:
    assert ids.case_number("DG", "2611", 93) == "DG-2611-0093"
    assert ids.case_number("DG", "2612", 12_345) == "DG-2612-12345"


@pytest.mark.parametrize(
    ("prefix", "year_month", "serial"),
    [("", "2611", 1), ("dg", "2611", 1), ("DG", "2613", 1), ("DG", "2611", 0)],
)
def test_a_malformed_case_number_is_refused(prefix: str, year_month: str, serial: int) -> None:
    with pytest.raises(ValueError, match="case number"):
        ids.case_number(prefix, year_month, serial)
