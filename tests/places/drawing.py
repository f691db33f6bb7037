"""GeoJSON as a street's draughtsman would send it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import mapping

from linli.places.actions import Report, import_areas
from linli.places.models import Place
from tests.places.conftest import AT, EAST, STREET

# Two grids side by side that make up the whole of a community, 400 by 200 metres or so.
WEST_HALF = shapely.box(112.3800, 32.5280, 112.3820, 32.5300)
EAST_HALF = shapely.box(112.3820, 32.5280, 112.3840, 32.5300)
WHOLE = shapely.box(112.3800, 32.5280, 112.3840, 32.5300)


@dataclass(frozen=True)
class Nobody:
    """Somebody signed in who administers nothing."""

    person_id: int = 1

    def places(self, *roles: str) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True)
class Administrator:
    """Whoever administers a street, or a county by its six digits."""

    place: str
    person_id: int = 77

    def places(self, *roles: str) -> frozenset[str]:
        role = "county_admin" if len(self.place) == 6 else "street_admin"
        return frozenset({self.place}) if role in roles else frozenset()


def feature(code: str, kind: str, area: Any, **more: Any) -> dict[str, Any]:
    geometry = mapping(area) if isinstance(area, shapely.Geometry) else area
    return {"type": "Feature", "properties": {"code": code, "kind": kind, **more}, "geometry": geometry}


def collection(features: Iterable[Any], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def dongguan(**changes: Any) -> list[dict[str, Any]]:
    """This will draw the community of 东关 with two grids; `changes` replaces a feature by name, None leaves it out."""
    features: Mapping[str, Any] = {
        "whole": feature(EAST, "community", WHOLE),
        "west": feature(EAST + "001", "grid", WEST_HALF),
        "east": feature(EAST + "002", "grid", EAST_HALF),
    }
    return [each for each in ({**features, **changes}).values() if each is not None]


def bring(features: Iterable[Any] | bytes, *, apply: bool = True, **more: Any) -> Report:
    """This will import features into the street as its operator."""
    content = features if isinstance(features, bytes) else collection(features)
    return import_areas(content, STREET, **{"at": AT, "by": None, "apply": apply, **more})


def standing() -> list[tuple[str, Any]]:
    """This will give all places as they are stored, to see that nothing changed."""
    return [
        (row.code, (row.valid_to, row.schematic, bytes(row.area or b"")))
        for row in Place.objects.order_by("code")
    ]
