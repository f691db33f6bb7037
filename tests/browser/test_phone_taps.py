"""How many taps the three commonest acts take from the list: the camera's own and the keyboard are not counted."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Town
from tests.browser.offline import picture
from tests.browser.test_phone_offline import HISTORY, count, ready


def tap(*places: Locator) -> None:
    """This will tap each place once."""
    for place in places:
        place.tap()


def photograph(phone: Page, pick: Locator) -> None:
    """This will tap a picture's field and choose one."""
    with phone.expect_file_chooser() as chooser:
        pick.tap()
    chooser.value.set_files({"name": "1.jpg", "mimeType": "image/jpeg", "buffer": picture()})


def test_to_begin_takes_two_taps_and_to_report_as_handled_with_a_picture_five(
    town: Town, phone: Page
) -> None:
    number = ready(phone, town, "数一数要点几下")[0]
    row = phone.locator("a.row", has_text="数一数要点几下")
    tap(row, phone.locator(".bottom-bar button[value=start]"))
    expect(phone.locator(".toast")).to_be_visible()
    phone.goto("/m/")
    tap(row, phone.locator(".bottom-bar a", has_text="报处置完成"))
    photograph(phone, phone.locator(".pick").first)
    tap(phone.locator("[name=words]"))
    phone.keyboard.insert_text("清走了。")
    tap(phone.locator("main form button[type=submit]"))
    expect(phone.locator(".toast")).to_be_visible()
    assert count(town, HISTORY.format(number, "handled")) == 1


def test_found_and_fixed_with_a_picture_takes_four_taps(town: Town, phone: Page) -> None:
    ready(phone, town)
    tap(phone.locator(".bottom-bar a.button:not(.second)"))
    photograph(phone, phone.locator(".pick").first)
    tap(phone.locator("[name=text]"))
    phone.keyboard.insert_text("四下办结的一袋垃圾")
    tap(phone.locator("main form button[type=submit]"))
    expect(phone.locator(".toast")).to_be_visible()
