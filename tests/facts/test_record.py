"""Writing down what happened."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from linli.facts import chains, queries, rules
from linli.facts.actions import Happened, record, record_new
from linli.facts.models import Fact
from linli.lib.db import writing

STREET, OTHER = "411329001", "411329002"
AT = datetime(2026, 11, 24, 4, 5, 6, 789, tzinfo=UTC)


@pytest.mark.django_db
def test_facts_of_a_subject_form_one_chain() -> None:
    for kind in ("case.filed", "case.sent", "case.fixed"):
        record(street=STREET, subject="case:1", kind=kind, at=AT, actor_id=7)
    record(street=STREET, subject="case:2", kind="case.filed", at=AT)
    record(street=OTHER, subject="case:1", kind="case.filed", at=AT)
    facts = queries.history(STREET, "case:1")
    assert [(fact.seq, fact.kind) for fact in facts] == [
        (1, "case.filed"),
        (2, "case.sent"),
        (3, "case.fixed"),
    ]
    assert [fact.previous for fact in facts] == ["", facts[0].hash, facts[1].hash]
    assert Fact.objects.filter(seq=1, previous="").count() == 3


@pytest.mark.django_db
def test_a_fact_is_read_back_as_it_was_written() -> None:
    beijing = AT.astimezone(timezone(timedelta(hours=8)))
    data = {
        "level": "street",
        "n": -3,
        "open": True,
        "none": None,
        "due": beijing,
        "day": date(2026, 11, 24),
        "list": [1, {"a": "b"}],
    }
    digests = {"words": "a" * 64}
    written = record(
        street=STREET, subject="case:1", kind="case.filed", at=beijing, data=data, digests=digests
    )
    (fact,) = queries.history(STREET, "case:1")
    assert fact.at == AT
    assert (
        fact.data == {**data, "due": "2026-11-24T04:05:06.000789+00:00", "day": "2026-11-24"} == written.data
    )
    assert fact.digests == digests
    assert (fact.id, fact.hash) == (written.id, written.hash)


@pytest.mark.django_db
def test_a_first_fact_is_one_statement_and_a_later_one_two(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with writing():
        with django_assert_num_queries(1):
            record(street=STREET, subject="case:1", kind="case.filed", at=AT, first=True)
        with django_assert_num_queries(2):
            record(street=STREET, subject="case:1", kind="case.sent", at=AT)


@pytest.mark.django_db
def test_a_subject_wrongly_called_new_still_has_one_chain() -> None:
    for _ in range(3):
        record(street=STREET, subject="case:1", kind="case.filed", at=AT, first=True)
    assert [fact.seq for fact in queries.history(STREET, "case:1")] == [1, 2, 3]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        "垃圾在门口",
        "two words",
        "someone@example.org",
        "x" * 41,
        "13800138000",
        "+8613800138000",
        13_800_138_000,
        32.5288,
        float("nan"),
        2**63,
        b"bytes",
        {"a": ["nested", ["王"]]},
        {"姓名": 1},
        {1: 2},
        [[[[1]]]],
        list(range(201)),
        datetime(2026, 11, 24),  # noqa: DTZ001  naive on purpose
    ],
)
def test_anything_but_codes_and_numbers_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        record(street=STREET, subject="case:1", kind="case.filed", at=AT, data={"value": value})
    assert not Fact.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("street", "subject", "kind"),
    [
        ("", "case:1", "case.filed"),
        ("41132900", "case:1", "case.filed"),
        ("４１１３２９００１", "case:1", "case.filed"),
        (STREET, "", "case.filed"),
        (STREET, "case", "case.filed"),
        (STREET, "case:1 OR 1=1", "case.filed"),
        (STREET, "case:" + "1" * 36, "case.filed"),
        (STREET, "case:1", "filed"),
        (STREET, "case:1", "Case.Filed"),
        (STREET, "case:1", "case." + "x" * 56),
    ],
)
def test_malformed_names_are_refused(street: str, subject: str, kind: str) -> None:
    with pytest.raises(rules.NotPlain):
        record(street=street, subject=subject, kind=kind, at=AT)


@pytest.mark.django_db
def test_a_text_is_no_digest_and_a_naive_time_no_time() -> None:
    with pytest.raises(rules.NotPlain):
        record(street=STREET, subject="case:1", kind="case.filed", at=AT, digests={"words": "垃圾"})
    with pytest.raises(ValueError, match="aware"):
        record(street=STREET, subject="case:1", kind="case.filed", at=AT.replace(tzinfo=None))


@pytest.mark.django_db
def test_newest_facts_of_a_kind_come_first_and_only_of_the_period() -> None:
    for day in range(4):
        record(street=STREET, subject=f"case:{day}", kind="case.filed", at=AT + timedelta(days=day))
    found = queries.of_kind(
        STREET, "case.filed", start=AT + timedelta(days=1), end=AT + timedelta(days=3), limit=5
    )
    assert [fact.subject for fact in found] == ["case:2", "case:1"]


@pytest.mark.django_db
def test_an_import_records_many_in_few_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    kinds = ("case.imported", "case.closed")
    happened = [Happened(f"case:{n}", kind, AT, data={"n": n}) for n in range(600) for kind in kinds]
    with writing(), django_assert_num_queries(3):
        assert len(record_new(street=STREET, happened=happened)) == 1200
    record(street=STREET, subject="case:7", kind="case.reopened", at=AT)
    assert [(fact.seq, fact.kind) for fact in queries.history(STREET, "case:7")] == [
        (1, "case.imported"),
        (2, "case.closed"),
        (3, "case.reopened"),
    ]
    assert chains.verify() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "last", [Happened("case:1", "case.imported", AT), Happened("case:1", "free text", AT)]
)
def test_an_import_is_recorded_whole_or_not_at_all(last: Happened) -> None:
    record(street=STREET, subject="case:1", kind="case.filed", at=AT)
    happened = [*(Happened(f"case:{n}", "case.imported", AT) for n in range(2, 600)), last]
    with pytest.raises((IntegrityError, rules.NotPlain)):
        record_new(street=STREET, happened=happened)
    assert Fact.objects.count() == 1


@given(st.text(max_size=60))
def test_no_text_but_a_code_is_ever_plain(text: str) -> None:
    try:
        rules.plain({"value": text})
    except rules.NotPlain:
        return
    assert text.isascii()
    assert " " not in text
    assert "@" not in text
    assert len(text) <= rules.MAX_TEXT
