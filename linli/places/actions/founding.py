"""A county of another country or of a trial: its division codes, and how it differs from ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from linli.facts.actions import record
from linli.lib.db import writing
from linli.places import memory
from linli.places.actions.values import change_setting
from linli.places.models import Place, PlaceKind
from linli.places.policies import By, insist, may_administer
from linli.places.rules import parent_of, street_of

_KINDS = {6: PlaceKind.COUNTY, 9: PlaceKind.STREET, 12: PlaceKind.COMMUNITY}
_PREFIX = re.compile(r"[A-Z0-9]{0,4}")
_BEGAN = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Division:
    """One county, street or community to be: code, names, and for a community the letters of its case numbers."""

    code: str
    name: Mapping[str, str]
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Founding:
    """A county with its divisions, and settings of the county as a person would type them."""

    divisions: tuple[Division, ...]
    settings: Mapping[str, str] = field(default_factory=dict)


def found(*, founding: Founding, at: datetime, by: By | None) -> int:
    """This will add the divisions that are missing, and with a new county its settings; tells how many were new.

    What is there already stays as it is. Raises ValueError for a code that is none or has nothing above it, and its
    kind BadValue for a setting.
    """
    codes = {division.code for division in founding.divisions}
    for division in founding.divisions:
        _check(division, codes)
        insist(may_administer(by, division.code))
    with writing():
        there = set(Place.objects.filter(code__in=codes).values_list("code", flat=True))
        new = [division for division in founding.divisions if division.code not in there]
        Place.objects.bulk_create([_place(division) for division in new])
        for division in new:
            street = street_of(division.code)
            memory.move(street, "version")
            record(
                street=street, subject=f"place:{division.code}", kind="place.imported", at=at,
                actor_id=by.person_id if by else None, data={"new": 1},
            )  # fmt: skip
        for county in (division.code for division in new if len(division.code) == 6):
            for key, text in founding.settings.items():
                change_setting(key=key, place=county, text=text, at=at, by=by)
    return len(new)


def _check(division: Division, codes: set[str]) -> None:
    code = division.code
    if not (code.isascii() and code.isdigit() and len(code) in _KINDS and _PREFIX.fullmatch(division.prefix)):
        raise ValueError(f"no code of a county, street or community: {code[:20]}")
    above = parent_of(code, _KINDS[len(code)])
    if above and above not in codes and not Place.objects.filter(code=above).exists():
        raise ValueError(f"nothing above {code}")


def _place(division: Division) -> Place:
    kind = _KINDS[len(division.code)]
    return Place(
        code=division.code, kind=kind, street=street_of(division.code), parent=parent_of(division.code, kind),
        name=dict(division.name), prefix=division.prefix, valid_from=_BEGAN,
    )  # fmt: skip
