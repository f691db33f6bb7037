"""Positions: distances, China's two datums, a grid to blur on, and tiles as one number.

Everything takes and gives degrees in the order longitude, latitude. A cell is the Morton code of a
web-mercator tile at zoom 26 (0.6 m at the equator): its x in the even bits, its y in the odd bits, 52
bits in all. Every tile above it is one contiguous range of cells, and so one range of any B-tree.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

EARTH_RADIUS = 6_371_008.8  # metres, the mean radius of IUGG
CELL_ZOOM = 26
MAX_LATITUDE = math.degrees(math.atan(math.sinh(math.pi)))  # 85.0511, where web mercator is square
_METRES_A_DEGREE = math.radians(EARTH_RADIUS)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in degrees; its edges belong to it."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, lon: float, lat: float) -> bool:
        """This will tell whether the position lies in the box."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def valid_position(lon: float, lat: float) -> bool:
    """This will tell whether these are degrees on earth; not so for NaN, infinity, or out of range."""
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90


def looks_swapped(lon: float, lat: float, box: Box) -> bool:
    """This will tell whether the position lies outside `box` and would lie inside with the two exchanged."""
    return not box.contains(lon, lat) and box.contains(lat, lon)


def haversine(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """This will give the metres between two positions on a sphere, true to 0.5 %."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat = math.sin((phi2 - phi1) / 2)
    half_lon = math.sin(math.radians(lon2 - lon1) / 2)
    chord = half_lat * half_lat + math.cos(phi1) * math.cos(phi2) * half_lon * half_lon
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(chord)))


# GCJ-02, the datum of Chinese map services, shifts WGS-84 by a polynomial with sines on the Krasovsky
# ellipsoid. Nobody has published it officially; this is the formula that has circulated since 2010
# (eviltransform and its kin).
_GCJ_AREA = Box(72.004, 0.8293, 137.8347, 55.8271)
_GCJ_AXIS = 6_378_245.0
_GCJ_ECCENTRICITY = 0.00669342162296594323


def _gcj_shift(lon: float, lat: float) -> tuple[float, float]:
    x, y = lon - 105.0, lat - 35.0
    root, product = math.sqrt(abs(x)), x * y
    common = 20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * product + 0.1 * root
    east += (common + _waves(x, ((20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30)))) * 2 / 3
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * product + 0.2 * root
    north += (common + _waves(y, ((20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30)))) * 2 / 3
    phi = math.radians(lat)
    magic = 1 - _GCJ_ECCENTRICITY * math.sin(phi) ** 2
    meridian = _GCJ_AXIS * (1 - _GCJ_ECCENTRICITY) / (magic * math.sqrt(magic))
    parallel = _GCJ_AXIS / math.sqrt(magic) * math.cos(phi)
    return math.degrees(east / parallel), math.degrees(north / meridian)


def _waves(value: float, parts: tuple[tuple[float, float], ...]) -> float:
    return sum(height * math.sin(value * rate * math.pi) for height, rate in parts)


def gcj02_from_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """This will move a phone's position to where Chinese maps draw it; outside China it stays."""
    if not _GCJ_AREA.contains(lon, lat):
        return lon, lat
    east, north = _gcj_shift(lon, lat)
    return lon + east, lat + north


def wgs84_from_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """This will move a position from a Chinese map to WGS-84, to a millimetre; outside China it stays.

    The shift has no closed inverse. It changes by at most a few metres a kilometre, so that each round of
    guessing gains two digits.
    """
    if not _GCJ_AREA.contains(lon, lat):
        return lon, lat
    true_lon, true_lat = lon, lat
    for _ in range(12):
        east, north = _gcj_shift(true_lon, true_lat)
        next_lon, next_lat = lon - east, lat - north
        done = abs(next_lon - true_lon) < 1e-10 and abs(next_lat - true_lat) < 1e-10
        true_lon, true_lat = next_lon, next_lat
        if done:
            break
    return true_lon, true_lat


def snap(lon: float, lat: float, metres: float = 100) -> tuple[float, float]:
    """This will move a position to the middle of its square of a fixed grid, so that all in it look the same.

    The grid is made of rows `metres` high, each divided into squares as wide as they are high on the
    ground there. Snapping again changes nothing.
    """
    height = metres / _METRES_A_DEGREE
    row_lat = min(max((math.floor(lat / height) + 0.5) * height, -90.0), 90.0)
    width = height / max(math.cos(math.radians(row_lat)), 1e-6)
    column_lon = min(max((math.floor(lon / width) + 0.5) * width, -180.0), 180.0)
    return round(column_lon, 7), round(row_lat, 7)


def tile_of(lon: float, lat: float, z: int) -> tuple[int, int]:
    """This will give x and y of the web-mercator tile at zoom `z`; beyond 85.05° the outermost row."""
    _check_zoom(z)
    size = 1 << z
    phi = math.radians(min(max(lat, -MAX_LATITUDE), MAX_LATITUDE))
    x = (lon + 180.0) / 360.0 * size
    y = (1.0 - math.asinh(math.tan(phi)) / math.pi) / 2.0 * size
    return min(max(int(x), 0), size - 1), min(max(int(y), 0), size - 1)


def cell(lon: float, lat: float) -> int:
    """This will give the cell of a position, a number of 52 bits; ValueError if it is nowhere on earth."""
    if not valid_position(lon, lat):
        raise ValueError("not a position")
    return _morton(*tile_of(lon, lat, CELL_ZOOM))


def uncell(code: int) -> tuple[float, float]:
    """This will give longitude and latitude of the middle of a cell."""
    x, y = _gathered(code), _gathered(code >> 1)
    return _lon_of(x + 0.5, CELL_ZOOM), _lat_of(y + 0.5, CELL_ZOOM)


def tile_range(z: int, x: int, y: int) -> tuple[int, int]:
    """This will give the first and the last cell of a tile, both belonging to it, as for BETWEEN.

    ValueError if there is no such tile.
    """
    _check_zoom(z)
    if not (0 <= x < 1 << z and 0 <= y < 1 << z):
        raise ValueError(f"no tile {z}/{x}/{y}")
    below = 2 * (CELL_ZOOM - z)
    first = _morton(x, y) << below
    return first, first + (1 << below) - 1


def ranges_around(z: int, x: int, y: int, metres: float) -> list[tuple[int, int]]:
    """This will list ranges of cells (first, last) that hold a tile and all within `metres` of it, and some beyond.

    Ascending and apart from each other; exactly the tile's own range for no metres. ValueError if there is no such
    tile. For what a map draws beside its true place.
    """
    first, last = tile_range(z, x, y)
    if not metres:
        return [(first, last)]
    farthest = max(abs(_lat_of(y, z)), abs(_lat_of(y + 1, z)))
    reach = metres * 1.01 / (_METRES_A_DEGREE * math.cos(math.radians(farthest)))
    level = min(z + 3, CELL_ZOOM)
    while level and 360.0 / (1 << level) < reach:
        level -= 1
    tiles = ((column, row) for column in _beside(x, z, level) for row in _beside(y, z, level))
    return list(_merged(sorted(tile_range(level, *tile) for tile in tiles)))


def _beside(place: int, z: int, level: int) -> range:
    """What covers a column (or row) of zoom `z` at another zoom, and one more on each side."""
    if level >= z:
        first, last = place << (level - z), (place + 1 << (level - z)) - 1
    else:
        first = last = place >> (z - level)
    return range(max(first - 1, 0), min(last + 1, (1 << level) - 1) + 1)


def parent_cell(code: int, level: int) -> int:
    """This will give the Morton code of the tile at zoom `level` that a cell lies in."""
    _check_zoom(level)
    return code >> 2 * (CELL_ZOOM - level)


def near_ranges(lon: float, lat: float, metres: float) -> list[tuple[int, int]]:
    """This will list ranges of cells (first, last) that hold every position within `metres`, and some beyond.

    At most nine, ascending, apart from each other. For distances of a neighbourhood: true up to 10 km and
    80° north or south. Measure what they find with `haversine`.
    """
    lat = min(max(lat, -MAX_LATITUDE), MAX_LATITUDE)
    reach = metres * 1.01  # tiles' edges are not great circles
    tall = reach / _METRES_A_DEGREE
    wide = tall / math.cos(math.radians(min(abs(lat) + tall, 89.0)))
    z = CELL_ZOOM
    while z and 360.0 / (1 << z) < wide:
        z -= 1
    west, north = tile_of(lon - wide, lat + tall, z)
    east, south = tile_of(lon + wide, lat - tall, z)
    tiles = ((x, y) for x in range(west, east + 1) for y in range(north, south + 1))
    near = (tile for tile in tiles if _tile_distance(lon, lat, z, *tile) <= reach)
    return list(_merged(sorted(tile_range(z, x, y) for x, y in near)))


def _tile_distance(lon: float, lat: float, z: int, x: int, y: int) -> float:
    nearest_lon = min(max(lon, _lon_of(x, z)), _lon_of(x + 1, z))
    nearest_lat = min(max(lat, _lat_of(y + 1, z)), _lat_of(y, z))
    return haversine(lon, lat, nearest_lon, nearest_lat)


def _merged(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    first, last = ranges[0]
    for begin, end in ranges[1:]:
        if begin != last + 1:
            yield first, last
            first = begin
        last = end
    yield first, last


def _check_zoom(z: int) -> None:
    if not 0 <= z <= CELL_ZOOM:
        raise ValueError(f"zoom is 0 to {CELL_ZOOM}, not {z}")


def _lon_of(x: float, z: int) -> float:
    return x / (1 << z) * 360.0 - 180.0


def _lat_of(y: float, z: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1.0 - 2.0 * y / (1 << z)))))


# Each step moves the upper half of every group of bits away from the lower, by 16, 8, 4, 2 and 1; and
# back again.
_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
GATHER = (
    (1, 0x3333333333333333),
    (2, 0x0F0F0F0F0F0F0F0F),
    (4, 0x00FF00FF00FF00FF),
    (8, 0x0000FFFF0000FFFF),
    (16, 0x00000000FFFFFFFF),
)


def _spread(value: int) -> int:
    for shift, mask in _SPREAD:
        value = (value | value << shift) & mask
    return value


def _gathered(code: int) -> int:
    value = code & 0x5555555555555555
    for shift, mask in GATHER:
        value = (value | value >> shift) & mask
    return value


def _morton(x: int, y: int) -> int:
    return _spread(x) | _spread(y) << 1
