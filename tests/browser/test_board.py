"""The public pages in a real browser: from the first page to a figure's definition, on a phone and on a desk."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

STREET = "/411329001/"
PAGES = ("/", STREET, f"{STREET}cases/", f"{STREET}figures/", f"{STREET}definitions/", "/definitions/")


def test_a_neighbour_finds_the_community_and_how_its_figures_are_counted(phone: Page) -> None:
    phone.goto(STREET)
    expect(phone.locator(".masthead .button").first).to_have_attribute("href", f"{STREET}report/")
    phone.locator(".folding tbody a").first.click()
    expect(phone.locator("h1")).to_contain_text("社区")
    phone.locator("a[href*='/figures/']").first.click()
    phone.locator("select[name=period]").select_option(index=1)
    phone.locator("form.asking button").click()
    assert "community=411329001" in phone.url
    phone.locator("main table a").first.click()
    expect(phone.locator(".meanings > :target")).to_be_visible()


def test_the_public_pages_speak_english_when_asked(desk: Page) -> None:
    desk.goto(STREET)
    desk.get_by_text("English", exact=True).click()
    expect(desk.locator("h1")).to_have_text("Hancheng Street")


def test_the_pages_work_without_script(open_phone: Opener) -> None:
    page = open_phone(java_script_enabled=False)
    page.goto(f"{STREET}cases/")
    page.locator("select[name=state]").select_option("ended")
    page.locator("form.asking button").click()
    assert "state=ended" in page.url
    expect(page.locator("select[name=state]")).to_have_value("ended")


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_no_public_page_scrolls_sideways_even_in_large_type(open_phone: Opener, width: int) -> None:
    page = open_phone(viewport={"width": width, "height": 800})
    page.goto("/display/?type=large&next=/")
    for address in PAGES:
        page.goto(address)
        overhang = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overhang <= 0, address
