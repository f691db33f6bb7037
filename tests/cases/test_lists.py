"""Lists: what is mine, what I may see, what everybody may see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases import actions, queries
from linli.cases.models import Case
from linli.cases.queries import Filter
from linli.people.models import Duty
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from tests.builders import AT, EAST, SOUTH_1, STREET, Town, closed, handled, report, reported_to


def test_each_sees_their_own_and_nobody_more(town: Town) -> None:
    mine, _souths = report(), report(grid=SOUTH_1)
    streets = reported_to("street", town)
    seen = {
        part: queries.listing(getattr(town, part), Filter(), AT).total
        for part in (
            "grid_member",
            "sibling_officer",
            "community_officer",
            "street_officer",
            "stranger",
            "auditor",
        )
    }
    assert seen == {
        "grid_member": 2, "sibling_officer": 1, "community_officer": 2, "street_officer": 3, "stranger": 0,
        "auditor": 0,
    }  # fmt: skip
    assert [row.pk for row in queries.inbox(town.grid_member, Filter(), AT).rows] == [mine.pk]
    assert [row.pk for row in queries.inbox(town.street_officer, Filter(), AT).rows] == [streets.pk]


def test_what_nobody_holds_falls_to_the_community_and_then_to_the_street(town: Town) -> None:
    case = report()
    Duty.objects.filter(role__in=["grid_member", "group_head"]).delete()
    assert [row.pk for row in queries.inbox(town.community_officer, Filter(), AT).rows] == [case.pk]
    assert queries.inbox(town.street_officer, Filter(), AT).total == 0
    Duty.objects.filter(role="community_officer").delete()
    assert [row.pk for row in queries.inbox(town.street_officer, Filter(), AT).rows] == [case.pk]
    actions.start(case=case, by=town.street_officer, at=AT)


def test_a_page_costs_the_same_whatever_its_length(town: Town) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queried:
            queries.inbox(town.community_officer, Filter(search="垃圾"), AT)
            queries.tab_counts(town.community_officer, AT)
        return len(queried)

    reported_to("community", town)
    few = cost()
    for _n in range(20):
        reported_to("community", town)
    assert cost() == few <= 12


def numbers(viewer: Viewer, **asked: str) -> list[str]:
    return [row.number for row in queries.inbox(viewer, Filter(**asked), AT).rows]


def test_what_somebody_else_checks_is_no_longer_to_do_but_waits(town: Town) -> None:
    todo, done = report(category="01-07"), handled(town)
    assert numbers(town.grid_member) == [todo.number]
    assert numbers(town.grid_member, tab="waiting") == [done.number]
    counts = queries.tab_counts(town.grid_member, AT)
    assert (counts["all"], counts["waiting"], counts["checking"]) == (1, 1, 0)
    # Who searches finds both.
    assert set(numbers(town.grid_member, search="垃圾")) == {todo.number, done.number}


def test_what_a_grid_handled_is_the_communitys_to_check_after_what_it_handles_itself(town: Town) -> None:
    done, own = handled(town), reported_to("community", town)
    assert numbers(town.community_officer) == [own.number, done.number]
    assert numbers(town.community_officer, tab="checking") == [done.number]
    assert numbers(town.sibling_officer, tab="checking") == []
    assert numbers(town.street_officer) == []
    actions.verify(case=done, by=town.community_officer, at=AT)
    assert numbers(town.community_officer) == [own.number]


def test_who_took_part_has_nothing_to_check(town: Town) -> None:
    case = report()
    actions.fix(case=case, by=town.community_officer, at=AT, result="清走了")
    assert numbers(town.community_officer, tab="checking") == []
    assert numbers(town.community_officer, tab="waiting") == [case.number]
    assert numbers(town.second_community_officer, tab="checking") == [case.number]
    assert numbers(town.street_officer, tab="checking") == []


def test_what_nobody_in_the_community_could_check_goes_to_the_street(town: Town) -> None:
    case = report()
    actions.fix(case=case, by=town.community_officer, at=AT, result="清走了")
    Duty.objects.filter(person_id=town.second_community_officer.person_id).delete()
    assert numbers(town.street_officer, tab="checking") == [case.number]
    Duty.objects.filter(role="community_officer").delete()
    assert numbers(town.street_officer, tab="checking") == [case.number]


def test_the_street_checks_what_communities_and_its_own_people_handled(town: Town) -> None:
    communitys, streets = reported_to("community", town), reported_to("street", town)
    actions.fix(case=communitys, by=town.community_officer, at=AT, result="清走了")
    actions.fix(case=streets, by=town.street_officer, at=AT, result="拆了")
    assert numbers(town.street_officer, tab="checking") == [communitys.number]
    assert set(numbers(town.second_street_officer, tab="checking")) == {communitys.number, streets.number}


def test_what_was_asked_is_to_decide_for_others_and_not_for_who_asked(town: Town) -> None:
    case = reported_to("community", town)
    until = AT + timedelta(days=9)
    actions.ask_deferral(case=case, by=town.community_officer, at=AT, reason="等雨停", until=until)
    assert numbers(town.street_officer, tab="asked") == [case.number]
    assert numbers(town.street_officer) == [case.number]
    assert numbers(town.community_officer, tab="asked") == []
    assert numbers(town.community_officer) == [case.number]
    actions.grant_deferral(case=case, by=town.street_officer, at=AT)
    assert numbers(town.street_officer) == []
    assert numbers(town.community_officer, tab="waiting") == [case.number]
    assert numbers(town.community_officer) == []


def test_what_is_held_for_review_is_for_officers_to_look_at_and_for_no_grid(town: Town) -> None:
    case = report()
    Case.objects.filter(pk=case.pk).update(status="held")
    assert numbers(town.grid_member) == []
    assert numbers(town.community_officer) == [case.number]
    assert numbers(town.street_officer) == []
    Duty.objects.filter(role="community_officer").delete()
    assert numbers(town.street_officer) == [case.number]


def test_an_ended_case_that_is_to_be_rung_back_is_still_counted(town: Town) -> None:
    ended = closed(town)
    Case.objects.filter(pk=ended.pk).update(call_back="due")
    counts = queries.tab_counts(town.community_officer, AT, mine=False)
    assert (counts["all"], counts["call_back"]) == (0, 1)


def test_overdue_is_what_is_in_hand_past_its_limit(town: Town) -> None:
    late = AT + timedelta(hours=5)
    overdue = report()
    handled(town)
    closed(town)
    danger = report(category="05-01")
    actions.start(case=danger, by=town.street_officer, at=AT)
    found = queries.listing(town.street_officer, Filter(tab="overdue"), late)
    assert [row.pk for row in found.rows] == [overdue.pk]
    assert queries.public_counts(STREET, late, since=AT)[EAST]["overdue"] == 1


@pytest.mark.parametrize("hostile", ["\0", "' OR 1=1 --", "%", "垃" * 1000, "<script>"])
def test_hostile_filters_find_nothing_and_break_nothing(town: Town, hostile: str) -> None:
    report()
    for field in ("search", "community", "grid", "category", "status", "level", "source", "tab", "sort"):
        queries.listing(town.street_officer, Filter(**{field: hostile}, page=10**9), AT)
    assert queries.case_by_number(STREET, hostile) is None
    assert queries.public_case(STREET, hostile) is None
    assert queries.by_tracking(STREET, hostile) is None


def test_only_released_cases_are_public_and_never_those_of_a_yard(town: Town) -> None:
    case, yard = report(), report(location_type="inside_yard")
    with pytest.raises(Refused):
        actions.release(case=yard, by=town.community_officer, at=AT, public_title="院内垃圾")
    actions.release(
        case=case, by=town.community_officer, at=AT, public_title="路口垃圾", public_text="已派人"
    )
    (row,), total = queries.public_list(STREET)
    assert (row.title, row.text, total) == ("路口垃圾", "已派人", 1)
    assert (row.lon, row.lat) != (case.lon, case.lat)
    actions.classify(
        case=case, by=town.community_officer, at=AT, category="01-02", location_type="around_house"
    )
    assert case.released_at is None
    assert queries.public_list(STREET) == ([], 0)


def test_a_reporters_page_holds_no_ids_of_staff(town: Town) -> None:
    case = handled(town)
    actions.note(case=case, by=town.grid_member, at=AT, words="认识这家")
    entries = queries.timeline(case, for_reporter=True)
    assert all(entry.actor_id is None for entry in entries)
    assert str(town.grid_member.person_id) not in str([entry.data for entry in entries])
    assert "认识这家" not in str([word.text for entry in entries for word in entry.words])


def test_the_seven_standard_steps_are_in_the_record(town: Town) -> None:
    case = closed(town)
    actions.rate(case=case, at=AT, satisfaction=5)
    assert all(done.at for done in queries.standard_steps(queries.timeline(case), case))


def test_a_danger_finds_who_is_on_the_roster_or_nobody(town: Town) -> None:
    assert [row.id for row in queries.danger_roster(STREET, AT)] == [town.street_officer.person_id]
    assert queries.danger_roster("411329002", AT) == []
