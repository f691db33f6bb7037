"""Signing in by an issuer: against a local one that plays OpenID Connect."""

from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.conf import settings
from django.test import Client

from linli.facts.queries import history
from linli.people import actions
from linli.people import queries as people
from linli.people.models import Link, Person, SignIn
from tests.builders import Town
from tests.web.signing.conftest import NOW, come_back, enter, person, round_trip, there
from tests.web.signing.issuer import Issuer

BEGIN = "/sign-in/with/oidc/"


@pytest.fixture
def linked(town: Town, issuer: Issuer) -> Person:
    """This will link the leader's account to who signs in at the issuer."""
    who = person(town.leader)
    actions.link(person=who, way="oidc", subject=issuer.subject, at=NOW, by=None)
    return who


def test_who_is_linked_signs_in_and_comes_back_to_where_they_were(linked: Person, browser: Client) -> None:
    assert round_trip(browser, f"{BEGIN}?next=/desk/cases/%3Ftab%3Doverdue") == (
        302,
        "/desk/cases/?tab=overdue",
    )
    assert browser.get("/desk/").status_code == 200
    assert [row.way for row in SignIn.objects.filter(person_id=linked.pk)] == ["oidc"]


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/sign-out/"]
)
def test_an_address_that_is_not_ours_is_not_gone_on_to(linked: Person, browser: Client, wanted: str) -> None:
    assert round_trip(browser, f"{BEGIN}?next={wanted}") == (302, "/desk/")


def test_the_issuer_is_asked_with_state_nonce_and_proof_and_for_no_more_than_openid(
    issuer: Issuer, browser: Client, town: Town
) -> None:
    leaving = browser.get(BEGIN)["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(leaving).query).items()}
    assert leaving.startswith(f"{issuer.address}/authorize?")
    assert asked["scope"] == "openid"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://testserver/sign-in/with/oidc/back/"
    again = parse_qs(urlsplit(browser.get(BEGIN)["Location"]).query)
    assert all(again[name][0] != asked[name] for name in ("state", "nonce", "code_challenge"))


def test_nobody_gets_an_account_by_signing_in(town: Town, issuer: Issuer, browser: Client) -> None:
    before = Person.objects.count()
    status, page = round_trip(browser, BEGIN)
    assert status == 403
    assert "Ask the administrator of your street to link it" in page
    assert issuer.subject in page
    assert (Person.objects.count(), Link.objects.count()) == (before, 0)
    assert browser.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    ("bend", "why"),
    [
        ("nonce", "its nonce is not ours"),
        ("no nonce", "MissingRequiredClaimError"),
        ("no subject", "MissingRequiredClaimError"),
        ("audience", "InvalidAudienceError"),
        ("audiences", "issued to another client"),
        ("token issuer", "InvalidIssuerError"),
        ("expired", "ExpiredSignatureError"),
        ("not yet", "ImmatureSignatureError"),
        ("unsigned", "signed by 'none'"),
        ("secret", "signed by 'HS256'"),
        ("forged", "InvalidSignatureError"),
        ("unknown key", "0 keys that could be 'unknown'"),
        ("no tls", "http://192.0.2.1/token is not https://"),
    ],
)
def test_a_token_that_does_not_hold_signs_nobody_in_and_the_log_says_why(
    linked: Person, issuer: Issuer, browser: Client, caplog: pytest.LogCaptureFixture, bend: str, why: str
) -> None:
    issuer.bend = bend
    status, page = round_trip(browser, BEGIN)
    assert status == 403
    assert "County account does not answer as it should" in page
    assert why in caplog.text
    assert browser.get("/desk/").status_code == 302
    issuer.bend = ""
    assert round_trip(browser, BEGIN) == (302, "/desk/")


@pytest.mark.parametrize("bend", ["just expired", "a little early"])
def test_clocks_that_differ_by_half_a_minute_do_no_harm(
    linked: Person, issuer: Issuer, browser: Client, bend: str
) -> None:
    issuer.bend = bend
    assert round_trip(browser, BEGIN) == (302, "/desk/")


@pytest.mark.parametrize("bend", ["down", "garbage", "issuer"])
def test_an_issuer_that_is_down_leaves_the_password(
    linked: Person, issuer: Issuer, browser: Client, bend: str
) -> None:
    issuer.bend = bend
    answer = browser.get(BEGIN)
    assert answer.status_code == 403
    assert "Try again later, or use name and password." in answer.content.decode()
    assert 'href="/sign-in/"' in answer.content.decode()


