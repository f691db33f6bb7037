"""A town whose people sign in, and the local issuer and WeCom they may come from."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from linli.people import queries as people
from linli.people.models import Person
from linli.people.rows import Viewer
from linli.web.signing import wecom as speaking
from linli.web.signing.beginning import CONFIRMED, wall
from tests.builders import AT, Town, build_town
from tests.web.signing import issuer as issuers
from tests.web.signing import wecom as wecoms
from tests.web.signing.issuer import Issuer
from tests.web.signing.playing import played
from tests.web.signing.wecom import WeCom

NOW = AT + timedelta(minutes=30)
PASSWORD = "believe in neighbours"


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """This will hold the web's clock, and give the way to move it."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr("linli.web.doors.present", lambda: moment)

    set_to(NOW)
    return set_to


@pytest.fixture
def browser() -> Client:
    """This will give a browser in English in which nobody is signed in."""
    client = Client()
    client.cookies["lang"] = "en"
    return client


@pytest.fixture
def issuer(settings: Settings) -> Iterator[Issuer]:
    """This will play an issuer and configure it, without a claim that finds accounts."""
    server = Issuer()
    with played(server):
        way = {
            "issuer": server.address, "client_id": issuers.CLIENT, "secret": issuers.SECRET,
            "names": {"zh-hans": "县统一认证", "en": "County account"}, "match": None, "scope": ["openid"],
        }  # fmt: skip
        settings.SIGN_IN_WAYS = {**settings.SIGN_IN_WAYS, "oidc": way}
        yield server


@pytest.fixture
def wecom(settings: Settings) -> Iterator[WeCom]:
    """This will play WeCom and configure it; no token of another test is remembered."""
    server = WeCom()
    speaking._tokens.clear()
    with played(server):
        way = {
            "corp_id": wecoms.CORP, "agent_id": wecoms.AGENT, "secret": wecoms.SECRET, "api": server.address,
            "login": f"{server.address}/wwlogin/sso/login", "oauth": f"{server.address}/connect/oauth2/authorize",
        }  # fmt: skip
        settings.SIGN_IN_WAYS = {**settings.SIGN_IN_WAYS, "wecom": way}
        yield server


def person(viewer: Viewer) -> Person:
    """This will give the account of somebody of the town as it is now."""
    found = people.person(viewer.person_id)
    assert found is not None
    return found


def enter(client: Client, viewer: Viewer, *, proven: bool = True) -> None:
    """This will open a session of somebody, who proved who they are just now or long ago."""
    client.force_login(person(viewer))
    client.cookies["lang"] = "en"
    if proven:
        session = client.session
        session[CONFIRMED] = wall().timestamp()
        session.save()


def there(address: str) -> str:
    """This will go to an address elsewhere as a browser does, and give where that sends the browser."""
    parts = urlsplit(address)
    assert parts.hostname == "127.0.0.1"
    line = HTTPConnection("127.0.0.1", parts.port or 80, timeout=10)
    line.request("GET", f"{parts.path}?{parts.query}")
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.headers["Location"]


def round_trip(client: Client, begin: str, **headers: str) -> tuple[int, str]:
    """This will go elsewhere and come back; gives the status and where that leads, or what the page says."""
    leaving = client.get(begin, headers=headers)
    assert leaving.status_code == 302, leaving.content.decode()
    return come_back(client, there(leaving["Location"]))


def come_back(client: Client, address: str) -> tuple[int, str]:
    """This will open the address to which a browser was sent back."""
    parts = urlsplit(address)
    answer = client.get(f"{parts.path}?{parts.query}")
    led = answer.status_code == 302
    return answer.status_code, answer["Location"] if led else answer.content.decode()
