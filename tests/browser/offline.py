"""What a resident does on a phone whose network comes and goes, and what the town's database says of it."""

import io
import os
import re

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Town

STREET, COMMUNITY = "411329001", "411329001003"
REPORT = f"/{STREET}/report/"
KEPT = "没有网络。已存在这部手机里，连上后自动发出。"
COUNT = (
    "from linli.cases.models import Case; print('found', Case.objects.filter(title__contains={0!r}).count())"
)
SPOT = """from linli.lib.clock import present
from linli.places import actions, queries
spot = queries.spots('411329001')[-1]
print('token', spot.token)
"""


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


def keep(page: Page, text: str, *pictures: bytes) -> None:
    """This will report without a network and see that it is kept."""
    page.goto(REPORT)
    write(page, text)
    for number, content in enumerate(pictures):
        if number:
            page.locator("details", has_text="再加照片").evaluate("one => { one.open = true; }")
        choose(page, number, content)
    page.context.set_offline(True)
    send(page)
    expect(page.locator(".outbox-list li", has_text=text)).to_be_visible()


def choose(page: Page, number: int, content: bytes) -> None:
    """This will put a picture into one of the four fields."""
    file: FilePayload = {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": content}
    page.set_input_files(f"#id_picture{number}", file)


def kept_rows(page: Page) -> int:
    """This will count what the list shows as kept, not what it shows as sent."""
    return page.locator(".outbox-list li", has_not_text="已发出").count()
