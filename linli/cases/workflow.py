"""The life of a case as one table: buttons, permissions, clocks, the diagram in the docs and the tests read it.

Nothing here knows Django, a clock or a database. A row says: this action leads from these states, at these
levels, to that state and level, may be taken by these people, does this to `act_by`, and asks for these words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    HELD = "held"  # over a rate limit: waits for a look before it is filed
    RECEIVED = "received"
    SENT = "sent"  # dispatched to a handler who has not begun
    HANDLING = "handling"
    REWORK = "rework"
    CHECKING = "checking"  # handled; waits for somebody else to verify
    DEFERRED = "deferred"
    FIXED = "fixed"
    FIXED_UNVERIFIED = "fixed_unverified"  # found and fixed on the spot
    NO_ACTION = "no_action"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    VOID = "void"


class Level(StrEnum):
    GROUP = "group"  # resident group or grid
    COMMUNITY = "community"
    STREET = "street"
    DEPARTMENT = "department"


class Who(StrEnum):
    HOLDER = "holder"  # a duty at the level and place that holds the case now
    ABOVE = "above"  # community or street officers above the holder
    CHECKER = "checker"  # sees the case, took no part in handling it
    OFFICER = "officer"  # community and street officers who see the case
    STREET = "street"  # street officers and leaders
    REPORTER = "reporter"  # whoever holds the tracking link
    CLOCK = "clock"  # time alone


class Move(StrEnum):
    STAY = "stay"
    UP = "up"
    DOWN = "down"
    ACROSS = "across"  # to another grid, at the group's level
    OUT = "out"  # the whistle to a county department
    BACK_TO_HANDLER = "back_to_handler"  # the level that handled it


class Act(StrEnum):
    """What a step does to `act_by`."""

    KEEP = "keep"
    FRESH = "fresh"  # an arrival at a level
    BEGUN = (
        "begun"  # the first act was done: the level's own limit from now, where the category has a first act
    )
    STOP = "stop"
    PAUSE = "pause"
    RESUME = "resume"


class Words(StrEnum):
    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Standard(StrEnum):
    """The seven steps of the national standard; each must be recognisable in the record."""

    COLLECTED = "collected"
    FILED = "filed"
    DISPATCHED = "dispatched"
    HANDLED = "handled"
    REPORTED_BACK = "reported_back"
    VERIFIED = "verified"
    EVALUATED = "evaluated"


class Action(StrEnum):
    ACCEPT = "accept"
    CLASSIFY = "classify"
    ANSWER = "answer"
    NOTE = "note"
    DISPATCH = "dispatch"
    START = "start"
    FIX = "fix"
    VERIFY = "verify"
    REJECT = "reject"
    ESCALATE = "escalate"
    MISS = "miss"
    SEND_BACK = "send_back"
    HAND_OVER = "hand_over"
    WHISTLE = "whistle"
    ASK_DEFERRAL = "ask_deferral"
    GRANT_DEFERRAL = "grant_deferral"
    REFUSE_DEFERRAL = "refuse_deferral"
    RESUME = "resume"
    CONSULT = "consult"
    DECIDE = "decide"
    REPORT_DECISION = "report_decision"
    JOIN = "join"
    SEPARATE = "separate"
    NO_ACTION = "no_action"
    NOT_OURS = "not_ours"
    ASK_VOID = "ask_void"
    GRANT_VOID = "grant_void"
    REFUSE_VOID = "refuse_void"
    URGE = "urge"
    CONFIRM = "confirm"
    DENY = "deny"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    ADD = "add"
    CALL_BACK = "call_back"
    RATE = "rate"
    RELEASE = "release"
    UNRELEASE = "unrelease"


S, L, W = Status, Level, Who
FRESH_STATES = frozenset({S.RECEIVED, S.SENT})
IN_HAND = frozenset({S.RECEIVED, S.SENT, S.HANDLING, S.REWORK})
OPEN = IN_HAND | {S.HELD, S.CHECKING, S.DEFERRED}
ENDED = frozenset(Status) - OPEN
# What the reporter may reopen, and what counts as closed in the indicators.
FIXED = frozenset({S.FIXED, S.FIXED_UNVERIFIED})
REOPENABLE = FIXED | {S.NO_ACTION, S.NOT_OURS}
ALL_LEVELS = frozenset(Level)
BELOW_STREET = frozenset({L.GROUP, L.COMMUNITY})
ORDER = (L.GROUP, L.COMMUNITY, L.STREET, L.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table. `target` None keeps the state; `proposal` names what must (or, with "", must not) wait."""

    action: Action
    sources: frozenset[Status]
    target: Status | None
    who: frozenset[Who]
    levels: frozenset[Level] = ALL_LEVELS
    move: Move = Move.STAY
    act: Act = Act.KEEP
    words: Words = Words.NONE
    # Do the words reach the reporter?
    told: bool = False
    standard: Standard | None = None
    needs_proposal: str | None = None
    needs_consultation: bool | None = None
    # May one decision be taken for many cases at once? Only where nothing of the one case has to be said: its reporter
    # reads no words of this step, and it can be put right by the next step (or was looked at on site, one by one).
    many: bool = False


