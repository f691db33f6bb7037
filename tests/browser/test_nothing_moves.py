"""Nothing moves on a report page: not while it loads, not when a picture is chosen, not when it is sent."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Town
from tests.browser.offline import REPORT, SPOT, STREET, choose, picture

# Also what moves within half a second of a tap, which browsers do not count against a page.
WATCH = """window.moved = [];
new PerformanceObserver(list => list.getEntries().forEach(one => window.moved.push(
  ...one.sources.map(source => (source.node && source.node.outerHTML || "?").slice(0, 80)))))
  .observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("board", [False, True], ids=["street", "board"])
def test_nothing_moves_on_a_report_page(town: Town, phone: Page, board: bool) -> None:
    address = REPORT
    if board:
        token = town.linli("manage", "shell", "-c", SPOT.replace("[-1]", "[0]")).split("token ")[-1].strip()
        address = f"/{STREET}/q/{token}/"
    phone.add_init_script(WATCH)
    phone.goto(address)
    choose(phone, 0, picture())
    expect(phone.locator(".picked img")).to_be_visible()
    expect(phone.locator(".pick").first).to_be_hidden()
    phone.wait_for_timeout(300)
    assert phone.evaluate("window.moved") == []
