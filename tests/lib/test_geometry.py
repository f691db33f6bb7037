"""Positions, datums, cells."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linli.lib import geometry as g

XINYE = (112.3651, 32.5288)
BOX = g.Box(111.9, 32.3, 112.6, 32.8)

LON = st.floats(-180, 180)
LAT = st.floats(-85, 85)
CHINA_LON = st.floats(74, 134)
CHINA_LAT = st.floats(18, 53)

# The test vectors of eviltransform: WGS-84, then GCJ-02.
PUBLISHED = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),  # Shanghai
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),  # Shenzhen
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),  # Beijing
]


@pytest.mark.parametrize(("wgs", "gcj"), PUBLISHED)
def test_the_shift_of_chinese_maps_is_the_published_one(
    wgs: tuple[float, float], gcj: tuple[float, float]
) -> None:
    assert g.gcj02_from_wgs84(*wgs) == pytest.approx(gcj, abs=1e-6)
    assert g.wgs84_from_gcj02(*gcj) == pytest.approx(wgs, abs=1e-6)


@given(CHINA_LON, CHINA_LAT)
def test_the_shift_is_undone_to_a_millimetre(lon: float, lat: float) -> None:
    there = g.gcj02_from_wgs84(lon, lat)
    assert 10 < g.haversine(lon, lat, *there) < 1500
    assert g.haversine(lon, lat, *g.wgs84_from_gcj02(*there)) < 0.001


@pytest.mark.parametrize("place", [(2.35, 48.85), (-104.99, 39.74), (139.77, 35.68), (0.0, 0.0)])
def test_outside_china_nothing_is_shifted(place: tuple[float, float]) -> None:
    assert g.gcj02_from_wgs84(*place) == place
    assert g.wgs84_from_gcj02(*place) == place


def test_distances_agree_with_known_ones() -> None:
    assert g.haversine(*XINYE, *XINYE) == 0
    assert g.haversine(0, 0, 0, 1) == pytest.approx(111_195, abs=1)
    assert g.haversine(0, 0, 180, 0) == pytest.approx(math.pi * g.EARTH_RADIUS)
    # Beijing to Shanghai, as published by eviltransform's distance tests on its own radius.
    assert g.haversine(121.531541859215, 31.17530398364597, 116.38404722455657, 39.91334545536069) == (
        pytest.approx(1_078_164, rel=0.002)
    )


@pytest.mark.parametrize(
    ("lon", "lat"), [(math.nan, 1), (1, math.inf), (-math.inf, 1), (180.1, 1), (1, -90.1), (1e300, 1)]
)
def test_what_is_nowhere_on_earth_is_refused(lon: float, lat: float) -> None:
    assert not g.valid_position(lon, lat)
    with pytest.raises(ValueError, match="position"):
        g.cell(lon, lat)


def test_a_swapped_position_is_noticed_only_if_swapping_helps() -> None:
    assert g.valid_position(*XINYE)
    assert BOX.contains(*XINYE)
    assert g.looks_swapped(XINYE[1], XINYE[0], BOX)
    assert not g.looks_swapped(*XINYE, BOX)
    assert not g.looks_swapped(0, 0, BOX)


@given(LON, LAT, st.sampled_from([25.0, 100.0, 500.0]))
def test_snapping_stays_near_and_snapping_again_changes_nothing(
    lon: float, lat: float, metres: float
) -> None:
    snapped = g.snap(lon, lat, metres)
    assert g.snap(*snapped, metres) == snapped
    assert g.haversine(lon, lat, *snapped) <= metres * 0.75
    assert g.valid_position(*snapped)


@given(st.floats(0, 0.3), st.floats(0, 0.3))
def test_few_snapped_places_are_left_of_many(east: float, north: float) -> None:
    lon, lat = g.snap(XINYE[0] + east, XINYE[1] + north)
    metres = 100 / math.radians(g.EARTH_RADIUS)
    row = lat / metres - 0.5
    assert row == pytest.approx(round(row), abs=0.001)
    column = lon / (metres / math.cos(math.radians(lat))) - 0.5
    assert column == pytest.approx(round(column), abs=0.01)


@given(LON, LAT)
def test_a_cell_is_where_it_says(lon: float, lat: float) -> None:
    code = g.cell(lon, lat)
    assert 0 <= code < 2**52
    assert g.haversine(lon, lat, *g.uncell(code)) < 0.45
    assert g.cell(*g.uncell(code)) == code


@given(LON, LAT, st.integers(0, 26))
def test_a_tile_is_one_range_of_cells(lon: float, lat: float, z: int) -> None:
    code, (x, y) = g.cell(lon, lat), g.tile_of(lon, lat, z)
    first, last = g.tile_range(z, x, y)
    assert first <= code <= last
    assert g.parent_cell(first, z) == g.parent_cell(code, z) == g.parent_cell(last, z)
    assert g.parent_cell(last, z) != g.parent_cell(last + 1, z)


def test_the_four_children_of_a_tile_fill_its_range() -> None:
    children = sorted(g.tile_range(15, 2 * 13 + dx, 2 * 7 + dy) for dx in (0, 1) for dy in (0, 1))
    first, last = g.tile_range(14, 13, 7)
    assert (children[0][0], children[-1][1]) == (first, last)
    assert [one[1] + 1 for one in children[:-1]] == [one[0] for one in children[1:]]


def test_tiles_are_those_of_every_web_map() -> None:
    assert g.tile_of(*XINYE, 0) == (0, 0)
    assert g.tile_of(*XINYE, 10) == (831, 414)
    assert g.tile_of(180, -90, 3) == (7, 7)
    assert g.tile_of(-180, 90, 3) == (0, 0)


@pytest.mark.parametrize(("z", "x", "y"), [(-1, 0, 0), (27, 0, 0), (3, 8, 0), (3, 0, -1)])
def test_a_tile_that_does_not_exist_is_refused(z: int, x: int, y: int) -> None:
    with pytest.raises(ValueError, match=r"zoom|tile"):
        g.tile_range(z, x, y)


@given(LON, st.floats(-75, 75), st.floats(1, 5000), st.floats(0, 1), st.floats(0, 2 * math.pi))
def test_everything_near_lies_in_the_near_ranges(
    lon: float, lat: float, metres: float, share: float, bearing: float
) -> None:
    away = math.degrees(metres * share / g.EARTH_RADIUS)
    other_lat = lat + away * math.cos(bearing)
    other_lon = lon + away * math.sin(bearing) / math.cos(math.radians(lat))
    assume(abs(other_lon) <= 180 and g.haversine(lon, lat, other_lon, other_lat) <= metres)
    ranges = g.near_ranges(lon, lat, metres)
    assert any(first <= g.cell(other_lon, other_lat) <= last for first, last in ranges)
    assert len(ranges) <= 9
    assert all(one[1] + 1 < two[0] for one, two in pairwise(ranges))


@given(st.floats(-179, 179), st.floats(-60, 60), st.floats(5, 2000))
def test_the_near_ranges_do_not_reach_far_beyond(lon: float, lat: float, metres: float) -> None:
    for first, last in g.near_ranges(lon, lat, metres):
        for code in (first, last):
            assert g.haversine(lon, lat, *g.uncell(code)) < metres * 7


def test_near_ranges_at_the_ends_of_the_earth_do_not_break() -> None:
    for lon, lat in [(180.0, 0.0), (-180.0, 85.0), (0.0, 90.0), (0.0, -90.0)]:
        assert g.near_ranges(lon, lat, 50)
    assert g.near_ranges(*XINYE, 0)
    assert g.near_ranges(*XINYE, 1e8) == [(0, 2**52 - 1)]


@given(CHINA_LON, CHINA_LAT, st.integers(0, 20), st.floats(0, 1500), st.floats(0, 2 * math.pi))
def test_a_tile_and_all_near_it_lie_in_its_ranges(
    lon: float, lat: float, z: int, metres: float, angle: float
) -> None:
    tile = g.tile_of(lon, lat, z)
    north = lat + math.degrees(metres / g.EARTH_RADIUS) * math.sin(angle)
    east = lon + math.degrees(metres / g.EARTH_RADIUS) * math.cos(angle) / math.cos(math.radians(lat))
    ranges = g.ranges_around(z, *tile, metres)
    assert any(first <= g.cell(east, north) <= last for first, last in ranges)
    assert all(last < first for (_, last), (first, _) in pairwise(ranges))
    assert len(ranges) <= 40


@given(LON, LAT, st.integers(0, 26))
def test_without_metres_a_tile_is_one_range(lon: float, lat: float, z: int) -> None:
    assert g.ranges_around(z, *g.tile_of(lon, lat, z), 0) == [g.tile_range(z, *g.tile_of(lon, lat, z))]
