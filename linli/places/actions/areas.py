"""A street's own polygons: checked, previewed, and carried out all or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import shapely

from linli.facts.actions import record
from linli.lib.db import writing
from linli.places import memory, queries, redraw, settings
from linli.places.areafile import Datum, Drawn, Fault, read
from linli.places.fitting import Fitting
from linli.places.models import Place, Spot
from linli.places.planning import Held, draft, plan
from linli.places.policies import By, insist, may_administer
from linli.places.redraw import Change, Move, Plan
from linli.places.rules import community_of, county_of, parent_of


@dataclass(frozen=True)
class Report:
    """What an import of areas found: faults by feature, or else what it changes and what moves with it."""

    plan: Plan
    faults: list[Fault] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    applied: bool = False


def import_areas(
    file: Path | bytes, street: str, *, datum: Datum = "wgs84", at: datetime, by: By | None, apply: bool
) -> Report:
    """This will check a GeoJSON file against the street's places and, with `apply` and without faults, carry it out.

    The file replaces all grids of every community for which it draws a grid, and so with resident groups and
    micro-grids; other places stay. A community ends by a feature with `"ended": true`. One fault, and nothing is
    changed. The preview lists what else would move, such as open cases.
    """
    insist(may_administer(by, street))
    content = file if isinstance(file, bytes) else file.read_bytes()
    drawn, faults = read(content, street, datum, settings.value("places.box", county_of(street), at))
    if not apply:
        return _planned(street, drawn, faults, at)
    try:
        with writing():
            report = _planned(street, drawn, faults, at)
            if report.faults or report.plan.empty:
                return report
            _carry_out(report.plan, at, by)
    except BaseException:
        memory.forget()  # what was read of the new places is undone with them
        raise
    return Report(report.plan, moves=report.moves, applied=True)


def _planned(street: str, drawn: list[Drawn], faults: list[Fault], at: datetime) -> Report:
    made, wrong = draft(_held(street), drawn)
    faults = [*faults, *wrong]
    # Codes first: what belongs nowhere would be reported again as not fitting.
    if not faults:
        faults = list(Fitting(made, settings.value("places.area_tolerance", county_of(street), at)).faults())
    if faults:
        return Report(Plan(street), sorted(faults, key=lambda fault: (fault.feature, fault.code)))
    planned = plan(street, made)
    return Report(planned, moves=redraw.moves(planned, at))


def _held(street: str) -> dict[str, Held]:
    rows = Place.objects.filter(street=street).exclude(kind="street").order_by("code")
    return {
        row.code: Held(
            code=row.code,
            kind=row.kind,
            name=row.name,
            area=None if row.area is None else shapely.from_wkb(bytes(row.area)),
            schematic=row.schematic,
            ended=row.valid_to is not None,
        )
        for row in rows
    }


def _carry_out(planned: Plan, at: datetime, by: By | None) -> None:
    by_id = by.person_id if by else None
    day = at.astimezone(settings.value("places.zone", county_of(planned.street), at)).date()
    Place.objects.bulk_create(
        [
            Place(
                code=change.code,
                kind=change.kind,
                street=planned.street,
                parent=parent_of(change.code, change.kind),
                valid_from=day,
                prefix="C" + change.code[-3:] if change.kind == "community" else "",
                **_shape(change),
            )
            for change in planned.new
        ]
    )
    for change in planned.changed:
        Place.objects.filter(code=change.code).update(kind=change.kind, schematic=False, **_shape(change))
    for change in planned.ended:
        Place.objects.filter(code=change.code).update(valid_to=day, successors=list(change.successors))
    memory.move(planned.street, "version")
    for what, change in _all(planned):
        record(
            street=planned.street, subject=f"place:{change.code}", kind="place.redrawn", at=at, actor_id=by_id,
            data={"change": what, "kind": change.kind, "successors": list(change.successors[:20])},
        )  # fmt: skip
    _carry_spots(planned, at, by_id)
    redraw.follow(planned, at, by_id)


def _all(planned: Plan) -> Iterator[tuple[str, Change]]:
    for what, changes in (("new", planned.new), ("changed", planned.changed), ("ended", planned.ended)):
        for change in changes:
            yield what, change


def _shape(change: Change) -> dict[str, object]:
    assert change.area is not None  # noqa: S101  # only ended places have none
    middle = change.area.representative_point()
    return {
        "name": dict(change.name),
        "area": shapely.to_wkb(change.area),
        "lon": round(middle.x, 6),
        "lat": round(middle.y, 6),
    }


def _carry_spots(planned: Plan, at: datetime, by_id: int | None) -> None:
    """Boards stay where they stand; their place is the one that now lies there."""
    for spot in queries.spots(planned.street):
        routed = planned.route(spot.lon, spot.lat) if spot.lon is not None and spot.lat is not None else None
        if routed is not None and not routed.nearest:
            community, grid = routed.community, routed.grid
        else:
            grid = planned.successor(spot.grid) if spot.grid else ""
            community = community_of(grid) or planned.successor(spot.community)
            grid = grid if len(grid) > 12 else ""
        if (community, grid) != (spot.community, spot.grid):
            Spot.objects.filter(id=spot.id).update(community=community, grid=grid)
            record(
                street=planned.street, subject=f"spot:{spot.id}", kind="spot.redrawn", at=at, actor_id=by_id,
                data={"community": community, "grid": grid},
            )  # fmt: skip
