"""The duties of a street in memory, by where they are: telling a report asks up to four times who is on duty.

Renewed when the county's number moves (`places.memory`), which every action on people, duties and organisations does. A
county where none has happened yet, as before set-up, keeps nothing.
"""

from collections.abc import Mapping
from datetime import date

from linli.people.models import Duty
from linli.places import memory
from linli.places.rules import county_of

Posts = Mapping[str, list[Duty]]


def changed(street: str) -> None:
    """This will tell every process that a duty, account or organisation changed; call it inside `writing()`."""
    memory.move(county_of(street), "people")


def of_street(street: str) -> Posts:
    """This will give the duties of a street by place, or by place and code of their organisation; for reading only."""
    if version := memory.version(county_of(street), "people"):
        return memory.keep(("posts", street), version, lambda: _read(street))
    return _read(street)


def holds(duty: Duty, day: date) -> bool:
    """This will tell whether a duty is in force on a day."""
    return duty.from_on <= day and (duty.to_on is None or duty.to_on >= day)


def _read(street: str) -> Posts:
    rows = Duty.objects.filter(street=street).select_related("person", "deputy", "organisation")
    found: dict[str, list[Duty]] = {}
    # No hash of a password lies in memory longer than a sign-in takes.
    for row in rows.defer("person__password", "deputy__password").order_by("id"):
        at = (
            {row.place}
            if row.place or row.organisation is None
            else {row.organisation.place, row.organisation.code}
        )
        for where in at - {""}:
            found.setdefault(where, []).append(row)
    return found
