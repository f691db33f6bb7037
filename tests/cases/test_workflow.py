"""The table itself."""

from pathlib import Path

from linli.cases.diagram import PAGE, filled
from linli.cases.workflow import (
    BELOW_STREET,
    ENDED,
    FACT,
    OPEN,
    STEPS,
    Action,
    Level,
    Move,
    Status,
    Step,
    above,
    below,
    for_many,
    rows,
)

State = tuple[Status, Level]
FIRST = (Level.GROUP, Level.COMMUNITY, Level.STREET)
START = {(status, level) for status in (Status.HELD, Status.RECEIVED) for level in FIRST}


def after(step: Step, state: State) -> State:
    status, level = state
    moved = {
        Move.UP: above(level), Move.DOWN: below(level), Move.ACROSS: Level.GROUP, Move.OUT: Level.DEPARTMENT,
    }.get(step.move, level)  # fmt: skip
    return step.target or status, moved


def reached(starts: set[State]) -> set[State]:
    seen, edge = set(starts), set(starts)
    while edge:
        edge = {
            after(step, state)
            for state in edge
            for step in STEPS
            if state[0] in step.sources and state[1] in step.levels
        } - seen
        seen |= edge
    return seen


def test_every_state_is_reached_but_what_is_fixed_on_the_spot() -> None:
    seen = {status for status, _level in reached(START)}
    assert set(Status) - seen == {Status.FIXED_UNVERIFIED}
    assert {level for _status, level in reached(START)} == set(Level)


def test_no_open_state_is_a_dead_end() -> None:
    for state in reached(START):
        if state[0] in OPEN:
            assert any(status in ENDED for status, _level in reached({state})), state


def test_every_action_has_a_row_and_a_fact_of_its_own() -> None:
    assert {step.action for step in STEPS} == set(Action)
    assert len(set(FACT.values())) == len(FACT) == len(Action)


def test_a_state_and_level_lead_on_by_one_row_of_an_action() -> None:
    for action in Action:
        for status in Status:
            for level in Level:
                found = [s for s in STEPS if s.action is action and status in s.sources and level in s.levels]
                assert len(found) <= 1, (action, status, level)


def test_only_what_is_below_the_street_moves_up() -> None:
    for step in STEPS:
        if step.move is Move.UP:
            assert step.levels == BELOW_STREET


def test_a_step_for_many_says_nothing_to_one_reporter_and_is_one_in_all_its_rows() -> None:
    for action in for_many():
        assert not any(step.told or step.needs_proposal or not step.many for step in rows(action)), action


def test_the_page_in_docs_is_drawn_from_the_table() -> None:
    page = (Path(__file__).parents[2] / PAGE).read_text(encoding="utf-8")
    assert filled(page) == page, "write it anew with the command on the page"