def test_an_issuer_that_cannot_be_reached_leaves_the_password(linked: Person, browser: Client) -> None:
    settings.SIGN_IN_WAYS["oidc"]["issuer"] = "http://127.0.0.1:9"
    assert browser.get(BEGIN).status_code == 403


def test_a_new_key_of_the_issuer_needs_nothing(linked: Person, issuer: Issuer, browser: Client) -> None:
    assert round_trip(browser, BEGIN)[0] == 302
    issuer.key, issuer.kid = generate_private_key(65537, 2048), "two"
    assert round_trip(Client(), BEGIN) == (302, "/desk/")


def test_a_code_is_good_once(linked: Person, browser: Client) -> None:
    address = there(browser.get(BEGIN)["Location"])
    assert come_back(browser, address)[0] == 302
    browser.post("/sign-out/")
    assert come_back(browser, address)[0] == 403
    assert browser.get("/desk/").status_code == 302


def test_a_code_from_another_browser_is_refused(linked: Person, browser: Client) -> None:
    address = there(browser.get(BEGIN)["Location"])
    other = Client()
    assert come_back(other, address)[0] == 403
    assert other.get("/desk/").status_code == 302


def test_a_code_of_one_sign_in_does_not_fit_the_state_of_another(linked: Person, browser: Client) -> None:
    mine, stolen = (there(browser.get(BEGIN)["Location"]) for _time in range(2))
    code = parse_qs(urlsplit(stolen).query)["code"][0]
    state = parse_qs(urlsplit(mine).query)["state"][0]
    assert come_back(browser, f"{BEGIN}back/?code={code}&state={state}")[0] == 403


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?code=x",
        "?state=x",
        "?code=x&state=x",
        "?code=" + "x" * 5000,
        "?error=access_denied",
        "?state=%00",
    ],
)
def test_coming_back_with_nothing_of_ours_is_a_sentence(
    town: Town, issuer: Issuer, browser: Client, query: str
) -> None:
    status, page = come_back(browser, f"{BEGIN}back/{query}")
    assert status == 403
    assert "Begin again." in page


def test_who_stops_at_the_issuer_is_told_so(town: Town, issuer: Issuer, browser: Client) -> None:
    issuer.bend = "cancelled"
    status, page = round_trip(browser, BEGIN)
    assert status == 403
    assert "You stopped signing in with County account." in page


def test_a_closed_account_is_not_entered(linked: Person, browser: Client) -> None:
    Person.objects.filter(pk=linked.pk).update(is_active=False)
    assert round_trip(browser, BEGIN)[0] == 403


def test_a_way_that_is_not_configured_does_not_exist(town: Town, browser: Client) -> None:
    assert browser.get(BEGIN).status_code == 404
    assert browser.get(f"{BEGIN}back/?code=1&state=1").status_code == 404
    assert "sign-in/with" not in browser.get("/sign-in/").content.decode()


