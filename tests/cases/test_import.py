"""Historic cases of another system."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from linli.cases import actions
from linli.cases.actions import ImportedCase, ImportedCount
from linli.cases.clockwork import tick
from linli.cases.models import Case, Statement
from linli.cases.refusals import Invalid
from linli.facts import queries as facts
from linli.facts.chains import verify
from linli.people.verdicts import Refused
from tests.builders import AT, EAST, EAST_1, SOUTH, STREET, Town, inside

THEN = datetime(2018, 4, 12, 15, tzinfo=UTC)
LON, LAT = inside(EAST_1)
CLOSED = ImportedCase(
    street=STREET, community=EAST, grid=EAST_1, key="b311:18-1", text="巷子里有垃圾", reported_at=THEN,
    category="01-02", lon=LON, lat=LAT, due_at=THEN + timedelta(days=7), closed_at=THEN + timedelta(days=4),
)  # fmt: skip
OPEN = replace(CLOSED, key="b311:18-2", closed_at=None)


def test_a_closed_case_has_two_facts_and_nothing_invented(town: Town) -> None:
    assert actions.import_cases([CLOSED], at=AT) == ImportedCount(1, 0)
    case = Case.objects.get()
    assert (case.status, case.handle_by, case.closed_at) == ("fixed", CLOSED.due_at, CLOSED.closed_at)
    assert not any((case.first_answer_at, case.handled_at, case.handled_by_id, case.act_by, case.tick_at))
    assert [(fact.kind, fact.at) for fact in facts.history(STREET, f"case:{case.pk}")] == [
        ("case.imported", CLOSED.reported_at),
        ("case.closed", CLOSED.closed_at),
    ]
    assert case.number == "DG-1804-0001"
    assert verify() == []


def test_an_open_case_enters_the_loop_where_it_lies(town: Town) -> None:
    actions.import_cases([OPEN], at=AT)
    case = Case.objects.get()
    assert (case.status, case.level, case.handle_by) == ("received", "group", OPEN.due_at)
    assert case.act_by is not None
    assert case.act_by > AT
    assert tick(AT + timedelta(minutes=1)) == 0, "nobody is urged for another system's past"
    actions.fix(case=case, by=town.grid_member, at=AT, result="已清运")
    assert Statement.objects.get(kind="report").by_reporter is False


def test_a_second_run_stores_nothing(town: Town) -> None:
    actions.import_cases([CLOSED], at=AT)
    assert actions.import_cases([CLOSED, OPEN, OPEN], at=AT) == ImportedCount(1, 2)
    assert not actions.import_case(OPEN, at=AT)
    assert Case.objects.count() == 2


def test_many_are_stored_in_few_statements(town: Town, django_assert_max_num_queries: object) -> None:
    rows = [replace(CLOSED, key=f"b311:{n}", community=(EAST, SOUTH)[n % 2], grid="") for n in range(400)]
    with django_assert_max_num_queries(40):  # type: ignore[operator]  # pytest-django's own type is private
        actions.import_cases(rows, at=AT)
    assert len(set(Case.objects.values_list("number", flat=True))) == 400


@pytest.mark.parametrize(
    "faulty",
    [
        replace(CLOSED, key=""),
        replace(CLOSED, key="k" * 65),
        replace(CLOSED, community="411329002001"),
        replace(CLOSED, grid=SOUTH + "001"),
        replace(CLOSED, category="77-01"),
        replace(CLOSED, lon=float("nan")),
        replace(CLOSED, lat=None),
        replace(CLOSED, closed_at=THEN - timedelta(1)),
        replace(CLOSED, reported_at=AT + timedelta(1), closed_at=None),
        replace(CLOSED, due_at=datetime(2018, 4, 12)),  # noqa: DTZ001  that is the fault
        replace(CLOSED, ended_as="handling"),
        replace(CLOSED, text="垃" * 2001),
    ],
)
def test_a_faulty_row_is_named_and_nothing_is_stored(town: Town, faulty: ImportedCase) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.import_cases([replace(CLOSED, key="good"), faulty], at=AT)
    assert list(refusal.value.errors) == [faulty.key]
    assert not Case.objects.exists()


def test_only_administrators_import(town: Town) -> None:
    actions.import_cases([CLOSED], at=AT, by=town.street_admin)
    with pytest.raises(Refused):
        actions.import_cases([OPEN], at=AT, by=town.community_officer)
