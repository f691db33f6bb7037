"""The page on which a person chooses what is sent by mail, on the desk and on the phone."""

import pytest

from linli.notify.models import Choices
from linli.people.models import Person
from tests.builders import Town
from tests.web.desk.conftest import Open

PAGES = ("/desk/notices/choices/", "/m/notices/choices/")


@pytest.mark.parametrize("page", PAGES)
def test_what_was_chosen_is_kept_and_shown(town: Town, open_as: Open, page: str) -> None:
    client = open_as(town.grid_member)
    assert "no e-mail address" in client.get(page).content.decode().lower()
    Person.objects.filter(pk=town.grid_member.person_id).update(email="one@example.org")
    first = client.get(page).content.decode()
    assert "As the office has it: In the day&#x27;s digest" in first
    assert "no e-mail address" not in first.lower()
    answer = client.post(
        page, {"new": "now", "check": "off", "quiet_from": "20", "quiet_to": "8"}, follow=True
    )
    assert answer.redirect_chain == [(page, 302)]
    shown = answer.content.decode()
    assert shown.count(" selected") >= 4
    kept = Choices.objects.get()
    assert (kept.mail, kept.quiet_from, kept.quiet_to) == ({"new": "now", "check": "off"}, 20, 8)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"new": "sometimes"}, "Choose one from the list."),
        ({"quiet_from": "20"}, "Choose both hours, or neither."),
        ({"quiet_from": "25", "quiet_to": "7"}, "Choose one from the list."),
        ({"quiet_from": "x" * 10_000, "quiet_to": "7"}, "Choose one from the list."),
    ],
)
def test_what_cannot_be_is_refused_and_the_rest_stays_as_it_was_typed(
    town: Town, open_as: Open, given: dict[str, str], sentence: str
) -> None:
    page = open_as(town.grid_member).post(PAGES[0], {"check": "now"} | given).content.decode()
    assert sentence in page
    assert '<option value="now" selected' in page
    assert not Choices.objects.exists()


def test_whoever_is_on_the_roster_reads_that_danger_comes_at_any_hour(town: Town, open_as: Open) -> None:
    assert "You are on the duty roster" in open_as(town.street_officer).get(PAGES[0]).content.decode()
    assert "You are on the duty roster" not in open_as(town.grid_member).get(PAGES[0]).content.decode()
    open_as(town.street_officer).post(PAGES[0], {"danger": "off"})
    assert Choices.objects.get().mail == {}


def test_the_notices_lead_to_it(town: Town, open_as: Open) -> None:
    for notices, choices in (("/desk/notices/", PAGES[0]), ("/m/notices/", PAGES[1])):
        assert choices in open_as(town.grid_member).get(notices).content.decode()
