"""Between levels: up, back once, across, out; what the clock does by itself; deferrals."""

from datetime import timedelta

import pytest

from linli.cases import actions, checks
from linli.cases.clockwork import tick
from linli.cases.models import Case
from linli.cases.refusals import Conflict, Invalid
from linli.cases.settings_keys import LOOK_AGAIN, REMIND_PERCENT
from linli.cases.stepping import calendar, local_day, times
from linli.facts import queries as facts
from linli.facts import worker
from linli.facts.models import Delivery
from linli.lib.calendars import Clock
from linli.people.verdicts import Refused
from linli.places import settings
from linli.places.actions import change_setting
from linli.places.kinds import BadValue
from tests.builders import (
    AT,
    COUNTY,
    EAST,
    EAST_2,
    SOUTH,
    SOUTH_1,
    STREET,
    Town,
    handled,
    report,
    reported_to,
)

HOUR = timedelta(hours=1)


def kinds(case: Case) -> list[str]:
    return [fact.kind.removeprefix("case.") for fact in facts.history(STREET, f"case:{case.pk}")]


def test_a_case_that_misses_its_clock_goes_up_one_level_once(town: Town) -> None:
    case = report(category="01-07")
    late = AT + timedelta(days=5)
    tick(late)
    tick(late)
    case.refresh_from_db()
    assert (case.level, case.arrived_by, case.arrived_at) == ("community", "clock", late)
    assert kinds(case).count("escalated_by_clock") == 1
    with pytest.raises(Refused, match="超时自动上报"):
        actions.send_back(case=case, by=town.community_officer, at=late, reason="网格能办")


def test_at_the_street_a_missed_clock_only_urges(town: Town) -> None:
    case = reported_to("street", town, category="01-07")
    tick(AT + timedelta(days=40))
    case.refresh_from_db()
    assert case.level == "street"
    assert "escalated_by_clock" not in kinds(case)
    assert "urged" in kinds(case)


def test_a_reminder_comes_in_the_hours_that_count(town: Town) -> None:
    case = report(category="01-07")  # one working day, by office hours
    reminder = times(case).remind_at
    assert reminder is not None
    assert case.act_by is not None
    counted = calendar(case).between(Clock.OFFICE, case.arrived_at, reminder)
    assert counted == 0.75 * calendar(case).between(Clock.OFFICE, case.arrived_at, case.act_by)
    windows = calendar(case).windows(Clock.OFFICE, local_day(STREET, reminder))
    assert any(opens <= reminder <= closes for opens, closes in windows)


@pytest.mark.parametrize(
    ("set_to", "expected"),
    [
        ({}, 75),
        ({COUNTY: "50"}, 50),
        ({COUNTY: "50", STREET: "60"}, 60),
        ({STREET: "60", EAST: "90"}, 90),
        ({SOUTH: "90"}, 75),
    ],
)
def test_when_to_remind_is_the_communitys_else_the_streets_else_the_countys(
    town: Town, set_to: dict[str, str], expected: int
) -> None:
    for place, percent in set_to.items():
        change_setting(key=REMIND_PERCENT, place=place, text=percent, at=AT, by=town.county_admin)
    case = report()  # four hours
    assert case.community == EAST
    assert times(case).remind_at == AT + 4 * HOUR * expected / 100


@pytest.mark.parametrize("place", [STREET, COUNTY])
def test_a_reminder_that_was_brought_nearer_is_not_late_for_open_cases(town: Town, place: str) -> None:
    case = report()
    change_setting(key=REMIND_PERCENT, place=place, text="25", at=AT + HOUR / 2, by=town.county_admin)
    worker.run_due(AT + HOUR / 2)
    case.refresh_from_db()
    assert case.tick_at == AT + HOUR
    assert not list(checks.verify(STREET))
    tick(AT + HOUR)
    assert kinds(case)[-1] == "reminded"


def test_a_setting_of_a_later_day_winds_the_clocks_on_that_day(town: Town) -> None:
    case = report(category="01-07", at=AT)
    begins = AT + HOUR
    change_setting(key=REMIND_PERCENT, place=STREET, text="95", at=AT, from_at=begins, by=town.county_admin)
    (asked,) = Delivery.objects.filter(handler=LOOK_AGAIN)
    assert (asked.due_at, asked.street) == (begins, STREET)
    assert times(case).remind_at is not None