def _step(
    action: Action, sources: Iterable[Status], target: Status | None, who: Iterable[Who], **more: object
) -> Step:
    return Step(action, frozenset(sources), target, frozenset(who), **more)  # type: ignore[arg-type]  # a row's own names


A = Action
HOLD_OR_ABOVE = (W.HOLDER, W.ABOVE)

STEPS: tuple[Step, ...] = (
    # Filing: everything is filed when it arrives, but what was held for review.
    _step(A.ACCEPT, {S.HELD}, S.RECEIVED, {W.OFFICER}, act=Act.FRESH, standard=Standard.FILED, many=True),
    _step(A.CLASSIFY, OPEN - {S.DEFERRED}, None, HOLD_OR_ABOVE, words=Words.OPTIONAL),
    _step(A.ANSWER, OPEN | ENDED - {S.VOID}, None, {W.HOLDER, W.OFFICER}, words=Words.REQUIRED, told=True,
          standard=Standard.REPORTED_BACK),
    _step(A.NOTE, Status, None, {W.HOLDER, W.OFFICER, W.CHECKER}, words=Words.REQUIRED),
    # Handling.
    _step(A.DISPATCH, IN_HAND, S.SENT, HOLD_OR_ABOVE, words=Words.OPTIONAL, standard=Standard.DISPATCHED,
          many=True),
    _step(A.START, {S.RECEIVED, S.SENT, S.REWORK}, S.HANDLING, {W.HOLDER}, act=Act.BEGUN, words=Words.OPTIONAL,
          told=True, standard=Standard.DISPATCHED),
    _step(A.FIX, IN_HAND, S.CHECKING, HOLD_OR_ABOVE, act=Act.STOP, words=Words.REQUIRED, told=True,
          standard=Standard.HANDLED),
    _step(A.VERIFY, {S.CHECKING}, S.FIXED, {W.CHECKER}, words=Words.OPTIONAL, standard=Standard.VERIFIED, many=True),
    _step(A.REJECT, {S.CHECKING}, S.REWORK, {W.CHECKER}, move=Move.BACK_TO_HANDLER, act=Act.FRESH,
          words=Words.REQUIRED),
    # Between levels.
    _step(A.ESCALATE, IN_HAND, S.RECEIVED, HOLD_OR_ABOVE, levels=BELOW_STREET, move=Move.UP, act=Act.FRESH,
          words=Words.REQUIRED, standard=Standard.DISPATCHED, many=True),
    _step(A.MISS, IN_HAND, S.RECEIVED, {W.CLOCK}, levels=BELOW_STREET, move=Move.UP, act=Act.FRESH,
          standard=Standard.DISPATCHED),
    _step(A.SEND_BACK, IN_HAND, S.RECEIVED, {W.HOLDER}, levels=ALL_LEVELS - {L.GROUP}, move=Move.DOWN,
          act=Act.FRESH, words=Words.REQUIRED, standard=Standard.DISPATCHED),
    _step(A.HAND_OVER, IN_HAND, S.RECEIVED, HOLD_OR_ABOVE, levels=BELOW_STREET, move=Move.ACROSS, act=Act.FRESH,
          words=Words.REQUIRED, standard=Standard.DISPATCHED, many=True),
    _step(A.WHISTLE, IN_HAND, S.RECEIVED, {W.STREET}, levels=frozenset({L.STREET}), move=Move.OUT, act=Act.FRESH,
          words=Words.REQUIRED, standard=Standard.DISPATCHED),
    # Deferral: asked by one, granted by another.
    _step(A.ASK_DEFERRAL, IN_HAND, None, {W.HOLDER}, words=Words.REQUIRED, needs_proposal=""),
    _step(A.GRANT_DEFERRAL, IN_HAND, S.DEFERRED, {W.STREET}, act=Act.PAUSE, words=Words.OPTIONAL,
          needs_proposal="deferral"),
    _step(A.REFUSE_DEFERRAL, IN_HAND, None, {W.STREET}, words=Words.REQUIRED, needs_proposal="deferral"),
    _step(A.RESUME, {S.DEFERRED}, S.HANDLING, {W.HOLDER, W.STREET, W.CLOCK}, act=Act.RESUME, words=Words.OPTIONAL),
    # Branch consultation: a stuck case goes to a meeting and comes back with who and by when.
    _step(A.CONSULT, IN_HAND, None, HOLD_OR_ABOVE, levels=frozenset({L.COMMUNITY, L.STREET}), words=Words.REQUIRED,
          needs_consultation=False),
    _step(A.DECIDE, IN_HAND, None, HOLD_OR_ABOVE, words=Words.REQUIRED, told=True, needs_consultation=True),
    _step(A.REPORT_DECISION, Status, None, HOLD_OR_ABOVE, words=Words.REQUIRED, told=True),
    # Honest ends.
    _step(A.JOIN, OPEN, S.DUPLICATE, {W.HOLDER, W.OFFICER}, act=Act.STOP, words=Words.OPTIONAL),
    # It was not the same matter after all: the one end that an officer takes back, at the level it ended.
    _step(A.SEPARATE, {S.DUPLICATE}, S.RECEIVED, {W.OFFICER}, act=Act.FRESH, words=Words.REQUIRED,
          standard=Standard.DISPATCHED),
    _step(A.NO_ACTION, IN_HAND | {S.HELD}, S.NO_ACTION, {W.OFFICER}, act=Act.STOP, words=Words.REQUIRED, told=True,
          standard=Standard.VERIFIED),
    _step(A.NOT_OURS, IN_HAND | {S.HELD}, S.NOT_OURS, {W.OFFICER}, act=Act.STOP, words=Words.REQUIRED, told=True,
          standard=Standard.VERIFIED),
    _step(A.ASK_VOID, IN_HAND | {S.HELD}, None, {W.HOLDER, W.OFFICER}, words=Words.REQUIRED, needs_proposal=""),
    _step(A.GRANT_VOID, IN_HAND | {S.HELD}, S.VOID, {W.OFFICER}, act=Act.STOP, words=Words.OPTIONAL,
          needs_proposal="void"),
    _step(A.REFUSE_VOID, IN_HAND | {S.HELD}, None, {W.OFFICER}, words=Words.OPTIONAL, needs_proposal="void"),
    # Words from the side.
    _step(A.URGE, OPEN - {S.DEFERRED}, None, {W.ABOVE, W.CLOCK}, words=Words.OPTIONAL, many=True),
    _step(A.CONFIRM, {S.CHECKING}, S.FIXED, {W.REPORTER}, words=Words.OPTIONAL, standard=Standard.VERIFIED),
    _step(A.DENY, {S.CHECKING}, S.REWORK, {W.REPORTER}, move=Move.BACK_TO_HANDLER, act=Act.FRESH,
          words=Words.OPTIONAL),
    _step(A.REOPEN, REOPENABLE, S.REWORK, {W.REPORTER, W.OFFICER}, move=Move.BACK_TO_HANDLER, act=Act.FRESH,
          words=Words.OPTIONAL),
    _step(A.WITHDRAW, OPEN, S.WITHDRAWN, {W.REPORTER}, act=Act.STOP, words=Words.OPTIONAL),
    _step(A.ADD, OPEN | REOPENABLE, None, {W.REPORTER}, words=Words.OPTIONAL),
    _step(A.CALL_BACK, FIXED, None, {W.CHECKER}, words=Words.OPTIONAL, standard=Standard.EVALUATED),
    _step(A.RATE, REOPENABLE, None, {W.REPORTER}, words=Words.OPTIONAL, standard=Standard.EVALUATED),
    # What the public may see.
    _step(A.RELEASE, Status, None, {W.OFFICER}, words=Words.REQUIRED),
    _step(A.UNRELEASE, Status, None, {W.OFFICER}, words=Words.OPTIONAL),
)  # fmt: skip  # one row a line reads as the table it is


