"""Reporting."""

from linli.cases.models import Case
from tests.builders import EAST, EAST_1, Town, closed, handled, report, reported_to


def test_a_report_goes_to_the_grid_it_lies_in(town: Town) -> None:
    case = report()
    assert (case.status, case.level, case.grid, case.community) == ("received", "group", EAST_1, EAST)
    assert case.number == "DG-2611-0001"


def test_builders_bring_a_case_through_the_loop(town: Town) -> None:
    assert [reported_to(level, town).level for level in ("community", "street", "department")] == [
        "community", "street", "department"
    ]  # fmt: skip
    assert handled(town).status == "checking"
    assert closed(town).status == "fixed"
    assert Case.objects.count() == 5
