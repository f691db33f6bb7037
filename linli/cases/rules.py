"""The rules of a case that are more than a row of the table: limits, what time alone causes, and refusals.

Pure: no Django, no clock, no database. Reasons are enum members here; `policies` gives them their words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntFlag, StrEnum

from linli.cases.workflow import (
    ENDED,
    IN_HAND,
    REOPENABLE,
    Action,
    Level,
    Status,
    Step,
    Who,
)
from linli.lib.calendars import Calendar, Clock, Limit


class Told(IntFlag):
    """What the clock has already said; the first bit is forgotten at each arrival, the others at rework."""

    REMINDED = 1
    OVERDUE = 2
    ANSWER = 4
    CHECK = 8
    TOP = 16


NOTHING_TOLD = Told(0)
# What has been said of a deadline, and is forgotten when the deadline moves.
OF_DEADLINES = Told.REMINDED | Told.OVERDUE | Told.TOP
Pauses = Sequence[tuple[datetime, datetime]]


class Event(StrEnum):
    """What time alone can cause."""

    RESUME = "resume"
    MISS = "miss"  # escalates one level
    TOP = "top"  # missed where nobody is above: only urges
    OVERDUE = "overdue"
    REMIND = "remind"
    ANSWER = "answer"  # no first answer within a day
    CHECK = "check"  # not verified within a working day


class Reason(StrEnum):
    """Why a step cannot be taken now."""

    ENDED = "ended"
    NOT_HERE = "not_here"
    HELD = "held"
    DEFERRED = "deferred"
    NOT_HANDLED = "not_handled"
    ALREADY_HANDLED = "already_handled"
    NOT_YOURS = "not_yours"
    OWN_WORK = "own_work"
    OWN_PROPOSAL = "own_proposal"
    CLOCK_SENT_IT = "clock_sent_it"
    SENT_BACK_ONCE = "sent_back_once"
    NOT_COMMUNITYS = "not_communitys"
    FIRST_RECEIVER = "first_receiver"
    FOLLOWED = "followed"
    NO_GRID = "no_grid"
    PROPOSAL_WAITS = "proposal_waits"
    NO_PROPOSAL = "no_proposal"
    CONSULTING = "consulting"
    NOT_CONSULTING = "not_consulting"
    TOO_LATE = "too_late"
    NOT_RESIDENTS = "not_residents"
    ALREADY_RELEASED = "already_released"
    NOT_RELEASED = "not_released"
    NOT_JOINED = "not_joined"
    NO_OWN_ROW = "no_own_row"
    NO_FALLBACK = "no_fallback"
    TOP_LEVEL = "top_level"
    STREET_ONLY = "street_only"


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a category as they stood when the case was filed."""

    clock: Clock
    handle: Limit
    levels: dict[Level, Limit]
    first_act: Limit | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """What the clockwork must know of a case."""

    status: Status
    level: Level
    reported_at: datetime
    arrived_at: datetime
    handle_by: datetime | None
    act_by: datetime | None
    deferred_until: datetime | None
    handled_at: datetime | None
    check_by: datetime | None
    first_answer_at: datetime | None
    answer_by: datetime
    told: Told = NOTHING_TOLD
    # A danger's limit is the arrival on site: once somebody is there it can no longer be overdue.
    met: bool = False
    remind_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What the refusals must know of a case and of the person in front of it."""

    status: Status
    level: Level
    arrived_by: str
    sent_back: bool
    proposal: str
    consulting: bool
    has_grid: bool
    danger: bool
    community_may_have_it: bool
    closed_at: datetime | None
    reopen_for: timedelta
    from_resident: bool
    released: bool
    followers: int = 0
    handlers: frozenset[int] = field(default_factory=frozenset)
    proposer_id: int | None = None


def span(limit: Limit, clock: Clock, calendar: Calendar) -> timedelta:
    """This will give the counted time of a limit."""
    return limit.span(calendar.day_length(clock))


def level_limit(level: Level, limits: Limits, calendar: Calendar) -> timedelta:
    """This will give the counted time a level has: its own limit, or the category's where that is shorter."""
    return min(
        span(limits.levels[level], limits.clock, calendar), span(limits.handle, limits.clock, calendar)
    )


