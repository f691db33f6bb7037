"""The protocol of a WeCom group robot (企业微信群机器人), and how its answers are understood.

`POST https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…` with JSON. Documented at
developer.work.weixin.qq.com/document/path/91770: at most 20 messages a minute a robot, `text.content` at most
2048 bytes, `markdown.content` at most 4096 bytes, both UTF-8; the answer is JSON with `errcode`, 0 for done. The
codes are in the list of global codes (path/90313): -1 busy, 40008 no such msgtype, 44004 empty content, 45009 called
too often, 45033 too many at once, 93000 no such robot or removed from the group, 93004 robot switched off, 93008 not
in the group. 40058, the answer to too long a content, is known from what people report ("markdown.content exceed max
length 4096"). One is told to judge by the code, never by the words.

By `http.client`: it follows no redirect, knows no proxy but the operator's, and leaves us the socket, so that one
deadline holds for the whole exchange. All that a library would add is what would have to be switched off here.
"""

import json
import re
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from linli.notify.faults import Fault

OFFICIAL = "https://qyapi.weixin.qq.com"
PATH = "/cgi-bin/webhook/send"
A_MINUTE = 20
TEXT, MARKDOWN = "text", "markdown"
BYTES: Mapping[str, int] = {TEXT: 2048, MARKDOWN: 4096}
TOTAL = 10.0  # seconds for one exchange, however slowly it drips
_MOST = 65_536  # bytes of an answer
_KEY = re.compile(r"[\w-]{1,128}", re.ASCII)


_BY_CODE: Mapping[int, Fault] = {
    -1: Fault.BUSY,
    45009: Fault.LIMIT,
    45033: Fault.BUSY,
    93000: Fault.GONE,
    93004: Fault.STOPPED,
    93008: Fault.OUTSIDE,
    40008: Fault.UNWANTED,
    40058: Fault.UNWANTED,
    44004: Fault.UNWANTED,
}


class BadAddress(ValueError):
    """The address is none a robot may have."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a robot listens: `https://host[:port]` and its key."""

    origin: str
    key: str

    def __str__(self) -> str:
        return f"{self.origin}{PATH}?key={self.key}"


def read_address(text: str, allowed: Sequence[str]) -> Address:
    """This will read a robot's whole address; BadAddress unless its origin is one of `allowed`.

    Origin, path and key are taken and the rest refused, so that nobody can point it at an inner address.
    """
    try:
        parts = urlsplit(text.strip())
        port = f":{parts.port}" if parts.port else ""
        query = parse_qs(parts.query, strict_parsing=True)
    except ValueError as fault:
        raise BadAddress from fault
    host = parts.hostname or ""
    origin = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"
    key = query.get("key", [""])[0]
    fine = not parts.username and not parts.password and parts.path == PATH and not parts.fragment
    if not fine or set(query) != {"key"} or not _KEY.fullmatch(key) or origin not in allowed:
        raise BadAddress
    return Address(origin, key)


def body(form: str, content: str, *, everybody: bool = False) -> dict[str, Any]:
    """This will give the JSON of a message, its content cut to what the form takes; only text can call everybody."""
    message: dict[str, Any] = {"content": cut(content, BYTES[form])}
    if everybody and form == TEXT:
        message["mentioned_list"] = ["@all"]
    return {"msgtype": form, form: message}


def cut(text: str, most: int) -> str:
    """This will give as much of a text as fits into `most` bytes of UTF-8, whole characters only."""
    raw = text.encode()
    return text if len(raw) <= most else raw[: most - 3].decode(errors="ignore") + "…"


def post(address: Address, message: Mapping[str, Any], proxy: str = "") -> Fault | None:
    """This will send one message, through a proxy if one is given, and say what came of it; None when it was taken.

    Whether a message arrived whose answer was lost nobody can know: it is sent again.
    """
    try:
        with _connected(address, TOTAL, proxy) as connection:
            connection.request(
                "POST",
                f"{PATH}?key={address.key}",
                json.dumps(message, ensure_ascii=False).encode(),
                {"Content-Type": "application/json", "User-Agent": "linli", "Connection": "close"},
            )
            answer = connection.getresponse()
            return judged(answer.status, answer.read(_MOST))
    except TimeoutError:
        return Fault.SLOW
    except ssl.SSLError:
        return Fault.INSECURE
    except (HTTPException, ConnectionResetError, BrokenPipeError):
        return Fault.CUT
    except (OSError, ValueError):
        return Fault.AWAY


@contextmanager
def _connected(address: Address, total: float, proxy: str) -> Iterator[HTTPConnection]:
    """A connection that is shut when the time is over, also under a server that sends a byte a second."""
    scheme, host = address.origin.split("://")
    kind = HTTPSConnection if scheme == "https" else HTTPConnection
    connection = kind(host, timeout=total) if not proxy else _through(proxy, kind, host, total)
    late = threading.Event()

    def shut() -> None:
        late.set()
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(total, shut)
    watch.daemon = True
    watch.start()
    try:
        yield connection
    except (OSError, HTTPException, ValueError) as fault:
        if late.is_set():
            raise TimeoutError from fault
        raise
    finally:
        watch.cancel()
        connection.close()


def _through(proxy: str, kind: type[HTTPConnection], host: str, total: float) -> HTTPConnection:
    """A tunnel to a host: the proxy learns its name and port and sees nothing of what is said."""
    by = urlsplit(proxy)
    connection = kind(by.hostname or "", by.port or 3128, timeout=total)
    name = f"{unquote(by.username or '')}:{unquote(by.password or '')}"
    signed = {"Proxy-Authorization": f"Basic {b64encode(name.encode()).decode()}"} if by.username else {}
    connection.set_tunnel(host, headers=signed)
    return connection


def judged(status: int, answer: bytes) -> Fault | None:
    """This will say what an answer means; None when the message was taken."""
    if 300 <= status < 400:
        return Fault.REDIRECT
    if status == 429:
        return Fault.LIMIT
    if status >= 500:
        return Fault.SERVER
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        return Fault.STRANGE
    code = said.get("errcode") if isinstance(said, dict) else None
    if not isinstance(code, int) or isinstance(code, bool):
        return Fault.STRANGE
    return None if code == 0 else _BY_CODE.get(code, Fault.STRANGE)
