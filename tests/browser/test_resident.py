"""A resident's journeys on a phone: reporting with and without script, following, taking back; nothing is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

STREET, COMMUNITY = "411329001", "411329001003"
REPORT = f"/{STREET}/report/"
CODE = re.compile(r"^[2-9A-Z]{3}-[2-9A-Z]{3}$")
Opener = Callable[..., Page]
Shot = Callable[[Page, str], None]


def a_picture(opened: Page) -> bytes:
    """This will take a picture: what the phone shows."""
    return opened.screenshot(type="jpeg")


def choose_picture(opened: Page) -> None:
    """This will put a picture into the first field."""
    file: FilePayload = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": a_picture(opened)}
    opened.set_input_files("#id_picture0", file)


def write(opened: Page, text: str) -> None:
    """This will choose the community and write a line."""
    opened.select_option("#id_community", COMMUNITY)
    opened.get_by_label("说一句").fill(text)


def send(opened: Page) -> None:
    """This will tap the button of the bottom bar."""
    opened.locator(".bottom-bar").get_by_role("button", name="提交").click()


def has_no_sideways_scroll(opened: Page) -> bool:
    """This will tell whether the page fits its width."""
    return bool(
        opened.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    )


def test_three_taps_then_every_step_under_a_code(phone: Page, shot: Shot) -> None:
    phone.goto(REPORT)
    choose_picture(phone)
    write(phone, "墙边堆了七八袋装修垃圾，下雨淌到路上。")
    shot(phone, "resident-report")
    send(phone)
    code = phone.locator(".code-big").inner_text()
    assert CODE.match(code)
    expect(phone.get_by_role("heading", name="墙边堆了七八袋装修垃圾")).to_be_visible()
    expect(phone.get_by_alt_text("处理前").or_(phone.locator(".before-after img")).first).to_be_visible()
    shot(phone, "resident-received")

    phone.goto(f"/{STREET}/t/")
    phone.get_by_label("查询码").fill(code.lower().replace("-", " "))
    phone.get_by_role("button", name="查询").click()
    phone.get_by_role("link", name="补一张照片或一句话").click()
    phone.get_by_label("说一句").fill("还有一个旧沙发")
    phone.get_by_role("button", name="提交补充").last.click()
    expect(phone.get_by_text("还有一个旧沙发")).to_be_visible()

    phone.get_by_role("link", name="撤回这条反映").click()
    phone.get_by_role("button", name="撤回反映").click()
    expect(phone.get_by_text("您已撤回。")).to_be_visible()


def test_without_script_a_refused_report_keeps_words_choice_and_picture(
    open_phone: Opener, shot: Shot
) -> None:
    phone = open_phone(java_script_enabled=False)
    phone.goto(REPORT)
    choose_picture(phone)
    phone.get_by_label("说一句").fill("路口井盖松了，车一过就响。")
    phone.locator("summary", has_text="属于哪一类").click()
    phone.locator("input[name=category][value='99-01']").check()
    send(phone)
    expect(phone.locator(".error-summary")).to_be_visible()
    assert phone.get_by_label("说一句").input_value() == "路口井盖松了，车一过就响。"
    assert phone.locator("input[name=category][value='99-01']").is_checked()
    assert phone.locator("input[name=kept]").count() == 1
    shot(phone, "resident-refused")
    phone.select_option("#id_community", COMMUNITY)
    send(phone)
    expect(phone.locator(".code-big")).to_be_visible()
    expect(phone.locator(".before-after img")).to_be_visible()


def test_the_position_is_read_on_a_tap_and_similar_cases_come_first(open_phone: Opener) -> None:
    where = {"longitude": 112.3651, "latitude": 32.5288}
    phone = open_phone(geolocation=where, permissions=["geolocation"])
    for text in ("路灯不亮已经三天了。", "这里的路灯坏了。"):
        phone.goto(REPORT)
        phone.get_by_role("button", name="用这部手机的位置").click()
        expect(phone.locator("[data-position] [role=status]")).not_to_be_empty()
        phone.wait_for_function("document.getElementById('id_lon').value !== ''")
        phone.get_by_label("说一句").fill(text)
        send(phone)
        asked = phone.get_by_role("heading", name="是不是这里面的一件？")
        expect(phone.locator(".code-big").or_(asked)).to_be_visible()
    expect(asked).to_be_visible()
    phone.get_by_role("button", name="就是这件，有结果告诉我").first.click()
    expect(phone.get_by_text("已经跟进。")).to_be_visible()
    phone.get_by_role("link", name="不再跟进").click()
    phone.get_by_role("button", name="不再跟进").click()
    expect(phone.get_by_text("已不再跟进")).to_be_visible()


def test_a_second_report_after_going_back_is_a_second_case(phone: Page) -> None:
    codes = []
    phone.goto(REPORT)
    for text in ("第一处垃圾没清。", "第二处垃圾没清。"):
        write(phone, text)
        send(phone)
        codes.append(phone.locator(".code-big").inner_text())
        phone.go_back()
    assert codes[0] != codes[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_at_320_pixels_in_large_type_nothing_scrolls_sideways(
    open_phone: Opener, shot: Shot, language: str
) -> None:
    phone = open_phone(viewport={"width": 320, "height": 640})
    phone.goto(f"/display/?type=large&lang={language}&next={REPORT}")
    for address in (
        REPORT,
        f"/{STREET}/t/",
        f"/{STREET}/complaint/",
        f"/{STREET}/rights/",
        "/rights/",
        "/complaint/",
    ):
        phone.goto(address)
        assert has_no_sideways_scroll(phone), address
    phone.goto(REPORT)
    shot(phone, f"resident-report-large-{language}")


def test_a_complaint_gets_a_code_and_is_taken_back(phone: Page, shot: Shot) -> None:
    phone.goto(f"/{STREET}/complaint/")
    phone.get_by_label("发生了什么，或有什么建议").fill("窗口等了一上午没人。")
    send(phone)
    expect(phone.locator(".code-big")).to_be_visible()
    shot(phone, "resident-complaint")
    phone.get_by_role("link", name="撤回并删除").click()
    phone.get_by_role("button", name="撤回").click()
    expect(phone.get_by_text("已经撤回，内容不再保留。")).to_be_visible()
