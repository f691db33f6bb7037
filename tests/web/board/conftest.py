"""Every test of the public pages has the town, somebody's browser without account, and no figure kept from before."""

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from linli.cases import actions
from linli.cases.models import Case
from linli.pictures import actions as pictures
from linli.pictures.models import Picture
from tests.builders import AT, STREET, Town, build_town, closed

TITLE, TEXT = "路口的积存垃圾清走了", "已清运干净，加了一次夜间巡查。"


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    """This will build the town and stop the clock on Tuesday at nine."""
    cache.clear()
    monkeypatch.setattr("linli.web.doors.present", lambda: AT)
    return build_town()


@pytest.fixture
def browser() -> Client:
    """This will give anybody's browser."""
    return Client()


def shown(browser: Client, address: str, **query: str) -> str:
    """This will open a page that must be there, and give its text without markup."""
    answer = browser.get(address, query)
    assert answer.status_code == 200, address
    return plain(answer.content.decode())


def plain(page: str) -> str:
    """This will leave a page's words, one space between them."""
    body = page.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def released(town: Town, title: str = TITLE, text: str = TEXT, **more: object) -> Case:
    """This will fix a case, have it verified, and release it under the office's words."""
    case = closed(town, **more)
    actions.release(
        case=case, by=town.community_officer, at=case.reported_at, public_title=title, public_text=text
    )
    return case


def with_picture(town: Town, *, release: bool) -> tuple[Case, Picture]:
    """This will release a case that has one picture, and the picture too if asked."""
    file = BytesIO()
    Image.linear_gradient("L").resize((80, 60)).convert("RGB").save(file, "JPEG")
    case = released(town, pictures=[pictures.prepare(street=STREET, file=file, at=AT)])
    picture = Picture.objects.get(subject=f"case:{case.pk}")
    if release:
        picture = pictures.release(picture=picture, by=town.community_officer, at=AT)
    return case, picture


def statements(browser: Client, address: str) -> int:
    """This will count the statements of a page whose places are in memory but whose figures nobody kept."""
    browser.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len([row for row in seen if "SAVEPOINT" not in row["sql"]])
