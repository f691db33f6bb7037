"""Walks the manual in both languages and takes its pictures; what it says and cannot be done fails here."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.manual import speak, take
from tests.browser.test_resident import STREET

pytestmark = pytest.mark.parametrize("language", ["zh", "en"])
WORDS = {
    "zh": "墙边堆了七八袋装修垃圾，下雨淌到路上。",
    "en": "Seven bags of rubble by the wall; rain washes it onto the road.",
}
PHONE = {"viewport": {"width": 390, "height": 760}, "device_scale_factor": 1.5}


def enter(page: Page, who: str, language: str) -> None:
    """This will sign in as the first invented person of a duty, then choose the language."""
    page.goto("/sign-in/")
    page.locator("button[name=person]", has_text=who).first.click()
    speak(page, language)


def token_of_a_board(page: Page) -> str:
    """This will read the label of a board, as an administrator does."""
    page.goto(f"/setup/{STREET}/boards/")
    board = page.locator(f"main a[href^='/setup/{STREET}/boards/']:not([href$='/new/'])").first
    return (board.get_attribute("href") or "").rstrip("/").rsplit("/", 1)[-1]


def reported(phone: Page, language: str, token: str) -> None:
    """This will report from a board, with a picture of the report page on the way."""
    phone.goto(f"/{STREET}/q/{token}/")
    phone.locator("#id_text").fill(WORDS[language])
    take(phone, language, "resident-report")
    phone.locator(".bottom-bar button[type=submit]").click()
    expect(phone.locator(".code-big")).to_be_visible()


def test_the_residents_pages(open_phone: Opener, open_desk: Opener, language: str) -> None:
    desk = open_desk()
    enter(desk, "汉城街道管理员", language)
    token = token_of_a_board(desk)
    phone = open_phone(**PHONE)
    speak(phone, language)
    reported(phone, language, token)
    take(phone, language, "resident-received")
    phone.goto(phone.url.split("?")[0])
    take(phone, language, "resident-track")
    phone.goto(phone.url + "share/")
    take(phone, language, "resident-share", of=phone.locator(".leaflet-picture"))
    phone.goto(f"/display/?type=large&next=/{STREET}/report/")
    take(phone, language, "resident-large")
    desk.goto(f"/{STREET}/paper/")
    take(desk, language, "resident-paper", of=desk.locator("main"))


def test_the_grid_members_phone(open_phone: Opener, language: str) -> None:
    phone = open_phone(**PHONE)
    enter(phone, "网格员", language)
    phone.goto("/m/new/")
    phone.locator("#id_text").fill(WORDS[language])
    phone.locator("main form button[type=submit], .bottom-bar button[type=submit]").last.click()
    expect(phone.locator(".slip-code")).to_be_visible()
    phone.goto("/m/")
    take(phone, language, "grid-list")
    phone.locator("main a.row").first.click()
    expect(phone.locator("main h1")).to_have_text(re.compile(r"\S"))
    take(phone, language, "grid-case")
    phone.goto("/m/found/")
    take(phone, language, "grid-found")


def test_the_desk(open_desk: Opener, language: str) -> None:
    desk = open_desk(viewport={"width": 1280, "height": 800})
    enter(desk, "汉城街道工作人员", language)
    desk.goto("/desk/cases/?status=any")
    take(desk, language, "desk-panes")
    number = desk.locator(".pane.list .row").first.get_attribute("data-case") or "?"
    desk.goto("/desk/cases/")
    desk.keyboard.press("j")
    expect(desk.locator("main .deed")).to_be_visible()
    take(desk, language, "desk-case", of=desk.locator("main"))
    desk.keyboard.press("?")
    take(desk, language, "desk-keys", of=desk.get_by_role("dialog"))
    desk.keyboard.press("Escape")
    desk.goto(f"/desk/cases/?status=any&q={number[:2]}")
    take(desk, language, "desk-search", of=desk.locator(".pane.list"))
    desk.goto("/desk/new/")
    take(desk, language, "desk-enter", of=desk.locator("main"))


def test_the_administrators_pages(open_desk: Opener, language: str) -> None:
    desk = open_desk(viewport={"width": 1280, "height": 800})
    enter(desk, "汉城街道管理员", language)
    for name, address in (
        ("admin-guide", f"/setup/{STREET}/"),
        ("admin-duties", f"/setup/{STREET}/duties/"),
        ("admin-category", f"/setup/{STREET}/categories/01-03/"),
        ("admin-channels", f"/setup/{STREET}/channels/"),
    ):
        desk.goto(address)
        expect(desk.locator("main h1")).to_have_text(re.compile(r"\S"))
        take(desk, language, name)
