"""Tiles are what another reader of the format finds in them."""

import mapbox_vector_tile
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.lib import geometry
from linli.lib.vectortile import EXTENT, columns_and_rows, encode

POINTS = st.lists(
    st.tuples(
        st.integers(0, EXTENT - 1), st.integers(0, EXTENT - 1), st.integers(0, 2**34), st.text(max_size=200)
    ),
    min_size=1,
    max_size=300,
)


@given(POINTS)
def test_another_reader_finds_every_point_and_its_properties(points: list[tuple[int, int, int, str]]) -> None:
    xs, ys, numbers, words = map(list, zip(*points, strict=True))
    written = encode("cases", np.array(xs), np.array(ys), {"n": numbers, "words": words})
    layer = mapbox_vector_tile.decode(written, default_options={"y_coord_down": True})["cases"]
    assert layer["extent"] == EXTENT
    assert layer["version"] == 2
    read = [
        (*each["geometry"]["coordinates"], each["properties"]["n"], each["properties"]["words"])
        for each in layer["features"]
    ]
    assert read == points


def test_many_points_are_written_too() -> None:
    xs = np.arange(20_000) % EXTENT
    written = encode("cases", xs, xs, {"n": list(range(20_000))})
    layer = mapbox_vector_tile.decode(written)["cases"]
    assert [each["properties"]["n"] for each in layer["features"]] == list(range(20_000))


@pytest.mark.parametrize("columns", [{}, {"n": []}])
def test_no_points_are_no_bytes(columns: dict[str, list[str | int]]) -> None:
    assert encode("cases", np.array([], np.int64), np.array([], np.int64), columns) == b""


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=1, max_size=50))
def test_cells_give_back_their_columns_and_rows(places: list[tuple[float, float]]) -> None:
    xs, ys = columns_and_rows(np.array([geometry.cell(*place) for place in places]))
    assert list(zip(xs.tolist(), ys.tolist(), strict=True)) == [
        geometry.tile_of(*each, 26) for each in places
    ]
