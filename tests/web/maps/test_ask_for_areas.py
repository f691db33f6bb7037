"""The areas of a street as GeoJSON."""

import json
from typing import Any

import pytest
import shapely
from django.test import Client

from linli.lib.db import writing
from linli.lib.geometry import gcj02_from_wgs84
from linli.places import memory
from linli.places.models import Place
from tests.builders import EAST, EAST_1, EAST_2, EAST_GROUP, OTHER_STREET, SOUTH, STREET, Town

ADDRESS = f"/{STREET}/areas.geojson"


def areas(browser: Client, query: str = "") -> dict[str, Any]:
    """This will give the features by code, and "schematic"."""
    answer = browser.get(ADDRESS + query)
    assert answer.status_code == 200
    read = json.loads(answer.content)
    return {each["properties"]["code"]: each for each in read["features"]} | {"schematic": read["schematic"]}


def test_communities_and_grids_are_drawn_with_their_names(town: Town, browser: Client) -> None:
    read = areas(browser)
    assert {EAST, SOUTH, EAST_1, EAST_2} < read.keys()
    assert EAST_GROUP not in read
    assert not [code for code in read if code.startswith(OTHER_STREET)]
    assert (read[EAST]["properties"]["zh"], read[EAST]["properties"]["en"]) == ("东关社区", "Dongguan")
    place = read[EAST]["properties"]
    assert shapely.from_geojson(json.dumps(read[EAST]["geometry"])).contains(
        shapely.Point(place["lon"], place["lat"])
    )


def test_where_borders_were_invented_it_says_so(town: Town, browser: Client) -> None:
    assert not areas(browser)["schematic"]
    with writing():
        Place.objects.filter(code=SOUTH).update(schematic=True)
        memory.move(STREET, "version")
    read = areas(browser)
    assert read["schematic"]
    assert [code for code in (EAST, SOUTH) if read[code]["properties"]["schematic"]] == [SOUTH]


def test_neighbours_still_share_their_border(town: Town, browser: Client) -> None:
    east, south = (
        shapely.from_geojson(json.dumps(areas(browser)[code]["geometry"])) for code in (EAST, SOUTH)
    )
    assert east.touches(south)
    assert east.intersection(south).length > 0.003


def test_a_base_map_of_the_other_datum_gets_moved_areas(town: Town, browser: Client) -> None:
    (lon, lat), *_ = areas(browser)[EAST_1]["geometry"]["coordinates"][0]
    moved = areas(browser, "?datum=gcj02")[EAST_1]["geometry"]["coordinates"][0][0]
    assert moved == pytest.approx(gcj02_from_wgs84(lon, lat), abs=2e-6)
    assert areas(browser, "?datum=nonsense")[EAST_1]["geometry"]["coordinates"][0][0] == [lon, lat]


def test_the_same_areas_again_are_304_until_they_are_redrawn(town: Town, browser: Client) -> None:
    first = browser.get(ADDRESS)
    again = browser.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    with writing():
        Place.objects.filter(code=EAST_2).update(area=None)
        memory.move(STREET, "version")
    assert browser.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_street_without_areas_has_none_and_a_street_that_is_none_no_address(
    town: Town, browser: Client
) -> None:
    with writing():
        Place.objects.filter(street=STREET).update(area=None)
        memory.move(STREET, "version")
    assert areas(browser) == {"schematic": False}
    assert browser.get("/999999999/areas.geojson").status_code == 404
