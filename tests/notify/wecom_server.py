"""A server that plays WeCom's group robots on this machine: the documented answers, limits and errors, and bad days.

Its answers are those of the protocol (see `linli.notify.wecom`), with the hint and link that the real one adds to its
words. `test_the_played_wecom.py` holds it to them.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "693a91f6-7a0c-4bc4-97a0-0ec2sifa5aaa"
PATH = "/cgi-bin/webhook/send"
WORDS = {
    0: "ok",
    -1: "system error",
    40008: "invalid message type",
    40058: "{form}.content exceed max length {most}. invalid Request Parameter",
    44004: "empty content",
    45009: "api freq out of limit",
    93000: "invalid webhook url",
    93004: "robot is disabled",
    93008: "not in chat",
    47001: "data format error",
}
MOST = {"text": 2048, "markdown": 4096}
PAGES: dict[str, tuple[int, bytes]] = {
    "502": (502, b"<html>bad gateway</html>"),
    "429": (429, b""),
    "html": (200, b"<html>sign in to this network</html>"),
    "number": (200, b"17"),
}


@dataclass
class WeCom:
    """What the server knows: its robots, what their groups read, and how it is today."""

    port: int = 0
    robots: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {KEY: []})
    # "", "slow", "drip", "cut", "lost", "html", "number", "redirect", "502", "429", or a code to answer.
    mood: str = ""
    calls: int = 0
    second: Callable[[], float] = lambda: 0.0
    a_minute: int = 20
    _heard: dict[int, int] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def origin(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """The address of its robot, as its page in WeCom shows it."""
        return f"{self.origin}{PATH}?key={KEY}"

    @property
    def texts(self) -> list[str]:
        """What the group has read."""
        return [message[message["msgtype"]]["content"] for message in self.robots.get(KEY, [])]

    def answer(self, path: str, body: bytes) -> int:
        """This will take a message, or say by a code why not."""
        self.calls += 1
        if self.mood.lstrip("-").isdecimal():
            return int(self.mood)
        parts = urlsplit(path)
        group = self.robots.get(parse_qs(parts.query).get("key", [""])[0])
        if parts.path != PATH or group is None:
            return 93000
        minute = int(self.second() // 60)
        self._heard[minute] = self._heard.get(minute, 0) + 1
        if self._heard[minute] > self.a_minute:
            return 45009
        return self._take(group, body)

    def _take(self, group: list[dict[str, Any]], body: bytes) -> int:
        try:
            message = json.loads(body)
        except ValueError:
            return 47001
        form = message.get("msgtype")
        if form not in MOST:
            return 40008
        content = message.get(form, {}).get("content", "")
        if not content:
            return 44004
        if len(content.encode()) > MOST[form]:
            return 40058
        group.append(message)
        return 0


class _Handler(BaseHTTPRequestHandler):
    wecom: WeCom

    def do_POST(self) -> None:
        """Answers one message, in today's mood."""
        body, mood = self.rfile.read(int(self.headers.get("Content-Length", 0))), self.wecom.mood
        if mood == "slow":
            self.wecom._stop.wait(5)
        elif mood == "cut":
            self.connection.close()
        elif mood == "drip":
            for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 4000:
                self.wfile.write(bytes([byte]))
                if self.wecom._stop.wait(0.05):
                    break
        elif mood in PAGES:
            self._say(*PAGES[mood])
        elif mood == "redirect":
            self.send_response(302)
            self.send_header("Location", self.wecom.address)
            self.end_headers()
        else:
            self._answer(self.wecom.answer(self.path, body), body, mood)

    def _answer(self, code: int, body: bytes, mood: str) -> None:
        form = json.loads(body).get("msgtype", "") if body[:1] == b"{" else ""
        words = WORDS.get(code, "other").format(form=form, most=MOST.get(form, 0))
        if code:
            words += f", hint: [17000], more info at https://open.work.weixin.qq.com/devtool/query?e={code}"
        if mood == "lost":  # it was taken, and nobody hears of it
            self.connection.close()
        else:
            self._say(200, json.dumps({"errcode": code, "errmsg": words}).encode())

    def _say(self, status: int, said: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_args: Any) -> None:
        """Says nothing."""


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up is part of the play."""


@contextmanager
def playing() -> Iterator[WeCom]:
    """This will serve on a free port of this machine until the end of the block."""
    wecom = WeCom()
    server = _Quiet(("127.0.0.1", 0), type("Handler", (_Handler,), {"wecom": wecom}))
    wecom.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield wecom
    finally:
        wecom._stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
