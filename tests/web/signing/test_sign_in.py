from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from linli.people import actions as people_actions
from linli.people import attempts
from linli.people import queries as people
from linli.people.models import Person
from linli.people.rows import Viewer
from linli.web.signing import devices
from tests.builders import Town
from tests.web.signing.conftest import NOW

PASSWORD = "believe in neighbours"


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> str:
    """This will try to sign in, and give where it leads or what the page says."""
    client.cookies["lang"] = "en"
    response = client.post("/sign-in/", {"username": username, "password": password, **more})
    return response["Location"] if response.status_code == 302 else response.content.decode()


@pytest.mark.parametrize(
    ("who", "lands"),
    [
        ("grid_member", "/m/"),
        ("group_head", "/m/"),
        ("community_officer", "/desk/"),
        ("street_officer", "/desk/"),
        ("leader", "/desk/"),
        ("department_officer", "/desk/"),
        ("auditor", "/desk/auditor/"),
    ],
)
def test_each_duty_begins_on_its_own_page(town: Town, who: str, lands: str) -> None:
    assert sign_in(Client(), who) == lands


def test_the_page_never_tells_which_part_was_wrong(town: Town) -> None:
    unknown = sign_in(Client(), "nobody_at_all")
    wrong = sign_in(Client(), "grid_member", "not the password")
    assert "The name or the password is not right." in unknown
    assert "The name or the password is not right." in wrong


def test_empty_fields_are_named(town: Town) -> None:
    page = sign_in(Client(), "", "")
    assert "Enter your sign-in name." in page
    assert "Enter your password." in page


def test_after_five_refusals_even_the_right_password_waits(town: Town) -> None:
    for _try in range(attempts.PER_NAME):
        sign_in(Client(), "grid_member", "guess")
    assert "Too many tries" in sign_in(Client(), "Grid_Member ")
    assert sign_in(Client(), "leader") == "/desk/"


def test_one_address_cannot_try_all_names(town: Town) -> None:
    for number in range(attempts.PER_ADDRESS):
        attempts.refused(username=f"name-{number}", address="one", at=NOW)
    assert attempts.minutes_left(username="another", address="one", at=NOW)
    assert not attempts.minutes_left(username="another", address="two", at=NOW)


def flood(name: str, *, guesses: int = 5, names: int = attempts.PER_ADDRESS) -> None:
    """This will have a stranger behind the same address guess at a name and at many others."""
    for number in range(names):
        sign_in(Client(), f"invented-{number}", "guess")
    for _try in range(guesses):
        sign_in(Client(), name, "guess")


def test_a_stranger_behind_the_offices_address_keeps_nobody_from_a_browser_they_know(town: Town) -> None:
    own = Client()
    assert sign_in(own, "leader") == "/desk/"
    own.post("/sign-out/")
    flood("leader")
    assert "Too many tries" in sign_in(Client(), "leader"), "a browser that nobody knows waits"
    assert sign_in(own, "leader") == "/desk/"


def test_a_known_browser_guesses_no_more_than_any_other_and_only_at_its_own_names(town: Town) -> None:
    own = Client()
    sign_in(own, "leader")
    own.post("/sign-out/")
    for _try in range(attempts.PER_NAME):
        sign_in(own, "leader", "guess")
    assert "Too many tries" in sign_in(own, "leader")
    assert sign_in(Client(), "leader") == "/desk/", "its tries are its own"
    flood("grid_member", names=0)
    assert "Too many tries" in sign_in(own, "grid_member")


@pytest.mark.parametrize("value", ["", "x", "W10:1vNabc:zzz", "x" * 4_000])
def test_an_invented_mark_of_a_browser_is_none(town: Town, value: str) -> None:
    flood("leader", names=0)
    stranger = Client()
    stranger.cookies[devices.COOKIE] = value
    assert "Too many tries" in sign_in(stranger, "leader")


def test_nobody_is_locked_out_longer_than_a_quarter_of_an_hour_and_is_told_the_minutes(
    town: Town, clock: Callable[[datetime], None]
) -> None:
    for number in range(attempts.PER_NAME_ANYWHERE):
        attempts.refused(username="leader", address=f"place-{number}", at=NOW)
    for seconds, told in ((0, "15 minutes"), (61, "14 minutes"), (14 * 60, "1 minute."), (899, "1 minute.")):
        clock(NOW + timedelta(seconds=seconds))
        assert f"try again in {told}" in sign_in(Client(), "leader")
    clock(NOW + timedelta(minutes=15))
    assert sign_in(Client(), "leader") == "/desk/"


def test_one_name_cannot_be_tried_from_everywhere(town: Town) -> None:
    for number in range(attempts.PER_NAME_ANYWHERE):
        attempts.refused(username="leader", address=f"place-{number}", at=NOW)
    assert "Too many tries" in sign_in(Client(), "leader")
    assert sign_in(Client(), "grid_member") == "/m/"


