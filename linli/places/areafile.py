"""Reads the areas a street has drawn, GeoJSON, feature by feature, and says what is wrong with each."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from linli.lib.geometry import Box, looks_swapped, wgs84_from_gcj02
from linli.lib.text import clean
from linli.places.rules import PATTERNS

Datum = Literal["wgs84", "gcj02"]
MOST_BYTES = 30_000_000
MOST_FEATURES = 5_000
MOST_POINTS = 500_000
NAME_MOST = 60
KINDS = ("community", "grid", "special_grid", "resident_group", "micro_grid")

# The beginnings of what GEOS answers.
_REASONS: tuple[tuple[str, Promise], ...] = (
    ("Self-intersection", _("The border crosses itself")),
    ("Ring Self-intersection", _("The border touches itself")),
    ("Hole lies outside", _("A hole lies outside of the area")),
    ("Nested", _("Parts of the area lie within each other")),
    ("Holes are nested", _("Parts of the area lie within each other")),
    ("Interior is disconnected", _("Holes cut the area in two")),
    ("Duplicate Rings", _("The same border is drawn twice")),
    ("Too few points", _("The border has too few points")),
    ("Invalid Coordinate", _("A position is not a number")),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the feature's number in the file, from 1 (0: the file as a whole), its code, a sentence."""

    feature: int
    code: str
    sentence: "str | Promise"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One area of the file, in WGS-84; `ended` takes a community out of use."""

    feature: int
    code: str
    kind: str
    name: Mapping[str, str]
    area: BaseGeometry | None
    ended: bool = False
    successors: tuple[str, ...] = ()


class Unreadable(Exception):  # it becomes a line of the report
    """One feature or the whole file cannot be read; carries the sentence."""

    def __init__(self, sentence: "str | Promise") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def read(content: bytes, street: str, datum: Datum, box: Box) -> tuple[list[Drawn], list[Fault]]:
    """This will read a FeatureCollection with code, kind and name on each feature; what cannot be read is a fault."""
    try:
        features = list(_features(content))
    except Unreadable as problem:
        return [], [Fault(0, "", problem.sentence)]
    drawn: dict[str, Drawn] = {}
    faults = []
    for number, feature in enumerate(features, 1):
        code = _code(feature)
        try:
            each = _drawn(number, feature, street, datum, box)
            if each.code in drawn:
                raise Unreadable(
                    format_lazy(_("The code stands at feature {n} already."), n=drawn[each.code].feature)
                )
            drawn[each.code] = each
        except Unreadable as problem:
            faults.append(Fault(number, code, problem.sentence))
    return list(drawn.values()), faults


def _features(content: bytes) -> Iterator[Any]:
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 30 MB."))
    try:
        collection = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable(_("This is not a GeoJSON file: it cannot be read as JSON in UTF-8.")) from None
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise Unreadable(_("This is not a GeoJSON file: it must be a FeatureCollection."))
    features = collection.get("features")
    if not isinstance(features, list) or not features:
        raise Unreadable(_("The file holds no areas."))
    if len(features) > MOST_FEATURES:
        raise Unreadable(_("The file holds more than 5,000 areas."))
    named = json.dumps(collection.get("crs") or "CRS84")
    if "CRS84" not in named and "4326" not in named and "4490" not in named:
        raise Unreadable(
            _("The file must be in degrees of longitude and latitude, not in another projection.")
        )
    yield from features


def _properties(feature: Any) -> Mapping[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _code(feature: Any) -> str:
    code = _properties(feature).get("code", "")
    return str(code)[:18] if isinstance(code, str | int) else ""


def _drawn(number: int, feature: Any, street: str, datum: Datum, box: Box) -> Drawn:
    properties = _properties(feature)
    code, kind = _code(feature), properties.get("kind", "")
    if kind not in KINDS:
        raise Unreadable(_("The kind must be community, grid, special_grid, resident_group or micro_grid."))
    if not PATTERNS[kind].fullmatch(code):
        raise Unreadable(_LENGTHS[kind])
    if not code.startswith(street):
        raise Unreadable(format_lazy(_("The code does not begin with the street's {street}."), street=street))
    if properties.get("ended") is True and kind == "community":
        named = properties.get("successors", [])
        successors = tuple(str(each) for each in named) if isinstance(named, list) else ()
        return Drawn(number, code, kind, {}, None, ended=True, successors=successors)
    return Drawn(number, code, kind, _name(properties), _area(feature.get("geometry"), datum, box))


_LENGTHS = {
    "community": _("The code of a community has 12 digits."),
    "grid": _("The code of a grid has 15 digits: its community's 12 and a serial."),
    "special_grid": _("The code of a grid has 15 digits: its community's 12 and a serial."),
    "resident_group": _("The code of a resident group is its community's 12 digits, G and two digits."),
    "micro_grid": _("The code of a micro-grid is its grid's 15 digits, M and two digits."),
}


def _name(properties: Mapping[str, Any]) -> dict[str, str]:
    given = properties.get("name") or {}
    names = given if isinstance(given, dict) else {"zh-hans": given}
    names = {"zh-hans": names.get("zh-hans") or "", "en": names.get("en") or properties.get("name_en") or ""}
    if any(not isinstance(text, str) or len(text) > NAME_MOST for text in names.values()):
        raise Unreadable(_("The name must be text of at most 60 characters."))
    return {language: cleaned for language, text in names.items() if (cleaned := clean(text))}


def _area(geometry: Any, datum: Datum, box: Box) -> BaseGeometry:
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise Unreadable(_("The geometry must be a Polygon or a MultiPolygon."))
    if not _numbers(geometry.get("coordinates"), 3 if geometry["type"] == "MultiPolygon" else 2):
        raise Unreadable(_("The positions must be pairs of numbers."))
    try:
        area = shapely.force_2d(shapely.geometry.shape(geometry))
    except (ValueError, TypeError, IndexError, GEOSException):
        raise Unreadable(_("The border has too few points.")) from None
    _check_box(area, box)
    if datum == "gcj02":
        area = shapely.transform(area, _from_gcj02)
    if not area.is_valid:
        raise Unreadable(_reason(shapely.is_valid_reason(area)))
    return shapely.normalize(area)


def _from_gcj02(points: "np.ndarray[Any, np.dtype[np.float64]]") -> "np.ndarray[Any, np.dtype[np.float64]]":
    return np.array([wgs84_from_gcj02(lon, lat) for lon, lat in points.tolist()]).reshape(points.shape)


def _numbers(value: Any, depth: int) -> bool:
    """Whether coordinates are nested as deep as GeoJSON wants and hold finite numbers only."""
    if not isinstance(value, list) or len(value) > MOST_POINTS:
        return False
    if depth > 0 and value:
        return all(_numbers(inner, depth - 1) for inner in value)
    plain = all(isinstance(n, int | float) and not isinstance(n, bool) and abs(n) < 1e6 for n in value)
    return 2 <= len(value) <= 4 and plain and all(math.isfinite(n) for n in value)


def _check_box(area: BaseGeometry, box: Box) -> None:
    west, south, east, north = area.bounds
    if all(box.contains(*corner) for corner in ((west, south), (east, north))):
        return
    if looks_swapped(west, south, box) and looks_swapped(east, north, box):
        raise Unreadable(_("Latitude and longitude look exchanged: the longitude comes first."))
    raise Unreadable(_("The area lies outside of the county's box."))


def _reason(geos: str) -> "str | Promise":
    text, _bracket, where = geos.partition("[")
    known = (sentence for begin, sentence in _REASONS if text.startswith(begin))
    sentence = next(known, _("The border is not a valid polygon"))
    place = ", ".join(f"{float(part):.5f}" for part in where.rstrip("]").split()[:2]) if where else ""
    return format_lazy(_("{what}, near {where}."), what=sentence, where=place) if place else sentence
