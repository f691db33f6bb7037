"""The public map in a real browser: drawn over the drawing, tapped, filtered; and where there is no WebGL."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

STREET = "411329001"
Shot = Callable[[Page, str], None]
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
