"""A proxy of a county on this machine: it opens tunnels (CONNECT) for who gives its name and password."""

import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAME, PASSWORD = "office", "pass:word"
ASKED = f"Basic {b64encode(f'{NAME}:{PASSWORD}'.encode()).decode()}"


@dataclass
class Proxy:
    """Where it listens, and the hosts it was asked for."""

    port: int = 0
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """What an operator sets."""
        return f"http://{NAME}:pass%3Aword@127.0.0.1:{self.port}"


class _Handler(BaseHTTPRequestHandler):
    proxy: Proxy

    def do_CONNECT(self) -> None:
        """Opens a tunnel, or says why not."""
        self.proxy.asked.append(self.path)
        if self.headers.get("Proxy-Authorization") != ASKED:
            self.send_error(407)
            return
        host, _, port = self.path.rpartition(":")
        try:
            far = socket.create_connection((host, int(port)), timeout=2)
        except OSError:
            self.send_error(502)
            return
        self.send_response(200)
        self.end_headers()
        back = threading.Thread(target=_pour, args=(far, self.connection), daemon=True)
        back.start()
        _pour(self.connection, far)
        back.join()
        self.close_connection = True

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


def _pour(one: socket.socket, other: socket.socket) -> None:
    try:
        while said := one.recv(4096):
            other.sendall(said)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        return


@contextmanager
def between() -> Iterator[Proxy]:
    """This will stand between us and the world until the end of the block."""
    proxy = Proxy()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"proxy": proxy}))
    proxy.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
