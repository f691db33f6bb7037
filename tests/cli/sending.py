"""A phone that sends reports over HTTP to a server that may die at any moment."""

import http.client
import threading
from types import SimpleNamespace

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.builders import EAST, STREET
from tests.web.resident.forms import filled, photo

PAGE = f"/{STREET}/report/"


class Phone(threading.Thread):
    """Sends one report after the other until it is told to stop; `codes` are those that were acknowledged."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.codes: list[str] = []
        self.answers: set[int] = set()
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            try:
                self._send()
            except (OSError, http.client.HTTPException):
                self.enough.wait(0.05)  # nobody was told anything

    def _send(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request("GET", PAGE)
            page = line.getresponse()
            cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
            fields = filled(SimpleNamespace(content=page.read()), text="路口有一堆垃圾。", community=EAST)
            body = encode_multipart(BOUNDARY, {**fields, "picture0": photo()})
            line.request("POST", PAGE, body, {"Content-Type": MULTIPART_CONTENT, "Cookie": cookie})
            answer = line.getresponse()
            answer.read()
        finally:
            line.close()
        self.answers.add(answer.status)
        if answer.status == http.client.SEE_OTHER:
            self.codes.append((answer.getheader("Location") or "").split("/")[3])
