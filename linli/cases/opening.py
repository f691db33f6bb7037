"""The first facts of a new case, its words, its counts and its news.

All of it is worked out before the transaction begins and only written in it: a database that takes one writer at a
time takes the next one sooner.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.cases.models import Case, Statement
from linli.cases.rows import insert
from linli.cases.stepping import EVENTS, Said, counted, local_day, spoken
from linli.facts.actions import Happened, deliver, draw_new, write_new
from linli.facts.models import Fact
from linli.figures.actions import move, tally_all
from linli.figures.rules import DailyKey
from linli.lib.digests import new_salt, salted
from linli.lib.ids import new_id


@dataclass(frozen=True, slots=True)
class Opening:
    """What is written beside a new case."""

    case: Case
    facts: Sequence[Fact]
    words: Sequence[Statement]
    counts: Mapping[DailyKey, int]


def draw(case: Case, *, kinds: Sequence[str], by_id: int | None, at: datetime, said: Said) -> Opening:
    """This will work out what happened first to a case: only the first of `kinds` is by somebody and has words."""
    subject, salt = f"case:{case.pk}", new_salt()
    first = {"source": str(case.source), "area": case.community, "set": spoken(case)}
    digests = {said.kind: salted(said.text, salt)} if said.text else {}
    happened = [Happened(subject, f"case.{kinds[0]}", at, by_id, first, digests)]
    happened += [Happened(subject, f"case.{kind}", at, None, {"area": case.community}) for kind in kinds[1:]]
    facts = draw_new(street=case.street, happened=happened)
    words = [
        Statement(
            id=new_id(), street=case.street, case_id=case.pk, fact_id=facts[0].pk, kind=said.kind, text=said.text,
            salt=salt, by_id=by_id, by_reporter=said.by_reporter, told=said.told, at=at,
        )
    ]  # fmt: skip
    day = local_day(case.street, at).isoformat()
    events = [EVENTS[fact.kind] for fact in facts if fact.kind in EVENTS]
    counts = {DailyKey(case.street, case.community, day, event): 1 for event in events}
    return Opening(case, facts, words if said.text else [], counts)


def write(opening: Opening) -> None:
    """This will write it, after the case; the last of its facts is told. Five statements, two at the end."""
    case, told = opening.case, opening.facts[-1]
    write_new(opening.facts)
    insert(opening.words)
    tally_all(opening.counts)
    move(before=None, after=counted(case))
    deliver(
        street=case.street, handler="notify.tell", key=f"fact:{told.pk}", payload={"fact": told.pk}, due_at=told.at
    )  # fmt: skip
