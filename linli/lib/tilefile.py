"""Reading one file that holds the tiles of a whole region (PMTiles, version 3), tile by tile and never as a whole.

The file is opened for every read and never mapped into memory: an operator may write over it while it is in use,
and a mapped file that becomes shorter ends the process.
"""

import gzip
import json
import os
import zlib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from pmtiles.tile import (
    Compression,
    Entry,
    HeaderDict,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

HEADER = 127  # bytes
DEEPEST = 4  # directories below each other, as the format allows
LAST_ZOOM = 24
# Whatever a file that is no such file makes its readers raise.
_BROKEN = (ValueError, EOFError, OSError, IndexError, OverflowError, zlib.error)


class Fault(StrEnum):
    """Why a file cannot be used."""

    MISSING = "missing"
    OTHER = "other"
    CUT_SHORT = "cut short"
    PACKED = "packed"
    KIND = "kind"
    EMPTY = "empty"


class BadFile(ValueError):
    """A file that cannot be used, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Holds(StrEnum):
    """What the tiles are; the value is their media type."""

    VECTOR = "application/vnd.mapbox-vector-tile"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"


_HOLDS = {
    TileType.MVT: Holds.VECTOR,
    TileType.PNG: Holds.PNG,
    TileType.JPEG: Holds.JPEG,
    TileType.WEBP: Holds.WEBP,
}


@dataclass(frozen=True)
class TileFile:
    """A file as it was at `stamp`: what it holds, for which zooms and where (west, south, east, north in degrees)."""

    path: Path
    stamp: tuple[int, int]  # nanoseconds since 1970, bytes
    holds: Holds
    packed: bool  # tiles are packed by gzip
    first_zoom: int
    last_zoom: int
    bounds: tuple[float, float, float, float] | None
    told: dict[str, Any]
    root: tuple[int, int]
    leaves: int
    tiles: int

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """This will read a tile as it lies in the file, or None where there is none; BadFile if it has been spoilt."""
        try:
            return self._found(zxy_to_tileid(z, x, y))
        except _BROKEN as broken:
            raise BadFile(Fault.OTHER) from broken

    def any_tile(self) -> bytes | None:
        """This will read the first tile there is; BadFile if it has been spoilt."""
        where = self.root
        try:
            for _depth in range(DEEPEST):
                entries = _directory(self.path, self.stamp, *where)
                if entries and entries[0].run_length:
                    return _bytes(self.path, self.tiles + entries[0].offset, entries[0].length)
                where = (self.leaves + entries[0].offset, entries[0].length)
        except _BROKEN as broken:
            raise BadFile(Fault.OTHER) from broken
        return None

    def _found(self, wanted: int) -> bytes | None:
        where = self.root
        for _depth in range(DEEPEST):
            entry = find_tile(_directory(self.path, self.stamp, *where), wanted)
            if entry is None:
                return None
            if entry.run_length:
                return _bytes(self.path, self.tiles + entry.offset, entry.length)
            where = (self.leaves + entry.offset, entry.length)
        return None


def opened(path: Path) -> TileFile:
    """This will read what a file says of itself, anew only when it was changed; BadFile if it cannot be used."""
    try:
        known = path.stat()
    except OSError:
        raise BadFile(Fault.MISSING) from None
    return _opened(path, (known.st_mtime_ns, known.st_size))


@lru_cache(maxsize=8)
def _opened(path: Path, stamp: tuple[int, int]) -> TileFile:
    header = _header(path, stamp[1])
    holds = _HOLDS.get(header["tile_type"])
    if holds is None:
        raise BadFile(Fault.KIND)
    packed = header["tile_compression"] is Compression.GZIP
    if header["internal_compression"] is not Compression.GZIP or not (
        packed or header["tile_compression"] in {Compression.NONE, Compression.UNKNOWN}
    ):
        raise BadFile(Fault.PACKED)
    found = TileFile(
        path=path, stamp=stamp, holds=holds, packed=packed,
        first_zoom=header["min_zoom"], last_zoom=min(header["max_zoom"], LAST_ZOOM), bounds=_bounds(header),
        told=_told(path, header), root=(header["root_offset"], header["root_length"]),
        leaves=header["leaf_directory_offset"], tiles=header["tile_data_offset"],
    )  # fmt: skip
    if found.any_tile() is None:
        raise BadFile(Fault.EMPTY)
    return found


def _header(path: Path, size: int) -> HeaderDict:
    try:
        header = deserialize_header(_bytes(path, 0, HEADER))
    except (
        Exception
    ) as broken:  # the package raises kinds of its own, and what a short or foreign file brings
        raise BadFile(Fault.OTHER) from broken
    for part in ("root", "metadata", "leaf_directory", "tile_data"):
        if header[f"{part}_offset"] + header[f"{part}_length"] > size:  # type: ignore[literal-required]
            raise BadFile(Fault.CUT_SHORT)
    return header


def _told(path: Path, header: HeaderDict) -> dict[str, Any]:
    """What the file says of itself in words; nothing where it cannot be read."""
    try:
        read = json.loads(
            gzip.decompress(_bytes(path, header["metadata_offset"], header["metadata_length"])).decode()
        )
    except _BROKEN:
        return {}
    return read if isinstance(read, dict) else {}


def _bounds(header: HeaderDict) -> tuple[float, float, float, float] | None:
    west, south = header["min_lon_e7"] / 1e7, header["min_lat_e7"] / 1e7
    east, north = header["max_lon_e7"] / 1e7, header["max_lat_e7"] / 1e7
    if -180 <= west < east <= 180 and -90 <= south < north <= 90:
        return west, south, east, north
    return None


@lru_cache(maxsize=8)  # a directory has some thousand entries, about a megabyte
def _directory(path: Path, stamp: tuple[int, int], offset: int, length: int) -> list[Entry]:
    """A directory of the file as it was at `stamp`."""
    return deserialize_directory(_bytes(path, offset, length))


def _bytes(path: Path, offset: int, length: int) -> bytes:
    """This will read a piece of a file; EOFError where it ends before."""
    with path.open("rb") as file:
        read = os.pread(file.fileno(), length, offset)
    if len(read) < length:
        raise EOFError(f"{path} ends before {offset + length}")
    return read
