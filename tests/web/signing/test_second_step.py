"""Two-factor sign-in through its pages, and what an account shows its person."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from linli.people import actions, attempts, totp
from linli.people import queries as people
from linli.people.models import Person, SignIn
from linli.places.actions import change_setting
from linli.web.signing.beginning import PENDING, wall
from tests.builders import STREET, Town
from tests.web.signing.conftest import NOW, PASSWORD, enter, person

SOON = timedelta(seconds=30)


def code_at(secret: str, moment: datetime) -> str:
    return totp.code_of(secret, totp.step_at(moment))


@pytest.fixture
def secret(town: Town) -> str:
    """This will switch the leader's two-factor sign-in on, two minutes ago, and give the authenticator's secret."""
    who, then = person(town.leader), wall() - 4 * SOON
    secret, offer = actions.offer_second_factor(person=who)
    actions.set_second_factor(
        person=who, offer=offer, typed=code_at(secret, then), wall=then, at=NOW, by=town.leader
    )
    return secret


def first_step(client: Client, username: str = "leader", **more: str) -> str:
    return client.post("/sign-in/", {"username": username, "password": PASSWORD, **more}).headers["Location"]


def test_the_password_alone_opens_nothing(secret: str, browser: Client) -> None:
    assert first_step(browser) == "/sign-in/code/"
    assert browser.get("/desk/").status_code == 302
    assert browser.get("/account/").status_code == 302
    assert not SignIn.objects.exists()


def test_the_code_leads_to_where_the_person_was(secret: str, browser: Client) -> None:
    first_step(browser, next="/desk/cases/?tab=overdue")
    key = browser.session.session_key
    answer = browser.post("/sign-in/code/", {"code": code_at(secret, wall())})
    assert answer.headers["Location"] == "/desk/cases/?tab=overdue"
    assert browser.get("/desk/").status_code == 200
    assert browser.session.session_key != key
    assert PENDING not in browser.session


def test_the_same_code_opens_nothing_twice(secret: str, browser: Client) -> None:
    typed = code_at(secret, wall())
    for client, status in ((browser, 302), (Client(), 200)):
        first_step(client)
        assert client.post("/sign-in/code/", {"code": typed}).status_code == status


def test_guessing_is_slowed_down_from_wherever(secret: str) -> None:
    for _try in range(attempts.PER_NAME):
        client = Client()
        first_step(client)
        client.post("/sign-in/code/", {"code": "not it"})
    client = Client()
    client.cookies["lang"] = "en"
    first_step(client)
    answer = client.post("/sign-in/code/", {"code": code_at(secret, wall())})
    assert "Too many tries that were not right. You can try again in 15 minutes." in answer.content.decode()


def test_without_the_first_step_there_is_no_second(secret: str, browser: Client) -> None:
    assert browser.get("/sign-in/code/").headers["Location"] == "/sign-in/"
    assert (
        browser.post("/sign-in/code/", {"code": code_at(secret, wall())}).headers["Location"] == "/sign-in/"
    )


@pytest.mark.parametrize("what", ["late", "password", "closed", "everywhere"])
def test_a_first_step_that_no_longer_counts_begins_anew(
    secret: str, town: Town, browser: Client, what: str
) -> None:
    first_step(browser)
    who = person(town.leader)
    if what == "late":
        session = browser.session
        session[PENDING] = {**session[PENDING], "at": wall().timestamp() - 601}
        session.save()
    elif what == "password":
        actions.set_password(person=who, password="another bench", at=NOW, by=town.leader)
    elif what == "closed":
        actions.close_person(person=who, at=NOW, by=None)
    else:
        actions.sign_out_everywhere(person=who, at=NOW, by=town.leader)
    answer = browser.post("/sign-in/code/", {"code": code_at(secret, wall())})
    assert answer.headers["Location"] == "/sign-in/"


def test_it_is_switched_on_with_a_code_and_shows_the_recovery_codes_once(town: Town, browser: Client) -> None:
    enter(browser, town.leader)
    page = browser.get("/account/second-factor/")
    offer, shown = page.context["offer"], page.context["secret"].replace(" ", "")
    wrong = browser.post("/account/second-factor/", {"offer": offer, "code": "000"})
    assert "This code is not right." in wrong.content.decode()
    assert wrong.context["secret"].replace(" ", "") == shown  # nothing has to be scanned again
    done = browser.post("/account/second-factor/", {"offer": offer, "code": code_at(shown, wall())})
    assert len(done.context["codes"]) == 10
    assert "no-store" in done.headers["Cache-Control"]
    again = browser.get("/account/second-factor/").content.decode()
    assert done.context["codes"][0] not in again
    assert "Recovery codes left" in again
    other = Client()
    assert first_step(other) == "/sign-in/code/"
    assert other.post("/sign-in/code/", {"code": done.context["codes"][0]}).headers["Location"] == "/desk/"


def test_switching_on_signs_out_elsewhere_and_not_here(town: Town, browser: Client) -> None:
    other = Client()
    enter(browser, town.leader)
    enter(other, town.leader)
    page = browser.get("/account/second-factor/")
    typed = code_at(page.context["secret"].replace(" ", ""), wall())
    browser.post("/account/second-factor/", {"offer": page.context["offer"], "code": typed})
    assert browser.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_it_is_switched_off_again(secret: str, town: Town, browser: Client) -> None:
    enter(browser, town.leader)
    assert browser.post("/account/second-factor/", {"action": "off"}).headers["Location"] == "/account/"
    assert first_step(Client()) == "/desk/"


def test_one_tap_in_a_demo_stays_one_tap(
    secret: str, town: Town, settings: Settings, browser: Client
) -> None:
    settings.MODE = "demo"
    Person.objects.filter(pk=town.leader.person_id).update(is_demo=True)
    tapped = browser.post("/sign-in/as/", {"person": town.leader.person_id})
    assert tapped.headers["Location"] == "/desk/"
    assert first_step(Client()) == "/sign-in/code/"


class TestRequired:
    @pytest.fixture(autouse=True)
    def administrators(self, town: Town) -> None:
        change_setting(place=STREET, key="people.second_factor", text="administrators", at=NOW, by=None)

    def test_whose_duty_requires_it_sets_it_up_before_anything_else(
        self, town: Town, browser: Client
    ) -> None:
        assert first_step(browser, "street_admin") == "/account/second-factor/"
        setup = f"/setup/{STREET}/"
        assert browser.get(setup).headers["Location"] == "/account/second-factor/"
        page = browser.get("/account/second-factor/")
        typed = code_at(page.context["secret"].replace(" ", ""), wall())
        browser.post("/account/second-factor/", {"offer": page.context["offer"], "code": typed})
        assert browser.get(setup).status_code == 200

    def test_others_go_on_as_before(self, town: Town) -> None:
        assert first_step(Client(), "leader") == "/desk/"

    def test_it_stays_on(self, town: Town, browser: Client) -> None:
        who = person(town.street_admin)
        secret, offer = actions.offer_second_factor(person=who)
        actions.set_second_factor(
            person=who, offer=offer, typed=code_at(secret, wall()), wall=wall(), at=NOW, by=town.street_admin
        )
        enter(browser, town.street_admin)
        answer = browser.post("/account/second-factor/", {"action": "off"}, follow=True)
        assert "Your duty requires two-factor sign-in. It stays on." in answer.content.decode()
        assert people.second_factor(who) is not None


class TestReset:
    def press(self, client: Client, town: Town, reason: str) -> str:
        address = f"/setup/{STREET}/people/{town.leader.person_id}/"
        return client.post(address, {"action": "reset", "reason": reason}, follow=True).content.decode()

    def test_the_administrator_takes_it_away_with_a_reason(
        self, secret: str, town: Town, browser: Client
    ) -> None:
        theirs = Client()
        enter(theirs, town.leader)
        enter(browser, town.street_admin)
        assert "Two-factor sign-in is reset" in self.press(browser, town, "lost")
        assert theirs.get("/desk/").status_code == 302
        assert first_step(Client()) == "/desk/"

    def test_without_a_reason_it_stays(self, secret: str, town: Town, browser: Client) -> None:
        enter(browser, town.street_admin)
        assert "Say why it is reset." in self.press(browser, town, "")
        assert first_step(Client()) == "/sign-in/code/"
