"""From what somebody says of the place (a board, a position, a community) to grid, group and community."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case
from linli.cases.refusals import Invalid
from linli.lib.geometry import cell
from linli.places import queries as places
from linli.places.models import LocationType, PlaceKind
from linli.places.rules import NotDrawn, OutsideCounty

GRIDS = frozenset({PlaceKind.GRID, PlaceKind.SPECIAL_GRID})
REDRAWS = 20  # of one place that are followed


def is_code(text: str) -> bool:
    """This will tell whether a text may be a code or a token at all; databases refuse some characters."""
    return text == "" or (len(text) <= 40 and text.isascii() and text.isprintable())


class Somewhere(Protocol):
    """What placing needs of a report; degrees are WGS-84."""

    @property
    def street(self) -> str: ...
    @property
    def spot_token(self) -> str: ...
    @property
    def lon(self) -> float | None: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def community(self) -> str: ...
    @property
    def grid(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a case lies. `by` says how it was found; `nearest` when the point lies in no grid."""

    street: str
    community: str
    grid: str = ""
    group: str = ""
    spot_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    by: str = "list"
    location_type: str = LocationType.PUBLIC_AREA

    @property
    def cell(self) -> int | None:
        """The Morton code of the position, or None without one."""
        return None if self.lon is None or self.lat is None else cell(self.lon, self.lat)

    def columns(self) -> dict[str, Any]:
        """This will give the columns in which a case keeps its place."""
        return {
            "street": self.street,
            "community": self.community,
            "grid": self.grid,
            "group": self.group,
            "spot_id": self.spot_id,
            "lon": self.lon,
            "lat": self.lat,
            "cell": self.cell,
            "placed_by": self.by,
        }


def place(where: Somewhere, at: datetime) -> Placed:
    """This will place a report: the board it was scanned from, else its position, else the community chosen.

    Raises Invalid without any of the three, places.rules.OutsideCounty for a position elsewhere.
    """
    if not all(map(is_code, (where.street, where.spot_token, where.community, where.grid))):
        raise Invalid({"place": _("Choose the community it is in.")})
    if where.spot_token:
        return _by_spot(where)
    if where.lon is not None and where.lat is not None:
        return _by_position(where, where.lon, where.lat, at)
    return _by_community(where)


def _by_spot(where: Somewhere) -> Placed:
    spot = places.spot(where.street, where.spot_token)
    if spot is None or spot.retired_at is not None:
        raise Invalid({"place": _("This code is no longer in use. Please choose the community.")})
    return Placed(
        spot.street, spot.community, spot.grid, "", spot.id, spot.lon, spot.lat, "spot", spot.location_type
    )


def _by_position(where: Somewhere, lon: float, lat: float, at: datetime) -> Placed:
    try:
        routed = places.route(lon=lon, lat=lat, street=where.street, at=at)
    except NotDrawn:
        # The position is still worth keeping for whoever goes there; the community comes from the list.
        chosen = _by_community(where)
        return Placed(chosen.street, chosen.community, lon=lon, lat=lat, by="list")
    by = "nearest" if routed.nearest else "phone"
    return Placed(routed.street, routed.community, routed.grid, routed.group, None, lon, lat, by)


def _by_community(where: Somewhere) -> Placed:
    found = places.place(where.community) if where.community else None
    if found is None or found.street != where.street or found.ended or found.kind != PlaceKind.COMMUNITY:
        raise Invalid({"place": _("Choose the community it is in.")})
    grid = places.place(where.grid) if where.grid else None
    known = grid is not None and grid.parent == found.code and not grid.ended and grid.kind in GRIDS
    return Placed(where.street, found.code, where.grid if known else "")


def standing(case: Case, at: datetime) -> dict[str, str]:
    """This will give the columns of a case's place that are others now, because its place ended while it had ended.

    Open cases move with a redraw, ended ones keep their old codes; one that goes on again catches up here.
    """
    if all(_successor(code) == code for code in (case.community, case.grid, case.group)):
        return {}
    if case.grid and case.lon is not None and case.lat is not None:
        try:
            routed = places.route(lon=case.lon, lat=case.lat, street=case.street, at=at)
        except (NotDrawn, OutsideCounty):
            pass  # then by what the redraw says
        else:
            if routed.grid and not routed.nearest:
                return {"community": routed.community, "grid": routed.grid, "group": routed.group}
    # A grid without a successor leaves the case with its community.
    grid, group = (code if len(code) > 12 else "" for code in map(_successor, (case.grid, case.group)))
    community = (grid or group)[:12] or _successor(case.community)
    return {"community": community, "grid": grid, "group": group if group[:12] == community else ""}


def _successor(code: str) -> str:
    for _hop in range(REDRAWS):
        found = places.place(code) if code else None
        if found is None or not found.ended:
            return code
        code = found.successors[0] if found.successors else code[:12]
    return code
