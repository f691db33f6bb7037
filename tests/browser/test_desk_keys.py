"""The desk by keyboard alone, what is new without a jump, and nothing typed lost when the session ends."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.test_desk_works import begin, first_case
from tests.browser.test_resident import REPORT, send, write

Shot = Callable[[Page, str], None]
CURRENT = ".pane.list .row[aria-current=true]"


@pytest.fixture
def cases(desk: Page) -> Page:
    """This will open all cases, the ended ones too."""
    begin(desk, "/desk/")
    desk.goto("/desk/cases/?status=any")
    return desk


def numbers(page: Page) -> list[str]:
    """This will give the cases of the list in their order."""
    found: list[str] = page.locator(".pane.list .row").evaluate_all(
        "rows => rows.map(row => row.dataset.case)"
    )
    return found


def press(page: Page, *keys: str) -> None:
    """This will press keys one after the other, as a person does who waits for the case to come."""
    for key in keys:
        page.keyboard.press(key)
        expect(page.locator("main[aria-busy]")).to_have_count(0)


def test_a_case_is_found_opened_noted_and_left_by_keys_alone(cases: Page, shot: Shot) -> None:
    known = numbers(cases)
    press(cases, "j", "j", "j", "k")
    expect(cases.locator(CURRENT)).to_have_attribute("data-case", known[1])
    expect(cases.locator("main .code").first).to_have_text(known[1])

    press(cases, "/")
    cases.keyboard.type(known[2])
    cases.keyboard.press("Enter")
    expect(cases.locator(".pane.list .row")).to_have_count(1)
    press(cases, "j")
    expect(cases.locator("main .code").first).to_have_text(known[2])

    cases.locator("main .jot input[name=words]").focus()  # by Tab; how many there are hangs on the case
    cases.keyboard.type("j k e 都只是字")
    cases.keyboard.press("Enter")
    expect(cases.locator(".timeline blockquote").first).to_have_text("j k e 都只是字")
    shot(cases, "desk-by-keys")


def test_e_goes_to_the_likeliest_step_and_m_opens_the_rest(desk: Page) -> None:
    begin(desk, "/desk/")
    desk.goto("/desk/cases/")
    green, more = desk.locator("main .deed a[aria-keyshortcuts~=E]"), desk.locator("main .deed details.more")
    for _ in numbers(desk):
        press(desk, "j")
        if green.count() and more.count():
            break
    address = green.get_attribute("href") or "?"
    press(desk, "m")
    expect(more).to_have_attribute("open", "")
    press(desk, "e")
    expect(desk.locator("main form button[type=submit]").first).to_be_visible()
    assert address.split("?")[0] in desk.url


def test_the_keys_are_listed_and_can_be_switched_off(cases: Page, shot: Shot) -> None:
    press(cases, "?")
    dialog = cases.get_by_role("dialog")
    expect(dialog).to_be_visible()
    shot(cases, "desk-keys")
    cases.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    press(cases, "?")
    dialog.get_by_role("link", name="停用按键").click()
    press(cases, "j")
    expect(cases.locator(CURRENT)).to_have_count(0)


def test_what_is_new_says_so_and_moves_no_row(open_desk: Opener, open_phone: Opener, shot: Shot) -> None:
    page = open_desk(viewport={"width": 1440, "height": 480})
    begin(page, "/desk/")
    page.clock.install()
    page.goto("/desk/cases/?sort=newest")
    page.locator(".pane.list").evaluate("pane => { pane.scrollTop = 40; }")
    known, top = numbers(page), page.locator(".pane.list .row").nth(2).bounding_box()

    phone = open_phone()
    phone.goto(REPORT)
    write(phone, "刚刚倒了一车渣土")
    send(phone)
    expect(phone.locator(".code-big")).to_be_visible()

    page.clock.run_for(31_000)
    bar = page.locator(".fresh button")
    expect(bar).to_have_text("1件新来的")
    assert numbers(page) == known
    assert page.locator(".pane.list .row").nth(2).bounding_box() == top
    shot(page, "desk-news")
    bar.click()
    expect(page.locator(".pane.list .row").first).to_contain_text("刚刚倒了一车渣土")
    expect(bar).not_to_be_visible()


def test_what_was_typed_when_the_session_had_ended_is_there_after_signing_in(cases: Page) -> None:
    first_case(cases)
    note = cases.locator("main .jot input[name=words]")
    note.fill("这句话写了很久")
    cases.context.clear_cookies(name=re.compile("session"))
    note.press("Enter")
    cases.wait_for_url("**/sign-in/**")
    cases.locator("button[name=person]", has_text="汉城街道工作人员").first.click()
    expect(cases.locator("main [name=words]")).to_have_value("这句话写了很久")
    cases.locator("main form button[type=submit]").first.click()
    expect(cases.locator(".timeline blockquote").first).to_have_text("这句话写了很久")
