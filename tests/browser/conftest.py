"""The journeys' stage: a real `linli serve` over a small town, a real Chromium, and an eye on every page.

What is asked of the command line, and of nothing inside it:
- `linli demo --size small --home DIR --no-serve` makes a small town in DIR;
- `LINLI_HOME=DIR linli serve --port N` serves it on 127.0.0.1:N, web and worker together.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from tools.prepare import browser as find_chromium

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SHOTS = ROOT / "var" / "shots"
START_SECONDS = 60.0
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",  # CI runs as root in a container; the pages are ours
    "--disable-gpu",
    "--disable-dev-shm-usage",  # a container's /dev/shm is too small for it
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    # Whatever the browser itself would like to ask out there finds no name.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# The browser's own word for an answer of 400 and more, which `Watch` judges by what was asked for; and for a
# network that a test took away.
ANSWERED_WITH_ERROR = re.compile(
    r"^Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED)"
    r"|^An unknown error occurred when fetching the script"
)


# All journeys report from one address: without this the town would soon hold their reports, or see one flood in them.
ONE_ADDRESS = """from linli.lib.clock import present
from linli.places.actions import change_setting
for key in ("cases.rate_per_hour", "cases.flood_count"):
    change_setting(key=key, place="411329001", text="1000", at=present(), by=None)"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """This will mark every test of this folder, so that the database suites leave them to their own phase."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@dataclass
class Town:
    """A served town: its address, its folder, and its command line."""

    address: str
    home: Path
    environment: dict[str, str]

    def linli(self, *arguments: str) -> str:
        """This will run `linli ...` on the town and return what it printed; if it fails, so does the test."""
        done = subprocess.run(
            [sys.executable, "-m", "linli.cli.main", *arguments],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"linli {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}"
        return done.stdout


def free_port() -> int:
    """This will find a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """This will return once the server answers, or fail with what it wrote."""
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 our own http address
        except urllib.error.HTTPError as answer:
            if answer.code < 500:
                return
            break
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"linli serve does not answer on {address}:\n{log.read_text(errors='replace')}")


@contextmanager
def served_town(home: Path, **more: str) -> Iterator[Town]:
    """This will make a small town in a folder, serve it, and stop it at the end; `more` is added to its environment."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "DJANGO_"))}
    environment = kept | {
        "LINLI_HOME": str(home),
        "LINLI_MODE": "demo",
        "LINLI_URL": address,
        "PYTHONPATH": str(ROOT),
        **more,
    }
    town = Town(address, home, environment)
    town.linli("demo", "--size", "small", "--home", str(home), "--no-serve")
    town.linli("manage", "shell", "-c", ONE_ADDRESS)
    log = home / "serve.log"
    command = [sys.executable, "-m", "linli.cli.main", "serve", "--port", str(port)]
    # A session of its own, so that workers and helpers of the server end with it, whatever happened.
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=output, stderr=output, start_new_session=True
        ) as server,
    ):
        try:
            wait_for(address, server, log)
            yield town
        finally:
            stop(server)


# How many cases of a demo are open hangs on the hour; the journeys want a few in any.
MATTERS = (
    "from linli.cases import actions; from linli.cases.actions import Report; from linli.lib.clock import present;"
    "from linli.places.models import Place;"
    "grids = Place.objects.filter(kind='grid', lon__isnull=False).order_by('-code')[:4];"
    "[actions.report(report=Report(street=g.street, text='路口第%s处要看一看' % n, idempotency='matter-%s' % n,"
    " lon=g.lon, lat=g.lat, category=kind), at=present())"
    " for n, (g, kind) in enumerate(zip(grids, ('01-02', '01-04', '01-07', '02-01'), strict=True), 1)]"
)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """This will make a small town once and serve it while the journeys run."""
    with served_town(tmp_path_factory.mktemp("town")) as town:
        town.linli("manage", "shell", "-c", MATTERS)
        yield town


def stop(server: "subprocess.Popen[bytes]") -> None:
    """This will end the server and all it started: kindly first."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(server.pid, number)
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            return


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """This will start the machine's Chromium once for all journeys."""
    path = find_chromium()
    if path is None:
        pytest.fail("There is no Chromium here: python -m tools.prepare")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """Notes what no page may do: errors, breaches of the content policy, leaving this machine."""

    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """This will begin to watch every page of the context."""
        context.on("console", self.heard)
        context.on("weberror", lambda error: self.faults.append(f"error in the page: {error.error}"))
        context.on("request", self.asked)
        context.on("response", self.answered)

    def heard(self, message: ConsoleMessage) -> None:
        """This will note an error on the console; breaches of the content policy are reported there too."""
        if message.type == "error" and not ANSWERED_WITH_ERROR.match(message.text):
            self.faults.append(f"console of {message.page.url if message.page else '?'}: {message.text}")

    def asked(self, request: Request) -> None:
        """This will note a request that leaves this machine."""
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in {
            "127.0.0.1",
            "localhost",
        }:
            self.faults.append(f"request to {request.url}")

    def answered(self, response: Response) -> None:
        """This will note what failed: a page or form may be refused, and tests look at it; a file may not."""
        may_refuse = response.request.resource_type in {"document", "xhr", "fetch"}
        if response.status >= (500 if may_refuse else 400):
            self.faults.append(f"{response.status} for {response.request.method} {response.url}")


Opener = Callable[..., Page]


@pytest.fixture
def opening(chromium: Browser, town: Town) -> Iterator[Opener]:
    """This will give a function that opens one person's own browser, and fail the test on any fault."""
    watch = Watch()
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        settings = {"base_url": town.address, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options}
        context = chromium.new_context(**settings)
        context.set_default_timeout(15_000)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not watch.faults, "\n".join(watch.faults)


@pytest.fixture
def open_phone(opening: Opener) -> Opener:
    """This will give a function that opens one more person's phone; options go to Playwright's context."""

    def open_one(**options: Any) -> Page:
        size = {"width": 390, "height": 844}  # CSS pixels
        return opening(
            **{"viewport": size, "device_scale_factor": 2, "is_mobile": True, "has_touch": True, **options}
        )

    return open_one


@pytest.fixture
def open_desk(opening: Opener) -> Opener:
    """This will give a function that opens one more officer's desk; options go to Playwright's context."""

    def open_one(**options: Any) -> Page:
        return opening(**{"viewport": {"width": 1440, "height": 900}, **options})

    return open_one


@pytest.fixture
def phone(open_phone: Opener) -> Page:
    """This will give a phone: 390 × 844, touch, Chinese."""
    return open_phone()


@pytest.fixture
def desk(open_desk: Opener) -> Page:
    """This will give a desk: 1440 × 900, Chinese."""
    return open_desk()


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """This will give a function that keeps a page's picture as var/shots/NAME.png if LINLI_SHOTS is set."""

    def take(page: Page, name: str) -> None:
        if os.environ.get("LINLI_SHOTS"):
            SHOTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return take
