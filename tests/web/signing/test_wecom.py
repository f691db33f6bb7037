"""Signing in by WeCom: against a local one that plays its protocol and its error codes."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from linli.people import actions
from linli.people import queries as people
from linli.people.models import Person, SignIn
from tests.builders import Town
from tests.web.signing.conftest import NOW, come_back, enter, person, round_trip, there
from tests.web.signing.wecom import AGENT, CORP, WeCom

BEGIN = "/sign-in/with/wecom/"
INSIDE = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 wxwork/4.1.28 MicroMessenger/7.0.1 Language/zh"


@pytest.fixture
def linked(town: Town, wecom: WeCom) -> Person:
    """This will link the grid member's account to who scans the code."""
    who = person(town.grid_member)
    actions.link(person=who, way="wecom", subject="ZhangSan", at=NOW, by=None)
    return who


def test_a_member_who_is_linked_signs_in_and_comes_back(linked: Person, browser: Client) -> None:
    assert round_trip(browser, f"{BEGIN}?next=/m/?status=ended") == (302, "/m/?status=ended")
    assert browser.get("/m/").status_code == 200
    assert [row.way for row in SignIn.objects.filter(person_id=linked.pk)] == ["wecom"]


def test_a_browser_is_shown_the_code_to_scan(town: Town, wecom: WeCom, browser: Client) -> None:
    leaving = browser.get(BEGIN)["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(leaving).query).items()}
    assert leaving.startswith(
        f"{wecom.address}/wwlogin/sso/login?login_type=CorpApp&appid={CORP}&agentid={AGENT}&"
    )
    assert asked["redirect_uri"] == "http://testserver/sign-in/with/wecom/back/"
    assert asked["lang"] == "en"


def test_inside_wecom_nothing_is_scanned(linked: Person, wecom: WeCom, browser: Client) -> None:
    leaving = browser.get(BEGIN, headers={"User-Agent": INSIDE})["Location"]
    assert leaving.startswith(
        f"{wecom.address}/connect/oauth2/authorize?appid={CORP}&redirect_uri=http%3A%2F%2F"
    )
    assert leaving.endswith(f"&agentid={AGENT}#wechat_redirect")
    assert come_back(browser, there(leaving)) == (302, "/m/")


def test_who_is_not_linked_is_told_whom_to_ask(town: Town, wecom: WeCom, browser: Client) -> None:
    status, page = round_trip(browser, BEGIN)
    assert status == 403
    assert "Ask the administrator of your street to link it" in page
    assert "ZhangSan" in page


@pytest.mark.parametrize(
    "member", [{"openid": "oABC"}, {"openid": "oABC", "external_userid": "wm1"}, {"userid": ""}, {}]
)
def test_an_outsider_is_refused(
    linked: Person, wecom: WeCom, browser: Client, member: dict[str, str]
) -> None:
    wecom.member = member
    status, page = round_trip(browser, BEGIN)
    assert status == 403
    assert "You are no member of this organisation in WeCom." in page


def test_an_older_installation_writes_the_name_otherwise(
    linked: Person, wecom: WeCom, browser: Client
) -> None:
    wecom.member = {"UserId": "ZhangSan"}
    assert round_trip(browser, BEGIN) == (302, "/m/")


def test_the_token_is_asked_for_once(linked: Person, wecom: WeCom) -> None:
    for _time in range(3):
        assert round_trip(Client(), BEGIN)[0] == 302
    assert len(wecom.tokens) == 1


def test_a_token_that_ends_soon_is_not_kept(linked: Person, wecom: WeCom) -> None:
    wecom.expires_in = 60
    for _time in range(2):
        assert round_trip(Client(), BEGIN)[0] == 302
    assert len(wecom.tokens) == 2


@pytest.mark.parametrize("known", [True, False])
def test_a_token_that_ended_early_is_replaced_and_the_code_still_counts(
    linked: Person, wecom: WeCom, known: bool
) -> None:
    assert round_trip(Client(), BEGIN)[0] == 302
    wecom.expire_tokens()  # 42001
    if not known:
        wecom.tokens.clear()  # 40014
    assert round_trip(Client(), BEGIN) == (302, "/m/")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (40029, "was used already or is too old"),
        (60020, "does not accept the address of this server"),
        (-1, "WeCom is busy"),
        (48002, "WeCom refuses this system"),
        (42001, "WeCom refuses this system"),
    ],
)
def test_an_error_of_wecom_is_a_sentence(
    linked: Person, wecom: WeCom, browser: Client, number: int, said: str
) -> None:
    wecom.error = number
    status, page = round_trip(browser, BEGIN)
    assert status == 403
    assert said in page
    assert "192.0.2.7" not in page
    assert browser.get("/m/").status_code == 302


@pytest.mark.parametrize("number", [40001, 40013, 60020])
def test_a_token_that_is_refused_is_a_sentence(
    linked: Person, wecom: WeCom, browser: Client, number: int
) -> None:
    wecom.token_error = number
    assert round_trip(browser, BEGIN)[0] == 403
    wecom.token_error = 0
    assert round_trip(browser, BEGIN)[0] == 302


def test_wecom_that_cannot_be_reached_is_a_sentence(linked: Person, browser: Client) -> None:
    address = there(browser.get(BEGIN)["Location"])
    settings.SIGN_IN_WAYS["wecom"]["api"] = "http://127.0.0.1:9"
    status, page = come_back(browser, address)
    assert status == 403
    assert "use name and password" in page


def test_a_code_is_good_once(linked: Person, wecom: WeCom, browser: Client) -> None:
    address = there(browser.get(BEGIN)["Location"])
    code = parse_qs(urlsplit(address).query)["code"][0]
    assert come_back(browser, address)[0] == 302
    again = parse_qs(urlsplit(browser.get(BEGIN)["Location"]).query)["state"][0]
    status, page = come_back(browser, f"{BEGIN}back/?code={code}&state={again}")
    assert status == 403
    assert "was used already" in page


def test_who_scans_nothing_and_comes_back_is_told_to_begin_again(
    town: Town, wecom: WeCom, browser: Client
) -> None:
    state = parse_qs(urlsplit(browser.get(BEGIN)["Location"]).query)["state"][0]
    assert come_back(browser, f"{BEGIN}back/?state={state}")[0] == 403


def test_the_administrator_enters_who_somebody_is_there(town: Town, wecom: WeCom, browser: Client) -> None:
    enter(browser, town.street_admin)
    address = f"/setup/411329001/people/{town.grid_member.person_id}/"
    assert "Account (userid) in WeCom" in browser.get(address).content.decode()
    given = {"action": "link-way", "way": "wecom", "subject": " ZhangSan "}
    assert "The account is linked." in browser.post(address, given, follow=True).content.decode()
    assert round_trip(Client(), BEGIN) == (302, "/m/")
    browser.post(address, {"action": "unlink-way", "way": "wecom"})
    assert people.links(person(town.grid_member)) == {}


def test_the_administrator_of_a_street_links_nobody_whose_duty_is_not_theirs_to_give(
    town: Town, wecom: WeCom, browser: Client
) -> None:
    enter(browser, town.street_admin)
    address = f"/setup/411329001/people/{town.auditor.person_id}/"
    given = {"action": "link-way", "way": "wecom", "subject": "ZhangSan"}
    browser.post(address, given)
    assert people.links(person(town.auditor)) == {}
