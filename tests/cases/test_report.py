"""Reporting."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases import actions, queries
from linli.cases.actions import Report
from linli.cases.actions.reporting import title_of
from linli.cases.codes import is_followers
from linli.cases.models import Case, Category, Follower, Source
from linli.cases.refusals import Invalid
from linli.facts import queries as facts
from linli.people.verdicts import Refused
from linli.places import memory
from linli.places.models import Setting
from linli.places.rules import OutsideCounty
from tests.builders import AT, EAST, EAST_1, STREET, Town, closed, handled, inside, report, reported_to


def test_a_report_goes_to_the_grid_it_lies_in(town: Town) -> None:
    case = report()
    assert (case.status, case.level, case.grid, case.community) == ("received", "group", EAST_1, EAST)
    assert case.number == "DG-2611-0001"
    assert [fact.kind for fact in facts.history(STREET, f"case:{case.pk}")] == ["case.reported", "case.filed"]


def test_builders_bring_a_case_through_the_loop(town: Town) -> None:
    assert [reported_to(level, town).level for level in ("community", "street", "department")] == [
        "community", "street", "department"
    ]  # fmt: skip
    assert handled(town).status == "checking"
    assert closed(town).status == "fixed"
    assert Case.objects.count() == 5


def test_a_report_is_nine_statements(town: Town) -> None:
    report()
    with CaptureQueriesContext(connection) as queried:
        report()
    asked = [query["sql"] for query in queried.captured_queries]
    assert len([sql for sql in asked if "SAVEPOINT" not in sql]) <= 9, asked


def test_sent_twice_it_is_stored_once(town: Town) -> None:
    first = report(idempotency="same", phone="13800138000")
    assert report(idempotency="same", text="又点了一次").pk == first.pk
    assert Case.objects.count() == 1


def test_a_danger_goes_to_the_street_at_once_and_is_never_held(town: Town) -> None:
    for _n in range(25):
        case = report(category="05-01", origin="carrier")
    assert (case.status, case.level) == ("received", "street")
    assert case.handle_by == AT + timedelta(minutes=30)


def test_hazardous_waste_goes_to_the_street_and_never_to_a_community(town: Town) -> None:
    case = report(category="01-03", item="hazardous")
    assert case.level == "street"
    with pytest.raises(Refused):
        actions.send_back(case=case, by=town.street_officer, at=AT, reason="社区可以办")
    with pytest.raises(Invalid):
        actions.dispatch(case=case, by=town.street_officer, at=AT, assignee_id=town.grid_member.person_id)
    actions.dispatch(case=case, by=town.street_officer, at=AT, assignee_id=town.leader.person_id)


def test_over_the_rate_it_is_held_not_refused(town: Town) -> None:
    for _n in range(21):
        case = report(origin="carrier")
    assert (case.status, case.filed_at, case.handle_by) == ("held", None, None)
    actions.accept(case=case, by=town.community_officer, at=AT + timedelta(hours=1))
    assert case.status == "received"
    assert case.handle_by == AT + timedelta(hours=5)


def test_a_flood_from_one_place_collapses_into_one_case(town: Town) -> None:
    Setting.objects.filter(key="cases.flood_count").delete()
    memory.move(STREET, "settings")
    cases = [report(at=AT + timedelta(minutes=n)) for n in range(7)]
    first = Case.objects.get(pk=cases[0].pk)
    assert [case.status for case in cases] == ["received"] * 5 + ["duplicate"] * 2
    assert first.followers == 2
    assert cases[6].joined_to_id == first.pk


def test_what_a_colleague_enters_is_never_a_residents_own(town: Town) -> None:
    case = report(by=town.community_officer)
    assert case.source == Source.ON_BEHALF
    actions.fix(case=case, by=town.community_officer, at=AT, result="已清运")
    with pytest.raises(Refused):
        actions.confirm(case=case, at=AT)


def test_found_and_fixed_is_closed_unverified_in_one_action(town: Town) -> None:
    lon, lat = inside(EAST_1)
    found = Report(street=STREET, text="烟头", idempotency="f", category="01-02", lon=lon, lat=lat)
    case = actions.found_and_fixed(report=found, by=town.grid_member, at=AT, result="已捡")
    again = actions.found_and_fixed(report=found, by=town.grid_member, at=AT, result="已捡")
    assert (case.status, case.source, again.pk) == ("fixed_unverified", "find", case.pk)
    danger = replace(found, idempotency="g", category="05-01")
    with pytest.raises(Refused):
        actions.found_and_fixed(report=danger, by=town.grid_member, at=AT, result="已填")


@pytest.mark.parametrize(
    "fault",
    [
        {"text": ""},
        {"text": "垃" * 100_000},
        {"text": "\u200b \n"},
        {"idempotency": ""},
        {"idempotency": "k" * 65},
        {"idempotency": "a\0b"},
        {"category": "77-01"},
        {"category": "01-02' OR 1=1"},
        {"street": "999999999"},
        {"street": "411329001'--"},
        {"community": "411329002001"},
        {"community": "\0"},
        {"community": EAST_1},
        {"spot_token": "nobody-has-this"},
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_kept(town: Town, fault: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        report(**fault)
    assert refusal.value.errors
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "position", [(float("nan"), 32.5), (112.36, float("inf")), (32.53, 112.36), (2.35, 48.85)]
)
def test_a_position_elsewhere_is_refused(town: Town, position: tuple[float, float]) -> None:
    with pytest.raises(OutsideCounty):
        report(lon=position[0], lat=position[1])


def test_a_retired_category_takes_no_new_reports(town: Town) -> None:
    actions.retire_category(street="411329", code="01-02", by=town.county_admin, at=AT)
    with pytest.raises(Invalid):
        report()
    assert report(category="").category == "99-01"
    with pytest.raises(Refused):
        actions.retire_category(street="411329", code="99-01", by=town.county_admin, at=AT)


def test_new_limits_never_change_filed_cases(town: Town) -> None:
    case = report()
    actions.set_category(
        street=STREET, code="01-02", by=town.street_admin, at=AT, name={"zh-hans": "积存垃圾"}, clock="daily",
        items=[{"key": "waste", "name": {"zh-hans": "垃圾"}, "limit": "1h"}],
    )  # fmt: skip
    later = report()
    case.refresh_from_db()
    assert (case.handle_by, later.handle_by) == (AT + timedelta(hours=4), AT + timedelta(hours=1))
    assert Category.objects.filter(street=STREET).count() == 1


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"code": "1-2"}, "code"),
        ({"name": {"en": "x"}}, "name"),
        ({"clock": "moon"}, "clock"),
        ({"items": []}, "items"),
        ({"items": [{"key": "a", "limit": "soon"}]}, "items"),
        ({"act_limits": {"group": "0h"}}, "act_limits"),
    ],
)
def test_a_faulty_category_is_refused_by_field(town: Town, fault: dict[str, Any], field: str) -> None:
    good: dict[str, Any] = {
        "street": STREET, "code": "09-01", "by": town.street_admin, "at": AT, "name": {"zh-hans": "其他"},
        "clock": "office", "items": [{"key": "a", "name": {}, "limit": "1wd"}],
    }  # fmt: skip
    with pytest.raises(Invalid) as refusal:
        actions.set_category(**{**good, **fault})
    assert list(refusal.value.errors) == [field]
    with pytest.raises(Refused):
        actions.set_category(**{**good, "by": town.street_officer})


def test_codes_of_cases_and_followers_never_meet(town: Town) -> None:
    case = report()
    follower = actions.follow(case=case, at=AT, idempotency="f")
    assert actions.follow(case=case, at=AT, idempotency="f").pk == follower.pk
    assert (is_followers(case.tracking), is_followers(follower.tracking)) == (False, True)
    assert Follower.objects.count() == 1
    found = queries.by_tracking(STREET, follower.tracking)
    assert found is not None
    assert not found.is_reporter


@pytest.mark.parametrize(
    ("text", "title"),
    [("。路口有垃圾。很多", "路口有垃圾"), ("", ""), ("长" * 60, "长" * 39 + "…"), ("\n\n第二行", "第二行")],
)
def test_a_title_is_the_first_sentence(text: str, title: str) -> None:
    assert title_of(text) == title