# The kind of the fact each action leaves, in the past tense: "case.escalated".
FACT: dict[Action, str] = {
    A.ACCEPT: "filed",
    A.CLASSIFY: "classified",
    A.ANSWER: "answered",
    A.NOTE: "noted",
    A.DISPATCH: "dispatched",
    A.START: "started",
    A.FIX: "handled",
    A.VERIFY: "verified",
    A.REJECT: "returned_for_rework",
    A.ESCALATE: "escalated",
    A.MISS: "escalated_by_clock",
    A.SEND_BACK: "sent_back",
    A.HAND_OVER: "handed_over",
    A.WHISTLE: "whistled",
    A.ASK_DEFERRAL: "deferral_asked",
    A.GRANT_DEFERRAL: "deferred",
    A.REFUSE_DEFERRAL: "deferral_refused",
    A.RESUME: "resumed",
    A.CONSULT: "consultation_opened",
    A.DECIDE: "consultation_decided",
    A.REPORT_DECISION: "decision_reported",
    A.JOIN: "joined",
    A.SEPARATE: "separated",
    A.NO_ACTION: "no_action",
    A.NOT_OURS: "not_ours",
    A.ASK_VOID: "void_asked",
    A.GRANT_VOID: "voided",
    A.REFUSE_VOID: "void_refused",
    A.URGE: "urged",
    A.CONFIRM: "confirmed",
    A.DENY: "denied",
    A.REOPEN: "reopened",
    A.WITHDRAW: "withdrawn",
    A.ADD: "added",
    A.CALL_BACK: "called_back",
    A.RATE: "rated",
    A.RELEASE: "released",
    A.UNRELEASE: "unreleased",
}


