"""One's own account: password, devices, sign-ins. And that nothing of allauth's can be reached."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from linli.people import attempts
from linli.people.models import SignIn
from tests.builders import Town
from tests.web.signing.conftest import PASSWORD, enter, person

NEW = "a bench by the river"


def patterns(of: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for each in of:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns)
        else:
            yield each


def test_no_page_of_allauth_is_mounted() -> None:
    homes = {pattern.callback.__module__ for pattern in patterns(get_resolver().url_patterns)}
    assert homes
    assert not {home for home in homes if home.startswith("allauth")}


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/email/",
        "/accounts/3rdparty/", "/accounts/3rdparty/signup/", "/accounts/oidc/oidc/login/", "/signup/", "/login/",
        "/account/email/", "/account/signup/", "/.well-known/change-password",
    ],
)  # fmt: skip
def test_its_usual_addresses_do_not_exist(town: Town, browser: Client, address: str) -> None:
    assert browser.get(address).status_code == 404


def test_the_account_shows_how_one_signs_in_and_when(town: Town, browser: Client) -> None:
    browser.post("/sign-in/", {"username": "leader", "password": PASSWORD})
    page = browser.get("/account/").content.decode()
    assert "Name and password" in page
    assert "leader" in page


def test_the_auditor_sees_sign_ins_and_no_number_of_them(town: Town, browser: Client) -> None:
    for _time in range(3):
        Client().post("/sign-in/", {"username": "leader", "password": PASSWORD})
    assert SignIn.objects.count() == 3
    enter(browser, town.auditor)
    page = browser.get("/desk/auditor/").content.decode()
    assert page.count("Name and password") == 3
    assert "Newest sign-ins" in page


def test_a_new_password_signs_other_devices_out_and_not_this_one(town: Town, browser: Client) -> None:
    other = Client()
    enter(browser, town.leader)
    enter(other, town.leader)
    answer = browser.post("/account/password/", {"password": NEW, "again": NEW}, follow=True)
    assert "The password is changed. Other devices are signed out." in answer.content.decode()
    assert other.get("/account/").status_code == 302
    assert Client().post("/sign-in/", {"username": "leader", "password": NEW}).status_code == 302


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        ("short", "short", "too short"),
        (NEW, NEW + "!", "The two are not the same."),
        ("", "", "Enter a password."),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(
    town: Town, browser: Client, first: str, again: str, said: str
) -> None:
    enter(browser, town.leader)
    assert said in browser.post("/account/password/", {"password": first, "again": again}).content.decode()
    assert person(town.leader).check_password(PASSWORD)


@pytest.mark.parametrize(
    "address", ["/account/password/", "/account/second-factor/", "/account/unlink/oidc/"]
)
def test_an_old_session_is_asked_for_the_password_first(town: Town, browser: Client, address: str) -> None:
    enter(browser, town.leader, proven=False)
    asked = browser.get(address).headers["Location"]
    assert asked.startswith("/account/confirm/?next=")
    assert browser.post(address, {"password": NEW, "again": NEW, "action": "off"}).status_code == 302
    assert person(town.leader).check_password(PASSWORD)
    assert "The password is not right." in browser.post(asked, {"password": "guess"}).content.decode()
    onward = {"password": PASSWORD, "next": address}
    assert browser.post(asked, onward).headers["Location"] == address


def test_guessing_there_is_slowed_down_too(town: Town, browser: Client) -> None:
    enter(browser, town.leader, proven=False)
    for _try in range(attempts.PER_NAME):
        browser.post("/account/confirm/", {"password": "guess"})
    assert "Too many tries" in browser.post("/account/confirm/", {"password": PASSWORD}).content.decode()


def test_it_leads_on_to_our_own_pages_alone(town: Town, browser: Client) -> None:
    enter(browser, town.leader, proven=False)
    answer = browser.post("/account/confirm/", {"password": PASSWORD, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/account/"


def test_all_other_devices_are_signed_out(town: Town, browser: Client) -> None:
    others = [Client(), Client()]
    for client in (browser, *others):
        enter(client, town.leader)
    assert browser.get("/account/devices/").status_code == 200
    browser.post("/account/devices/")
    assert browser.get("/account/").status_code == 200
    assert [other.get("/account/").status_code for other in others] == [302, 302]


def test_a_session_begins_under_a_new_key(town: Town, browser: Client) -> None:
    session = browser.session
    session["prepared"] = "by somebody else"
    session.save()
    before = session.session_key
    browser.cookies["sessionid"] = before
    browser.post("/sign-in/", {"username": "leader", "password": PASSWORD})
    assert browser.cookies["sessionid"].value != before
    assert Client(headers={"Cookie": f"sessionid={before}"}).get("/account/").status_code == 302
