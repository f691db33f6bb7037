"""Nothing moves on a report page: not while it loads, not when a picture is chosen, not for what was kept earlier."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Opener, Town
from tests.browser.offline import REPORT, SPOT, STREET, arrived, choose, keep, picture

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


@pytest.mark.parametrize("type_", ["normal", "large"])
def test_nothing_moves_for_a_report_kept_earlier(open_phone: Opener, type_: str) -> None:
    lost = True

    def lose(route: Route) -> None:
        if lost and route.request.method == "POST":
            route.abort("internetdisconnected")
        else:
            route.continue_()

    phone = open_phone()
    phone.goto(f"/display/?type={type_}&next={REPORT}")
    keep(phone, "昨天没有网时存下的一堆砖头")
    phone.route("**/*", lose)
    phone.context.set_offline(False)
    phone.add_init_script(WATCH)
    for address in (REPORT, f"/{STREET}/t/", REPORT):
        phone.goto(address)
        expect(phone.locator(".outbox-list li")).to_contain_text("有网络时自动发出")
        phone.wait_for_timeout(300)
        assert phone.evaluate("window.moved") == []
    lost = False
    phone.goto(REPORT)
    arrived(phone)
    phone.wait_for_timeout(300)
    assert phone.evaluate("window.moved") == []
    phone.get_by_role("button", name="知道了").click()
    expect(phone.locator("#outbox")).to_be_hidden()
    phone.goto(REPORT)
    assert phone.evaluate("document.documentElement.className").split() == ["js", "js-place"]
