"""Where counts come from when they are counted anew: packages above register what they would have counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from linli.figures.rules import Counted


class Event(NamedTuple):
    """Something that was tallied: `n` times on a local day in a community."""

    street: str
    community: str
    day: date
    event: str
    n: int = 1


CountedSource = Callable[[str | None], Iterator[Counted]]
# A plain tuple (street, community, day, event), with or without a number, will do.
EventSource = Callable[[str | None], Iterator[tuple[str, str, date, str] | tuple[str, str, date, str, int]]]


@dataclass(frozen=True)
class Source:
    """Both streams of a package, of one street or (None) of all; each is read once for each counting."""

    name: str
    counted: CountedSource
    events: EventSource


_sources: dict[str, Source] = {}


def register(name: str, counted: CountedSource, events: EventSource) -> None:
    """This will have `counted` and `events` read whenever figures are rebuilt or verified."""
    source = Source(name, counted, events)
    if _sources.setdefault(name, source) != source:
        raise ValueError(f"two sources of figures are called {name}")


def counted(street: str | None) -> Iterator[Counted]:
    """This will yield everything that is counted, of all sources."""
    for name in sorted(_sources):
        yield from _sources[name].counted(street)


def events(street: str | None) -> Iterator[Event]:
    """This will yield everything that was tallied, of all sources."""
    for name in sorted(_sources):
        for event in _sources[name].events(street):
            yield Event(*event)
