"""From a point to its grid, group and community."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as some
from pytest_django import DjangoAssertNumQueries, Settings

from linli.places import actions, queries, words
from linli.places.actions.divisions import _schematic
from linli.places.atlas import Area, Forest, locate, plant
from linli.places.models import Place
from linli.places.rules import NotDrawn, Outside, OutsideCounty
from tests.places.conftest import AT, COUNTY, EAST, STREET
from tests.places.drawing import bring, dongguan

# Inside the union, in thousandths of its width and height, borders and corners included.
SHARES = some.floats(0, 1, allow_nan=False)


@pytest.fixture(scope="module")
def drawn() -> Forest:
    features = _schematic()["features"]
    areas = [
        Area(each["properties"]["kind"], each["properties"]["code"], shapely.geometry.shape(each["geometry"]))
        for each in features
    ]
    return plant(areas, (area.code for area in areas if area.kind == "community"))


@given(SHARES, SHARES)
def test_every_point_inside_goes_to_exactly_one_grid_and_its_own_community(
    drawn: Forest, x: float, y: float
) -> None:
    communities = [area.polygon for area in drawn.areas if area.kind == "community"]
    west, south, east, north = shapely.total_bounds(communities)
    lon, lat = west + x * (east - west), south + y * (north - south)
    inside = [
        area.code
        for area in drawn.areas
        if area.kind == "community" and area.polygon.covers(shapely.Point(lon, lat))
    ]
    found = locate(drawn, lon, lat)
    assert found.nearest == (not inside)
    if inside:
        assert found.community in inside
        assert found.grid.startswith(found.community)
        assert found.group.startswith(found.community)
        assert locate(drawn, lon, lat) == found


@given(some.data())
def test_every_corner_and_every_middle_of_a_border_goes_to_one_of_the_grids_that_meet_there(
    drawn: Forest, data: some.DataObject
) -> None:
    area = data.draw(some.sampled_from([area for area in drawn.areas if area.kind == "grid"]))
    corners = list(area.polygon.exterior.coords)
    n = data.draw(some.integers(0, len(corners) - 2))
    share = data.draw(some.sampled_from([0.0, 0.5, 1 / 3]))
    (x1, y1), (x2, y2) = corners[n], corners[n + 1]
    lon, lat = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
    found = locate(drawn, lon, lat)
    grids = {each.code: each.polygon for each in drawn.areas if each.kind == "grid"}
    assert grids[found.grid].distance(shapely.Point(lon, lat)) < 1e-6
    assert found.grid.startswith(found.community)
    assert not found.nearest


def test_a_point_finds_grid_group_and_community(hancheng: str) -> None:
    grid = queries.grids(EAST)[0]
    assert grid.lon is not None
    assert grid.lat is not None
    found = queries.route(lon=grid.lon, lat=grid.lat, at=AT)
    assert (found.street, found.community, found.grid) == (STREET, EAST, grid.code)
    assert found.group.startswith(EAST + "G")
    assert (found.nearest, found.metres) == (False, 0)


def test_a_point_in_no_grid_goes_to_the_nearest_community_of_the_street_and_says_so(hancheng: str) -> None:
    found = queries.route(lon=112.40, lat=32.5288, street=STREET, at=AT)
    assert (found.community, found.grid, found.nearest) == (EAST, "", True)
    assert 1_000 < found.metres < 2_000


def test_a_report_that_names_no_street_is_not_sent_across_the_county(hancheng: str) -> None:
    with pytest.raises(NotDrawn):
        queries.route(lon=112.30, lat=32.70, at=AT)
    assert queries.route(lon=112.39, lat=32.5288, at=AT).nearest


@pytest.mark.parametrize(
    ("lon", "lat", "why"),
    [
        (116.4, 39.9, Outside.OUTSIDE),
        (112.6001, 32.5, Outside.OUTSIDE),
        (32.5288, 112.3651, Outside.SWAPPED),
        (math.nan, 32.5, Outside.NO_POSITION),
        (112.3, math.inf, Outside.NO_POSITION),
        (1e300, -1e300, Outside.NO_POSITION),
        (0.0, 0.0, Outside.OUTSIDE),
    ],
)
@pytest.mark.parametrize("street", [STREET, None])
def test_outside_the_county_a_point_is_refused_with_the_number_to_call(
    hancheng: str, lon: float, lat: float, why: Outside, street: str | None
) -> None:
    actions.change_setting(key="office.phone", place=STREET, text="0377-66210000", at=AT, by=None)
    with pytest.raises(OutsideCounty) as refused:
        queries.route(lon=lon, lat=lat, street=street, at=AT)
    assert refused.value.why is why
    assert "0377-66210000" in str(words.refusal(refused.value))


def test_without_a_number_to_call_the_refusal_still_says_why(hancheng: str) -> None:
    with pytest.raises(OutsideCounty) as refused:
        queries.route(lon=0, lat=0, at=AT)
    assert str(words.refusal(refused.value)).strip()


def test_in_production_a_schematic_does_not_route(hancheng: str, settings: Settings) -> None:
    assert queries.routes(STREET)
    settings.MODE = "production"
    assert not queries.routes(STREET)
    with pytest.raises(NotDrawn):
        queries.route(lon=112.3651, lat=32.5288, street=STREET, at=AT)


def test_in_production_a_half_surveyed_street_answers_only_for_what_is_surveyed(
    hancheng: str, settings: Settings
) -> None:
    assert bring(dongguan()).applied
    settings.MODE = "production"
    assert queries.route(lon=112.381, lat=32.529, street=STREET, at=AT).grid == EAST + "001"
    with pytest.raises(NotDrawn):
        queries.route(lon=112.3651, lat=32.5288, street=STREET, at=AT)


def test_a_street_without_any_area_does_not_route(hancheng: str) -> None:
    assert not queries.routes("411329002")


def test_a_surveyed_area_wins_over_a_schematic_neighbour(hancheng: str) -> None:
    middle = queries.place("411329001001")
    assert middle is not None
    assert middle.lon is not None
    assert middle.lat is not None
    box = shapely.box(middle.lon - 0.001, middle.lat - 0.001, middle.lon + 0.001, middle.lat + 0.001)
    Place.objects.filter(code=EAST + "004").update(area=shapely.to_wkb(box), schematic=False)
    from linli.places import memory

    memory.move(STREET, "version")
    assert queries.route(lon=middle.lon, lat=middle.lat, at=AT).grid == EAST + "004"


def test_a_special_grid_wins_over_the_grid_it_lies_in(hancheng: str) -> None:
    market = {
        "type": "Feature",
        "properties": {"code": EAST + "901", "kind": "special_grid", "name": "东关市场"},
    }
    market["geometry"] = shapely.geometry.mapping(shapely.box(112.3805, 32.5285, 112.3815, 32.5295))
    assert bring([*dongguan(), market]).applied
    assert queries.route(lon=112.381, lat=32.529, at=AT).grid == EAST + "901"
    assert queries.route(lon=112.3801, lat=32.529, at=AT).grid == EAST + "001"


def test_routing_asks_the_database_once_a_request_and_not_at_all_after(
    hancheng: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from linli.places import memory

    def ask() -> None:
        queries.route(lon=112.3651, lat=32.5288, street=STREET, at=AT)
        queries.name(EAST)
        queries.calendar(STREET)

    ask()
    memory.forget()
    with django_assert_num_queries(1):
        ask()
        ask()


def test_a_redraw_is_seen_at_once(hancheng: str) -> None:
    assert queries.route(lon=112.381, lat=32.529, street=STREET, at=AT).grid != EAST + "001"
    assert bring(dongguan()).applied
    assert queries.route(lon=112.381, lat=32.529, street=STREET, at=AT).grid == EAST + "001"


def test_the_county_itself_is_a_place_with_streets(hancheng: str) -> None:
    assert queries.counties() == [COUNTY]
    assert len(queries.streets(COUNTY)) == 15
    assert queries.place("999999001") is None
    assert queries.name("999999001") == "999999001"
