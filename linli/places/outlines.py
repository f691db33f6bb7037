"""The areas of a street as a map draws them: fewer corners, borders still shared, and said where they are invented."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from linli.lib.geometry import gcj02_from_wgs84
from linli.places import memory
from linli.places.models import Place, PlaceKind
from linli.places.rows import in_language

KINDS = (PlaceKind.COMMUNITY, PlaceKind.GRID, PlaceKind.SPECIAL_GRID)
TOLERANCE = 0.00003  # degrees, some three metres
DIGITS = 6  # a decimetre


@dataclass(frozen=True, slots=True)
class Outline:
    """One area, in degrees of WGS-84; `schematic` where nobody has surveyed it."""

    code: str
    kind: str
    name: dict[str, str]
    schematic: bool
    polygon: BaseGeometry

    def title(self, language: str | None = None) -> str:
        """This will give the name in `language`, by default that of the page."""
        return in_language(self.name, language)

    @property
    def middle(self) -> tuple[float, float]:
        """A position well inside, for a name."""
        point = self.polygon.point_on_surface()
        return point.x, point.y


def outlines(street: str) -> list[Outline]:
    """This will give the drawn communities and grids of a street, communities first, each by code; kept in memory."""
    return memory.keep(("outlines", street), memory.version(street, "version"), lambda: _read(street))


def _read(street: str) -> list[Outline]:
    rows = Place.objects.filter(street=street, kind__in=KINDS, valid_to=None)
    columns = rows.order_by("code").values_list("code", "kind", "name", "schematic", "area")
    drawn = [(*row, shapely.from_wkb(bytes(area))) for *row, area in columns if area is not None]
    found = []
    for kind in KINDS:
        of_kind = [each for each in drawn if each[1] == kind]
        polygons = _simpler([each[-1] for each in of_kind], shared=kind != PlaceKind.SPECIAL_GRID)
        found += [
            Outline(code, str(kind), name, schematic, polygon)
            for (code, _, name, schematic, _), polygon in zip(of_kind, polygons, strict=True)
        ]
    return found


def _simpler(polygons: list[BaseGeometry], *, shared: bool) -> list[BaseGeometry]:
    """With fewer corners, neighbours along the same line where `shared`; what would vanish stays as it is."""
    if not polygons:
        return []
    if shared:
        fewer = list(shapely.coverage_simplify(polygons, TOLERANCE))
    else:
        fewer = list(shapely.simplify(polygons, TOLERANCE))
    return [new if not new.is_empty else old for new, old in zip(fewer, polygons, strict=True)]


def bounds(street: str, place: str = "") -> tuple[float, float, float, float] | None:
    """This will give west, south, east and north of all that is drawn of a street, or of one place in it, or None."""
    drawn = [each for each in outlines(street) if each.code.startswith(place)]
    if not drawn:
        return None
    west, south, east, north = shapely.total_bounds([each.polygon for each in drawn])
    return float(west), float(south), float(east), float(north)


def schematic(street: str) -> bool:
    """This will tell whether any of the drawn areas was invented, so that the map must say so."""
    return any(each.schematic for each in outlines(street))


def geojson(street: str, datum: str = "wgs84") -> bytes:
    """This will write the areas as GeoJSON, names in both languages; `gcj02` moves them for a map of that datum."""
    version = memory.version(street, "version")
    return memory.keep(("geojson", street, datum), version, lambda: _written(outlines(street), datum))


def _written(drawn: Iterable[Outline], datum: str) -> bytes:
    features = [_feature(each, datum) for each in drawn]
    whole = {
        "type": "FeatureCollection",
        "schematic": any(each["properties"]["schematic"] for each in features),
        "features": features,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(each: Outline, datum: str) -> dict[str, Any]:
    lon, lat = _moved([each.middle], datum)[0]
    return {
        "type": "Feature",
        "properties": {
            "code": each.code, "kind": each.kind, "zh": each.title("zh-hans"), "en": each.title("en"),
            "schematic": each.schematic, "lon": round(lon, DIGITS), "lat": round(lat, DIGITS),
        },
        "geometry": mapping(shapely.transform(each.polygon, lambda points: _moved(points, datum))),
    }  # fmt: skip


def _moved(points: Any, datum: str) -> Any:
    move = gcj02_from_wgs84 if datum == "gcj02" else lambda lon, lat: (lon, lat)
    return [tuple(round(float(each), DIGITS) for each in move(lon, lat)) for lon, lat in points]
