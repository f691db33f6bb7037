"""Reading tiles as another program would: the layer of cases, its points, and which squares cover the town."""

import gzip
from dataclasses import dataclass

import mapbox_vector_tile
from django.test import Client

from linli.lib.geometry import Box, tile_of

# The street of tests/builders.py and as far around as a datum moves its cases.
AROUND = Box(112.355, 32.522, 112.378, 32.538)


@dataclass(frozen=True)
class Point:
    """What a tile says of one point."""

    n: int
    state: int
    name: str
    title: str


def points_of(client: Client, address: str) -> list[Point]:
    """This will ask for a tile that must be there and read its points."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    content = answer.content
    if answer.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    if not content:
        return []
    (layer,) = mapbox_vector_tile.decode(content).values()
    return [Point(**each["properties"]) for each in layer["features"]]


def squares(z: int) -> list[tuple[int, int]]:
    """This will list the tiles of a zoom that cover the town and what is around it."""
    west, north = tile_of(AROUND.west, AROUND.north, z)
    east, south = tile_of(AROUND.east, AROUND.south, z)
    return [(x, y) for x in range(west, east + 1) for y in range(north, south + 1)]


def everywhere(client: Client, base: str, z: int, query: str = "") -> dict[tuple[int, int], list[Point]]:
    """This will read all tiles of a zoom around the town that hold anything."""
    read = {(x, y): points_of(client, f"{base}{z}/{x}/{y}.mvt{query}") for x, y in squares(z)}
    return {square: points for square, points in read.items() if points}