@pytest.mark.parametrize("typed", ["", "9", "96", "-1", "75%", "七五", "75.5", "9" * 5_000])
def test_a_share_that_is_none_is_refused(town: Town, typed: str) -> None:
    with pytest.raises(BadValue):
        change_setting(key=REMIND_PERCENT, place=STREET, text=typed, at=AT, by=town.county_admin)
    assert settings.value(REMIND_PERCENT, EAST) == 75


def test_the_clockwork_reminds_before_and_urges_after(town: Town) -> None:
    case = report()
    tick(AT + 3 * HOUR)
    assert kinds(case)[-1] == "reminded"
    tick(AT + 5 * HOUR)
    assert {"escalated_by_clock", "urged"} <= set(kinds(case))


def test_one_spoilt_case_does_not_stop_the_others_clocks(town: Town) -> None:
    spoilt, case = report(), report()
    Case.objects.filter(pk=spoilt.pk).update(clock="moon")
    tick(AT + 5 * HOUR)
    case.refresh_from_db()
    assert case.level == "community"


def test_it_is_sent_back_once_with_a_reason(town: Town) -> None:
    case = reported_to("community", town)
    with pytest.raises(Invalid):
        actions.send_back(case=case, by=town.community_officer, at=AT, reason=" ")
    actions.send_back(case=case, by=town.community_officer, at=AT, reason="网格可办")
    assert (case.level, case.sent_back) == ("group", True)
    actions.escalate(case=case, by=town.grid_member, at=AT, reason="真的办不了")
    with pytest.raises(Refused, match="退回过一次"):
        actions.send_back(case=case, by=town.community_officer, at=AT, reason="再看看")


def test_a_community_may_not_refuse_what_its_duty_list_holds(town: Town) -> None:
    case = report(grid="", community=SOUTH)
    assert case.level == "community"
    with pytest.raises(Refused, match="首接负责"):
        actions.close_not_ours(case=case, by=town.sibling_officer, at=AT, whose="街道")
    actions.escalate(case=case, by=town.sibling_officer, at=AT, reason="要街道协调")
    actions.close_not_ours(case=case, by=town.street_officer, at=AT, whose="铁路部门")
    assert case.status == "not_ours"


def test_it_is_handed_over_to_another_grid_also_of_another_community(town: Town) -> None:
    case = report()
    with pytest.raises(Invalid):
        actions.hand_over(case=case, by=town.grid_member, at=AT, grid="411329002001001", reason="在那边")
    actions.hand_over(case=case, by=town.grid_member, at=AT, grid=EAST_2, reason="在那边")
    actions.hand_over(case=case, by=town.second_grid_member, at=AT, grid=SOUTH_1, reason="再那边")
    assert (case.community, case.grid, case.level) == (SOUTH, SOUTH_1, "group")


def test_only_the_street_whistles_and_the_department_gives_it_to_its_own(town: Town) -> None:
    case = reported_to("community", town)
    with pytest.raises(Refused):
        actions.whistle(
            case=case, by=town.community_officer, at=AT, department_id=town.department.pk, reason="执法"
        )
    case = reported_to("department", town)
    officer = town.department_officer
    with pytest.raises(Invalid):
        actions.dispatch(case=case, by=officer, at=AT, assignee_id=town.grid_member.person_id)
    actions.dispatch(case=case, by=officer, at=AT, assignee_id=officer.person_id)
    actions.fix(case=case, by=officer, at=AT, result="已拆除")
    actions.verify(case=case, by=town.street_officer, at=AT)
    assert case.status == "fixed"


@pytest.mark.parametrize("part", ["stranger", "sibling_officer", "auditor", "county_admin", "street_admin"])
def test_whoever_has_no_part_in_it_is_refused(town: Town, part: str) -> None:
    case = report()
    for take in (actions.start, actions.verify, actions.urge):
        with pytest.raises(Refused):
            take(case=case, by=getattr(town, part), at=AT)
    assert case.version == 1


