"""The town, its worker, and a mail box."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.conf import settings

from linli.facts import worker
from tests.builders import AT, Town, build_town
from tests.notify.wecom_server import WeCom, playing


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def work() -> Callable[..., int]:
    """This will give a function that does what is due at a moment."""

    def work(at: datetime = AT) -> int:
        return worker.run_due(at)

    return work


@pytest.fixture
def with_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """This will make the test's mail box look like an office that has a mail server."""
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")


@pytest.fixture
def wecom(monkeypatch: pytest.MonkeyPatch) -> Iterator[WeCom]:
    """This will play WeCom, with the operator allowing its address and no long waits."""
    with playing() as server:
        monkeypatch.setattr(settings, "WEBHOOK_ORIGINS", [server.origin])
        monkeypatch.setattr("linli.notify.wecom.TOTAL", 0.5)
        yield server
