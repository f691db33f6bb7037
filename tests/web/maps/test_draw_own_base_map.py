"""A base map from a file of the operator's own, asked for tile by tile; and files that are none."""

import gzip
import json
import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.tile import Compression, TileType

from linli.lib.tilefile import BadFile, opened
from linli.places.actions import change_setting
from linli.places.kinds import BadValue
from tests import mapfiles
from tests.builders import AT, OTHER_STREET, STREET, Town
from tests.web.maps.conftest import signed_in

NAME = "xinye.pmtiles"
Z, X, Y = mapfiles.squares([14])[0]
TILE = f"/{STREET}/base/{Z}/{X}/{Y}"


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """This will give the folder of base maps."""
    settings.MAPS = tmp_path / "maps"
    return Path(settings.MAPS)


def set_to(town: Town, **values: str) -> None:
    """This will set keys of the map as the administrator would."""
    for key, text in values.items():
        change_setting(
            key=f"map.{key}", place=STREET, text=text, at=AT - timedelta(hours=1), by=town.street_admin
        )


def chosen(town: Town) -> None:
    """This will choose the file as the base map."""
    set_to(town, file=NAME, base="pmtiles")


def base(browser: Client) -> dict[str, Any]:
    """This will read what the public map is told of its base map."""
    answer = browser.get(f"/{STREET}/map/")
    assert "http" not in answer.headers["Content-Security-Policy"]
    found = re.search(r'data-map="([^"]*)"', answer.content.decode())
    assert found
    told: dict[str, Any] = json.loads(unescape(found[1]))["base"]
    return told


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_are_given_as_they_are_and_not_twice(
    town: Town, browser: Client, folder: Path, kind: str
) -> None:
    drawn = mapfiles.picture(kind)
    mapfiles.write(folder / NAME, TileType[kind], lambda _z, _x, _y: drawn)
    chosen(town)
    told = base(browser)
    assert (told["vector"], told["size"], told["first"], told["last"]) == (False, 256, 12, 14)
    assert told["attribution"] == "© OpenStreetMap"
    address = told["tiles"][0].replace("{z}/{x}/{y}", f"{Z}/{X}/{Y}")
    answer = browser.get(address, headers={"Accept-Encoding": "gzip"})
    assert (answer.content, answer.headers["Content-Type"]) == (drawn, f"image/{kind.lower()}")
    assert "Content-Encoding" not in answer.headers
    again = browser.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("packing", ["gzip", ""])
def test_vectors_are_packed_if_the_browser_unpacks(
    town: Town, browser: Client, folder: Path, packing: str
) -> None:
    mapfiles.write(folder / NAME, TileType.MVT, mapfiles.vector)
    chosen(town)
    assert base(browser)["vector"]
    answer = browser.get(TILE, headers={"Accept-Encoding": packing})
    assert answer.headers.get("Content-Encoding", "") == packing
    content = gzip.decompress(answer.content) if packing else answer.content
    assert "roads" in mapbox_vector_tile.decode(content)


def test_where_the_file_has_no_tile_there_is_nothing(town: Town, browser: Client, folder: Path) -> None:
    mapfiles.write(folder / NAME)
    chosen(town)
    assert browser.get(f"/{STREET}/base/14/0/0").status_code == 204
    assert browser.get(f"/{STREET}/base/14/99999/0").status_code == 404
    assert browser.get(f"/{STREET}/base/99/0/0").status_code == 404
    assert browser.get(f"/{OTHER_STREET}/base/{Z}/{X}/{Y}").status_code == 404


def test_a_large_file_is_read_through_its_leaves(folder: Path) -> None:
    def numbered(z: int, x: int, y: int) -> bytes:
        # Of many lengths, or the list of tiles packs so well that it needs no leaves.
        return b"%d/%d/%d" % (z, x, y) + b"." * (x * x * 31 % 3001 + y * y * 17 % 2003)

    file = opened(mapfiles.write(folder / NAME, draw=numbered, zooms=range(10, 19)))
    assert file.leaves < file.tiles
    for z, x, y in mapfiles.squares(range(10, 19))[::997]:
        assert file.tile(z, x, y) == numbered(z, x, y)


