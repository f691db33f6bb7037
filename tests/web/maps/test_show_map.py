"""The public map's page: filters that work without script, a drawing, a list that says the same, and a base map."""

import hashlib
import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from linli.cases import actions
from linli.lib.db import writing
from linli.places import memory
from linli.places.actions import change_setting
from linli.places.kinds import BadValue
from linli.places.models import LocationType, Place
from tests.builders import AT, EAST, SOUTH, STREET, Town, closed, report
from tests.web.maps.tiles import everywhere
from tools import vendor_maplibre

ADDRESS = f"/{STREET}/map/"


def released(town: Town, title: str, **more: Any) -> None:
    """This will release a case that was fixed, under a title."""
    case = closed(town, **more)
    actions.release(case=case, by=town.community_officer, at=AT, public_title=title, public_text="")


def opened(browser: Client, query: str = "") -> str:
    """This will open the page, which must be there."""
    answer = browser.get(ADDRESS + query)
    assert answer.status_code == 200
    return answer.content.decode()


def said(page: str) -> dict[str, Any]:
    """This will read what the page tells its script."""
    found = re.search(r'data-map="([^"]*)"', page)
    assert found
    read: dict[str, Any] = json.loads(unescape(found[1]))
    return read


@pytest.mark.parametrize("query", ["", "?state=open", "?state=ended", "?category=01-07", "?period=2026-10"])
def test_the_list_holds_what_the_tiles_hold(town: Town, browser: Client, query: str) -> None:
    released(town, "清走了")
    released(town, "搬走了", category="01-07")
    released(town, "早就清走了", at=AT - timedelta(days=40))
    waiting = report(lon=112.3605, lat=32.5305)
    actions.release(case=waiting, by=town.community_officer, at=AT, public_title="正在清", public_text="")
    page = opened(browser, query)
    on_map = {
        name
        for points in everywhere(browser, f"/{STREET}/tiles/", 15, query).values()
        for point in points
        for name in point.name.split(",")
    }
    in_list = set(re.findall(rf'href="/{STREET}/c/([^/"]+)/"', page))
    assert on_map == in_list
    assert in_list
    assert said(page)["tiles"].endswith("datum=wgs84" + query.replace("?", "&"))


def test_what_is_kept_back_is_in_neither(town: Town, browser: Client) -> None:
    closed(town, location_type=LocationType.INSIDE_YARD)
    report()
    page = opened(browser)
    assert f"/{STREET}/c/" not in page.replace(f"/{STREET}/c/NAME/", "")


def test_what_has_no_position_is_said_to_be_in_the_list_only(town: Town, browser: Client) -> None:
    case = report(community=SOUTH)
    actions.release(case=case, by=town.sibling_officer, at=AT, public_title="没有位置", public_text="")
    page = opened(browser)
    assert "没有位置" in page
    assert "其中1件没有位置，只在列表里。" in page


def test_without_script_the_areas_are_drawn_with_their_names_and_counts(town: Town, browser: Client) -> None:
    released(town, "清走了")
    page = opened(browser)
    assert page.count('class="map-area"') == 2
    assert page.count('class="map-grid"') == 4
    assert re.search(r"<text[^>]*>东关社区</text><text[^>]*>1件</text>", page)
    assert "示意图，不是真实边界" not in page


def test_invented_borders_are_said_to_be_invented(town: Town, browser: Client) -> None:
    with writing():
        Place.objects.filter(code=EAST).update(schematic=True)
        memory.move(STREET, "version")
    assert "示意图，不是真实边界" in opened(browser)


def test_a_street_without_areas_still_has_its_map_and_list(town: Town, browser: Client) -> None:
    with writing():
        Place.objects.filter(street=STREET).update(area=None)
        memory.move(STREET, "version")
    assert said(opened(browser))["bounds"] == [[112.22, 32.32], [112.6, 32.81]]


@pytest.mark.parametrize(
    "query", ["?state=<b>&category='&period=x", "?page=999999", "?state=open&state=ended"]
)
def test_what_is_no_filter_is_left_out(town: Town, browser: Client, query: str) -> None:
    assert "<b>" not in opened(browser, query)


def set_to(town: Town, **values: str) -> None:
    """This will set keys of the map as the administrator would."""
    for key, text in values.items():
        change_setting(
            key=f"map.{key}", place=STREET, text=text, at=AT - timedelta(hours=1), by=town.street_admin
        )


def policy(browser: Client) -> str:
    """This will give the content policy of the page."""
    return browser.get(ADDRESS).headers["Content-Security-Policy"]


def test_by_default_nothing_is_asked_outside(town: Town, browser: Client) -> None:
    assert said(opened(browser))["base"]["tiles"] == []
    assert "http" not in policy(browser)


def test_tianditu_is_asked_with_the_key_and_no_other_server_may_be(town: Town, browser: Client) -> None:
    set_to(town, base="tianditu", tianditu_key="abc123")
    base = said(opened(browser))["base"]
    assert [re.search(r"LAYER=(\w+)&", each) and each[-9:] for each in base["tiles"]] == ["tk=abc123"] * 2
    assert "connect-src 'self' https://t0.tianditu.gov.cn;" in policy(browser)
    assert "img-src 'self' data: blob: https://t0.tianditu.gov.cn;" in policy(browser)
    assert "tianditu" not in browser.get(f"/{STREET}/").headers["Content-Security-Policy"]


def test_a_shifted_base_map_gets_shifted_cases_and_areas(town: Town, browser: Client) -> None:
    set_to(town, base="xyz", address="https://tiles.example.cn/{z}/{x}/{y}.png", datum="gcj02")
    told = said(opened(browser))
    assert told["base"]["tiles"] == ["https://tiles.example.cn/{z}/{x}/{y}.png"]
    assert "datum=gcj02" in told["tiles"]
    assert "datum=gcj02" in told["areas"]


@pytest.mark.parametrize("kind", ["tianditu", "xyz"])
def test_a_base_map_without_its_key_or_address_is_none(town: Town, browser: Client, kind: str) -> None:
    set_to(town, base=kind)
    assert said(opened(browser))["base"]["tiles"] == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)//{z}{x}{y}",
        "https://a.cn/{z}/{x}.png",
        "https://a.cn;script-src */{z}/{x}/{y}",
        "x" * 400,
    ],
)
def test_an_address_that_is_none_is_refused(town: Town, address: str) -> None:
    with pytest.raises(BadValue):
        set_to(town, address=address)


def test_the_map_library_is_what_was_checked() -> None:
    sums = dict(line.split("  ")[::-1] for line in vendor_maplibre.SUMS.read_text().splitlines())
    assert sums == {name: vendor_maplibre.sum_of(name) for name in vendor_maplibre.FILES}
    assert hashlib.sha256(b"").hexdigest() not in sums.values()
