"""Boards, gates and bins with a QR label."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.facts.actions import record
from linli.lib.db import writing
from linli.lib.ids import CODE_ALPHABET, new_id
from linli.lib.text import clean
from linli.lib.verdicts import Refused
from linli.places import queries
from linli.places.models import LocationType, Spot
from linli.places.policies import By, insist, may_administer
from linli.places.rows import SpotRow
from linli.places.rules import NotDrawn, OutsideCounty, community_of, street_of
from linli.places.words import refusal

TOKEN_LETTERS = 10  # 29^10: nobody counts through them, and a clerk can still type one
NAME_MOST = 60


def make_spot(
    *,
    community: str,
    name: Mapping[str, str],
    location_type: str,
    at: datetime,
    by: By | None,
    grid: str = "",
    lon: float | None = None,
    lat: float | None = None,
) -> SpotRow:
    """This will set up a board, gate or bin and give it with its token, which is printed in the QR link.

    Without a grid, the position decides it. Raises Refused for an unknown place or an empty name.
    """
    street = street_of(community)
    insist(may_administer(by, street))
    _check(community, grid, name, location_type)
    spot = Spot(
        id=new_id(),
        street=street,
        token=_token(),
        name={language: clean(text, NAME_MOST) for language, text in name.items()},
        community=community,
        grid=grid or _grid_at(community, lon, lat, at),
        location_type=location_type,
        lon=lon,
        lat=lat,
    )
    with writing():
        spot.save(force_insert=True)
        _record(spot, "spot.made", at, by)
    return queries.spot_row(spot, spot.token)


def move_spot(
    *,
    spot: SpotRow,
    community: str,
    at: datetime,
    by: By | None,
    grid: str = "",
    lon: float | None = None,
    lat: float | None = None,
) -> SpotRow:
    """This will retire a spot where it was and set it up where it is now; its old label leads to the new one."""
    with writing():
        insist(may_administer(by, spot.street))
        _claim(spot, at)
        new = make_spot(
            community=community,
            name=spot.name,
            location_type=spot.location_type,
            at=at,
            by=by,
            grid=grid,
            lon=lon,
            lat=lat,
        )
        Spot.objects.filter(id=spot.id).update(successor_id=new.id)
        _record(Spot.objects.get(id=spot.id), "spot.moved", at, by, successor=new.id)
    return new


def retire_spot(*, spot: SpotRow, at: datetime, by: By | None) -> None:
    """This will take a spot out of use; its label then asks for the community instead."""
    insist(may_administer(by, spot.street))
    with writing():
        _claim(spot, at)
        _record(Spot.objects.get(id=spot.id), "spot.retired", at, by)


def _claim(spot: SpotRow, at: datetime) -> None:
    if not Spot.objects.filter(id=spot.id, retired_at=None).update(retired_at=at):
        raise Refused(_("This board was taken out of use already."))


def _token() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(TOKEN_LETTERS))


def _check(community: str, grid: str, name: Mapping[str, str], location_type: str) -> None:
    there = queries.place(community)
    if there is None or there.ended or there.kind != "community":
        raise Refused(_("Choose a community of this street."))
    if grid and grid not in {row.code for row in queries.grids(community)}:
        raise Refused(_("Choose a grid of this community."))
    if not clean(name.get("zh-hans", "")) or any(len(text) > NAME_MOST for text in name.values()):
        raise Refused(_("Give the board a name of at most 60 characters."))
    if location_type not in LocationType.values:
        raise Refused(_("Choose where on the ground it stands."))


def _grid_at(community: str, lon: float | None, lat: float | None, at: datetime) -> str:
    if lon is None or lat is None:
        return ""
    try:
        routed = queries.route(lon=lon, lat=lat, street=street_of(community), at=at)
    except OutsideCounty as refused:
        raise Refused(refusal(refused)) from None
    except NotDrawn:
        return ""
    if routed.community != community or routed.nearest:
        raise Refused(_("This position does not lie in the community."))
    return routed.grid


def _record(spot: Spot, kind: str, at: datetime, by: By | None, **more: int) -> None:
    record(
        street=spot.street, subject=f"spot:{spot.id}", kind=kind, at=at, actor_id=by.person_id if by else None,
        data={"community": community_of(spot.community), "grid": spot.grid, **more},
    )  # fmt: skip
