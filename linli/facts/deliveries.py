"""Who does what is still to be done: handlers by name, registered at start by the packages above.

A handler is `fn(payload, at)`. It runs outside any transaction, at least once: after a crash it runs again with
the same payload, so it must be able to. One that takes longer than the lease calls `renew()` as it goes.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Handler = Callable[[dict[str, Any], datetime], None]


class UnknownHandler(LookupError):
    """A delivery names a handler that no installed package registered."""


class ClaimLost(Exception):
    """The lease ran out and another worker has the delivery now: stop, it is being done."""


@dataclass(frozen=True)
class Rhythm:
    """Periodic work: every `every` seconds, counted from `start` (any past moment of the rhythm)."""

    handler: str
    every: int
    start: datetime


_handlers: dict[str, Handler] = {}
_rhythms: dict[str, Rhythm] = {}
renewing: ContextVar[Callable[[], None] | None] = ContextVar("renewing", default=None)


def register(name: str, fn: Handler) -> None:
    """This will make `fn` the handler `name`; ValueError if another function has the name."""
    if len(name) > 60:
        raise ValueError("a handler's name has at most 60 characters")
    if _handlers.setdefault(name, fn) != fn:
        raise ValueError(f"two handlers are called {name}")


def register_periodic(name: str, fn: Handler, *, every: int, start: datetime) -> None:
    """This will make `fn` a handler that every worker keeps coming again each `every` seconds from `start`."""
    if every <= 0 or start.utcoffset() is None:
        raise ValueError("a rhythm needs seconds and an aware start")
    register(name, fn)
    _rhythms[name] = Rhythm(name, every, start)


def handler(name: str) -> Handler:
    """This will give the handler `name`; raises UnknownHandler."""
    try:
        return _handlers[name]
    except KeyError:
        raise UnknownHandler(name) from None


def rhythms() -> list[Rhythm]:
    """This will list the periodic work of all installed packages."""
    return [_rhythms[name] for name in sorted(_rhythms)]


def renew() -> None:
    """This will extend the lease of the delivery this handler is doing; nothing happens outside a worker.

    Raises ClaimLost if the lease had run out and somebody else took over.
    """
    if extend := renewing.get():
        extend()
