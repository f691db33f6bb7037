"""What the columns of another system's file mean: a TOML file that whoever knows the file writes once."""

import tomllib
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext_lazy as _

from linli.lib.geometry import Box
from linli.people.verdicts import Refused
from linli.places.actions.founding import Division, Founding
from linli.places.models import LocationType

OPEN = "open"
# Times as Linli itself writes them; anything else is named by the mapping.
ISO = "iso"
NEEDED = ("key", "reported_at")
FIELDS = frozenset({
    *NEEDED, "text", "type", "status", "due_at", "closed_at", "lon", "lat", "street", "community", "grid",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Types:
    """From the source's types to our categories: exact first, then the longest beginning, then the default."""

    exact: Table[str, str]
    prefix: Sequence[tuple[str, str]]  # longest first
    default: str

    def category(self, name: str) -> tuple[str, str] | None:
        """This will give category and matter of a type, or None where no rule holds and there is no default."""
        found = self.exact.get(name)
        if found is None:
            found = next((code for start, code in self.prefix if name.startswith(start)), self.default)
        code, _slash, item = found.partition("/")
        return (code, item) if code else None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping that has been read and makes sense; columns may still be missing in the file."""

    source: str
    zone: ZoneInfo
    formats: tuple[str, ...]
    columns: Table[str, tuple[str, ...]]
    types: Types
    # The source's word for a state → a state of ours that ends a case, or "open". Empty: whoever has an end has ended.
    statuses: Table[str, str]
    constants: Table[str, str]
    box: Box | None = None
    location_type: str = LocationType.PUBLIC_AREA
    due_required: bool = False
    founding: Founding = field(default_factory=lambda: Founding(()))

    def missing(self, headings: Table[str, str]) -> list[str]:
        """This will name the columns that the mapping asks for and a file does not have."""
        asked = {column for columns in self.columns.values() for column in columns}
        return sorted(asked - headings.keys())


def read_mapping(path: Path) -> Mapping:
    """This will read a mapping. Raises Refused with a sentence that names the place in it that is wrong."""
    try:
        with path.open("rb") as file:
            given = tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Refused(_("The mapping is not valid TOML: %s.") % fault) from fault
    try:
        return _mapping(given)
    except (TypeError, ValueError, AttributeError, KeyError) as fault:
        raise Refused(_("The mapping says something else than it should at: %s.") % fault) from fault


def _mapping(given: dict[str, Any]) -> Mapping:
    columns = {name: _listed(value) for name, value in given["columns"].items()}
    if unknown := sorted(columns.keys() - FIELDS):
        raise Refused(_("The mapping names fields that do not exist: %s.") % ", ".join(unknown))
    constants = {name: str(code) for name, code in given.get("place", {}).items() if name != "box"}
    if lacking := [name for name in NEEDED if name not in columns]:
        raise Refused(_("The mapping names no column for: %s.") % ", ".join(lacking))
    if lacking := [name for name in ("street", "community") if name not in columns | constants]:
        raise Refused(_("The mapping names neither a column nor a code for: %s.") % ", ".join(lacking))
    source, zone = str(given["source"]), str(given["zone"])
    if zone not in available_timezones():
        raise Refused(_("There is no time zone %s. Write it as Asia/Shanghai.") % zone)
    box = given.get("place", {}).get("box")
    location = str(given.get("location_type", LocationType.PUBLIC_AREA))
    return Mapping(
        source=source,
        zone=ZoneInfo(zone),
        formats=_listed(given.get("times", ISO)),
        columns=columns,
        types=_types(given.get("types", {})),
        statuses={str(word): str(state) for word, state in given.get("statuses", {}).items()},
        constants=constants,
        box=Box(*(float(edge) for edge in box)) if box else None,
        location_type=LocationType(location),
        due_required=bool(given.get("due_required", False)),
        founding=_founding(given.get("found", {})),
    )


def _listed(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(each) for each in value)


def _types(given: dict[str, Any]) -> Types:
    prefixes = {str(start): str(code) for start, code in given.get("prefix", {}).items()}
    return Types(
        exact={str(name): str(code) for name, code in given.get("exact", {}).items()},
        prefix=sorted(prefixes.items(), key=lambda rule: (-len(rule[0]), rule[0])),
        default=str(given.get("default", "")),
    )


def _founding(given: dict[str, Any]) -> Founding:
    return Founding(
        tuple(
            Division(str(each["code"]), dict(each["name"]), str(each.get("prefix", "")))
            for each in given.get("divisions", [])
        ),
        {str(key): str(text) for key, text in given.get("settings", {}).items()},
    )
