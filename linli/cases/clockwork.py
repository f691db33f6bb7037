"""What time alone causes: escalations, reminders, urging, the end of deferrals. One event, one transaction."""

import logging
from collections.abc import Callable
from datetime import datetime

from linli.cases import flood
from linli.cases.actions.taking import take
from linli.cases.models import Case
from linli.cases.refusals import Conflict
from linli.cases.rules import Event, Told, due, tick_at
from linli.cases.stepping import change, times
from linli.cases.workflow import Action, Level, Status, only_row
from linli.facts import deliveries
from linli.lib.db import writing
from linli.places import queries as places

log = logging.getLogger(__name__)
BATCH = 200
# A case owes at most this many events at once: one of each kind and an escalation a level.
MOST = 12


def tick(at: datetime, *, street: str = "", progress: Callable[[int], None] | None = None) -> int:
    """This will do everything time has caused by `at` and tell how many events there were.

    Safe to run twice, late, or by two workers at once: each event is a compare-and-swap on its case.
    """
    events, after = 0, 0
    while True:
        waiting = Case.objects.filter(tick_at__lte=at, pk__gt=after).order_by("pk")
        if street:
            waiting = waiting.filter(street=street)
        batch = list(waiting[:BATCH])
        for case in batch:
            events += _settle(case, at)
            after = case.pk
        if progress and batch:
            progress(events)
        if len(batch) < BATCH:
            return events


def _settle(case: Case, at: datetime) -> int:
    done = 0
    try:
        while done < MOST and (event := due(times(case), at)):
            _cause(case, event, at)
            done += 1
        if not done:
            # Its settings moved on; remember when to look again.
            change_tick(case)
    except Conflict:
        log.info("case %s was changed while its clock ran; the next tick looks again", case.pk)
    except Exception:  # one spoilt case must not stop the clocks of all others
        log.exception("the clock of case %s stands still", case.pk)
    return done


def _cause(case: Case, event: Event, at: datetime) -> None:
    if event in {Event.MISS, Event.RESUME}:
        action = Action.MISS if event is Event.MISS else Action.RESUME
        step = only_row(action, Status(case.status), Level(case.level))
        missed = {"missed": case.act_by.isoformat()} if event is Event.MISS and case.act_by else {}
        take(case, step, by_id=None, at=at, data=missed)
        return
    told, kind = _SAYS[event]
    change(
        case,
        kind=kind,
        by_id=None,
        at=at,
        changes={"told": case.told | int(told)},
        data={"event": str(event)},
    )


_SAYS: dict[Event, tuple[Told, str]] = {
    Event.TOP: (Told.TOP, "urged"),
    Event.OVERDUE: (Told.OVERDUE, "urged"),
    Event.ANSWER: (Told.ANSWER, "urged"),
    Event.CHECK: (Told.CHECK, "urged"),
    Event.REMIND: (Told.REMINDED, "reminded"),
}


def change_tick(case: Case) -> None:
    """This will recompute when the clockwork looks at a case again, without a fact: nothing happened."""
    with writing():
        Case.objects.filter(pk=case.pk, version=case.version).update(tick_at=tick_at(times(case)))


def look_again(payload: dict[str, str], _at: datetime) -> None:
    """This will wind the clocks of a street's open cases anew, of a county (six digits) those of all its streets.

    For a setting that counts from now on: what it brings nearer must not be looked at too late.
    """
    code = payload["street"]
    for street in [code] if len(code) == 9 else places.streets(code):
        waiting = Case.objects.filter(street=street, tick_at__isnull=False).order_by("pk")
        after = 0
        while batch := list(waiting.filter(pk__gt=after)[:BATCH]):
            for case in batch:
                if case.tick_at != tick_at(times(case)):
                    change_tick(case)
            after = batch[-1].pk
            deliveries.renew()


def work(_payload: dict[str, object], at: datetime) -> None:
    """This will run one tick; registered as a delivery that comes again each minute."""
    tick(at)
    flood.forget(at)
