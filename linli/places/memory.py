"""What each process keeps of places, settings and holidays, and how it notices that they changed.

Every street has two random numbers: one that moves with its places and polygons, one with its settings and
holidays; every county has a third, which moves with the people and duties of its streets. Random rather than counted,
so that a restored backup or an undone transaction never looks like what is already in memory. They are read once a
request, or once a second outside of requests.
"""

import secrets
import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, Literal, TypeVar

from django.db import connection

from linli.places.models import AreaVersion

SECONDS = 1.0
# Every request asks this; in SQL, for the ORM needs several times as long.
_READ = "SELECT street, version, settings, people FROM places_areaversion"
Versions = dict[str, tuple[int, int, int]]
Column = Literal["version", "settings", "people"]
_COLUMNS: dict[Column, int] = {"version": 0, "settings": 1, "people": 2}
T = TypeVar("T")


class _Thread(threading.local):
    def __init__(self) -> None:
        self.versions: Versions | None = None
        self.looked = 0.0


_thread = _Thread()
_kept: dict[Hashable, tuple[Hashable, Any]] = {}


def forget(**_: object) -> None:
    """This will make this thread ask the database again before it trusts what it remembers."""
    _thread.versions = None


def _versions() -> Versions:
    now = time.monotonic()
    if _thread.versions is None or now - _thread.looked > SECONDS:
        with connection.cursor() as cursor:
            cursor.execute(_READ)
            _thread.versions = {
                street: (areas, settings, people) for street, areas, settings, people in cursor
            }
        _thread.looked = now
    return _thread.versions


def version(street: str, column: Column) -> int:
    """This will give the number that moves when the street's places or settings, or the county's people, change."""
    return _versions().get(street, (0, 0, 0))[_COLUMNS[column]]


def everything() -> Hashable:
    """This will give a value that moves when any street's places change."""
    return tuple(sorted((street, numbers[0]) for street, numbers in _versions().items()))


def keep(key: Hashable, at_version: Hashable, make: Callable[[], T]) -> T:
    """This will give what `make` made for `key` at this version, making it if nobody has."""
    found = _kept.get(key)
    if found is None or found[0] != at_version:
        found = _kept[key] = (at_version, make())
    made: T = found[1]
    return made


def move(street: str, column: Column) -> None:
    """This will tell every process that something of a street or county changed; call it inside `writing()`."""
    number = secrets.randbelow(2**31 - 1) + 1
    if not AreaVersion.objects.filter(street=street).update(**{column: number}):
        AreaVersion.objects.create(street=street, **{column: number})
    forget()
