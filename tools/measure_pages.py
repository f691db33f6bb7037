"""Measures what pages cost a slow phone: `python -m tools.measure_pages [--runs 5] [--only report]`.

It makes a small town in a folder of its own, serves it as `linli serve` does (demo mode: hashed, compressed files),
opens each page of PAGES with an empty cache in the machine's Chromium, and prints a table. The processor is four
times slower, the line 1.6 Mbit/s with 150 ms there and back, and a second time 400 kbit/s with 400 ms. Figures are
medians over the runs; a run before them is thrown away, so that the server has its own memory filled.

Transferred bytes are counted as Chromium received them, heads of answers included. FCP is the first contentful paint,
TBT what tasks of over 50 ms took beyond that until the page was quiet, CLS the sum of all layout shifts.
"""

import argparse
import io
import os
import re
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tools.prepare import browser as find_chromium

ROOT = Path(__file__).resolve().parent.parent
STREET, GRID_CODE = "411329001", "411329001003001"
# What is opened, by whom: a part of the words on the sign-in button of the demo, or nobody.
RESIDENT, GRID, OFFICE, ADMIN = "", "东关第1网格", "汉城街道工作人员", "汉城街道管理员"
PAGES: tuple[tuple[str, str, str], ...] = (
    ("resident: report", RESIDENT, "/{street}/report/"),
    ("resident: report from a board", RESIDENT, "/{street}/q/{board}/"),
    ("resident: every step of a report", RESIDENT, "/{street}/t/{code}/"),
    ("resident: look up by code", RESIDENT, "/{street}/t/"),
    ("resident: complaint", RESIDENT, "/{street}/complaint/"),
    ("resident: rights", RESIDENT, "/{street}/rights/"),
    ("board: home", RESIDENT, "/"),
    ("board: street", RESIDENT, "/{street}/"),
    ("board: cases", RESIDENT, "/{street}/cases/"),
    ("board: figures", RESIDENT, "/{street}/figures/"),
    ("phone: my cases", GRID, "/m/"),
    ("phone: a case", GRID, "/m/{mine}/"),
    ("phone: found and fixed", GRID, "/m/found/"),
    ("desk: inbox", OFFICE, "/desk/"),
    ("desk: all cases", OFFICE, "/desk/cases/"),
    ("desk: a case", OFFICE, "/desk/{case}/"),
    ("set-up: overview", ADMIN, "/setup/{street}/"),
    ("set-up: people", ADMIN, "/setup/{street}/people/"),
    ("set-up: settings", ADMIN, "/setup/{street}/settings/"),
)
LINES = {"1.6 Mbit/s, 150 ms": (1_600_000, 150), "400 kbit/s, 400 ms": (400_000, 400)}
SLOWER = 4
WATCH = """
window.seen = { shift: 0, blocked: 0 };
new PerformanceObserver(list => list.getEntries().forEach(one => {
  if (!one.hadRecentInput) { window.seen.shift += one.value; }
})).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver(list => list.getEntries().forEach(one => {
  window.seen.blocked += Math.max(0, one.duration - 50);
})).observe({ type: "longtask", buffered: true });
"""
READ = """() => ({ ...window.seen,
  fcp: (performance.getEntriesByName("first-contentful-paint")[0] || { startTime: NaN }).startTime })"""


@dataclass(frozen=True, slots=True)
class Seen:
    """One opening of a page: bytes, requests, milliseconds, milliseconds, score."""

    size: int
    requests: int
    fcp: float
    blocked: float
    shift: float


def free_port() -> int:
    """This will find a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def town(home: Path) -> Iterator[str]:
    """This will make a small town in a folder, serve it and give its address."""
    address = f"http://127.0.0.1:{free_port()}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")} | {
        "LINLI_HOME": str(home), "LINLI_MODE": "demo", "LINLI_URL": address, "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    linli = [sys.executable, "-m", "linli.cli.main"]
    made = [*linli, "demo", "--size", "small", "--home", str(home), "--no-serve"]
    subprocess.run(made, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    command = [*linli, "serve", "--port", address.rpartition(":")[2]]
    with (
        (home / "serve.log").open("wb") as log,
        subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        ) as server,
    ):
        try:
            _wait(address, server)
            yield address
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=20)


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + 60
    while time.monotonic() < last and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 our own http address
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("linli serve does not answer")


def things(home: Path) -> dict[str, str]:
    """This will find a board, a code and cases of the town for the addresses of PAGES."""
    with sqlite3.connect(home / "linli.sqlite3") as database:

        def ask(query: str, *of: str) -> str:
            return str(database.execute(query, of).fetchone()[0])

        case = "select street || '/' || number from cases_case where street = ? and grid like ? order by id"
        return {
            "street": STREET,
            "board": ask("select token from places_spot where street = ? and retired_at is null", STREET),
            "code": ask("select tracking from cases_case where street = ? and erased_at is null", STREET),
            "case": ask(case, STREET, "%"),
            "mine": ask(case, STREET, GRID_CODE),
        }


def sign_in(context: BrowserContext, address: str, words: str) -> None:
    """This will sign in by the demo's list."""
    page = context.new_page()
    page.goto(f"{address}/sign-in/")
    page.locator("button[name=person]", has_text=words).first.click()
    page.wait_for_load_state()
    page.close()