class TestClaim:
    """A claim the operator chose finds the account of a first sign-in; from then on the subject does."""

    @pytest.fixture
    def leader(self, town: Town, issuer: Issuer) -> Person:
        Person.objects.filter(pk=town.leader.person_id).update(
            email="leader@example.org", work_phone="0377-6621 0000"
        )
        return person(town.leader)

    @pytest.mark.parametrize(
        ("match", "claims"),
        [
            (("preferred_username", "username"), {"preferred_username": "Leader"}),
            (("email", "email"), {"email": "Leader@Example.org", "email_verified": True}),
            (("phone_number", "phone"), {"phone_number": "+86 0377 66210000", "phone_number_verified": True}),
            (("work_number", "username"), {"work_number": "leader"}),
        ],
    )
    def test_a_claim_finds_the_account_once(
        self,
        leader: Person,
        issuer: Issuer,
        browser: Client,
        match: tuple[str, str],
        claims: dict[str, object],
    ) -> None:
        settings.SIGN_IN_WAYS["oidc"]["match"] = match
        issuer.claims = claims
        assert round_trip(browser, BEGIN) == (302, "/desk/")
        assert people.links(leader) == {"oidc": issuer.subject}
        assert history(leader.street, f"person:{leader.pk}")[-1].kind == "person.way_linked"
        issuer.claims = {}
        assert round_trip(Client(), BEGIN) == (302, "/desk/")

    def test_it_may_stand_in_the_user_info_of_the_same_person(
        self, leader: Person, issuer: Issuer, browser: Client
    ) -> None:
        settings.SIGN_IN_WAYS["oidc"]["match"] = ("preferred_username", "username")
        issuer.info = {"preferred_username": "leader"}
        issuer.bend = "other user info"
        assert round_trip(browser, BEGIN)[0] == 403
        issuer.bend = ""
        assert round_trip(browser, BEGIN) == (302, "/desk/")

    @pytest.mark.parametrize(
        ("match", "claims"),
        [
            (("email", "email"), {"email": "leader@example.org"}),
            (("email", "email"), {"email": "leader@example.org", "email_verified": "true"}),
            (("email", "email"), {"email": "", "email_verified": True}),
            (("phone_number", "phone"), {"phone_number": "0377-66210000", "phone_number_verified": False}),
            (("phone_number", "phone"), {"phone_number": "", "phone_number_verified": True}),
            (("preferred_username", "username"), {"preferred_username": ["leader"]}),
            (("preferred_username", "username"), {"preferred_username": "lead\x00er"}),
            (("preferred_username", "username"), {}),
        ],
    )
    def test_what_the_issuer_does_not_vouch_for_finds_nobody(
        self,
        leader: Person,
        issuer: Issuer,
        browser: Client,
        match: tuple[str, str],
        claims: dict[str, object],
    ) -> None:
        settings.SIGN_IN_WAYS["oidc"]["match"] = match
        issuer.claims = claims
        assert round_trip(browser, BEGIN)[0] == 403
        assert not Link.objects.exists()

    def test_an_address_that_two_accounts_have_finds_nobody(
        self, leader: Person, town: Town, issuer: Issuer, browser: Client
    ) -> None:
        Person.objects.filter(pk=town.auditor.person_id).update(email="leader@example.org")
        settings.SIGN_IN_WAYS["oidc"]["match"] = ("email", "email")
        issuer.claims = {"email": "leader@example.org", "email_verified": True}
        assert round_trip(browser, BEGIN)[0] == 403

    def test_a_second_person_there_does_not_take_the_account_over(
        self, leader: Person, issuer: Issuer, browser: Client
    ) -> None:
        settings.SIGN_IN_WAYS["oidc"]["match"] = ("preferred_username", "username")
        issuer.claims = {"preferred_username": "leader"}
        assert round_trip(browser, BEGIN)[0] == 302
        issuer.subject = "sub-0815"
        assert round_trip(Client(), BEGIN)[0] == 403


class TestLinking:
    def test_who_is_signed_in_links_their_own_account(
        self, town: Town, issuer: Issuer, browser: Client
    ) -> None:
        enter(browser, town.leader)
        assert round_trip(browser, "/account/link/oidc/") == (302, "/account/")
        assert people.links(person(town.leader)) == {"oidc": issuer.subject}
        assert round_trip(Client(), BEGIN) == (302, "/desk/")
        assert "Linked: sub-4711" in browser.get("/account/").content.decode()

    def test_it_needs_a_fresh_proof(self, town: Town, issuer: Issuer, browser: Client) -> None:
        enter(browser, town.leader, proven=False)
        assert (
            browser.get("/account/link/oidc/")["Location"]
            == "/account/confirm/?next=%2Faccount%2Flink%2Foidc%2F"
        )

    def test_what_is_somebody_elses_is_refused(self, linked: Person, town: Town, browser: Client) -> None:
        enter(browser, town.auditor)
        status, page = round_trip(browser, "/account/link/oidc/")
        assert status == 403
        assert "belongs to somebody else here already" in page

    def test_another_person_who_signed_in_meanwhile_is_not_linked(
        self, town: Town, issuer: Issuer, browser: Client
    ) -> None:
        enter(browser, town.leader)
        address = there(browser.get("/account/link/oidc/")["Location"])
        session = dict(browser.session.items())
        browser.force_login(person(town.auditor))
        kept = browser.session
        kept["socialaccount_states"] = session["socialaccount_states"]
        kept.save()
        assert come_back(browser, address)[0] == 403
        assert not Link.objects.exists()

    def test_a_link_is_taken_away_again(self, linked: Person, town: Town, browser: Client) -> None:
        enter(browser, town.leader)
        assert browser.post("/account/unlink/oidc/")["Location"] == "/account/"
        assert people.links(linked) == {}
        assert round_trip(Client(), BEGIN)[0] == 403

    def test_the_last_way_in_stays(self, linked: Person, town: Town, browser: Client) -> None:
        linked.set_unusable_password()
        linked.save()
        enter(browser, town.leader)
        answer = browser.post("/account/unlink/oidc/", follow=True)
        assert "Set a password first" in answer.content.decode()
        assert people.links(linked) == {"oidc": "sub-4711"}