def act_by(
    level: Level,
    limits: Limits,
    calendar: Calendar,
    at: datetime,
    *,
    begun: bool = False,
    pauses: Pauses = (),
) -> datetime:
    """This will give the deadline of a level that counts from `at`; a first act still owed comes before it."""
    counted = level_limit(level, limits, calendar)
    if limits.first_act and not begun:
        counted = min(counted, span(limits.first_act, limits.clock, calendar))
    return due_from(calendar, limits.clock, at, counted, pauses)


def handle_by(limits: Limits, calendar: Calendar, filed_at: datetime, *, pauses: Pauses = ()) -> datetime:
    """This will give the deadline of the case, counted from filing and never again, deferrals left out."""
    return due_from(calendar, limits.clock, filed_at, span(limits.handle, limits.clock, calendar), pauses)


def due_from(
    calendar: Calendar, clock: Clock, start: datetime, counted: timedelta, pauses: Pauses = ()
) -> datetime:
    """This will give the deadline of `counted` time from `start` when what the pauses took is not counted."""
    due = calendar.add_span(clock, start, counted)
    for began, ended in pauses:
        if began >= start:
            due = shifted(calendar, clock, due, began, ended)
    return due


def shifted(calendar: Calendar, clock: Clock, due: datetime, began: datetime, ended: datetime) -> datetime:
    """This will move a deadline by a pause: what was left goes on at its end; what was overdue stays so by as much."""
    if began >= due:
        return due + (ended - began)
    return calendar.add_span(clock, ended, calendar.remaining(clock, began, due))


def remind_at(
    calendar: Calendar,
    clock: Clock,
    *,
    arrived_at: datetime,
    resumed_at: datetime | None,
    act_by: datetime | None,
    percent: int,
) -> datetime | None:
    """This will give the moment of the reminder before `act_by`; after a deferral it counts from its end.

    `percent` of the time, counted as the deadline is: nobody is reminded at three in the morning of what is due
    by office hours.
    """
    since = max(arrived_at, resumed_at or arrived_at)
    if act_by is None or act_by <= since:
        return None
    return calendar.add_span(clock, since, calendar.between(clock, since, act_by) * percent / 100)


def schedule(times: Times) -> list[tuple[datetime, Event]]:
    """This will list what time alone will still cause, soonest first."""
    if times.status in ENDED:
        return []
    if times.status is Status.DEFERRED:
        return [(times.deferred_until, Event.RESUME)] if times.deferred_until else []
    coming: list[tuple[datetime, Event]] = []
    if times.status in IN_HAND:
        coming += _while_in_hand(times)
    if times.status is Status.CHECKING and times.check_by and Told.CHECK not in times.told:
        coming.append((times.check_by, Event.CHECK))
    if times.first_answer_at is None and Told.ANSWER not in times.told:
        coming.append((times.answer_by, Event.ANSWER))
    return sorted(coming)


def _while_in_hand(times: Times) -> list[tuple[datetime, Event]]:
    coming: list[tuple[datetime, Event]] = []
    if times.act_by:
        if times.level in (Level.GROUP, Level.COMMUNITY):
            coming.append((times.act_by, Event.MISS))
        elif Told.TOP not in times.told:
            coming.append((times.act_by, Event.TOP))
        reminder = times.remind_at
        if reminder and Told.REMINDED not in times.told:
            coming.append((reminder, Event.REMIND))
    if times.handle_by and not times.met and Told.OVERDUE not in times.told:
        coming.append((times.handle_by, Event.OVERDUE))
    return coming


def tick_at(times: Times) -> datetime | None:
    """This will give the next moment at which the clockwork must look at the case."""
    coming = schedule(times)
    return coming[0][0] if coming else None


def due(times: Times, at: datetime) -> Event | None:
    """This will name the one thing time has caused by `at`; a missed clock outranks what only urges.

    One at a time: after it the case has new times, so that a clock missed once escalates once however long
    the machine was off.
    """
    events = [event for when, event in schedule(times) if when <= at]
    for event in (
        Event.RESUME,
        Event.MISS,
        Event.TOP,
        Event.OVERDUE,
        Event.CHECK,
        Event.ANSWER,
        Event.REMIND,
    ):
        if event in events:
            return event
    return None


