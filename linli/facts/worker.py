"""Doing what is due: claims by compare-and-swap on the due time, so that a dead worker's work comes due again."""

import logging
import random
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import close_old_connections, connection, connections
from django.db.models import F
from django.utils import timezone

from linli.facts import actions, deliveries, rules
from linli.facts.models import Delivery
from linli.lib.db import writing

log = logging.getLogger(__name__)

_BATCH = 50


def run_due(at: datetime, *, limit: int = 1000, stop: threading.Event | None = None) -> int:
    """This will do what is due at `at`, earliest first, and say how many deliveries it took up.

    Done or failed: a failed one waits, with its error, for its next try. What handlers ask for meanwhile is
    done too, up to `limit` in all. `at` moves on with the time the work takes. Once `stop` is set, no more
    are taken up.
    """
    begun = time.monotonic()

    def now() -> datetime:
        return at + timedelta(seconds=time.monotonic() - begun)

    taken = 0
    while taken < limit and (due := _due(now(), min(_BATCH, limit - taken))):
        for delivery in due:
            if stop is not None and stop.is_set():
                return taken
            claim = _Claim(delivery, now)
            if claim.take():
                taken += 1
                _do(claim)
    return taken


def _due(at: datetime, limit: int) -> list[Delivery]:
    return list(Delivery.objects.filter(due_at__lte=at).order_by("due_at", "id")[:limit])


class _Claim:
    """A delivery while this worker has it: as long as its due time is the one the worker set.

    Taking one does not wait for the disk: if a power cut loses it, nobody has it. That it is done does wait, so that
    what was sent is not sent again.
    """

    def __init__(self, delivery: Delivery, now: Callable[[], datetime]) -> None:
        self.delivery = delivery
        self.now = now
        self.until = delivery.due_at

    def take(self) -> bool:
        """This will try to be the one who does it."""
        delivery = self.delivery
        until = self.now() + rules.lease(delivery.attempts)
        with writing(durable=False):
            taken = Delivery.objects.filter(id=delivery.id, due_at=self.until, asked=delivery.asked).update(
                due_at=until, attempts=F("attempts") + 1
            )
        self.until = until
        return bool(taken)

    def renew(self) -> None:
        """This will keep it for another lease; raises ClaimLost if another worker has it now."""
        until = self.now() + rules.lease(self.delivery.attempts)
        with writing(durable=False):
            kept = Delivery.objects.filter(id=self.delivery.id, due_at=self.until).update(due_at=until)
        if not kept:
            raise deliveries.ClaimLost(self.delivery.handler)
        self.until = until

    def done(self) -> None:
        """This will take it off the list, or put it back for its next time, or for once more if asked again."""
        delivery, at = self.delivery, self.now()
        mine = Delivery.objects.filter(id=delivery.id, due_at=self.until)
        once = mine.filter(asked=delivery.asked)
        with writing():
            if delivery.every:
                again = rules.next_planned(delivery.planned_at, delivery.every, at)
                finished = once.update(due_at=again, planned_at=again, attempts=0, last_error="")
            else:
                finished = once.delete()[0]
            if not finished and not mine.update(due_at=at, attempts=0, last_error=""):
                log.warning("%s %s outlasted its lease and was taken over", delivery.handler, delivery.id)

    def failed(self, error: Exception) -> None:
        """This will put it back to wait, with what is wrong but never with whom it concerns."""
        delivery, name = self.delivery, rules.error_name(error)
        at = self.now()
        due_at = at + rules.retry_after(delivery.attempts + 1, random.random())  # noqa: S311  no secret
        if delivery.every:
            due_at = min(due_at, rules.next_planned(delivery.planned_at, delivery.every, at))
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("%s %s failed: %s, again at %s\n%s", delivery.handler, delivery.id, name, due_at, frames)
        with writing():
            Delivery.objects.filter(id=delivery.id, due_at=self.until).update(due_at=due_at, last_error=name)


def _do(claim: _Claim) -> None:
    delivery = claim.delivery
    try:
        with _renewable(claim):
            deliveries.handler(delivery.handler)(delivery.payload, claim.now())
    except deliveries.ClaimLost:
        log.warning("%s %s outlasted its lease and was taken over", delivery.handler, delivery.id)
    except Exception as error:
        if not connection.in_atomic_block:
            close_old_connections()  # it may be the connection that failed
        claim.failed(error)
    else:
        claim.done()


@contextmanager
def _renewable(claim: _Claim) -> Iterator[None]:
    token = deliveries.renewing.set(claim.renew)
    try:
        yield
    finally:
        deliveries.renewing.reset(token)


def run_forever(
    stop: threading.Event, *, clock: Callable[[], datetime] = timezone.now, pause: float = 1.0
) -> None:
    """This will do what comes due until `stop` is set, looking every `pause` seconds while nothing is.

    A database that is away, and any error of our own, is logged and waited out, up to a minute at a time.
    Its connections are closed when it ends.
    """
    patience = pause
    scheduled = False
    try:
        while not stop.is_set():
            try:
                if not scheduled:
                    actions.keep_rhythms(at=clock())
                    scheduled = True
                idle = not run_due(clock(), limit=_BATCH, stop=stop)
                patience = pause
            except Exception as error:  # the worker outlives whatever it meets
                log.error("worker: %s, looking again in %.0f s", rules.error_name(error), patience)
                connections.close_all()
                stop.wait(patience)
                patience = min(patience * 2, 60.0)
                continue
            close_old_connections()
            if idle:
                stop.wait(pause)
    finally:
        connections.close_all()
