"""The phone of a grid member in a real browser: one thumb, one form, no sideways scroll."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.test_desk_works import begin


def test_found_and_fixed_is_kept_in_one_form(phone: Page) -> None:
    begin(phone, "/m/")
    phone.locator(".bottom-bar a.button:not(.second)").click()
    phone.locator("[name=text]").fill("路边一袋垃圾")
    phone.locator("[name=result]").fill("捡走了")
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator(".toast")).to_be_visible()
    phone.goto("/m/?status=ended&sort=newest")
    expect(phone.locator(".rows .title").first).to_have_text("路边一袋垃圾")


def test_the_slip_shows_the_code_of_a_report_entered_for_somebody(phone: Page) -> None:
    begin(phone, "/m/")
    phone.locator(".bottom-bar a.button.second").click()
    phone.locator("[name=text]").fill("老人家门口的路灯不亮")
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator(".slip-code")).to_be_visible()
    expect(phone.locator("svg.qr")).to_be_visible()


def test_nothing_scrolls_sideways_on_a_small_phone_in_large_type(open_phone: Opener) -> None:
    page = open_phone(viewport={"width": 320, "height": 640})
    begin(page, "/m/")
    page.goto("/display/?type=large&next=/m/")
    for address in ("/m/", "/m/new/", "/m/found/", "/m/notices/"):
        page.goto(address)
        overhang = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overhang <= 0, address
