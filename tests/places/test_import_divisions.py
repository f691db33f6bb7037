"""The real divisions of Xinye County."""

import csv
from importlib.resources import files

import pytest
import shapely

from linli.facts.queries import history
from linli.lib.verdicts import Refused
from linli.places import actions, queries, schematic
from linli.places.models import Place
from tests.places.conftest import AT, COUNTY, EAST, STREET
from tests.places.drawing import Nobody


def test_every_division_of_the_county_is_there_with_its_official_code(hancheng: str) -> None:
    with files("linli.places").joinpath("data", "xinye_divisions.csv").open(encoding="utf-8") as file:
        official = {line["code"]: line for line in csv.DictReader(file) if len(line["code"]) >= 6}
    held = {row.code: row for row in Place.objects.filter(kind__in=["county", "street", "community"])}
    assert held.keys() == official.keys()
    assert all(held[code].parent in ("", line["parent"]) for code, line in official.items())


def test_a_community_has_its_name_in_both_languages_and_letters_for_its_case_numbers(hancheng: str) -> None:
    east = queries.place(EAST)
    assert east is not None
    assert (east.title("zh-hans"), east.title("en"), east.prefix) == ("东关社区", "Dongguan Community", "DG")


def test_a_village_is_called_by_its_short_name_in_chinese_where_no_english_one_is_known(
    hancheng: str,
) -> None:
    assert queries.name("411329101201", "zh-hans") == "乔湾村"
    assert queries.name("411329101201", "en") == "乔湾村"


def test_no_two_communities_of_a_street_share_the_letters_of_their_case_numbers(hancheng: str) -> None:
    held = list(Place.objects.filter(kind="community").values_list("street", "prefix"))
    assert len(set(held)) == len(held)
    assert all(prefix and prefix.isalnum() and prefix.isascii() for _, prefix in held)


def test_importing_again_changes_nothing_and_keeps_what_the_office_renamed(hancheng: str) -> None:
    Place.objects.filter(code=EAST).update(name={"zh-hans": "东关新社区"})
    before = list(Place.objects.order_by("code").values())
    assert actions.import_divisions(at=AT, by=None).new == 0
    assert actions.import_schematic(at=AT, by=None).new == 0
    assert list(Place.objects.order_by("code").values()) == before
    assert len(history(COUNTY, f"place:{COUNTY}")) == 1


def test_somebody_who_administers_nothing_cannot_import(db: None) -> None:
    with pytest.raises(Refused):
        actions.import_divisions(at=AT, by=Nobody())
    assert not Place.objects.exists()


def test_each_of_the_nine_has_four_grids_and_eight_to_twelve_groups_all_marked_schematic(
    hancheng: str,
) -> None:
    for community in queries.communities(STREET):
        grids, groups = queries.grids(community.code), queries.groups(community.code)
        assert len(grids) == 4
        assert 8 <= len(groups) <= 12
        assert all(row.schematic for row in (community, *grids, *groups))
    assert queries.schematic(STREET)
    assert not queries.schematic("411329002")


def test_grids_are_numbered_from_north_to_south_and_from_west_to_east(hancheng: str) -> None:
    for community in queries.communities(STREET):
        areas = [Place.objects.get(code=grid.code).area for grid in queries.grids(community.code)]
        one, two, three, four = (shapely.from_wkb(bytes(area or b"")).centroid for area in areas)
        assert one.x < two.x
        assert three.x < four.x
        assert one.y + two.y > three.y + four.y


def test_the_schematic_that_is_shipped_is_what_its_script_draws() -> None:
    assert schematic.text() == schematic.FILE.read_text(encoding="utf-8")
