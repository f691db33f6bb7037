"""Clients of the bench: each keeps its connection, waits for its answer, and then asks again."""

import http.client
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from linli.bench.filling import STREET
from linli.bench.serving import HOST

PAGE = f"/{STREET}/report/"
_INPUT = re.compile(r'<input[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]*)"')
_TAKEN = {http.client.FOUND, http.client.SEE_OTHER}


@dataclass
class Asked:
    """Times of answers in seconds, and how many were not what was hoped for."""

    times: list[float] = field(default_factory=list)
    wrong: int = 0


class Browser:
    """One keep-alive connection with its cookies."""

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection(HOST, port, timeout=30)
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, body: str = "", *, packed: bool = False
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """This will send a request and give status, body and headers."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if packed:
            headers["Accept-Encoding"] = "gzip, br"
        self.line.request(method, path, body or None, headers)
        answer = self.line.getresponse()
        read = answer.read()
        for given in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, read, answer.headers

    def hidden(self, page: bytes) -> dict[str, str]:
        """This will give the fields of a page's forms that have values, such as its token and its key."""
        return {name: unescape(value) for name, value in _INPUT.findall(page.decode())}

    def close(self) -> None:
        """This will hang up."""
        self.line.close()


def sign_in(browser: Browser, person_id: int) -> None:
    """This will sign in as somebody of a demo, as one taps on the page."""
    _status, page, _headers = browser.ask("GET", "/sign-in/")
    token = browser.hidden(page)["csrfmiddlewaretoken"]
    body = urlencode({"csrfmiddlewaretoken": token, "person": person_id})
    browser.ask("POST", "/sign-in/as/", body)


def reporter(port: int, communities: list[str]) -> Callable[[], Callable[[], bool]]:
    """This will give a maker of residents who open the page once and then send one report after the other.

    Each report has a key of its own, so each is another case.
    """

    def open_page() -> Callable[[], bool]:
        browser = Browser(port)
        _status, page, _headers = browser.ask("GET", PAGE)
        fields = browser.hidden(page)

        def send() -> bool:
            said = fields | {
                "key": secrets.token_urlsafe(18),
                "text": "路口有一堆垃圾，三天没人清。",
                "community": secrets.choice(communities),
                "category": "01-02",
            }
            return browser.ask("POST", PAGE, urlencode(said))[0] in _TAKEN

        return send

    return open_page


def reader(port: int, path: str, person_id: int | None = None) -> Callable[[], Callable[[], bool]]:
    """This will give a maker of people who look at one page again and again."""

    def begin() -> Callable[[], bool]:
        browser = Browser(port)
        if person_id is not None:
            sign_in(browser, person_id)
        return lambda: browser.ask("GET", path)[0] == http.client.OK

    return begin


def asked(maker: Callable[[], Callable[[], bool]], *, clients: int, seconds: float) -> tuple[Asked, float]:
    """This will let so many clients ask at once for some seconds; gives their times and how long it took."""
    together = Asked()
    ready = threading.Barrier(clients + 1)
    stop = threading.Event()
    lock = threading.Lock()

    def work() -> None:
        mine = Asked()
        try:
            ask = maker()
            ask()  # the first opens what is opened once
        finally:
            ready.wait()
        while not stop.is_set():
            begun = time.perf_counter()
            mine.wrong += not ask()
            mine.times.append(time.perf_counter() - begun)
        with lock:
            together.times += mine.times
            together.wrong += mine.wrong

    threads = [threading.Thread(target=work, daemon=True) for _client in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    stop.wait(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    return together, time.perf_counter() - begun
