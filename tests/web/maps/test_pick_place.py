"""Giving the place of a report on the map, and what is done with what the address says."""

import re

import pytest
from django.test import Client

from linli.cases.models import Case
from tests.builders import EAST, EAST_2, STREET, Town, inside

REPORT = f"/{STREET}/report/"


def fields(page: str) -> dict[str, str]:
    """This will read the fields that the page's form already holds."""
    return dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))


def test_the_page_leads_on_with_the_place_or_with_a_community(town: Town, browser: Client) -> None:
    page = browser.get(REPORT + "map/").content.decode()
    assert f'data-report="{REPORT}"' in page
    assert f"{REPORT}?community={EAST}" in page
    assert f'href="{REPORT}map/"' in browser.get(REPORT).content.decode()


def test_a_place_from_the_map_finds_its_grid(town: Town, browser: Client) -> None:
    lon, lat = inside(EAST_2)
    address = f"{REPORT}?lon={lon}&lat={lat}"
    page = browser.get(address).content.decode()
    assert "地图上选的位置" in page
    answer = browser.post(address, {**fields(page), "text": "路口有一堆垃圾。"})
    assert answer.status_code == 303
    assert Case.objects.get().grid == EAST_2


@pytest.mark.parametrize(
    "query", ["lon=abc&lat=1", "lon=nan&lat=32", "lon=999&lat=32", "lon=112.36", "lon=&lat="]
)
def test_what_is_no_place_is_left_out(town: Town, browser: Client, query: str) -> None:
    page = browser.get(f"{REPORT}?{query}").content.decode()
    assert "地图上选的位置" not in page
    assert fields(page).get("lon", "") == ""