def test_an_unknown_name_is_slowed_down_like_a_known_one(town: Town) -> None:
    for name in ("nobody_at_all", "leader"):
        for _try in range(attempts.PER_NAME):
            assert "is not right" in sign_in(Client(), name, "guess")
        assert "Too many tries" in sign_in(Client(), name, "guess")


@pytest.mark.parametrize("username", ["nobody_at_all", "leader"])
def test_a_name_that_does_not_exist_costs_the_same_hashing(
    town: Town, username: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    sign_in(Client(), username, "guess")
    assert hashed == ["guess"]


def test_what_was_typed_is_kept_but_not_the_password(town: Town) -> None:
    page = sign_in(Client(), "leader", "my secret guess")
    assert 'value="leader"' in page
    assert "my secret guess" not in page


@pytest.mark.parametrize(
    ("wanted", "lands"),
    [
        ("/desk/cases/?tab=overdue", "/desk/cases/?tab=overdue"),
        ("https://evil.example/", "/desk/"),
        ("//evil.example/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("/sign-out/", "/desk/"),
    ],
)
def test_only_our_own_addresses_are_gone_on_to(town: Town, wanted: str, lands: str) -> None:
    assert sign_in(Client(), "leader", next=wanted) == lands


def test_a_page_of_the_desk_leads_to_sign_in_and_back(town: Town) -> None:
    response = Client().get("/desk/cases/?tab=overdue")
    assert response["Location"] == "/sign-in/?next=/desk/cases/%3Ftab%3Doverdue"


def test_who_has_no_duty_is_told_so(town: Town) -> None:
    person = Person(id=77, street="411329001", username="idle", name="Idle")
    person.set_password(PASSWORD)
    person.save(force_insert=True)
    client = Client()
    client.cookies["lang"] = "en"
    response = client.post("/sign-in/", {"username": "idle", "password": PASSWORD})
    assert response.status_code == 403
    assert "You have no duty at present." in response.content.decode()


def test_a_closed_account_cannot_sign_in(town: Town) -> None:
    Person.objects.filter(username="leader").update(is_active=False)
    assert "The name or the password is not right." in sign_in(Client(), "leader")


def test_signing_out_takes_a_post(town: Town) -> None:
    client = Client()
    sign_in(client, "leader")
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/desk/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/desk/").status_code == 302


class TestDemo:
    @pytest.fixture
    def demo_member(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> Viewer:
        monkeypatch.setattr(settings, "MODE", "demo")
        Person.objects.filter(id=town.grid_member.person_id).update(is_demo=True)
        return town.grid_member

    def test_an_invented_person_signs_in_with_one_tap(self, demo_member: Viewer) -> None:
        client = Client()
        assert "grid member" in client.get("/sign-in/").content.decode()
        response = client.post("/sign-in/as/", {"person": demo_member.person_id})
        assert response["Location"] == "/m/"
        assert client.get("/m/").status_code == 200

    def test_a_real_account_of_a_demo_does_not(self, demo_member: Viewer, town: Town) -> None:
        response = Client().post("/sign-in/as/", {"person": town.leader.person_id})
        assert response.status_code == 404

    def test_outside_a_demo_nobody_does(self, demo_member: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "MODE", "production")
        assert Client().post("/sign-in/as/", {"person": demo_member.person_id}).status_code == 404
        assert b"sign-in/as" not in Client().get("/sign-in/").content


class TestInvitation:
    @pytest.fixture
    def secret(self, town: Town) -> str:
        person = people.person(town.grid_member.person_id)
        assert person is not None
        return people_actions.invitation(person=person, at=NOW, by=None)

    def choose(self, secret: str, password: str, again: str) -> tuple[int, str]:
        client = Client()
        client.cookies["lang"] = "en"
        response = client.post(f"/sign-in/{secret}/", {"password": password, "again": again})
        return response.status_code, response.content.decode()

    def test_a_link_sets_a_password_once(self, secret: str) -> None:
        assert self.choose(secret, "a bench by the river", "a bench by the river")[0] == 302
        assert sign_in(Client(), "grid_member", "a bench by the river") == "/m/"
        assert self.choose(secret, "a second password", "a second password")[0] == 410

    def test_the_two_must_be_the_same(self, secret: str) -> None:
        assert "The two are not the same." in self.choose(secret, "a bench by the river", "a bench")[1]

    def test_a_weak_password_is_refused_at_its_field(self, secret: str) -> None:
        status, page = self.choose(secret, "12345", "12345")
        assert status == 200
        assert 'id="id_password_error"' in page

    def test_an_invented_link_is_gone(self, town: Town) -> None:
        assert Client().get("/sign-in/zz-zzz/").status_code == 410
