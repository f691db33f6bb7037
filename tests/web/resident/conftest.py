"""Every test of the resident's pages has the town, a phone without account, and no memory of wrong codes."""

import pytest
from django.test import Client

from linli.web.resident import guesses
from tests.builders import AT, Town, build_town


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    """This will build the town and stop the clock on Tuesday at nine."""
    guesses.forget()
    monkeypatch.setattr("linli.web.doors.present", lambda: AT)
    return build_town()


@pytest.fixture
def phone() -> Client:
    """This will give somebody's phone: no account, and the tokens of forms are checked as in life."""
    return Client(enforce_csrf_checks=True)
