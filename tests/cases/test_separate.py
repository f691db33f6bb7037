"""What was joined by mistake becomes a case of its own again, and the other one is as if it had never been."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases import actions, queries
from linli.cases.checks import verify
from linli.cases.clockwork import tick
from linli.cases.models import Case, Follower
from linli.cases.queries import Filter, standard_steps, timeline
from linli.cases.refusals import Conflict, Invalid
from linli.cases.rules import act_by
from linli.cases.stepping import calendar, limits_of
from linli.cases.voices import voices_of
from linli.cases.workflow import Level, Standard
from linli.facts import chains
from linli.facts import queries as facts
from linli.figures import queries as figures
from linli.figures import recount
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from linli.places import memory
from linli.places.models import Place, Setting
from linli.privacy.models import Contact
from tests.builders import AT, EAST, EAST_1, EAST_2, SOUTH_1, STREET, Town, handled, report, reported_to
from tests.cases.test_import import OPEN as OPEN_IMPORT

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def clean() -> None:
    """Whatever was done, everything fits, and no open deadline is another than its rule says."""
    assert [str(fault) for fault in (*verify(), *chains.verify(), *recount.verify())] == []
    assert actions.recompute_deadlines(street=STREET, at=AT, apply=False) == []


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def join(case: Case, into: Case, by: Viewer) -> None:
    actions.join(case=case, by=by, at=AT + HOUR, into=into)


def separate(case: Case, by: Viewer) -> Case:
    actions.separate(case=case, by=by, at=AT + 2 * HOUR, reason="不是同一堆")
    return case


def kinds(case: Case) -> list[str]:
    return [fact.kind.removeprefix("case.") for fact in facts.history(STREET, f"case:{case.pk}")]


def test_it_is_received_again_where_it_was_with_a_fresh_clock_and_its_old_deadline(town: Town) -> None:
    root, case = report(grid=EAST_2), reported_to("community", town)
    actions.dispatch(case=case, by=town.community_officer, at=AT, assignee_id=town.grid_member.person_id)
    deadline = case.handle_by
    join(case, root, town.community_officer)
    assert fresh(root).followers == 1
    separate(case, town.community_officer)
    now = AT + 2 * HOUR
    assert (case.status, case.level, case.community, case.grid) == ("received", "community", EAST, EAST_1)
    assert (case.joined_to_id, case.closed_at, case.assignee_id, case.arrived_by) == (
        None,
        None,
        None,
        "hand",
    )
    assert (case.handle_by, case.arrived_at) == (deadline, now)
    assert case.act_by == act_by(Level.COMMUNITY, limits_of(case), calendar(case), now)
    assert kinds(case)[-2:] == ["joined", "separated"]
    assert kinds(root)[-2:] == ["joined_by", "separated_from"]
    assert fresh(root).followers == 0
    clean()


def test_its_reporter_has_their_own_case_again_and_whoever_came_by_themselves_stays(town: Town) -> None:
    root, case = report(phone="13800138000"), report(grid=EAST_2, phone="13900139000")
    mine = actions.follow(case=case, at=AT, idempotency="with-case", phone="13700137000")
    join(fresh(case), root, town.street_officer)
    own = actions.follow(case=fresh(case), at=AT + HOUR, idempotency="with-root")
    assert fresh(root).followers == 3
    case = separate(fresh(case), town.street_officer)
    found = queries.by_tracking(STREET, case.tracking)
    assert found is not None
    assert (found.root.pk, fresh(root).followers, case.followers) == (case.pk, 1, 1)
    assert voices_of(fresh(root)) == [f"case:{root.pk}", f"follower:{own.pk}"]
    assert voices_of(case) == [f"case:{case.pk}", f"follower:{mine.pk}"]
    actions.withdraw(case=report(), at=AT)
    clean()


def test_what_a_flood_took_in_is_separated_too(town: Town) -> None:
    Setting.objects.filter(key="cases.flood_count").delete()
    memory.move(STREET, "settings")
    cases = [report(at=AT + timedelta(minutes=n)) for n in range(7)]
    assert cases[6].status == "duplicate"
    case = separate(cases[6], town.community_officer)
    assert (case.status, case.level, fresh(cases[0]).followers) == ("received", "group", 1)
    assert queries.inbox(town.grid_member, Filter(), AT).total == 6
    clean()


def was_checking(town: Town) -> Case:
    return handled(town, grid=EAST_1)


def was_deferred(town: Town) -> Case:
    case = report(category="01-07")
    actions.ask_deferral(case=case, by=town.grid_member, at=AT, reason="等车", until=AT + 6 * DAY)
    actions.grant_deferral(case=case, by=town.street_officer, at=AT)
    return case


def was_imported_and_deferred(town: Town) -> Case:
    actions.import_cases([OPEN_IMPORT], at=AT)
    case = Case.objects.get(source="import")
    actions.ask_deferral(case=case, by=town.grid_member, at=AT, reason="等车", until=AT + 6 * DAY)
    actions.grant_deferral(case=case, by=town.street_officer, at=AT)
    return case


def was_released(town: Town) -> Case:
    case = report()
    actions.release(case=case, by=town.street_officer, at=AT, public_title="路口垃圾")
    return case


def was_held(town: Town) -> Case:
    for _n in range(21):
        case = report(origin="carrier")
    assert case.status == "held"
    return case


def was_asked_void(town: Town) -> Case:
    case = report()
    actions.ask_void(case=case, by=town.grid_member, at=AT, reason="像是测试")
    return case


@pytest.mark.parametrize(
    ("was", "expected"),
    [
        (was_checking, {"handled_at": None, "handle_by": AT + 4 * HOUR}),
        (was_released, {"released_at": AT, "public_title": "路口垃圾"}),
        (was_held, {"filed_at": AT + 2 * HOUR, "handle_by": AT + 6 * HOUR}),
        (was_asked_void, {"proposal": ""}),
    ],
)
def test_whatever_it_was_when_it_was_joined_it_goes_on_as_the_page_says(
    town: Town, was: Callable[[Town], Case], expected: dict[str, object]
) -> None:
    root, case = report(grid=EAST_2), was(town)
    join(case, root, town.street_officer)
    assert queries.public_list(STREET)[1] == 0
    separate(case, town.street_officer)
    assert case.status == "received"
    assert {name: getattr(case, name) for name in expected} == expected
    assert queries.public_list(STREET)[1] == int(was is was_released)
    clean()


@pytest.mark.parametrize("was", [was_deferred, was_imported_and_deferred])
def test_only_the_deferral_that_joining_ended_is_left_out_of_its_time(
    town: Town, was: Callable[[Town], Case]
) -> None:
    root, case = report(grid=EAST_2), was(town)
    deadline = case.handle_by
    join(case, root, town.street_officer)
    separate(case, town.street_officer)
    assert deadline is not None
    assert case.handle_by == deadline + HOUR, "an hour of the office's day, or of what was late before"
    clean()


def test_time_while_it_was_joined_counts_and_comes_back_as_overdue(town: Town) -> None:
    root, case = report(grid=EAST_2), report()
    join(case, root, town.street_officer)
    tick(AT + 5 * HOUR)
    assert kinds(case)[-1] == "joined", "an ended case has no clock"
    actions.separate(case=case, by=town.street_officer, at=AT + 6 * HOUR, reason="不是同一堆")
    tick(AT + 6 * HOUR)
    assert [fact.data.get("event") for fact in facts.history(STREET, f"case:{case.pk}")][-1] == "overdue"
    assert queries.inbox(town.grid_member, Filter(tab="overdue"), AT + 6 * HOUR).total == 1
    tick(AT + 2 * DAY)
    assert "escalated_by_clock" in kinds(case)
    clean()


def closed_parent(town: Town, root: Case) -> None:
    actions.fix(case=root, by=town.grid_member, at=AT + HOUR, result="已清运")
    actions.verify(case=root, by=town.community_officer, at=AT + HOUR)


def void_parent(town: Town, root: Case) -> None:
    actions.ask_void(case=root, by=town.grid_member, at=AT + HOUR, reason="是测试")
    actions.grant_void(case=root, by=town.community_officer, at=AT + HOUR)


def erased_parent(town: Town, root: Case) -> None:
    closed_parent(town, root)
    actions.erase(case=root, at=AT + HOUR)


@pytest.mark.parametrize("end", [closed_parent, void_parent, erased_parent])
def test_whatever_became_of_the_other_case_it_is_separated_and_its_contact_stays(
    town: Town, end: Callable[[Town, Case], None]
) -> None:
    root, case = report(), report(phone="13900139000")
    join(case, root, town.community_officer)
    end(town, fresh(root))
    contact = Contact.objects.get(subject=f"case:{case.pk}")
    assert contact.erase_at is not None, "what it was for has ended with the other case"
    before = fresh(root)
    separate(case, town.community_officer)
    contact.refresh_from_db()
    assert contact.erase_at is None
    after = fresh(root)
    assert (after.status, after.closed_at, after.followers) == (before.status, before.closed_at, 0)
    clean()


def test_of_a_chain_each_link_is_undone_by_itself(town: Town) -> None:
    root, middle, last = report(), report(), report()
    join(last, middle, town.community_officer)
    join(fresh(middle), root, town.community_officer)
    assert [fresh(case).followers for case in (root, middle, last)] == [2, 1, 0]
    middle = separate(fresh(middle), town.community_officer)
    found = queries.by_tracking(STREET, last.tracking)
    assert found is not None
    assert found.root.pk == middle.pk, "what was joined to it goes along"
    assert [fresh(case).followers for case in (root, middle, last)] == [0, 1, 0]
    join(middle, fresh(root), town.community_officer)
    separate(fresh(last), town.community_officer)
    assert [fresh(case).followers for case in (root, middle, last)] == [1, 0, 0]
    assert kinds(middle)[-1] == kinds(root)[-1] == "separated_from"
    clean()


def test_it_may_be_joined_elsewhere_afterwards_and_separated_once_more(town: Town) -> None:
    first, second, case = report(), report(grid=EAST_2), report()
    for into in (first, second):
        join(case, fresh(into), town.street_officer)
        separate(case, town.street_officer)
    join(fresh(first), case, town.street_officer)
    assert [fresh(one).followers for one in (first, second, case)] == [0, 0, 1]
    clean()


def test_a_place_that_ended_meanwhile_is_followed_to_its_successor(town: Town) -> None:
    root, case = report(grid=SOUTH_1), report()
    join(case, root, town.street_officer)
    Place.objects.filter(code=EAST_1).update(valid_to=(AT + HOUR).date(), successors=[EAST_2])
    memory.move(STREET, "version")
    separate(case, town.street_officer)
    assert (case.community, case.grid, case.level) == (EAST, EAST_2, "group")
    assert queries.inbox(town.second_grid_member, Filter(), AT + 2 * HOUR).total == 1
    clean()


def test_ground_that_was_drawn_anew_meanwhile_is_found_by_its_position(town: Town) -> None:
    root, case = report(grid=SOUTH_1), report()
    join(case, root, town.street_officer)
    before = Place.objects.get(code=EAST_1)
    Place.objects.create(
        code=EAST + "003", kind="grid", street=STREET, parent=EAST, name=before.name, valid_from=AT.date(),
        area=before.area,
    )  # fmt: skip
    Place.objects.filter(code=EAST_1).update(valid_to=AT.date(), successors=[EAST_2])
    memory.move(STREET, "version")
    separate(case, town.street_officer)
    assert (case.community, case.grid) == (EAST, EAST + "003")
    assert queries.inbox(town.community_officer, Filter(), AT + 2 * HOUR).total == 1, "its grid is vacant"
    clean()


def test_the_figures_count_it_as_open_again(town: Town) -> None:
    root, case = report(grid=EAST_2), report()
    before = figures.now_counts(STREET)
    join(case, root, town.street_officer)
    assert figures.now_counts(STREET) != before
    separate(case, town.street_officer)
    assert figures.now_counts(STREET) == before
    day = AT.date()
    daily = figures.daily_counts(STREET, start=day, end=day)
    assert (daily["joined",], daily["separated",], daily["filed",]) == (1, 1, 2)
    assert queries.public_counts(STREET, AT, since=AT - DAY)[EAST]["open"] == 2


def test_the_record_knows_the_seven_steps_also_of_what_was_held(town: Town) -> None:
    root, case = report(grid=EAST_2), was_held(town)
    join(case, root, town.street_officer)
    separate(case, town.street_officer)
    actions.fix(case=case, by=town.grid_member, at=AT + 3 * HOUR, result="已清运")
    done = {step.step: step.at for step in standard_steps(timeline(case), case)}
    assert done[Standard.COLLECTED] == AT
    assert done[Standard.FILED] == done[Standard.DISPATCHED] == AT + 2 * HOUR
    assert done[Standard.HANDLED] == AT + 3 * HOUR
    assert done[Standard.VERIFIED] is None, "the end by joining was none"
    assert figures.daily_counts(STREET, start=AT.date(), end=AT.date())["filed",] == 22
    clean()


@pytest.mark.parametrize(
    "part",
    ["grid_member", "sibling_officer", "supervisor", "department_officer", "street_admin", "county_admin",
     "auditor", "stranger"],
)  # fmt: skip
def test_only_officers_who_see_it_separate(town: Town, part: str) -> None:
    root, case = report(grid=EAST_2), report()
    join(case, root, town.community_officer)
    with pytest.raises(Refused, match="其他岗位"):
        separate(case, getattr(town, part))
    assert fresh(case).version == case.version
    separate(case, town.community_officer)


def test_without_a_reason_on_an_old_page_twice_or_where_nothing_is_joined_it_is_refused(town: Town) -> None:
    root, case = report(grid=EAST_2), report()
    officer = town.community_officer
    with pytest.raises(Refused, match="无须拆分"):
        separate(root, officer)
    join(case, root, officer)
    with pytest.raises(Invalid) as refusal:
        actions.separate(case=case, by=officer, at=AT, reason=" \n")
    assert list(refusal.value.errors) == ["words"]
    with pytest.raises(Conflict):
        actions.separate(case=fresh(case), by=officer, at=AT, reason="看错了", seen=case.version - 1)
    stale = fresh(case)
    separate(case, officer)
    with pytest.raises(Conflict) as told:
        separate(stale, town.second_community_officer)
    assert told.value.action == "separate"
    with pytest.raises(Refused, match="无须拆分"):
        separate(fresh(case), officer)
    assert fresh(root).followers == 0
    clean()


@pytest.mark.parametrize("held", [True, False])
def test_of_two_who_act_at_once_nothing_of_the_second_is_kept(town: Town, held: bool) -> None:
    root = report(grid=EAST_2)
    case = was_held(town) if held else report()
    join(case, root, town.street_officer)
    stale = fresh(case)
    actions.note(case=case, by=town.street_officer, at=AT + HOUR, words="再看看")
    with pytest.raises(Conflict):
        separate(stale, town.street_officer)
    assert (fresh(case).status, stale.filed_at == case.filed_at, fresh(root).followers) == (
        "duplicate",
        True,
        1,
    )
    clean()


STEP = st.tuples(
    st.sampled_from(["join", "separate", "follow", "unfollow", "close"]), st.integers(0, 3), st.integers(0, 3)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(STEP, min_size=3, max_size=25))
def test_in_any_order_every_voice_is_counted_where_it_belongs(
    town: Town, steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        pks = [report().pk for _n in range(4)]
        for n, (verb, which, other) in enumerate(steps):
            case, into = (Case.objects.get(pk=pks[i]) for i in (which, other))
            with suppress(Refused, Invalid):
                _take(verb, case, into, town, n)
        clean()
        for case in Case.objects.filter(joined_to_id=None):
            assert len(voices_of(case)) == 1 + case.followers
        transaction.set_rollback(True)


def _take(verb: str, case: Case, into: Case, town: Town, n: int) -> None:
    if verb == "join":
        join(case, into, town.street_officer)
    elif verb == "separate":
        separate(case, town.street_officer)
    elif verb == "follow":
        actions.follow(case=case, at=AT, idempotency=f"follow-{n}")
    elif verb == "close":
        actions.close_no_action(case=case, by=town.street_officer, at=AT, reason="已清走")
    elif follower := Follower.objects.filter(case=case).first():
        actions.unfollow(follower=follower, at=AT)
