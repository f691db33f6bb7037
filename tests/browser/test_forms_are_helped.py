"""linli.js alone in a real browser, on a page of the test's own: what it adds, and that it never stands in the way."""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route

import linli.web

SCRIPT = (Path(linli.web.__file__).parent / "static" / "web" / "linli.js").read_text(encoding="utf-8")
SITE = "http://127.0.0.1:9"  # every request is answered by the test; nobody listens there
FORM = """
<form method="post" action="/form/">
<textarea name="line"></textarea><input name="phone">
<input type="file" id="picture" name="picture" data-picture data-remove="去掉">
<label class="pick" for="picture" hidden>拍一张</label>
<input type="hidden" id="lon" name="lon"><input type="hidden" id="lat" name="lat">
<p data-position data-lon="lon" data-lat="lat" data-busy="正在读取" data-done="已加上" data-failed="没有读到" hidden>
<button type="button">用这部手机的位置</button><span role="status"></span></p>
<button id="send">提交</button></form>
"""


class Site:
    """Answers a page's requests: the form, whatever `after` says for a post, and what was posted."""

    def __init__(self, page: Page) -> None:
        self.posts: list[str] = []
        self.after: Callable[[Route], None] = lambda route: route.fulfill(
            body=self.wrap("<p data-clear-drafts>收到了</p>"), content_type="text/html"
        )
        page.route("**/*", self.answer)

    @staticmethod
    def wrap(body: str) -> str:
        return f'<!doctype html><meta charset="utf-8">{body}<script src="/linli.js"></script>'

    def answer(self, route: Route) -> None:
        if route.request.method == "POST":
            self.posts.append(route.request.post_data or "")
            self.after(route)
        elif urlsplit(route.request.url).path == "/linli.js":
            route.fulfill(body=SCRIPT, content_type="text/javascript")
        else:
            route.fulfill(body=self.wrap(FORM), content_type="text/html")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """This will give a fresh page that may read a position near Xinye when asked."""
    context = chromium.new_context(
        geolocation={"longitude": 112.3651, "latitude": 32.5288}, permissions=["geolocation"]
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def site(page: Page) -> Site:
    """This will open the form."""
    site = Site(page)
    page.clock.install()
    page.goto(f"{SITE}/form/")
    return site


def picture(width: int, height: int) -> bytes:
    """This will make a noisy photograph, as large as a phone's."""
    image = Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=92)
    return kept.getvalue()


def chosen(page: Page) -> tuple[str, int, int]:
    """This will tell name, bytes and width of what the picture field would send."""
    found = page.evaluate(
        """async () => { const file = document.getElementById("picture").files[0];
        const size = await createImageBitmap(file).catch(() => ({ width: 0 }));
        return [file.name, file.size, size.width]; }"""
    )
    return found[0], found[1], found[2]


def test_a_double_tap_sends_once(page: Page, site: Site) -> None:
    held: list[Route] = []
    site.after = held.append
    page.fill("textarea", "墙边堆了装修垃圾")
    page.evaluate("() => { const b = document.getElementById('send'); b.click(); b.click(); b.click(); }")
    page.wait_for_timeout(300)
    assert len(site.posts) == 1
    held[0].fulfill(body="ok")


def test_a_form_whose_sending_failed_can_be_sent_again(page: Page, site: Site) -> None:
    site.after = lambda route: route.fulfill(
        status=204
    )  # the browser stays on the page, as without a network
    page.fill("textarea", "墙边堆了装修垃圾")
    page.click("#send")
    page.click("#send")
    assert len(site.posts) == 1
    page.clock.fast_forward(13_000)
    page.click("#send")
    page.wait_for_timeout(200)
    assert len(site.posts) == 2
    assert page.input_value("textarea") == "墙边堆了装修垃圾"


def test_what_was_typed_is_there_after_a_reload_and_gone_after_success(page: Page, site: Site) -> None:
    page.locator("textarea").press_sequentially("墙边堆了装修垃圾")
    page.locator("[name=phone]").press_sequentially("13800000000")
    page.reload()
    assert page.input_value("textarea") == "墙边堆了装修垃圾"
    assert page.input_value("[name=phone]") == ""
    assert "13800000000" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.click("#send")
    page.wait_for_selector("[data-clear-drafts]")
    page.goto(f"{SITE}/form/")
    assert page.input_value("textarea") == ""


def test_a_refused_form_keeps_its_draft(page: Page, site: Site) -> None:
    site.after = lambda route: route.fulfill(
        status=500, body=Site.wrap("<h1>系统出错了</h1>"), content_type="text/html"
    )
    page.locator("textarea").press_sequentially("墙边")
    page.click("#send")
    page.wait_for_selector("h1")
    page.goto(f"{SITE}/form/")
    assert page.input_value("textarea") == "墙边"


def test_a_large_picture_is_made_smaller_and_can_be_removed(page: Page, site: Site) -> None:
    original = picture(2400, 1800)
    page.set_input_files("#picture", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": original})
    page.wait_for_function("document.getElementById('picture').files[0].name === 'picture.jpg'")
    name, size, width = chosen(page)
    assert (name, width) == ("picture.jpg", 1600)
    assert size < len(original)
    assert page.is_visible(".pick")
    page.get_by_role("button", name="去掉").click()
    assert page.evaluate("document.getElementById('picture').files.length") == 0


def test_what_cannot_be_read_as_a_picture_is_sent_as_it_is(page: Page, site: Site) -> None:
    page.set_input_files(
        "#picture", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7 not a picture"}
    )
    page.wait_for_timeout(300)
    assert chosen(page) == ("a.jpg", 22, 0)


def test_the_position_is_read_only_when_asked_for(page: Page, site: Site) -> None:
    assert page.input_value("#lon") == ""
    page.get_by_role("button", name="用这部手机的位置").click()
    page.get_by_text("已加上").wait_for()
    assert (page.input_value("#lon"), page.input_value("#lat")) == ("112.365100", "32.528800")


def test_without_script_the_form_is_whole(chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    site = Site(page)
    page.goto(f"{SITE}/form/")
    assert page.is_visible("#picture")
    assert not page.is_visible("[data-position]")
    page.fill("textarea", "x")
    page.click("#send")
    assert len(site.posts) == 1
    context.close()
