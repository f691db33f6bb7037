"""Whether drawn areas fit together: within their community, without overlaps, without gaps; in m²."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import shapely
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from linli.places.areafile import Fault
from linli.places.atlas import Plane
from linli.places.planning import SHARING, Draft, Ground
from linli.places.rules import parent_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Fitting:
    """The grounds of a draft, laid on a plane, and the area that may be missing or double."""

    def __init__(self, made: Draft, tolerance: Decimal) -> None:
        self.tolerance = float(tolerance)
        self.grounds = sorted(made.grounds.values(), key=lambda ground: ground.code)
        bounds = (
            shapely.total_bounds([ground.area for ground in self.grounds]) if self.grounds else (0, 0, 0, 0)
        )
        self.plane = Plane((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
        self.flat = {ground.code: self.plane.geometry(ground.area) for ground in self.grounds}
        touched = {ground.code[:12] for ground in self.grounds if ground.feature}
        self.communities = sorted(touched & self.flat.keys())

    def faults(self) -> Iterator[Fault]:
        """This will list all that does not fit, by place."""
        yield from self._outside()
        yield from self._overlaps()
        yield from self._gaps()

    def _outside(self) -> Iterator[Fault]:
        for ground in self.grounds:
            parent = parent_of(ground.code, ground.kind)
            if ground.feature and ground.kind != "community" and parent in self.flat:
                beyond = shapely.difference(self.flat[ground.code], self.flat[parent])
                if beyond.area > self.tolerance:
                    yield self._fault(
                        ground, _("{m2} m² lie outside of {other}, near {where}."), beyond, parent
                    )

    def _overlaps(self) -> Iterator[Fault]:
        areas = [self.flat[ground.code] for ground in self.grounds]
        pairs = STRtree(areas).query(areas, predicate="intersects").T if areas else ()
        for i, j in sorted((int(i), int(j)) for i, j in pairs if i < j):
            one, other = self.grounds[i], self.grounds[j]
            if not _compete(one, other):
                continue
            double = shapely.intersection(areas[i], areas[j])
            if double.area > self.tolerance:
                drawn, stays = (one, other) if one.feature else (other, one)
                yield self._fault(drawn, _("{m2} m² overlap with {other}, near {where}."), double, stays.code)

    def _gaps(self) -> Iterator[Fault]:
        by_code = {ground.code: ground for ground in self.grounds}
        for community in self.communities:
            grids = [
                ground
                for ground in self.grounds
                if SHARING[ground.kind] == "grid" and ground.code[:12] == community
            ]
            if not grids:
                continue
            covered = shapely.union_all([self.flat[grid.code] for grid in grids])
            missing = shapely.difference(self.flat[community], covered)
            if missing.area > self.tolerance:
                text = _("{m2} m² belong to no grid, near {where}.")
                yield self._fault(by_code[community], text, missing)
        yield from self._holes(by_code)

    def _holes(self, by_code: dict[str, Ground]) -> Iterator[Fault]:
        areas = [self.flat[ground.code] for ground in self.grounds if ground.kind == "community"]
        together = shapely.union_all(areas) if self.communities else shapely.Polygon()
        for part in shapely.get_parts(together):
            for ring in part.interiors:
                hole = shapely.Polygon(ring)
                own = any(
                    hole.within(shapely.Polygon(each.exterior)) for area in areas for each in _polygons(area)
                )
                if hole.area > self.tolerance and not own:
                    text = _("{m2} m² between the communities belong to none, near {where}.")
                    yield self._fault(by_code[self.communities[0]], text, hole)

    def _fault(self, ground: Ground, text: "_StrPromise", piece: BaseGeometry, other: str = "") -> Fault:
        point = max(shapely.get_parts(piece), key=shapely.area).representative_point()
        lon, lat = self.plane.degrees(point.x, point.y)
        sentence = format_lazy(text, m2=f"{piece.area:,.0f}", other=other, where=f"{lon:.5f}, {lat:.5f}")
        return Fault(ground.feature, ground.code, sentence)


def _compete(one: Ground, other: Ground) -> bool:
    """Whether two areas may not overlap. A special grid lies within or beside the grids, not beside its like."""
    return bool(one.feature or other.feature) and one.kind == other.kind


def _polygons(area: BaseGeometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(area) if isinstance(part, shapely.Polygon)]