def _slow(page: Page, line: tuple[int, int]) -> CDPSession:
    bits, wait = line
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    speed = {"downloadThroughput": bits / 8, "uploadThroughput": bits / 8, "latency": wait}
    session.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return session


def look(context: BrowserContext, address: str, line: tuple[int, int]) -> Seen:
    """This will open an address once as a slow phone with an empty cache does."""
    page = context.new_page()
    page.add_init_script(WATCH)
    session = _slow(page, line)
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda done: sizes.append(int(done["encodedDataLength"])))
    answer = page.goto(address, wait_until="networkidle", timeout=90_000)
    if answer is None or not answer.ok:
        raise SystemExit(f"{address} cannot be opened: {answer.status if answer else '?'}")
    seen = page.evaluate(READ)
    page.close()
    return Seen(sum(sizes), len(sizes), seen["fcp"], seen["blocked"], seen["shift"])


def median(of: list[Seen]) -> Seen:
    """This will give the median of each figure."""
    return Seen(
        int(statistics.median(one.size for one in of)),
        int(statistics.median(one.requests for one in of)),
        statistics.median(one.fcp for one in of),
        statistics.median(one.blocked for one in of),
        statistics.median(one.shift for one in of),
    )


def measured(chromium: Browser, address: str, named: dict[str, str], only: str, runs: int) -> Iterator[str]:
    """This will give the rows of the table, page by page."""
    for title, who, pattern in PAGES:
        if only and not re.search(only, title):
            continue
        phone = {"width": 390, "height": 844} if who in {RESIDENT, GRID} else {"width": 1440, "height": 900}
        cells: list[str] = []
        for number, line in enumerate(LINES.values()):
            of = list(opened(chromium, address, who, address + pattern.format(**named), line, phone, runs))
            got = median(of)
            if not number:
                cells += [f"{got.size / 1000:.1f}", str(got.requests)]
            cells += [
                f"{got.fcp / 1000:.2f}",
                *([f"{got.blocked:.0f}", f"{got.shift:.3f}"] if not number else []),
            ]
        yield f"| {title} | {' | '.join(cells)} |"


def opened(
    chromium: Browser,
    address: str,
    who: str,
    url: str,
    line: tuple[int, int],
    size: dict[str, int],
    runs: int,
) -> Iterator[Seen]:
    """This will open one address again and again, each time in a browser that knows nothing but who is signed in."""
    for run in range(runs + 1):
        context = chromium.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="zh-CN",
            service_workers="block",
        )
        if who:
            sign_in(context, address, who)
        seen = look(context, url, line)
        context.close()
        if run:
            yield seen


def three_taps(chromium: Browser, url: str, line: tuple[int, int]) -> tuple[float, float]:
    """This will report from a board with a picture of 3000 × 2000: seconds until the page can be seen, and from
    the tap on send until the page with the code is there. Choosing and typing, a person's own time, are left out.
    """
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", service_workers="block"
    )
    page = context.new_page()
    _slow(page, line)
    began = time.monotonic()
    page.goto(url)
    opened_after = time.monotonic() - began
    picture = io.BytesIO()
    Image.effect_noise((3000, 2000), 14).convert("RGB").save(picture, "JPEG", quality=85)
    page.set_input_files(
        "#id_picture0", {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    page.fill("#id_text", "牌子旁边堆了七八袋装修垃圾")
    began = time.monotonic()
    page.locator(".bottom-bar button").click()
    page.locator(".code-big").wait_for(timeout=120_000)
    sent_after = time.monotonic() - began
    context.close()
    return opened_after, sent_after


def main() -> None:
    """This will measure and print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--only", default="", help="a pattern; pages whose title has it")
    given = asked.parse_args()
    path = find_chromium()
    if path is None:
        raise SystemExit("There is no Chromium here: python -m tools.prepare")
    with (
        tempfile.TemporaryDirectory() as folder,
        town(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(
            executable_path=str(path),
            args=["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        print(f"Medians of {given.runs}; load at the start {os.getloadavg()[0]:.1f}.\n")
        print("| page | kB | requests | FCP s | TBT ms | CLS | FCP s at 400 kbit/s |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for row in measured(chromium, address, things(Path(folder)), given.only, given.runs):
            print(row, flush=True)
        board = address + "/{street}/q/{board}/".format(**things(Path(folder)))
        for title, line in LINES.items():
            of = [three_taps(chromium, board, line) for _ in range(given.runs)]
            opened_after, sent_after = (statistics.median(part) for part in zip(*of, strict=True))
            print(
                f"\nFrom a board with a picture at {title}: open {opened_after:.1f} s, sent {sent_after:.1f} s."
            )
        chromium.close()


if __name__ == "__main__":
    main()
