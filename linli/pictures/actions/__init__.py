"""Writes of this package; one verb, one function, one transaction."""

from linli.pictures.actions.claiming import claim, ticket
from linli.pictures.actions.keeping import (
    MOST_WAITING,
    WAITING_HOURS,
    Prepared,
    attach,
    discard,
    erase,
    prepare,
    remove,
    store,
    sweep_orphans,
    sweep_waiting,
)
from linli.pictures.actions.showing import redact, release, restore, see_original, unrelease

__all__ = [
    "MOST_WAITING",
    "WAITING_HOURS",
    "Prepared",
    "attach",
    "claim",
    "discard",
    "erase",
    "prepare",
    "redact",
    "release",
    "remove",
    "restore",
    "see_original",
    "store",
    "sweep_orphans",
    "sweep_waiting",
    "ticket",
    "unrelease",
]
