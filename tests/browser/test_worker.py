"""The service worker in a real browser: the report page opens without a network, and nothing personal is kept."""

import http.client
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from linli.web import worker
from tests.browser.conftest import Opener, Town
from tests.browser.offline import KEPT, REPORT, SPOT, STREET, arrived, cases, send, write

Shot = Callable[[Page, str], None]


class Front(http.server.ThreadingHTTPServer):
    """Stands before the town and serves another worker than the town's, as if a release had come between."""

    daemon_threads = True

    def __init__(self, town: Town) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.behind = urlsplit(town.address).netloc
        self.change: Callable[[bytes], bytes] = lambda given: given
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class Passing(http.server.BaseHTTPRequestHandler):
    """Passes a request on and the answer back."""

    server: Front

    def do_GET(self) -> None:
        """This will pass on a GET or POST."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        behind = http.client.HTTPConnection(self.server.behind)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        behind.request(self.command, self.path, body, headers)
        answer = behind.getresponse()
        content = answer.read()
        if self.path == "/sw.js":
            content = self.server.change(content)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"content-length", "transfer-encoding", "connection", "date", "server"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815 the name is the standard library's

    def log_message(self, *_words: object) -> None:
        """This will say nothing."""


@pytest.fixture
def front(town: Town) -> Iterator[Front]:
    """This will put a server before the town that can change the worker."""
    server = Front(town)
    yield server
    server.shutdown()
    server.server_close()


KEEPS = """async path => {
  for (let tries = 0; tries < 60; tries += 1) {
    const names = await caches.keys();
    for (const name of names) if (await (await caches.open(name)).match(path)) return names;
    await new Promise(done => setTimeout(done, 250));
  }
  return []; }"""


HELD = """async () => {
  const all = [];
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).keys()) all.push(one.url);
  return all; }"""


def wait_for_worker(page: Page) -> list[str]:
    """This will wait until the worker keeps the report page, and give the names of its caches."""
    names: list[str] = page.evaluate(KEEPS, REPORT)
    assert names
    return names


def test_the_report_page_opens_without_a_network_and_a_board_never_visited_is_known_when_it_is_sent(
    town: Town, phone: Page, shot: Shot
) -> None:
    phone.goto(REPORT)
    wait_for_worker(phone)
    token = town.linli("manage", "shell", "-c", SPOT.replace("[-1]", "[0]")).split("token ")[-1].strip()
    phone.context.set_offline(True)
    phone.goto(f"/{STREET}/q/{token}/")
    expect(phone.locator("[data-board-later]")).to_be_visible()
    phone.get_by_label("说一句").fill("没网扫码报的垃圾")
    shot(phone, "outbox-offline-board")
    send(phone)
    expect(phone.locator(".outbox-list li")).to_contain_text("没网扫码报的垃圾")
    phone.goto(REPORT)
    phone.get_by_label("说一句").fill("再写一件别的")
    phone.context.set_offline(False)
    phone.evaluate("LinliOutbox.flush()")
    arrived(phone)
    assert cases(town, "没网扫码报的垃圾") == 1
    found = "from linli.cases.models import Case; c = Case.objects.get(title__contains='没网扫码报的垃圾')"
    assert "source qr" in town.linli("manage", "shell", "-c", f"{found}; print('source', c.source)")


def test_a_worker_of_an_older_version_gives_way_and_what_it_kept_still_opens(
    town: Town, open_phone: Opener, front: Front
) -> None:
    front.change = lambda given: re.sub(rb'"version": "\w+"', b'"version": "older"', given)
    phone = open_phone(base_url=front.address)
    phone.goto(REPORT)
    assert wait_for_worker(phone) == ["linli-shell-older"]
    front.change = lambda given: given
    phone.reload()
    phone.wait_for_function(
        "caches.keys().then(names => names.length === 1 && names[0] !== 'linli-shell-older')"
    )
    wait_for_worker(phone)
    phone.context.set_offline(True)
    phone.goto(REPORT)
    assert phone.evaluate("getComputedStyle(document.querySelector('.bottom-bar')).position") == "fixed"
    write(phone, "换了版本以后没网的反映")
    send(phone)
    expect(phone.locator("#outbox .notice")).to_have_text(KEPT)
    phone.context.set_offline(False)
    arrived(phone)
    assert cases(town, "换了版本以后没网的反映") == 1


def test_a_worker_that_is_switched_off_forgets_everything_and_leaves(
    open_phone: Opener, front: Front
) -> None:
    phone = open_phone(base_url=front.address)
    phone.goto(REPORT)
    wait_for_worker(phone)
    front.change = lambda _given: worker.LEAVE.encode()
    phone.reload()
    phone.wait_for_function("caches.keys().then(names => !names.length)")
    phone.wait_for_function("navigator.serviceWorker.getRegistrations().then(all => !all.length)")


def test_no_page_behind_a_code_is_ever_kept(phone: Page) -> None:
    phone.goto(REPORT)
    wait_for_worker(phone)
    write(phone, "看看手机里留下了什么")
    send(phone)
    code = phone.locator(".code-big").inner_text()
    phone.reload()
    held = phone.evaluate(HELD)
    assert held
    assert not [address for address in held if code in address or "/t/" in address]
