"""Writes of this package; one verb, one function, one transaction."""

from linli.pictures.actions.claiming import claim, ticket
from linli.pictures.actions.keeping import (
    Prepared,
    attach,
    discard,
    erase,
    prepare,
    remove,
    store,
    sweep_orphans,
)
from linli.pictures.actions.showing import redact, release, restore, see_original, unrelease

__all__ = [
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
    "ticket",
    "unrelease",
]
