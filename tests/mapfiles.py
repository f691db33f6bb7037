"""Base maps made for tests: small files of the kind .pmtiles, and what an operator may do wrong with one."""

import gzip
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import mapbox_vector_tile
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from linli.lib.geometry import Box, tile_of

AROUND = Box(112.30, 32.48, 112.44, 32.58)  # the town of the demo lies well inside
OSM = '<a href="https://www.openstreetmap.org/copyright" onclick="alert(1)">© OpenStreetMap</a>'
ROADS, WATER = "roads", "water"
Draw = Callable[[int, int, int], bytes]


def squares(zooms: Iterable[int]) -> list[tuple[int, int, int]]:
    """This will list the tiles of some zooms that cover the town."""
    found = []
    for z in zooms:
        (west, north), (east, south) = (
            tile_of(AROUND.west, AROUND.north, z),
            tile_of(AROUND.east, AROUND.south, z),
        )
        found += [(z, x, y) for x in range(west, east + 1) for y in range(north, south + 1)]
    return found


def picture(kind: str = "PNG", color: str = "#aaccee") -> bytes:
    """This will draw one picture of 256 pixels."""
    kept = io.BytesIO()
    Image.new("RGB", (256, 256), color).save(kept, kind)
    return kept.getvalue()


def vector(_z: int, x: int, _y: int) -> bytes:
    """This will draw a park, a river, two roads with names and a quarter, as Protomaps' layers."""
    layers = [
        _layer("earth", "POLYGON ((0 0, 4096 0, 4096 4096, 0 4096, 0 0))", kind="earth"),
        _layer("landuse", "POLYGON ((200 200, 1500 200, 1500 1500, 200 1500, 200 200))", kind="park"),
        _layer(WATER, "POLYGON ((0 2600, 4096 2900, 4096 3300, 0 3000, 0 2600))", kind="river"),
        _layer("buildings", "POLYGON ((2400 600, 2800 600, 2800 900, 2400 900, 2400 600))", kind="building"),
        {
            "name": ROADS,
            "features": [
                _one("LINESTRING (0 2100, 4096 2100)", kind="major_road", name="书院路", **{"name:en": "Shuyuan Road"}),
                _one("LINESTRING (2100 0, 2100 4096)", kind="minor_road", name=f"第{x % 9 + 1}巷"),
            ],
        },
        _layer("places", "POINT (1200 2400)", kind="neighbourhood", name="汉城"),
    ]  # fmt: skip
    return gzip.compress(mapbox_vector_tile.encode(layers, default_options={"y_coord_down": True}), mtime=0)


def _layer(layer: str, shape: str, **said: str) -> dict[str, Any]:
    return {"name": layer, "features": [_one(shape, **said)]}


def _one(shape: str, **said: str) -> dict[str, Any]:
    return {"geometry": shape, "properties": said}


def write(
    path: Path,
    kind: TileType = TileType.PNG,
    draw: Draw = lambda _z, _x, _y: picture(),
    *,
    zooms: Iterable[int] = (12, 13, 14),
    layers: Iterable[str] = (ROADS, WATER, "earth"),
    **header: Any,
) -> Path:
    """This will write a file of the town; `header` changes what it says of itself."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {"attribution": OSM, "vector_layers": [{"id": name} for name in layers]}
    packing = Compression.GZIP if kind is TileType.MVT else Compression.NONE
    with path.open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]
        for z, x, y in sorted(squares(zooms), key=lambda square: zxy_to_tileid(*square)):
            writer.write_tile(zxy_to_tileid(z, x, y), draw(z, x, y))
        box = {
            "min_lon_e7": AROUND.west,
            "min_lat_e7": AROUND.south,
            "max_lon_e7": AROUND.east,
            "max_lat_e7": AROUND.north,
        }
        said = {name: int(degrees * 1e7) for name, degrees in box.items()}
        writer.finalize({"tile_type": kind, "tile_compression": packing, **said, **header}, told)
    return path
