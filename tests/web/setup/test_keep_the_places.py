"""Boards with their labels, and the areas of a street."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.places import queries as places
from linli.places.models import Place
from tests.builders import EAST, EAST_1, STREET, Town, inside
from tests.web.desk.conftest import Open

AT = f"/setup/{STREET}/"
TOKEN = "DGTOKEN234567890"


def test_a_board_is_set_up_and_its_label_printed(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    lon, lat = inside(EAST_1)
    given = {
        "name_zh": "市场门口<b>",
        "location_type": "roadside",
        "where": EAST,
        "lon": str(lon),
        "lat": str(lat),
    }
    answer = client.post(AT + "boards/new/", given)
    assert answer.status_code == 302
    label = client.get(answer["Location"] + "label/").content.decode()
    token = answer["Location"].rstrip("/").rsplit("/", 1)[1]
    assert f"/{STREET}/q/{token}/" in label
    assert "<svg" in label
    assert "市场门口&lt;b&gt;" in label
    spot = places.spot(STREET, token)
    assert spot is not None
    assert spot.grid == EAST_1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name_zh": ""}, "Fill this in."),
        ({"name_zh": "长" * 100_000}, "at most 60"),
        ({"where": "411329002001"}, "Choose one from the list."),
        ({"lon": "NaN", "lat": "NaN"}, "Enter degrees"),
        ({"lon": "112.36"}, "both longitude and latitude"),
        ({"lon": "32.53", "lat": "112.36"}, ""),
        ({"lon": "10", "lat": "10"}, ""),
    ],
)
def test_a_board_that_cannot_be_is_refused(
    town: Town, open_as: Open, given: dict[str, str], sentence: str
) -> None:
    whole = {"name_zh": "宣传栏", "location_type": "roadside", "where": EAST} | given
    answer = open_as(town.street_admin).post(AT + "boards/new/", whole)
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert sentence in answer.content.decode()
    assert len(places.spots(STREET)) == 1


def test_an_old_label_leads_to_where_the_board_hangs_now(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    assert client.post(f"{AT}boards/{TOKEN}/", {"where": ""}).status_code == 200
    assert client.post(f"{AT}boards/{TOKEN}/", {"where": EAST}).status_code == 302
    assert client.get(f"{AT}boards/{TOKEN}/").status_code == 404
    new = places.spot(STREET, TOKEN)
    assert new is not None
    assert (new.token != TOKEN, new.community) == (True, EAST)
    assert client.post(f"{AT}boards/{new.token}/", {"action": "retire"}).status_code == 302
    assert places.spots(STREET) == []
    assert client.get(f"{AT}boards/{new.token}/label/").status_code == 404


def upload(client: Client, content: bytes, **more: str) -> Any:
    """Sends areas as a browser does."""
    file = SimpleUploadedFile("areas.geojson", content)
    return client.post(AT + "areas/", {"datum": "wgs84", "file": file, **more})


def area(code: str, kind: str, west: float) -> dict[str, Any]:
    """One square 0.002 degrees wide."""
    ring = [[west, 32.528], [west + 0.002, 32.528], [west + 0.002, 32.532], [west, 32.532], [west, 32.528]]
    return {
        "type": "Feature", "properties": {"code": code, "kind": kind, "name": "新" + code[-1]},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"type":"FeatureCollection","features":[1]}', b"\x00", b"PK\x03\x04"]
)
def test_a_file_that_is_no_map_is_said_so(town: Town, open_as: Open, content: bytes) -> None:
    answer = upload(open_as(town.street_admin), content)
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "What is wrong" in words or "error-summary" in words
    assert not re.search(r'name="seen" value="[0-9a-f]', words)


def test_areas_are_previewed_and_then_redrawn(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    rows = Place.objects.filter(street=STREET, kind="grid", parent=EAST).order_by("code")
    drawn = [area(row.code, "grid", 112.360 + 0.002 * n) for n, row in enumerate(rows)]
    content = json.dumps({"type": "FeatureCollection", "features": drawn}).encode()
    preview = upload(client, content)
    found = re.search(r'name="seen" value="([0-9a-f]+)"', preview.content.decode())
    assert found, preview.content.decode()
    assert places.name(EAST_1, "zh-hans") != "新1"
    gcj = upload(client, content, seen=found[1], datum="gcj02")
    assert gcj.status_code == 200
    assert upload(client, content, seen=found[1]).status_code == 302
    assert places.name(EAST_1, "zh-hans") == "新1"
