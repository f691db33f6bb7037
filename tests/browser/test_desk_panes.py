"""The panes of the desk in a real browser: a case opens beside its list, and the list stays where it was."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.test_desk_works import begin

LIST = ".pane.list"


@pytest.fixture
def cases(open_desk: Opener) -> Page:
    """This will open all cases on a screen low enough for the list to scroll."""
    page = open_desk(viewport={"width": 1440, "height": 480})
    begin(page, "/desk/")
    page.goto("/desk/cases/?status=any")
    return page


def scrolled(page: Page) -> int:
    """This will tell how far down the list is."""
    down: int = page.locator(LIST).evaluate("pane => Math.round(pane.scrollTop)")
    return down


def test_a_case_opens_in_its_pane_and_the_list_stays_where_it_was(cases: Page) -> None:
    cases.evaluate("document.body.dataset.same = 'page'")
    cases.locator(f"{LIST} .row a").last.click()
    expect(cases.locator("main h2")).to_be_focused()
    assert scrolled(cases) > 0
    assert cases.evaluate("document.body.dataset.same") == "page"
    assert cases.title().startswith(cases.locator("main .code").first.inner_text())
    expect(cases.locator(".row[aria-current=true]")).to_have_count(1)


def test_back_and_forward_lead_through_the_cases_that_were_open(cases: Page) -> None:
    rows = cases.locator(f"{LIST} .row a")
    addresses = []
    for n in (0, 1):
        rows.nth(n).click()
        expect(cases.locator(f"{LIST} .row").nth(n)).to_have_attribute("aria-current", "true")
        addresses.append(cases.url)
    cases.go_back()
    expect(cases.locator(f"{LIST} .row").nth(0)).to_have_attribute("aria-current", "true")
    assert cases.url == addresses[0]
    cases.go_back()
    expect(cases.locator(".row[aria-current=true]")).to_have_count(0)
    cases.go_forward()
    expect(cases.locator("main .deed")).to_be_visible()
    assert cases.url == addresses[0]


def test_a_step_taken_shows_the_list_where_it_was_left(cases: Page) -> None:
    cases.locator(f"{LIST} .row a").last.click()
    expect(cases.locator("main h2")).to_be_focused()
    before = scrolled(cases)
    cases.locator(".jot input[name=words]").fill("记一句")
    cases.locator(".jot button").click()
    expect(cases.locator(".toast")).to_be_visible()
    assert scrolled(cases) == before


def test_whose_session_ended_is_led_to_sign_in_and_back_to_the_case(cases: Page) -> None:
    cases.context.clear_cookies()
    link = cases.locator(f"{LIST} .row a").first
    address = link.get_attribute("href") or "?"
    link.click()
    cases.wait_for_url("**/sign-in/**")
    cases.locator("button[name=person]", has_text="汉城街道工作人员").first.click()
    assert cases.url.endswith(address)


@pytest.mark.parametrize(("width", "panes"), [(1440, 2), (1024, 2), (390, 1)])
@pytest.mark.parametrize("script", [True, False])
def test_each_width_shows_the_panes_it_has_room_for(
    open_desk: Opener, width: int, panes: int, script: bool
) -> None:
    page = open_desk(viewport={"width": width, "height": 768}, java_script_enabled=script)
    begin(page, "/desk/")
    page.goto("/desk/cases/?status=any")
    page.locator(f"{LIST} .row a").first.click()
    expect(page.locator("main .deed")).to_be_visible()
    assert page.locator(".pane:visible").count() == panes
    nav = page.locator(".rail nav")
    if width < 1280:
        expect(nav).not_to_be_visible()
        page.locator(".rail-fold summary").click()
    expect(nav).to_be_visible()
