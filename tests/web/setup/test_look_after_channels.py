"""The page of channels: robots are added and tried, a dead one is seen, what failed is tried again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from linli.facts import worker
from linli.facts.models import Delivery
from linli.notify.models import Robot
from tests.builders import AT, EAST, STREET, Town, report
from tests.notify.wecom_server import KEY, WeCom, playing
from tests.web.desk.conftest import NOW, Open

PAGE = f"/setup/{STREET}/channels/"


@pytest.fixture
def wecom(monkeypatch: pytest.MonkeyPatch) -> Iterator[WeCom]:
    with playing() as server:
        monkeypatch.setattr(settings, "WEBHOOK_ORIGINS", [server.origin])
        yield server


def add(client: Any, wecom: WeCom) -> str:
    given = {"name": "东关工作群", "whose": EAST, "address": wecom.address}
    answer = client.post(PAGE + "new/", given)
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_robot_is_added_tried_and_never_shows_its_address(town: Town, open_as: Open, wecom: WeCom) -> None:
    client = open_as(town.street_admin)
    where = add(client, wecom)
    assert "not used yet" in client.get(where).content.decode()
    tried = client.post(where, {"action": "try"}, follow=True).content.decode()
    assert "The group has taken the trial message" in tried
    assert "东关工作群" in wecom.texts[0]
    for page in (tried, client.get(PAGE).content.decode()):
        assert KEY not in page
        assert "works" in page


def test_a_dead_robot_is_seen_with_its_reason_and_revived(town: Town, open_as: Open, wecom: WeCom) -> None:
    client = open_as(town.street_admin)
    where = add(client, wecom)
    wecom.mood = "93000"
    report()
    worker.run_due(AT)
    page = client.get(PAGE).content.decode()
    assert "given up" in page
    assert "no longer in its group" in page
    assert "no longer in its group" in client.post(where, {"action": "try"}, follow=True).content.decode()
    wecom.mood = ""
    client.post(where, {"action": "try"})
    worker.run_due(NOW + timedelta(minutes=1))
    assert "given up" not in client.get(PAGE).content.decode()
    assert len(wecom.texts) == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Fill this in."),
        ({"whose": ""}, "Choose one from the list."),
        ({"whose": "at-999999"}, "Choose one from the list."),
        ({"whose": "411329002001"}, "Choose one from the list."),
        ({"address": "http://169.254.169.254/cgi-bin/webhook/send?key=a"}, "Copy the whole address"),
        ({"address": "key"}, "Copy the whole address"),
        ({"address": "x" * 100_000}, "at most 500"),
    ],
)
def test_a_robot_that_cannot_be_is_refused_and_what_was_typed_stays(
    town: Town, open_as: Open, wecom: WeCom, given: dict[str, str], sentence: str
) -> None:
    whole = {"name": "东关工作群", "whose": EAST, "address": wecom.address} | given
    page = open_as(town.street_admin).post(PAGE + "new/", whole).content.decode()
    assert sentence in page
    assert "error-summary" in page
    assert not Robot.objects.exists()
    assert wecom.calls == 0


def test_a_robot_is_silenced_and_forgotten(town: Town, open_as: Open, wecom: WeCom) -> None:
    client = open_as(town.street_admin)
    where = add(client, wecom)
    assert "silent since" in client.post(where, {"action": "pause"}, follow=True).content.decode()
    assert "silent since" not in client.post(where, {"action": "resume"}, follow=True).content.decode()
    assert "forgotten" in client.post(where, {"action": "remove"}, follow=True).content.decode()
    assert client.get(where).status_code == 404


def test_what_failed_is_tried_now_and_only_by_its_own_street(town: Town, open_as: Open, wecom: WeCom) -> None:
    client = open_as(town.street_admin)
    add(client, wecom)
    wecom.mood = "502"
    report()
    worker.run_due(AT)
    page = client.get(PAGE).content.decode()
    assert "Writing to a group chat" in page
    (waits,) = Delivery.objects.filter(attempts__gt=0)
    Delivery.objects.filter(pk=waits.pk).update(due_at=AT + timedelta(hours=6))
    wecom.mood = ""
    for wrong in ("", "x", "0", "9" * 40):
        assert "done meanwhile" in client.post(PAGE, {"delivery": wrong}, follow=True).content.decode()
    client.post(PAGE, {"delivery": str(waits.pk)})
    worker.run_due(NOW + timedelta(seconds=1))
    assert len(wecom.texts) == 1
    assert "Nothing. What was due has been done." in client.get(PAGE).content.decode()
