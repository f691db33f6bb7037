"""The indicators of the loop."""

from datetime import date, timedelta
from decimal import Decimal

from linli.cases import actions
from linli.cases.actions import Report
from linli.figures import queries
from linli.figures.indicators import Reading
from tests.builders import AT, EAST, EAST_1, SOUTH, SOUTH_1, STREET, Town, closed, handled, inside, report

DAY = date(2026, 11, 24)


def read(key: str, area: str = EAST) -> Reading:
    return queries.value(f"cases.{key}", street=STREET, area=area, start=DAY, end=DAY)


def test_closing_rates_count_what_is_due_and_leave_out_void_and_deferred(town: Town) -> None:
    closed(town)
    handled(town)
    late = report()
    actions.fix(case=late, by=town.grid_member, at=AT + timedelta(hours=5), result="已清运")
    actions.verify(case=late, by=town.community_officer, at=AT + timedelta(hours=5))
    void = report()
    actions.ask_void(case=void, by=town.grid_member, at=AT, reason="测试")
    actions.grant_void(case=void, by=town.community_officer, at=AT)
    deferred = report()
    actions.ask_deferral(
        case=deferred, by=town.grid_member, at=AT, reason="等车", until=AT + timedelta(days=3)
    )
    actions.grant_deferral(case=deferred, by=town.street_officer, at=AT)
    assert read("closing_rate") == Reading(Decimal("66.7"), 2, 3)
    assert read("on_time_closing_rate") == Reading(Decimal("33.3"), 1, 3)
    assert read("extension_rate") == Reading(Decimal("25.0"), 1, 4)
    assert read("closing_rate", STREET) == Reading(Decimal("66.7"), 2, 3)
    assert read("closing_rate", SOUTH).value is None


def test_waiting_for_a_check_is_on_time_when_the_handling_was(town: Town) -> None:
    case = handled(town)
    actions.verify(case=case, by=town.community_officer, at=AT + timedelta(days=2))
    assert read("on_time_closing_rate").value == 100


def test_a_danger_is_on_time_when_somebody_was_there_in_time(town: Town) -> None:
    case = report(category="05-01")
    actions.start(case=case, by=town.street_officer, at=AT + timedelta(minutes=20))
    actions.fix(case=case, by=town.street_officer, at=AT + timedelta(hours=8), result="已修好")
    actions.verify(case=case, by=town.leader, at=AT + timedelta(hours=9))
    assert read("on_time_closing_rate").value == 100


def test_found_and_fixed_is_counted_apart(town: Town) -> None:
    lon, lat = inside(EAST_1)
    found = Report(street=STREET, text="地上有烟头", idempotency="ff", category="01-02", lon=lon, lat=lat)
    actions.found_and_fixed(report=found, by=town.grid_member, at=AT, result="已捡走")
    assert read("found_and_fixed").value == 1
    assert read("closing_rate").value is None


def test_what_stands_beside_the_rates(town: Town) -> None:
    case = closed(town)
    actions.call_back(case=case, by=town.supervisor, at=AT, reached=True, solved=False, satisfaction=2)
    other = closed(town)
    actions.call_back(case=other, by=town.supervisor, at=AT, reached=True, solved=True, satisfaction=5)
    report(grid=SOUTH_1)
    assert read("reopened").value == 1
    assert read("call_back_confirmed").value == 1
    assert read("resolution_rate") == read("satisfaction_rate") == Reading(Decimal("50.0"), 1, 2)
    assert read("rework_rate") == Reading(Decimal("50.0"), 1, 2)
    assert read("overdue_open").value == 1, "the reopened one; its deadline was never reset"
    assert read("overdue_open", SOUTH).value == 1
    assert read("median_days") == Reading(Decimal("0.0"))
    assert read("filing_rate").value == 100
    assert read("response_rate") == Reading(Decimal("100.0"), 2, 2)
