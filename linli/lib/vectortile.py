"""Vector tiles of points, as MapLibre reads them (Mapbox Vector Tile 2.1), written with numpy.

Every part of a feature is a varint, its tags and lengths too. So all features are one table of numbers, a row
each, and are written at once.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from linli.lib.geometry import GATHER

EXTENT = 4096  # a tile is so many units wide and high, as every reader expects
Numbers: TypeAlias = NDArray[np.int64]


def encode(name: str, xs: Numbers, ys: Numbers, columns: Mapping[str, Sequence[str | int]]) -> bytes:
    """This will write a tile of one layer of points: `xs` and `ys` in units of the tile, its north-west corner 0, 0.

    `columns` holds the properties, as many values as there are points; numbers are 0 or more. No points: no bytes.
    """
    if not len(xs):
        return b""
    seen: dict[str | int, int] = {}
    tags = [[seen.setdefault(value, len(seen)) for value in values] for values in columns.values()]
    pairs = np.array([row for key, values in enumerate(tags) for row in ([key] * len(xs), values)])
    geometry = np.array([np.full(len(xs), 9), xs * 2, ys * 2])  # "move to" once, by zigzag numbers
    length_of_tags, length_of_geometry = _lengths(pairs).sum(axis=0), _lengths(geometry).sum(axis=0)
    one = np.ones_like(xs)
    body = [
        one * 0x12, length_of_tags, *pairs, one * 0x18, one, one * 0x22, length_of_geometry, *geometry,
    ]  # fmt: skip
    whole = _lengths(np.array(body)).sum(axis=0)
    features = _varints(np.array([one * 0x12, whole, *body]).T.ravel())
    keys = b"".join(_field(0x1A, key.encode()) for key in columns)
    layer = (
        _field(0x0A, name.encode()) + features + keys + b"".join(_field(0x22, _value(each)) for each in seen)
    )
    return _field(0x1A, layer + b"\x28" + _varint(EXTENT) + b"\x78\x02")


def _value(value: str | int) -> bytes:
    return _field(0x0A, value.encode()) if isinstance(value, str) else b"\x28" + _varint(value)


def _field(tag: int, content: bytes) -> bytes:
    return bytes((tag,)) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes((*written, number))


def _lengths(numbers: Numbers) -> Numbers:
    return np.digitize(numbers, (1 << 7, 1 << 14, 1 << 21, 1 << 28)).astype(np.int64) + 1


def _varints(numbers: Numbers) -> bytes:
    """Seven bits a byte, the lowest first; all but the last have their high bit set. Up to 35 bits."""
    lengths = _lengths(numbers)
    starts = np.cumsum(lengths) - lengths
    written = np.zeros(int(lengths.sum()), np.uint8)
    for byte in range(int(lengths.max())):
        longer = lengths > byte
        more = (lengths[longer] > byte + 1) * 128
        written[starts[longer] + byte] = (numbers[longer] >> 7 * byte & 127) | more
    return written.tobytes()


def columns_and_rows(cells: Numbers) -> tuple[Numbers, Numbers]:
    """This will give x and y of many cells (linli.lib.geometry), in columns and rows of zoom 26."""
    return _gathered(cells), _gathered(cells >> 1)


def _gathered(codes: Numbers) -> Numbers:
    codes = codes & 0x5555555555555555
    for shift, mask in GATHER:
        codes = (codes | codes >> shift) & mask
    return codes