def test_an_own_attribution_stands_before_that_of_the_file(town: Town, browser: Client, folder: Path) -> None:
    mapfiles.write(folder / NAME)
    chosen(town)
    set_to(town, attribution="审图号<b>GS(2026)1号")
    assert base(browser)["attribution"] == "审图号&lt;b&gt;GS(2026)1号 · © OpenStreetMap"


def test_a_new_file_of_the_same_name_has_new_addresses(town: Town, browser: Client, folder: Path) -> None:
    mapfiles.write(folder / NAME)
    chosen(town)
    before = base(browser)["tiles"]
    mapfiles.write(folder / NAME, draw=lambda _z, _x, _y: mapfiles.picture(color="#000000"), zooms=[14])
    assert base(browser)["tiles"] != before
    assert browser.get(TILE).content == mapfiles.picture(color="#000000")


def cut(path: Path) -> None:
    """A copy that was broken off."""
    path.write_bytes(path.read_bytes()[:-100])


def other(path: Path) -> None:
    """Something else under that name."""
    path.write_bytes("五星支部".encode() * 900)


def no_header(path: Path) -> None:
    """A copy that had hardly begun."""
    path.write_bytes(path.read_bytes()[:60])


def spoilt(path: Path) -> None:
    """Its list of tiles is noise."""
    whole = path.read_bytes()
    path.write_bytes(whole[:127] + b"\x07" * 200 + whole[327:])


def old(path: Path) -> None:
    """A file of another version."""
    whole = path.read_bytes()
    path.write_bytes(whole[:7] + b"\x02" + whole[8:])


def gone(path: Path) -> None:
    """Taken away."""
    path.unlink()


def foreign(path: Path) -> None:
    """Vectors of another kind of map."""
    mapfiles.write(path, TileType.MVT, mapfiles.vector, layers=["transportation"])


def no_pictures(path: Path) -> None:
    """It says pictures and holds none."""
    mapfiles.write(path, draw=lambda _z, _x, _y: b"no picture")


def avif(path: Path) -> None:
    """Pictures our browsers cannot show."""
    mapfiles.write(path, TileType.AVIF)


def brotli(path: Path) -> None:
    """Vectors packed in another way."""
    mapfiles.write(path, TileType.MVT, mapfiles.vector, tile_compression=Compression.BROTLI)


WRONG = {
    cut: "不完整，请重新复制", other: "不是第3版的PMTiles文件", no_header: "不是第3版", spoilt: "不是第3版",
    old: "不是第3版", gone: "文件夹里没有xinye.pmtiles。现有：other.pmtiles。", foreign: "也没有Protomaps图层",
    avif: "既没有PNG", no_pictures: "既没有PNG", brotli: "须用gzip压缩",
}  # fmt: skip


@pytest.mark.parametrize("harm", WRONG, ids=lambda harm: harm.__name__)
def test_a_bad_file_is_refused_and_one_that_goes_bad_is_named(
    town: Town, browser: Client, folder: Path, harm: Any
) -> None:
    mapfiles.write(folder / "other.pmtiles")
    path = mapfiles.write(folder / NAME)
    chosen(town)
    harm(path)
    assert base(browser)["tiles"] == []
    assert browser.get(TILE).status_code == 404
    admin = signed_in(town.street_admin)
    for page in ("settings/", "settings/map.file/", "settings/map.base/"):
        assert WRONG[harm] in admin.get(f"/setup/{STREET}/{page}").content.decode()
    refused = admin.post(f"/setup/{STREET}/settings/map.file/", {"value": NAME})
    assert refused.status_code == 200
    assert WRONG[harm] in refused.content.decode()
    assert f'value="{NAME}"' in refused.content.decode()


@pytest.mark.parametrize("name", ["../secret-key", "a/b.pmtiles", "..pmtiles", "x.png", "地图.pmtiles"])
def test_only_a_plain_name_is_taken(town: Town, folder: Path, name: str) -> None:
    with pytest.raises(BadValue, match="结尾"):
        set_to(town, file=name)


@given(noise=st.binary(max_size=60), at=st.integers(0, 400))
def test_noise_in_a_file_never_does_more_than_leave_it_out(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int
) -> None:
    path = mapfiles.write(tmp_path_factory.getbasetemp() / "noise.pmtiles", zooms=[12])
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + noise + whole[at + len(noise) :])
    try:
        file = opened(path)
        for square in mapfiles.squares([12]):
            file.tile(*square)
    except BadFile:
        return  # anything else would fail
