"""The settings of the base map. Nothing is fetched from outside but what an office enters here."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.places import settings
from linli.places.settings import BadValue, Choice, Key, Sentence, Text, register
from linli.web.maps.basefile import NAME, fault_of

# A host as a content policy may name it, and a path without anything that would end a header or a string.
_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?/[\w./?&=%{}@,:+~-]*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class TileAddress(Text):
    """The address of a server's tiles, with {z}, {x} and {y} in it; or empty."""

    def parse(self, text: str) -> str:
        """This will take such an address; BadValue for another."""
        trimmed = super().parse(text)
        if trimmed and not (
            _ADDRESS.fullmatch(trimmed) and all(part in trimmed for part in ("{z}", "{x}", "{y}"))
        ):
            raise BadValue(_("Enter an address that begins with https:// and holds {z}, {x} and {y}."))
        return trimmed


@dataclass(frozen=True)
class MapKey(Text):
    """A key of a map service: letters and digits; or empty."""

    def parse(self, text: str) -> str:
        """This will take a key; BadValue for what is none."""
        trimmed = super().parse(text)
        if not re.fullmatch(r"[\w-]*", trimmed, re.ASCII):
            raise BadValue(_("A key has letters and digits only."))
        return trimmed


@dataclass(frozen=True)
class FileName(Text):
    """The name of a file with a base map; or empty. Whoever enters it hears at once if it cannot be drawn."""

    def parse(self, text: str) -> str:
        """This will take the name of a file that can be drawn; BadValue with the reason for another."""
        trimmed = super().parse(text)
        if trimmed and not NAME.fullmatch(trimmed):
            raise BadValue(
                _("Enter the name of the file alone, with Latin letters and digits, ending in .pmtiles.")
            )
        if trimmed and (fault := fault_of(trimmed)):
            raise BadValue(fault)
        return trimmed

    def load(self, stored: Any) -> str:
        """This will read back what was entered, whatever has become of the file."""
        return str(stored)


def undrawn(kind: str, place: str) -> Sentence:
    """This will say why the base map that is set is not drawn, or nothing where it is."""
    if kind == "tianditu" and not settings.value("map.tianditu_key", place):
        return _("Not drawn: there is no key of Tianditu.")
    if kind == "xyz" and not settings.value("map.address", place):
        return _("Not drawn: there is no address of the tiles.")
    if kind != "pmtiles":
        return ""
    name = settings.value("map.file", place)
    return fault_of(name) if name else _("Not drawn: no file is named.")


KEYS = (
    Key(
        "map.base",
        Choice({
            "none": pgettext_lazy("base map", "None: the areas are the map"),
            "tianditu": pgettext_lazy("base map", "Tianditu"),
            "xyz": pgettext_lazy("base map", "A server of tiles"),
            "pmtiles": pgettext_lazy("base map", "A file on this server (PMTiles)"),
        }),
        "none",
        label=_("Base map"),
        help=_("What lies below the cases. The visitor's browser asks a service for it, so the service sees that."),
        fault=undrawn,
    ),
    Key(
        "map.tianditu_key",
        MapKey(64),
        "",
        label=_("Key of Tianditu"),
        help=_("Of the kind for browsers. It can be read in the page: let Tianditu bind it to your domain."),
    ),
    Key(
        "map.address",
        TileAddress(300),
        "",
        label=_("Address of the tiles"),
        help=_("Pictures of 256 pixels, with {z}, {x} and {y} where zoom, column and row stand."),
    ),
    Key(
        "map.file",
        FileName(100),
        "",
        label=_("File of the base map"),
        help=_("Its name, ending in .pmtiles. It lies in the folder maps of the program's home; nobody else is asked."),
        fault=lambda name, _place: fault_of(name) if name else "",
    ),
    Key(
        "map.datum",
        Choice({
            "wgs84": pgettext_lazy("datum", "WGS-84 or CGCS2000"),
            "gcj02": pgettext_lazy("datum", "GCJ-02, shifted by 100 to 600 m"),
        }),
        "wgs84",
        label=_("Datum of these tiles"),
        help=_("Cases and areas are moved to fit. Tianditu needs no shift."),
    ),
    Key(
        "map.attribution",
        Text(120),
        "",
        label=_("Whose map it is"),
        help=_("Shown in the corner of the map, with its approval number."),
    ),
)  # fmt: skip


def register_all() -> None:
    """This will make the keys of the map known to the registry; called once at start."""
    register(*KEYS)
