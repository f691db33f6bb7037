"""A resident's page of a code: it shows news by itself, and makes a picture for a group."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_resident import REPORT, STREET, send, write

Opener = Callable[..., Page]
Shot = Callable[[Page, str], None]


def reported(phone: Page) -> str:
    """This will report something and give the path of the page of its code."""
    phone.goto(REPORT)
    write(phone, "路灯下面积水，走不过去。")
    send(phone)
    code = phone.locator(".code-big").inner_text()
    return f"/{STREET}/t/{code}/"


def test_an_open_page_shows_what_has_happened_without_a_reload(open_phone: Opener, shot: Shot) -> None:
    first, second = open_phone(), open_phone()
    address = reported(first)
    first.clock.install()
    first.goto(address)
    second.goto(f"{address}add/")
    second.get_by_label("说一句").fill("水更深了")
    second.get_by_role("button", name="提交补充").last.click()
    first.clock.run_for(25_000)
    expect(first.get_by_text("水更深了")).to_be_visible()
    expect(first.get_by_role("status").first).to_have_text("有新进展，本页已更新。")
    shot(first, "resident-live")


def test_a_page_left_alone_asks_little_and_keeps_its_place(open_phone: Opener) -> None:
    page = open_phone()
    page.goto(reported(page))
    page.clock.install()
    page.reload()
    asked: list[int] = []
    page.on(
        "response",
        lambda answer: asked.append(answer.status) if answer.request.resource_type == "xhr" else None,
    )
    page.evaluate("window.scrollTo(0, 150)")
    page.clock.run_for(3_600_000)
    page.wait_for_timeout(300)
    assert set(asked) == {304}
    assert page.evaluate("window.scrollY") == 150


def test_a_picture_for_a_group_holds_no_code(phone: Page, shot: Shot) -> None:
    address = reported(phone)
    phone.goto(address)
    phone.get_by_role("link", name="做一张图发到群里").click()
    picture = phone.get_by_role("img", name="这件事的分享图片")
    expect(picture).to_be_visible()
    assert re.match("data:image/jpeg", str(picture.get_attribute("src")))
    expect(phone.get_by_text("长按图片可以保存")).to_be_visible()
    shot(phone, "resident-share")


def test_without_script_the_sheet_itself_is_there(open_phone: Opener, shot: Shot) -> None:
    phone = open_phone(java_script_enabled=False)
    address = reported(phone)
    phone.goto(f"{address}share/")
    expect(phone.locator(".leaflet")).to_be_visible()
    expect(phone.locator(".leaflet .qr")).to_be_visible()
    shot(phone, "resident-share-without-script")


def test_the_paper_form_fits_one_sheet(desk: Page, shot: Shot) -> None:
    desk.goto(f"/{STREET}/paper/")
    shot(desk, "resident-paper")
    sheet = desk.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", sheet)) == 1
