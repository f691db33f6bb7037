"""Telling: each step to whom it concerns, once, and never to who took it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from linli.cases import actions
from linli.cases.clockwork import tick
from linli.cases.models import Case
from linli.cases.queries.history import OFFICE_ONLY
from linli.facts.actions import deliver
from linli.facts.models import Fact
from linli.notify import queries, rules, wording
from linli.notify.models import Notice
from linli.people.models import Duty, Role
from linli.people.rows import Viewer
from tests.builders import AT, EAST_1, STREET, Town, handled, report, reported_to

Work = Callable[..., int]


def kinds(viewer: Viewer) -> list[str]:
    """The kinds of what somebody was told, oldest first."""
    return [row.kind.removeprefix("case.") for row in reversed(queries.latest(viewer.person_id))]


def test_a_new_case_is_told_to_the_grid_it_lies_in(town: Town, work: Work) -> None:
    case = report()
    work()
    assert kinds(town.grid_member) == ["filed"]
    assert not kinds(town.second_grid_member) + kinds(town.community_officer) + kinds(town.stranger)
    (row,) = queries.latest(town.grid_member.person_id)
    assert (row.number, row.street, row.read_at) == (case.number, STREET, None)


def test_a_vacant_grid_falls_to_its_community(town: Town, work: Work) -> None:
    Duty.objects.filter(role=Role.GRID_MEMBER, place=EAST_1).update(person=None)
    report()
    work()
    assert kinds(town.community_officer) == ["filed"]


def test_who_takes_a_step_does_not_hear_of_it(town: Town, work: Work) -> None:
    case = report()
    actions.escalate(case=case, by=town.grid_member, at=AT, reason="需要清运车辆")
    work()
    assert kinds(town.community_officer) == ["escalated"]
    assert kinds(town.grid_member) == ["filed"]


def test_the_level_below_stays_informed_when_time_ran_out(town: Town, work: Work) -> None:
    report()
    later = AT + timedelta(days=1)
    tick(later)
    work(later)
    assert "escalated_by_clock" in kinds(town.grid_member)
    assert "escalated_by_clock" in kinds(town.community_officer)


def test_a_late_worker_tells_whom_the_step_meant_then(town: Town, work: Work) -> None:
    reported_to("street", town)
    work(AT + timedelta(days=2))
    assert kinds(town.grid_member) == ["filed"]
    assert kinds(town.community_officer) == ["escalated"]
    assert kinds(town.street_officer) == ["escalated"]


def test_where_the_communitys_only_officer_handled_it_the_street_is_told_to_check(
    town: Town, work: Work
) -> None:
    Duty.objects.filter(person_id=town.second_community_officer.person_id).delete()
    case = report()
    actions.fix(case=case, by=town.community_officer, at=AT, result="清走了")
    work()
    assert "handled" in kinds(town.street_officer)
    assert "handled" not in kinds(town.community_officer)


def test_a_handled_case_is_told_to_who_may_check_it(town: Town, work: Work) -> None:
    handled(town)
    work()
    assert "handled" in kinds(town.community_officer)
    assert "handled" not in kinds(town.grid_member)


def test_not_fixed_reaches_the_handler_and_the_level_above(town: Town, work: Work) -> None:
    case = handled(town)
    actions.deny(case=case, at=AT)
    work()
    assert "denied" in kinds(town.grid_member)
    assert "denied" in kinds(town.community_officer)


def test_who_asked_for_a_deferral_hears_the_decision(town: Town, work: Work) -> None:
    case = report()
    actions.ask_deferral(
        case=case, by=town.grid_member, at=AT, reason="等待雨停", until=AT + timedelta(days=3)
    )
    work()
    assert "deferral_asked" in kinds(town.street_officer)
    actions.refuse_deferral(case=case, by=town.street_officer, at=AT, reason="今天可以清运")
    work()
    assert kinds(town.grid_member)[-1] == "deferral_refused"


def test_a_whistle_reaches_the_department(town: Town, work: Work) -> None:
    reported_to("department", town)
    work()
    assert kinds(town.department_officer) == ["whistled"]


def test_telling_again_tells_nothing_new(town: Town, work: Work) -> None:
    report()
    work()
    count = Notice.objects.count()
    fact = Fact.objects.get(kind="case.filed")
    deliver(street=STREET, handler="notify.tell", key=f"fact:{fact.pk}", payload={"fact": fact.pk}, due_at=AT)
    assert work() >= 1
    assert Notice.objects.count() == count


def test_a_fact_that_is_not_there_is_passed_over(town: Town, work: Work) -> None:
    deliver(street=STREET, handler="notify.tell", key="fact:1", payload={"fact": 1}, due_at=AT)
    assert work() == 1
    assert not Notice.objects.exists()


def test_danger_reaches_the_roster_and_no_other_officer(town: Town, work: Work) -> None:
    case: Case = report(category="05-01", text="路面塌陷，有一个大坑。")
    work()
    assert case.level == "street"
    assert "filed" in kinds(town.street_officer)


@pytest.mark.parametrize("kind", sorted(rules.AUDIENCES))
def test_every_kind_that_is_told_has_its_words(kind: str) -> None:
    assert kind in wording.STAFF or set(rules.AUDIENCES[kind]) == {rules.Audience.REPORTERS}
    assert (kind in wording.REPORTER) == (rules.Audience.REPORTERS in rules.AUDIENCES[kind])


def test_what_only_the_office_sees_is_told_to_no_reporter() -> None:
    assert not OFFICE_ONLY & set(wording.REPORTER)


@pytest.mark.parametrize("category", ["01-02", "05-01"])
def test_whoever_holds_what_was_separated_hears_of_it_and_so_does_the_roster_of_a_danger(
    town: Town, work: Work, category: str
) -> None:
    root, case = report(), report(category=category)
    actions.join(case=case, by=town.second_street_officer, at=AT, into=root)
    root.refresh_from_db()
    actions.separate(case=case, by=town.second_street_officer, at=AT, reason="不是同一处")
    work()
    holder = town.grid_member if category == "01-02" else town.street_officer
    assert kinds(holder)[-1] == "separated"
    assert "separated" not in kinds(town.second_street_officer) + kinds(town.second_grid_member)
    assert not Notice.objects.filter(kind__contains="separated_from").exists()
