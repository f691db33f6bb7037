"""The server of these tests answers as the documents of WeCom say that the real one does."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.notify.wecom_server import KEY, PATH, WeCom, playing


@pytest.fixture
def wecom() -> Iterator[WeCom]:
    with playing() as server:
        yield server


def ask(wecom: WeCom, body: bytes, key: str = KEY) -> dict[str, Any]:
    connection = HTTPConnection("127.0.0.1", wecom.port, timeout=5)
    connection.request("POST", f"{PATH}?key={key}", body, {"Content-Type": "application/json"})
    said: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return said


def text(content: str, form: str = "text") -> bytes:
    return json.dumps({"msgtype": form, form: {"content": content}}, ensure_ascii=False).encode()


def test_a_message_is_taken(wecom: WeCom) -> None:
    assert ask(wecom, text("你好")) == {"errcode": 0, "errmsg": "ok"}
    assert wecom.texts == ["你好"]


@pytest.mark.parametrize(
    ("body", "key", "code"),
    [
        (text("x"), "nobody", 93000),
        (text("x", "letter"), KEY, 40008),
        (text(""), KEY, 44004),
        (text("字" * 683), KEY, 40058),
        (text("字" * 1366, "markdown"), KEY, 40058),
        (b"no json", KEY, 47001),
    ],
)
def test_what_is_wrong_has_its_code(wecom: WeCom, body: bytes, key: str, code: int) -> None:
    said = ask(wecom, body, key)
    assert said["errcode"] == code
    assert f"devtool/query?e={code}" in said["errmsg"]
    assert not wecom.texts


@pytest.mark.parametrize(("form", "signs"), [("text", 682), ("markdown", 1365)])
def test_the_longest_message_is_taken(wecom: WeCom, form: str, signs: int) -> None:
    assert ask(wecom, text("字" * signs, form))["errcode"] == 0


def test_the_twenty_first_of_a_minute_is_refused_and_the_next_minute_is_free(wecom: WeCom) -> None:
    assert [ask(wecom, text("x"))["errcode"] for _ in range(21)] == [0] * 20 + [45009]
    wecom.second = lambda: 60.0
    assert ask(wecom, text("x"))["errcode"] == 0
