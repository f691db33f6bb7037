"""The public map in a real browser: drawn over the drawing, tapped, filtered; and where there is no WebGL."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from pmtiles.tile import TileType

from tests import mapfiles
from tests.browser.conftest import Town

STREET = "411329001"
Shot = Callable[[Page, str], None]
SETTING = """from linli.lib.clock import present
from linli.places.actions import change_setting
change_setting(key="map.{key}", place="411329001", text="{text}", at=present(), by=None)"""
WITHOUT_WEBGL = """
  const asked = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return /webgl/.test(kind) ? null : asked.call(this, kind, ...more);
  };
"""


def drawn(page: Page) -> None:
    """This will wait until the map has drawn all it has."""
    page.wait_for_selector("[data-map][data-drawn]", timeout=60_000)


def counted(page: Page) -> int:
    """This will add up what the map shows."""
    total: int = page.evaluate(
        """() => document.querySelector("[data-map]").linliMap
            .queryRenderedFeatures({ layers: ["points", "rings"] })
            .reduce((sum, each) => sum + each.properties.n, 0)"""
    )
    return total


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_map_shows_as_many_as_the_list_says(
    request: pytest.FixtureRequest, shot: Shot, size: str
) -> None:
    page: Page = request.getfixturevalue(size)
    page.goto(f"/{STREET}/map/")
    page.locator("[data-map]").scroll_into_view_if_needed()
    drawn(page)
    shown = page.locator(".masthead .under").inner_text()
    shot(page, f"map-{size}")
    assert f"{counted(page)}件" in shown.replace(" ", "")
    expect(page.locator(".map-note")).to_have_text("示意图，不是真实边界")
    page.select_option("#state", "open")
    page.get_by_role("button", name="显示").click()
    drawn(page)
    assert counted(page) < 15


def test_a_tap_on_a_case_leads_to_its_page(desk: Page) -> None:
    desk.goto(f"/{STREET}/map/")
    drawn(desk)
    place = desk.evaluate(
        """() => {
            const map = document.querySelector("[data-map]").linliMap;
            const one = map.queryRenderedFeatures({ layers: ["points"] })[0];
            const at = map.project(one.geometry.coordinates), box = map.getCanvas().getBoundingClientRect();
            return [box.left + at.x, box.top + at.y];
        }"""
    )
    desk.mouse.click(*place)
    link = desk.locator(".maplibregl-popup a")
    expect(link).to_have_attribute(
        "href", f"/{STREET}/c/" + (link.get_attribute("href") or "").split("/")[3] + "/"
    )
    link.click()
    expect(desk.locator("h1")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_without_webgl_the_drawing_and_the_list_stay(
    request: pytest.FixtureRequest, shot: Shot, size: str
) -> None:
    page: Page = request.getfixturevalue(size)
    page.add_init_script(WITHOUT_WEBGL)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/{STREET}/map/")
    page.wait_for_selector("[data-map].plain")
    expect(page.locator(".map-box svg[role=img]")).to_be_visible()
    expect(page.locator("ul.rows li").first).to_be_visible()
    assert not [address for address in asked if "maplibre" in address or "/tiles/" in address]
    shot(page, f"map-without-webgl-{size}")


@pytest.fixture
def own_base_map(town: Town, request: pytest.FixtureRequest) -> Iterator[None]:
    """This will give the street a base map of vectors from a file, and take it away again."""
    mapfiles.write(town.home / "maps" / "journey.pmtiles", TileType.MVT, mapfiles.vector)
    for key, text in (("file", "journey.pmtiles"), ("base", "pmtiles")):
        town.linli("manage", "shell", "-c", SETTING.format(key=key, text=text))
    yield
    town.linli("manage", "shell", "-c", SETTING.format(key="base", text="none"))


@pytest.mark.parametrize(("size", "theme"), [("phone", "light"), ("desk", "light"), ("desk", "dark")])
def test_a_base_map_from_a_file_lies_below_and_asks_nobody_else(
    request: pytest.FixtureRequest, own_base_map: None, shot: Shot, size: str, theme: str
) -> None:
    page: Page = request.getfixturevalue(size)
    page.goto(f"/display/?theme={theme}&next=/{STREET}/map/")
    page.locator("[data-map]").scroll_into_view_if_needed()
    drawn(page)
    below = page.evaluate(
        """() => document.querySelector("[data-map]").linliMap.queryRenderedFeatures()
            .map((each) => each.sourceLayer).filter((layer) => layer && layer !== "cases")"""
    )
    assert {"earth", "water", "roads", "landuse", "places"} <= set(below)
    expect(page.locator(".maplibregl-ctrl-attrib")).to_contain_text("© OpenStreetMap")
    assert counted(page) > 0
    shot(page, f"map-base-{size}-{theme}")