def missing_row(action: Action, situation: Situation) -> Reason:
    """This will say why the table has no row for an action in this state and level."""
    status = situation.status
    if action is Action.SEPARATE:
        return Reason.NOT_JOINED
    if status in ENDED and action is not Action.REOPEN:
        return Reason.ENDED
    if action in {
        Action.VERIFY,
        Action.REJECT,
        Action.CONFIRM,
        Action.DENY,
        Action.REOPEN,
        Action.CALL_BACK,
        Action.RATE,
    }:
        return Reason.NOT_HANDLED
    if status is Status.HELD:
        return Reason.HELD
    if status is Status.DEFERRED:
        return Reason.DEFERRED
    if status is Status.CHECKING:
        return Reason.ALREADY_HANDLED
    if action is Action.ESCALATE:
        return Reason.TOP_LEVEL
    return Reason.STREET_ONLY if action is Action.WHISTLE else Reason.NOT_HERE


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to take a step, and when; no person for the reporter and the clock."""

    person_id: int | None
    at: datetime
    who: frozenset[Who] = frozenset()


def refusal(step: Step, situation: Situation, asker: Asker) -> Reason | None:
    """This will say why a row of the table cannot be taken by this person now, or None when it can."""
    if step.needs_proposal is not None and step.needs_proposal != situation.proposal:
        return Reason.PROPOSAL_WAITS if situation.proposal else Reason.NO_PROPOSAL
    if step.needs_proposal and asker.person_id == situation.proposer_id:
        return Reason.OWN_PROPOSAL
    if step.needs_consultation is not None and step.needs_consultation != situation.consulting:
        return Reason.CONSULTING if situation.consulting else Reason.NOT_CONSULTING
    check = _GUARDS.get(step.action)
    return check(situation, asker) if check else None


def _own_work(situation: Situation, asker: Asker) -> Reason | None:
    return Reason.OWN_WORK if asker.person_id in situation.handlers else None


def _back(situation: Situation, asker: Asker) -> Reason | None:
    if situation.arrived_by == "clock":
        return Reason.CLOCK_SENT_IT
    if situation.sent_back:
        return Reason.SENT_BACK_ONCE
    if situation.arrived_by == "rework":
        return Reason.FIRST_RECEIVER  # whoever said that it was fixed does the rework
    if situation.level is Level.STREET and not situation.community_may_have_it:
        return Reason.NOT_COMMUNITYS
    if situation.level is Level.COMMUNITY and situation.arrived_by == "report":
        return Reason.FIRST_RECEIVER
    if situation.level is Level.COMMUNITY and not situation.has_grid:
        return Reason.NO_GRID
    return None


def _hand_over(situation: Situation, asker: Asker) -> Reason | None:
    return None if situation.community_may_have_it else Reason.NOT_COMMUNITYS


def _not_ours(situation: Situation, asker: Asker) -> Reason | None:
    # A community may not refuse what its duty list holds: it handles it or takes it up to the street.
    if Who.STREET in asker.who or situation.level not in (Level.GROUP, Level.COMMUNITY):
        return None
    return Reason.FIRST_RECEIVER if situation.community_may_have_it else None


def _withdraw(situation: Situation, asker: Asker) -> Reason | None:
    return Reason.FOLLOWED if situation.followers else None


def _reopen(situation: Situation, asker: Asker) -> Reason | None:
    if situation.closed_at is None or situation.status not in REOPENABLE:
        return Reason.NOT_HANDLED
    return Reason.TOO_LATE if asker.at > situation.closed_at + situation.reopen_for else None


def _residents(situation: Situation, asker: Asker) -> Reason | None:
    # A clerk who entered a paper report holds its link; that must not let them close their own work.
    return None if situation.from_resident else Reason.NOT_RESIDENTS


def _release(situation: Situation, asker: Asker) -> Reason | None:
    return Reason.ALREADY_RELEASED if situation.released else None


def _unrelease(situation: Situation, asker: Asker) -> Reason | None:
    return None if situation.released else Reason.NOT_RELEASED


_GUARDS = {
    Action.VERIFY: _own_work,
    Action.REJECT: _own_work,
    Action.CALL_BACK: _own_work,
    Action.SEND_BACK: _back,
    Action.HAND_OVER: _hand_over,
    Action.NOT_OURS: _not_ours,
    Action.WITHDRAW: _withdraw,
    Action.REOPEN: _reopen,
    Action.CONFIRM: _residents,
    Action.RELEASE: _release,
    Action.UNRELEASE: _unrelease,
}


def sampled(case_id: int, percent: int) -> bool:
    """This will tell whether a closed case is called back: a fixed share, by its id, so that nobody can choose."""
    return (case_id * 0x9E3779B97F4A7C15 >> 16) % 100 < percent
