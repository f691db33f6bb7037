"""An officer's desk in a real browser: from sign-in to a note, a covered picture, and all of it without script."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

# On whose button these words stand, their day begins there.
BEGINS = {"/desk/": "汉城街道工作人员", "/m/": "网格员"}


def begin(page: Page, landing: str) -> None:
    """This will sign in as the first invented person of those whose day begins on `landing`."""
    page.goto("/sign-in/")
    page.locator("button[name=person]", has_text=BEGINS[landing]).first.click()
    assert page.url.endswith(landing)


def first_case(page: Page) -> None:
    """This will open the first of all cases."""
    page.goto("/desk/cases/?status=any")
    page.locator(".pane.list .row a").first.click()
    expect(page.locator("main .deed")).to_be_visible()


def test_a_case_opens_beside_its_list_and_takes_a_note(desk: Page) -> None:
    begin(desk, "/desk/")
    first_case(desk)
    expect(desk.locator(".pane.list")).to_be_visible()
    expect(desk.locator(".row[aria-current=true]")).to_have_count(1)
    desk.locator(".jot input[name=words]").fill("浏览器里补记的一句")
    desk.locator(".jot button").click()
    expect(desk.locator(".toast")).to_be_visible()
    expect(desk.locator(".timeline blockquote").first).to_have_text("浏览器里补记的一句")


def test_a_refused_step_keeps_what_was_typed(desk: Page) -> None:
    begin(desk, "/desk/")
    first_case(desk)
    desk.goto(desk.url.split("?")[0] + "note/")
    desk.locator("main form button[type=submit]").click()
    expect(desk.locator(".error-summary")).to_be_visible()
    expect(desk.locator("#id_words_error")).to_be_visible()


def test_the_desk_works_without_script(open_desk: Opener) -> None:
    page = open_desk(java_script_enabled=False)
    begin(page, "/desk/")
    first_case(page)
    page.locator(".jot input[name=words]").fill("没有脚本也能记")
    page.locator(".jot button").click()
    expect(page.locator(".timeline blockquote").first).to_have_text("没有脚本也能记")


def test_nothing_scrolls_sideways(open_desk: Opener) -> None:
    for width in (320, 390, 1440):
        page = open_desk(viewport={"width": width, "height": 900})
        begin(page, "/desk/")
        for address in ("/desk/", "/desk/cases/", "/desk/new/", "/desk/notices/", "/desk/vacant/"):
            page.goto(address)
            assert _overhang(page) <= 0, (width, address)
        first_case(page)
        assert _overhang(page) <= 0, (width, page.url)


def _overhang(page: Page) -> int:
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide
