"""Every test of the map has the town, at nine on Tuesday."""

import pytest
from django.test import Client

from linli.people.models import Person
from linli.people.rows import Viewer
from tests.builders import AT, Town, build_town


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    """This will build the town and stop the clock on Tuesday at nine."""
    monkeypatch.setattr("linli.web.doors.present", lambda: AT)
    return build_town()


@pytest.fixture
def browser() -> Client:
    """This will give anybody's browser."""
    return Client()


def signed_in(viewer: Viewer) -> Client:
    """This will give the browser of somebody who has signed in."""
    client = Client()
    client.force_login(Person.objects.get(pk=viewer.person_id))
    return client
