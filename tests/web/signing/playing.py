"""What both local servers stand on: a real HTTP server on this machine, in a thread of the test."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit


class Playing(Protocol):
    """A server of a protocol: what it answers to a method, a path, what was asked and the headers."""

    address: str

    def answer(self, method: str, path: str, asked: dict[str, str], headers: Any) -> "Reply": ...


class Reply:
    """A status, and JSON, a page or an address to go to."""

    def __init__(self, given: Any = None, *, status: int = 200, to: str = "", page: str = "") -> None:
        self.status = 302 if to else status
        self.to = to
        self.body = page.encode() if page else json.dumps(given, ensure_ascii=False).encode()
        self.kind = "text/html; charset=utf-8" if page else "application/json; charset=UTF-8"


@contextmanager
def played(server: Playing) -> Iterator[None]:
    """This will let a server answer on a free port of this machine until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET", "")

        def do_POST(self) -> None:
            self._answer("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

        def _answer(self, method: str, body: str) -> None:
            parts = urlsplit(self.path)
            asked = dict(parse_qsl(body if method == "POST" else parts.query, keep_blank_values=True))
            reply = server.answer(method, parts.path, asked, self.headers)
            self.send_response(reply.status)
            if reply.to:
                self.send_header("Location", reply.to)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_more: Any) -> None:
            """This will say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        server.address = f"http://127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            listening.shutdown()
            thread.join()


def back(address: str, **given: str) -> str:
    """This will give the address a browser is sent back to."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(given)}"
