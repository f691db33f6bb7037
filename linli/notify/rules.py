"""Who must hear of what, by the kind of the fact, and how messages to a group chat are parted."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Audience(StrEnum):
    """Whom a step concerns, in the terms of its case. Whoever took the step never hears of it."""

    HOLDERS = "holders"  # on duty where the case is now
    LOWER = "lower"  # the level it came from stays informed
    CHECKERS = "checkers"  # the level above, which may verify
    OFFICERS = "officers"  # of the community and the street
    STREET = "street"
    ASSIGNEE = "assignee"
    HANDLER = "handler"  # who fixed it last
    PROPOSER = "proposer"  # who asked for what was decided
    OWNER = "owner"  # whom a consultation named
    SECRETARY = "secretary"  # of the branch
    ROSTER = "roster"  # for danger, at night too
    REPORTERS = "reporters"  # who reported it or what was joined to it, where they left an e-mail address


A = Audience
AUDIENCES: dict[str, tuple[Audience, ...]] = {
    "case.reported": (A.OFFICERS, A.REPORTERS),  # told only when it is held for review
    "case.filed": (A.HOLDERS, A.REPORTERS),
    "case.answered": (A.REPORTERS,),
    "case.dispatched": (A.ASSIGNEE, A.HOLDERS),
    "case.started": (A.REPORTERS,),
    "case.handled": (A.CHECKERS, A.REPORTERS),
    "case.verified": (A.HANDLER, A.REPORTERS),
    "case.confirmed": (A.HANDLER,),
    "case.returned_for_rework": (A.HANDLER, A.HOLDERS, A.REPORTERS),
    "case.denied": (A.HANDLER, A.HOLDERS, A.CHECKERS),
    "case.reopened": (A.HANDLER, A.HOLDERS, A.CHECKERS, A.REPORTERS),
    "case.escalated": (A.HOLDERS, A.LOWER, A.REPORTERS),
    "case.escalated_by_clock": (A.HOLDERS, A.LOWER, A.REPORTERS),
    "case.sent_back": (A.HOLDERS,),
    "case.handed_over": (A.HOLDERS,),
    "case.redrawn": (A.HOLDERS,),
    "case.whistled": (A.HOLDERS, A.REPORTERS),
    "case.deferral_asked": (A.STREET,),
    "case.deferred": (A.PROPOSER, A.ASSIGNEE, A.REPORTERS),
    "case.deferral_refused": (A.PROPOSER, A.ASSIGNEE),
    "case.resumed": (A.HOLDERS, A.ASSIGNEE, A.REPORTERS),
    "case.consultation_opened": (A.SECRETARY,),
    "case.consultation_decided": (A.OWNER, A.HOLDERS, A.REPORTERS),
    "case.decision_reported": (A.SECRETARY, A.REPORTERS),
    "case.joined": (A.ASSIGNEE, A.REPORTERS),
    "case.separated": (A.HOLDERS, A.REPORTERS),
    "case.no_action": (A.ASSIGNEE, A.REPORTERS),
    "case.not_ours": (A.ASSIGNEE, A.REPORTERS),
    "case.void_asked": (A.OFFICERS,),
    "case.voided": (A.PROPOSER, A.ASSIGNEE),
    "case.void_refused": (A.PROPOSER,),
    "case.urged": (A.HOLDERS, A.ASSIGNEE),
    "case.reminded": (A.HOLDERS, A.ASSIGNEE),
    "case.added": (A.HOLDERS, A.ASSIGNEE),
    "case.withdrawn": (A.HOLDERS, A.ASSIGNEE),
}
# Steps that bring a dangerous case to somebody: those on the roster hear of them at once.
DANGEROUS = frozenset(
    {
        "case.filed",
        "case.separated",
        "case.reopened",
        "case.denied",
        "case.urged",
        "case.escalated",
        "case.escalated_by_clock",
        "case.classified",
    }
)
# What a group chat is told of the cases of its place. Everybody in it reads it: steps that bring work to the
# place, never whom something was given to, what was doubted or what somebody asked for.
IN_GROUPS = frozenset(
    {
        "case.filed",
        "case.handled",
        "case.returned_for_rework",
        "case.denied",
        "case.reopened",
        "case.escalated",
        "case.escalated_by_clock",
        "case.sent_back",
        "case.handed_over",
        "case.whistled",
        "case.separated",
        "case.urged",
        "case.reminded",
    }
)
# Reporters have just acted themselves, so the answer may come at any hour.
ANSWERS_AT_ONCE = frozenset({"case.reported", "case.filed"})


def audiences(kind: str, *, danger: bool) -> tuple[Audience, ...]:
    """This will name who must hear of a fact of this kind; the roster too if the case is a danger."""
    hear = AUDIENCES.get(kind, ())
    return (*hear, A.ROSTER) if danger and kind in DANGEROUS else hear


def portions(urgent: Sequence[T], rest: Sequence[T], *, free: int, most: int) -> list[list[T]]:
    """This will part what waits for a robot into messages: at most `free`, each with one matter or with many.

    Urgent matters go first, each by itself while there is room, and leave one message to the rest; of the rest each
    goes by itself while there are at most `most`, else all in one.
    """
    kept = 1 if rest and free > 1 else 0
    first = _parted(urgent, free - kept, free)
    return first + _parted(rest, free - len(first), most)


def _parted(matters: Sequence[T], room: int, most: int) -> list[list[T]]:
    if not matters or room <= 0:
        return []
    return [[each] for each in matters] if len(matters) <= min(room, most) else [list(matters)]


def next_free(sends: Sequence[float], now: float, a_minute: int) -> tuple[int, float]:
    """This will say how many messages may go now, and when the next may; `sends` are moments in seconds.

    Counted over any sixty seconds, so that it holds whichever minute the other side counts by.
    """
    recent = sorted(each for each in sends if 0 <= now - each < 60)
    free = max(0, a_minute - len(recent))
    return free, now if free else recent[-a_minute] + 60
