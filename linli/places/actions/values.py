"""Changing a setting."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.facts.actions import deliver, record
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.lib.verdicts import Refused
from linli.places import calendar, memory, settings
from linli.places.kinds import BadValue
from linli.places.models import Setting
from linli.places.policies import By, insist, may_administer


def change_setting(
    *, key: str, place: str, text: str, at: datetime, by: By | None, from_at: datetime | None = None
) -> Any:
    """This will set a key at a county, street or community from `from_at` (default: at once) and give the value.

    `text` is what a person typed. Raises BadValue with a sentence if it is no such value, Refused if the place is
    too deep for the key, not theirs, or the date is past.
    """
    try:
        wanted = settings.key(key)
    except KeyError:
        raise Refused(_("There is no such setting.")) from None
    insist(may_administer(by, place))
    if len(place) not in settings.LENGTHS[wanted.scope]:
        raise Refused(_("This setting cannot be changed for this place."))
    starts = from_at or at
    if starts < at:
        raise Refused(_("A setting cannot change the past. Choose today or a later day."))
    value = wanted.kind.parse(text)
    with writing():
        _store(wanted, place, wanted.kind.dump(value), starts, by)
        data = {"key": key, "place": place, "from": starts}
        if wanted.kind.code_like:
            data["value"] = wanted.kind.write(value)
        home = settings.home(place)
        record(
            street=home, subject=f"settings:{place}", kind="setting.changed", at=at,
            actor_id=by.person_id if by else None, data=data,
        )  # fmt: skip
        if key in calendar.KEYS:
            calendar.tell(home, at)
        if wanted.then:
            due = f"{home}:{starts.isoformat()}"
            deliver(street=home, handler=wanted.then, key=due, payload={"street": home}, due_at=starts)
    return value


def _store(wanted: settings.Key, place: str, stored: Any, starts: datetime, by: By | None) -> None:
    home = settings.home(place)
    Setting.objects.update_or_create(
        street=home, place=place, key=wanted.name, from_at=starts,
        defaults={"value": stored, "by_id": by.person_id if by else None},
        create_defaults={"id": new_id(), "value": stored, "by_id": by.person_id if by else None},
    )  # fmt: skip
    memory.move(home, "settings")


__all__ = ["BadValue", "change_setting"]
