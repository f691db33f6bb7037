"""The registry of settings: packages register typed keys at start; values are resolved by place and date.

The value at the community counts, else at its street, else at its county, else the key's default. Values are
dated: of several at one place the last that has begun counts.
"""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any, Literal

from linli.lib.clock import present
from linli.places import memory
from linli.places.kinds import (
    BadValue,
    Boxed,
    Choice,
    Exact,
    Hours,
    Json,
    Kind,
    LimitOf,
    Sentence,
    Text,
    Whole,
    YesNo,
    Zone,
    kind_of,
)
from linli.places.models import Setting
from linli.places.rules import county_of, lineage, street_of

__all__ = [
    "BadValue",
    "Boxed",
    "Choice",
    "Exact",
    "Hours",
    "Json",
    "Key",
    "LimitOf",
    "Sentence",
    "Text",
    "Whole",
    "YesNo",
    "Zone",
    "key",
    "keys",
    "register",
    "source",
    "value",
]

Scope = Literal["county", "street", "community"]
# How far down a key of each scope may be set, as lengths of codes.
LENGTHS: dict[str, frozenset[int]] = {
    "county": frozenset({6}),
    "street": frozenset({6, 9}),
    "community": frozenset({6, 9, 12}),
}


@dataclass(frozen=True)
class Key:
    """A setting: dotted name, kind of value, default, the deepest level at which it may be set, words for people.

    `type` is a kind such as Whole(1, 60), or the name of one: int, decimal, bool, limit, text, box, hours, zone, json.
    The default may be written as a person would type it: "1wd". `then` is the delivery that is asked for on the day
    from which a new value counts, with the street or county it was set for.
    """

    name: str
    type: Kind | str
    default: Any
    scope: Scope = "street"
    _: KW_ONLY
    label: Sentence
    help: Sentence = ""
    then: str = ""
    # Why a value that was right when it was entered does nothing at this place now; nothing where it works.
    fault: Callable[[Any, str], Sentence] = lambda _value, _place: ""

    @property
    def kind(self) -> Kind:
        """The kind of value, also where only its name was given."""
        return kind_of(self.type)

    @property
    def initial(self) -> Any:
        """The default as a value, also where it was given as text."""
        return self.kind.load(self.default) if isinstance(self.default, str) else self.default


_keys: dict[str, Key] = {}
_Dated = dict[tuple[str, str], list[tuple[datetime, Any]]]


def register(*new: Key) -> None:
    """This will make keys known; ValueError if a name is taken by a different key or the default is no such value."""
    for each in new:
        if _keys.setdefault(each.name, each) != each:
            raise ValueError(f"two settings are called {each.name}")
        each.kind.load(each.kind.dump(each.initial))


def key(name: str) -> Key:
    """This will give a registered key; KeyError with its name if there is none."""
    return _keys[name]


def keys() -> list[Key]:
    """This will list all registered keys by name."""
    return sorted(_keys.values(), key=lambda each: each.name)


def _dated(street: str) -> _Dated:
    def read() -> _Dated:
        found: _Dated = {}
        rows = Setting.objects.filter(street=street).order_by("from_at", "id")
        for place, name, stored, from_at in rows.values_list("place", "key", "value", "from_at"):
            if name in _keys:
                found.setdefault((place, name), []).append((from_at, _keys[name].kind.load(stored)))
        return found

    return memory.keep(("settings", street), memory.version(street, "settings"), read)


def _found(name: str, place: str, at: datetime | None) -> tuple[str, Any]:
    wanted = _keys[name]
    for code in lineage(place):
        if len(code) not in LENGTHS[wanted.scope]:
            continue
        for from_at, held in reversed(_dated(street_of(code)).get((code, name), ())):
            if from_at <= (at or present()):
                return code, held
    return "", wanted.initial


def value(name: str, place: str, at: datetime | None = None) -> Any:
    """This will give the value of a key at a place (any code), as it is at `at`, by default now.

    KeyError if no package registered the key.
    """
    return _found(name, place, at)[1]


def source(name: str, place: str, at: datetime | None = None) -> str:
    """This will give the code of the place whose value counts here, or nothing where it is the default."""
    return _found(name, place, at)[0]


def home(code: str) -> str:
    """This will give the `street` column of a setting at a place: the county's six digits, or the street's nine."""
    return county_of(code) if len(code) == 6 else street_of(code)