def rows(action: Action) -> tuple[Step, ...]:
    """This will list the rows of an action, in the table's order."""
    return tuple(step for step in STEPS if step.action is action)


def for_many() -> tuple[Action, ...]:
    """This will list the actions that may be taken for many cases at once, in the table's order."""
    return tuple(dict.fromkeys(step.action for step in STEPS if step.many))


def row(action: Action, status: Status, level: Level) -> Step | None:
    """This will find the row that leads on from a state and level, or None where the action does not exist there."""
    return next((s for s in STEPS if s.action is action and status in s.sources and level in s.levels), None)


def only_row(action: Action, status: Status, level: Level) -> Step:
    """This will find the row that must exist; LookupError, a fault of ours, where it does not."""
    found = row(action, status, level)
    if found is None:
        raise LookupError(f"the table has no row for {action} from {status} at {level}")
    return found


def above(level: Level) -> Level:
    """This will name the level a missed or escalated case goes to; the street stays the top for the clock."""
    return {L.GROUP: L.COMMUNITY, L.COMMUNITY: L.STREET}.get(level, level)


def below(level: Level) -> Level:
    """This will name the level a case is sent back to."""
    return {L.DEPARTMENT: L.STREET, L.STREET: L.COMMUNITY, L.COMMUNITY: L.GROUP}.get(level, level)
