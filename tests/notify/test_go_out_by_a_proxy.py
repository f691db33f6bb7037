"""Behind a county's proxy: robots, issuer and WeCom are reached through it."""

from collections.abc import Iterator
from typing import Any

import pytest
from requests import RequestException

from linli.notify import wecom as speaking
from linli.notify.faults import Fault
from linli.web.signing.outgoing import ask
from tests.notify.proxy_server import Proxy, between
from tests.notify.wecom_server import WeCom

MESSAGE = speaking.body(speaking.TEXT, "新案件")


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with between() as server:
        yield server


def there(wecom: WeCom) -> speaking.Address:
    return speaking.read_address(wecom.address, [wecom.origin])


def test_a_robot_is_reached_through_the_proxy(wecom: WeCom, proxy: Proxy) -> None:
    assert speaking.post(there(wecom), MESSAGE, proxy.address) is None
    assert wecom.texts == ["新案件"]
    assert proxy.asked == [f"127.0.0.1:{wecom.port}"]


def test_without_one_nothing_asks_it(wecom: WeCom, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.address)
    monkeypatch.setenv("HTTP_PROXY", proxy.address)
    assert speaking.post(there(wecom), MESSAGE) is None
    assert not proxy.asked


@pytest.mark.parametrize("by", ["http://127.0.0.1:{port}", "http://office:wrong@127.0.0.1:{port}"])
def test_a_proxy_that_refuses_us_leaves_the_message_for_later(wecom: WeCom, proxy: Proxy, by: str) -> None:
    assert speaking.post(there(wecom), MESSAGE, by.format(port=proxy.port)) is Fault.AWAY
    assert not wecom.calls


def test_a_proxy_that_is_not_there_leaves_the_message_for_later(wecom: WeCom) -> None:
    assert speaking.post(there(wecom), MESSAGE, "http://127.0.0.1:1") is Fault.AWAY


def test_a_slow_robot_behind_a_proxy_does_not_hold_the_worker(wecom: WeCom, proxy: Proxy) -> None:
    wecom.mood = "slow"
    assert speaking.post(there(wecom), MESSAGE, proxy.address) is Fault.SLOW


def test_the_issuer_is_asked_through_it_and_this_machine_is_not(proxy: Proxy, settings: Any) -> None:
    settings.OUTGOING_PROXY = proxy.address
    with pytest.raises(RequestException):
        ask("https://issuer.invalid/")
    assert proxy.asked == ["issuer.invalid:443"]
    with pytest.raises(RequestException):
        ask("http://127.0.0.1:1/")
    assert len(proxy.asked) == 1
