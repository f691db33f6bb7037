"""A town whose people open their pages; the clock of the web stands half an hour after what the builders did."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from linli.people import queries as people
from linli.people.rows import Viewer
from tests.builders import AT, Town, build_town

NOW = AT + timedelta(minutes=30)
Open = Callable[[Viewer], Client]


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
def open_as() -> Open:
    """This will give a browser in which somebody is signed in, in English."""

    def opened(viewer: Viewer) -> Client:
        client = Client()
        person = people.person(viewer.person_id)
        assert person is not None
        client.force_login(person)
        client.cookies["lang"] = "en"
        return client

    return opened
