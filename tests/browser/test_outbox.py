"""The outbox in a real browser: whatever the network, the phone or the tab does, a report arrives exactly once."""

import io
import os
import re
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Town

STREET, COMMUNITY = "411329001", "411329001003"
REPORT = f"/{STREET}/report/"
Opener = Callable[..., Page]
Shot = Callable[[Page, str], None]
KEPT = "没有网络。已存在这部手机里，连上后自动发出。"
COUNT = (
    "from linli.cases.models import Case; print('found', Case.objects.filter(title__contains={0!r}).count())"
)


def cases(town: Town, words: str) -> int:
    """This will count the cases in the town's database whose title holds these words."""
    printed = town.linli("manage", "shell", "-c", COUNT.format(words))
    return int(re.findall(r"found (\d+)", printed)[-1])


def picture(width: int = 800, height: int = 600) -> bytes:
    """This will make a noisy photograph."""
    image = Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=80)
    return kept.getvalue()


def write(page: Page, text: str) -> None:
    """This will choose the community and write a line."""
    page.select_option("#id_community", COMMUNITY)
    page.get_by_label("说一句").fill(text)


def send(page: Page) -> None:
    """This will tap the button of the bottom bar."""
    page.locator(".bottom-bar").get_by_role("button", name="提交").click()


def arrived(page: Page) -> str:
    """This will wait for the list's line that says it was sent, and give the code it tells."""
    line = page.locator(".outbox-list li", has_text="已发出")
    expect(line).to_be_visible()
    return line.locator("strong").inner_text().split()[-1]


def test_a_report_without_a_network_is_kept_and_sent_once(town: Town, phone: Page, shot: Shot) -> None:
    phone.goto(REPORT)
    write(phone, "断网时东墙的垃圾")
    phone.set_input_files("#id_picture0", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    phone.context.set_offline(True)
    send(phone)
    expect(phone.locator("#outbox .notice")).to_have_text(KEPT)
    expect(phone.locator(".outbox-list li")).to_contain_text("断网时东墙的垃圾")
    shot(phone, "outbox-kept")
    phone.context.set_offline(False)
    code = arrived(phone)
    shot(phone, "outbox-sent")
    phone.reload()
    phone.get_by_role("link", name="去看看").click()
    expect(phone.locator(".before-after img")).to_be_visible()
    assert code in phone.url
    assert cases(town, "断网时东墙的垃圾") == 1
