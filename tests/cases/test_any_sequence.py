"""Whatever people and time do to a case, in any order: what must always hold."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases import actions, policies
from linli.cases.checks import verify
from linli.cases.clockwork import tick
from linli.cases.models import Case
from linli.cases.refusals import Conflict, Invalid
from linli.cases.stepping import DERIVED
from linli.cases.workflow import FACT, OPEN, Act, Action, Status, rows
from linli.facts import chains
from linli.facts import queries as facts
from linli.facts.models import Fact
from linli.figures import recount
from linli.lib.calendars import Clock
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from linli.places.queries import calendar
from tests.builders import AT, EAST_1, EAST_2, SOUTH_1, STREET, Town, report

Take = Callable[[Case, Viewer, datetime, Town, int], Any]

# Each verb with what it needs; `n` chooses among what may be given to it.
VERBS: dict[str, Take] = {
    "accept": lambda case, by, at, town, n: actions.accept(case=case, by=by, at=at),
    "classify": lambda case, by, at, town, n: actions.classify(
        case=case, by=by, at=at, category=("01-01", "01-02", "01-03", "05-01", "99-01")[n % 5],
        item=("hazardous", "")[n % 2], location_type=("inside_yard", "")[n % 2], reason="看过现场",
    ),
    "answer": lambda case, by, at, town, n: actions.answer(case=case, by=by, at=at, words="已收到"),
    "note": lambda case, by, at, town, n: actions.note(case=case, by=by, at=at, words="记一下"),
    "dispatch": lambda case, by, at, town, n: actions.dispatch(
        case=case, by=by, at=at, assignee_id=list(town.cast.values())[n % len(town.cast)].person_id
    ),
    "start": lambda case, by, at, town, n: actions.start(case=case, by=by, at=at),
    "fix": lambda case, by, at, town, n: actions.fix(case=case, by=by, at=at, result="已清运"),
    "verify": lambda case, by, at, town, n: actions.verify(case=case, by=by, at=at),
    "reject": lambda case, by, at, town, n: actions.reject(case=case, by=by, at=at, reason="没清完"),
    "escalate": lambda case, by, at, town, n: actions.escalate(case=case, by=by, at=at, reason="办不了"),
    "send_back": lambda case, by, at, town, n: actions.send_back(case=case, by=by, at=at, reason="可办"),
    "hand_over": lambda case, by, at, town, n: actions.hand_over(
        case=case, by=by, at=at, grid=(EAST_1, EAST_2, SOUTH_1)[n % 3], reason="在隔壁"
    ),
    "whistle": lambda case, by, at, town, n: actions.whistle(
        case=case, by=by, at=at, department_id=town.department.pk, reason="执法"
    ),
    "ask_deferral": lambda case, by, at, town, n: actions.ask_deferral(
        case=case, by=by, at=at, reason="等材料", until=at + timedelta(hours=n + 1)
    ),
    "grant_deferral": lambda case, by, at, town, n: actions.grant_deferral(case=case, by=by, at=at),
    "refuse_deferral": lambda case, by, at, town, n: actions.refuse_deferral(case=case, by=by, at=at, reason="不行"),
    "resume": lambda case, by, at, town, n: actions.resume(case=case, by=by, at=at),
    "consult": lambda case, by, at, town, n: actions.consult(case=case, by=by, at=at, reason="几家意见不一"),
    "decide": lambda case, by, at, town, n: actions.decide(
        case=case, by=by, at=at, decision="共同清理", by_on=at.date() + timedelta(2),
        owner_id=town.community_officer.person_id,
    ),
    "report_decision": lambda case, by, at, town, n: actions.report_decision(case=case, by=by, at=at, words="已办"),
    "no_action": lambda case, by, at, town, n: actions.close_no_action(case=case, by=by, at=at, reason="已自行清走"),
    "not_ours": lambda case, by, at, town, n: actions.close_not_ours(case=case, by=by, at=at, whose="铁路"),
    "join": lambda case, by, at, town, n: actions.join(
        case=case, by=by, at=at, into=Case.objects.exclude(pk=case.pk).order_by("id")[0]
    ),
    "separate": lambda case, by, at, town, n: actions.separate(case=case, by=by, at=at, reason="不是同一处"),
    "ask_void": lambda case, by, at, town, n: actions.ask_void(case=case, by=by, at=at, reason="测试"),
    "grant_void": lambda case, by, at, town, n: actions.grant_void(case=case, by=by, at=at),
    "refuse_void": lambda case, by, at, town, n: actions.refuse_void(case=case, by=by, at=at),
    "urge": lambda case, by, at, town, n: actions.urge(case=case, by=by, at=at),
    "reopen": lambda case, by, at, town, n: actions.reopen(case=case, by=by, at=at, reason="又有了"),
    "call_back": lambda case, by, at, town, n: actions.call_back(
        case=case, by=by, at=at, reached=n % 3 > 0, solved=n % 3 == 1, satisfaction=n % 5 + 1
    ),
    "release": lambda case, by, at, town, n: actions.release(case=case, by=by, at=at, public_title="路口垃圾"),
    "unrelease": lambda case, by, at, town, n: actions.unrelease(case=case, by=by, at=at),
    "confirm": lambda case, by, at, town, n: actions.confirm(case=case, at=at),
    "deny": lambda case, by, at, town, n: actions.deny(case=case, at=at, words="还在"),
    "reopen_as_reporter": lambda case, by, at, town, n: actions.reopen_as_reporter(case=case, at=at),
    "withdraw": lambda case, by, at, town, n: actions.withdraw(case=case, at=at),
    "add": lambda case, by, at, town, n: actions.add(case=case, at=at, words="补充"),
    "rate": lambda case, by, at, town, n: actions.rate(case=case, at=at, satisfaction=n % 5 + 1),
    "erase": lambda case, by, at, town, n: actions.erase(case=case, at=at),
    "follow": lambda case, by, at, town, n: actions.follow(case=case, at=at, idempotency=f"f{n}"),
    "tick": lambda case, by, at, town, n: tick(at),
}  # fmt: skip
# What usually comes next, so that long lives are drawn often and not only refusals.
LIKELY = (
    "start",
    "fix",
    "verify",
    "reject",
    "deny",
    "ask_deferral",
    "grant_deferral",
    "resume",
    "escalate",
    "join",
    "separate",
    "tick",
)
PARTS = (
    "grid_member", "second_grid_member", "group_head", "community_officer", "second_community_officer",
    "sibling_officer", "street_officer", "second_street_officer", "leader", "department_officer", "supervisor",
    "street_admin", "auditor", "stranger",
)  # fmt: skip
MOVES_ACT = {
    f"case.{FACT[action]}"
    for action in Action
    if any(step.act is not Act.KEEP for step in rows(action))
} | {"case.classified"}  # fmt: skip
MOVES_HANDLE = {"case.filed", "case.classified", "case.resumed", "case.reopened", "case.separated"}
STEP = st.tuples(
    st.sampled_from(LIKELY) | st.sampled_from(sorted(VERBS)),
    st.sampled_from(PARTS),
    st.integers(0, 60 * 24 * 6),  # minutes that pass before
    st.integers(0, 60),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.sampled_from(["01-01", "01-02", "01-03", "05-01", "99-01"]),
    st.booleans(),
    st.lists(STEP, min_size=4, max_size=25),
)
def test_any_sequence_keeps_what_must_hold(
    town: Town, category: str, held: bool, steps: list[tuple[str, str, int, int]]
) -> None:
    with transaction.atomic():
        other, case = report(grid=EAST_2), report(category=category)
        if held:
            for _n in range(21):
                case = report(category=category, origin="carrier")
        at = AT
        for verb, part, minutes, n in steps:
            at += timedelta(minutes=minutes)
            _take(verb, case.pk, getattr(town, part), at, town, n)
        _whole_history(case.pk)
        assert [str(fault) for fault in (*verify(), *chains.verify(), *recount.verify())] == []
        assert actions.recompute_deadlines(street=STREET, at=at, apply=False) == []
        for one in (case, other):
            _goes_on(Case.objects.get(pk=one.pk), town, at)
        transaction.set_rollback(True)


def _take(verb: str, pk: int, by: Viewer, at: datetime, town: Town, n: int) -> None:
    before, known = Case.objects.get(pk=pk), len(_history(pk))
    try:
        VERBS[verb](Case.objects.get(pk=pk), by, at, town, n)
        refused = False
    except (Refused, Invalid, Conflict):
        refused = True
    after = Case.objects.get(pk=pk)
    happened = [fact.kind for fact in _history(pk)[known:]]
    assert after.version - before.version == len(happened), "each change is one version and one fact"
    if refused:
        assert not happened
        assert {name: getattr(before, name) for name in DERIVED} == {
            name: getattr(after, name) for name in DERIVED
        }
    if before.handle_by != after.handle_by:
        assert MOVES_HANDLE & set(happened), happened
    if before.act_by != after.act_by:
        assert MOVES_ACT & set(happened), happened
    if happened == ["case.resumed"]:
        _deferral_was_not_counted(before, after, at)


def _deferral_was_not_counted(before: Case, after: Case, at: datetime) -> None:
    office, clock = calendar(STREET), Clock(before.clock)
    began = datetime.fromisoformat(before.pauses[-1][0])
    for name in ("handle_by", "act_by"):
        old, new = getattr(before, name), getattr(after, name)
        if old is not None:
            assert new >= old, "no clock runs backwards"
            if old > began:
                assert office.remaining(clock, began, old) == office.remaining(clock, at, new)


def _history(pk: int) -> list[Fact]:
    return [fact for fact in facts.history(STREET, f"case:{pk}") if fact.kind.startswith("case.")]


def _whole_history(pk: int) -> None:
    missed: list[str] = []
    hands: set[int | None] = set()
    for fact in _history(pk):
        if fact.kind in {"case.started", "case.handled"}:
            hands = {fact.actor_id} if fact.kind == "case.started" else hands | {fact.actor_id}
        if fact.kind == "case.handled":
            last = fact.actor_id
        if fact.kind in {"case.verified", "case.returned_for_rework"}:
            assert fact.actor_id not in {last}, "nobody checks their own work"
            assert fact.actor_id not in hands, "nor what they began"
        if fact.kind == "case.escalated_by_clock":
            missed.append(fact.data["missed"])
    assert len(missed) == len(set(missed)), "a missed clock escalates once"


def _goes_on(case: Case, town: Town, at: datetime) -> None:
    """An open case has somebody who can bring it further, a joined one who can separate it; time ends a deferral."""
    if case.status == Status.DUPLICATE or (case.status in OPEN and case.status != Status.DEFERRED):
        moving = {
            offer.step.action
            for viewer in town.cast.values()
            for offer in policies.offers(viewer, case, at=at)
            if offer.verdict and offer.step.target is not None
        }
        assert moving, f"nobody can act on a case that is {case.status} at {case.level}"
