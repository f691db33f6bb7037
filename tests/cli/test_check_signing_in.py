"""What is set wrongly for signing in is said, with and without the network."""

from typing import TYPE_CHECKING

import pytest

from tests.web.signing import issuer as issuers
from tests.web.signing import wecom as wecoms
from tests.web.signing.issuer import Issuer
from tests.web.signing.playing import played
from tests.web.signing.wecom import WeCom

if TYPE_CHECKING:
    from tests.cli.conftest import Home

CLIENT = {"LINLI_OIDC_CLIENT_ID": issuers.CLIENT, "LINLI_OIDC_CLIENT_SECRET": issuers.SECRET}
CORP = {
    "LINLI_WECOM_CORP_ID": wecoms.CORP, "LINLI_WECOM_AGENT_ID": wecoms.AGENT, "LINLI_WECOM_SECRET": wecoms.SECRET,
}  # fmt: skip


def test_without_settings_there_is_the_password(empty: "Home") -> None:
    done = empty.linli("check")
    assert (done.returncode, done.stdout.count("✓"), done.stdout.count("–")) == (0, 1, 2), done.stderr


@pytest.mark.parametrize(
    ("loose", "said"),
    [
        ({"LINLI_OIDC_ISSUER": "http://issuer.example", **CLIENT}, "must begin with https://"),
        ({"LINLI_OIDC_ISSUER": "issuer.example", **CLIENT}, "is no address"),
        ({**CORP, "LINLI_WECOM_API": "http://wecom.example"}, "must begin with https://"),
        (
            {"LINLI_OIDC_ISSUER": "https://i.example", **CLIENT, "LINLI_OIDC_MATCH": "email=email"},
            "mostly needs LINLI_OIDC_SCOPE=email",
        ),
    ],
)
def test_what_is_set_wrongly_is_named(empty: "Home", loose: dict[str, str], said: str) -> None:
    done = empty.linli("check", **loose)
    assert done.returncode == 1
    assert said in done.stdout


@pytest.mark.parametrize(
    ("half", "said"),
    [
        (
            {"LINLI_OIDC_ISSUER": "https://i.example"},
            "LINLI_OIDC_CLIENT_ID, LINLI_OIDC_CLIENT_SECRET must be set too",
        ),
        ({"LINLI_WECOM_SECRET": "s"}, "LINLI_WECOM_CORP_ID, LINLI_WECOM_AGENT_ID must be set too"),
        (
            {"LINLI_OIDC_ISSUER": "https://i.example", **CLIENT, "LINLI_OIDC_MATCH": "email"},
            "LINLI_OIDC_MATCH",
        ),
        (
            {"LINLI_OIDC_ISSUER": "https://i.example", **CLIENT, "LINLI_OIDC_MATCH": "sub=id"},
            "LINLI_OIDC_MATCH",
        ),
    ],
)
def test_half_of_the_settings_is_no_way_of_signing_in(empty: "Home", half: dict[str, str], said: str) -> None:
    done = empty.linli("check", **half)
    assert done.returncode == 1
    assert said in done.stderr


def test_issuer_and_wecom_are_asked_only_when_told_to(empty: "Home") -> None:
    issuer, wecom = Issuer(), WeCom()
    with played(issuer), played(wecom):
        both = {"LINLI_OIDC_ISSUER": issuer.address, **CLIENT, **CORP, "LINLI_WECOM_API": wecom.address}
        assert empty.linli("check", **both).returncode == 0
        assert (issuer.asked, wecom.asked) == ([], [])
        good = empty.linli("check", "--reach", **both)
        assert (good.returncode, good.stdout.count("✓")) == (0, 3), good.stdout + good.stderr
        issuer.bend, wecom.token_error = "issuer", 40001
        bad = empty.linli("check", "--reach", **both)
        assert bad.returncode == 1
        assert "it calls itself https://somebody.example" in bad.stdout
        assert "errcode 40001" in bad.stdout
        assert wecoms.SECRET not in bad.stdout


def test_nothing_answers_there(empty: "Home") -> None:
    done = empty.linli("check", "--reach", LINLI_OIDC_ISSUER="http://127.0.0.1:9", **CLIENT)
    assert done.returncode == 1
    assert "it does not answer" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_second_factor_is_taken_away_on_the_server(home: "Home") -> None:
    unknown = home.linli("account", "reset-second-factor", "nobody_at_all")
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)
    off = home.linli("account", "reset-second-factor", "leader")
    assert off.returncode == 1
    assert "Two-factor sign-in is off." in off.stderr