def test_nobody_checks_what_they_handled_or_began(town: Town) -> None:
    case = reported_to("community", town)
    actions.start(case=case, by=town.community_officer, at=AT)
    actions.fix(case=case, by=town.second_community_officer, at=AT, result="已清运")
    for who in (town.community_officer, town.second_community_officer):
        with pytest.raises(Refused, match="没有参与处置"):
            actions.verify(case=case, by=who, at=AT)
    actions.reject(case=case, by=town.supervisor, at=AT, reason="角落还有")
    assert (case.status, case.reworked, case.level) == ("rework", 1, "community")


def test_a_deferral_stops_both_clocks_also_when_it_is_reclassified_later(town: Town) -> None:
    case = report(category="01-07")
    before = case.handle_by
    actions.ask_deferral(case=case, by=town.grid_member, at=AT, reason="等车", until=AT + timedelta(days=6))
    with pytest.raises(Invalid):
        actions.grant_deferral(case=case, by=town.street_officer, at=AT + timedelta(days=7))
    actions.grant_deferral(case=case, by=town.street_officer, at=AT)
    tick(AT + timedelta(days=6))
    case.refresh_from_db()
    assert (case.status, case.level) == ("handling", "group")
    assert before is not None
    assert case.handle_by is not None
    assert case.handle_by > before + timedelta(days=5)
    kept = case.handle_by
    actions.classify(case=case, by=town.grid_member, at=AT + timedelta(days=6), category="02-01")
    assert case.handle_by == kept, "both limits are one working day"


def test_who_asked_does_not_grant(town: Town) -> None:
    case = reported_to("street", town)
    actions.ask_deferral(case=case, by=town.street_officer, at=AT, reason="等", until=AT + timedelta(days=3))
    with pytest.raises(Refused, match="提出人以外"):
        actions.grant_deferral(case=case, by=town.street_officer, at=AT)
    stale = Case.objects.get(pk=case.pk)
    actions.refuse_deferral(case=case, by=town.leader, at=AT, reason="不等")
    with pytest.raises(Conflict):
        actions.grant_deferral(case=stale, by=town.leader, at=AT)


@pytest.mark.parametrize("days", [-1, 0, 91, 36_500])
def test_a_deferral_has_a_day_within_reason(town: Town, days: int) -> None:
    case = report()
    with pytest.raises(Invalid):
        actions.ask_deferral(
            case=case, by=town.grid_member, at=AT, reason="等", until=AT + timedelta(days=days)
        )


def test_of_two_who_act_on_one_page_the_second_is_told_what_happened(town: Town) -> None:
    case = report()
    stale = Case.objects.get(pk=case.pk)
    actions.start(case=case, by=town.grid_member, at=AT)
    with pytest.raises(Conflict) as told:
        actions.escalate(case=stale, by=town.community_officer, at=AT, reason="快些")
    assert (told.value.action, told.value.by_id) == ("start", town.grid_member.person_id)
    assert (stale.status, stale.level) == ("received", "group"), "what the page had is as it was"


def test_the_reporter_says_fixed_or_not_fixed_and_withdraws_only_alone(town: Town) -> None:
    case = handled(town)
    actions.deny(case=case, at=AT, words="还在")
    assert (case.status, case.reworked) == ("rework", 1)
    actions.fix(case=case, by=town.grid_member, at=AT, result="再清")
    actions.confirm(case=case, at=AT)
    assert case.status == "fixed"
    actions.reopen_as_reporter(case=case, at=AT + timedelta(days=7))
    actions.follow(case=case, at=AT, idempotency="f")
    case.refresh_from_db()
    with pytest.raises(Refused, match="别人也在等"):
        actions.withdraw(case=case, at=AT)


def test_after_seven_days_it_is_reported_anew_but_a_call_back_still_reaches(town: Town) -> None:
    case = handled(town)
    actions.confirm(case=case, at=AT)
    late = AT + timedelta(days=8)
    with pytest.raises(Refused, match="期限已过"):
        actions.reopen_as_reporter(case=case, at=late)
    actions.call_back(case=case, by=town.supervisor, at=late, reached=True, solved=False)
    assert (case.status, case.call_back, case.reopened) == ("rework", "unsolved", 1)
