"""Real divisions with their official codes, and the schematic of Hancheng's grids and groups."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any

import shapely

from linli.facts.actions import record
from linli.lib.db import writing
from linli.places import memory
from linli.places.models import Place, PlaceKind
from linli.places.policies import By, insist, may_administer
from linli.places.rules import parent_of, street_of

COUNTY = "411329"
# The state the codes are of.
VALID_FROM = date(2023, 6, 30)
SEAT = (112.36514, 32.52875)
PREFIXES = {
    "411329001001": "JF",
    "411329001002": "MZ",
    "411329001003": "DG",
    "411329001004": "NG",
    "411329001005": "XG",
    "411329001006": "BG",
    "411329001007": "HQ",
    "411329001008": "LZ",
    "411329001009": "ZY",
}
_KINDS = {
    "county": PlaceKind.COUNTY,
    "subdistrict": PlaceKind.STREET,
    "town": PlaceKind.STREET,
    "township": PlaceKind.STREET,
    "community": PlaceKind.COMMUNITY,
    "village": PlaceKind.COMMUNITY,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """How many places were new, and how many were there already and stay as they are."""

    new: int
    same: int


def import_divisions(*, at: datetime, by: By | None) -> Imported:
    """This will add the divisions of Xinye County that are missing; those that are there stay as they are.

    Codes of the National Bureau of Statistics, state of 30 June 2023; see the note beside the file.
    """
    insist(may_administer(by, COUNTY))
    return _add(list(_divisions()), COUNTY, at, by)


def import_schematic(*, at: datetime, by: By | None) -> Imported:
    """This will add grids and resident groups of Hancheng Street from the drawn schematic, where none are yet.

    A community that has a surveyed area keeps it; every place from the schematic is marked as such.
    """
    street = "411329001"
    insist(may_administer(by, street))
    drawn = [_sketched(each["properties"], each["geometry"]) for each in _schematic()["features"]]
    with writing():
        for place in drawn:
            if place.kind == PlaceKind.COMMUNITY:
                Place.objects.filter(code=place.code, area=None, valid_to=None).update(
                    area=place.area, lon=place.lon, lat=place.lat, schematic=True
                )
        return _add([place for place in drawn if place.kind != PlaceKind.COMMUNITY], street, at, by)


def _add(places: list[Place], owner: str, at: datetime, by: By | None) -> Imported:
    with writing():
        there = set(Place.objects.filter(code__startswith=owner).values_list("code", flat=True))
        new = [place for place in places if place.code not in there]
        Place.objects.bulk_create(new, batch_size=200)
        for street in {place.street for place in new}:
            memory.move(street, "version")
        if new:
            record(
                street=owner, subject=f"place:{owner}", kind="place.imported", at=at,
                actor_id=by.person_id if by else None, data={"new": len(new)},
            )  # fmt: skip
    return Imported(len(new), len(places) - len(new))


def _lines(name: str) -> Iterator[dict[str, str]]:
    with files("linli.places").joinpath("data", name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _schematic() -> Any:
    return json.loads(files("linli.places").joinpath("data", "hancheng_schematic.geojson").read_text("utf-8"))


def _divisions() -> Iterator[Place]:
    english = {line["code"]: line["en"] for line in _lines("xinye_english.csv")}
    for line in _lines("xinye_divisions.csv"):
        kind = _KINDS.get(line["level"])
        if kind is None:
            continue  # province and prefecture: nobody works there with this
        code = line["code"]
        at_seat = code in {COUNTY, "411329001"}
        yield Place(
            code=code,
            kind=kind,
            street=street_of(code),
            parent=parent_of(code, kind),
            name={"zh-hans": short_name(line["name"]), **({"en": english[code]} if code in english else {})},
            prefix=prefix(code, line["level"]),
            valid_from=VALID_FROM,
            lon=SEAT[0] if at_seat else None,
            lat=SEAT[1] if at_seat else None,
        )


def short_name(official: str) -> str:
    """This will cut the committee off a name: 东关社区居民委员会 is 东关社区, 乔湾村民委员会 is 乔湾村."""
    if official.endswith("村民委员会"):
        return official.removesuffix("村民委员会") + "村"
    return official.removesuffix("居民委员会")


def prefix(code: str, level: str) -> str:
    """This will give the letters of a community's case numbers: two of Hancheng's, else C or V and the last digits."""
    if code in PREFIXES:
        return PREFIXES[code]
    return {"community": "C", "village": "V"}[level] + code[-3:] if level in {"community", "village"} else ""


def _sketched(properties: Mapping[str, Any], geometry: object) -> Place:
    area = shapely.from_geojson(json.dumps(geometry))
    middle = area.representative_point()
    code = properties["code"]
    return Place(
        code=code,
        kind=properties["kind"],
        street=street_of(code),
        parent=parent_of(code, properties["kind"]),
        name=properties["name"],
        valid_from=VALID_FROM,
        schematic=True,
        area=shapely.to_wkb(area),
        lon=round(middle.x, 6),
        lat=round(middle.y, 6),
    )
