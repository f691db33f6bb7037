"""Large type, language and theme: plain links that keep a cookie and lead back."""

import pytest
from django.test import Client
from pytest_django import Settings


def test_large_type_is_kept_and_leads_back_to_the_page(client: Client) -> None:
    answer = client.get("/display/", {"type": "large", "next": "/kit/?face=phone&q=1"})
    assert answer.status_code == 302
    assert answer["Location"] == "/kit/?face=phone&q=1"
    cookie = answer.cookies["type"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"], cookie["path"]) == (
        "large",
        "Lax",
        True,
        "/",
    )
    page = client.get("/kit/?face=phone").content.decode()
    assert '<html lang="zh-Hans" data-type="large">' in page
    assert "type=normal" in page


def test_english_is_kept_and_chinese_can_be_had_again(client: Client) -> None:
    client.get("/display/", {"lang": "en"})
    page = client.get("/kit/?face=phone")
    assert page["Content-Language"] == "en"
    assert b'<html lang="en">' in page.content
    assert b'lang="zh-Hans">\xe4\xb8\xad\xe6\x96\x87</a>' in page.content
    client.get("/display/", {"lang": "zh"})
    assert client.get("/kit/?face=phone")["Content-Language"] == "zh-Hans"


def test_a_theme_is_kept_but_paper_stays_light(client: Client) -> None:
    client.get("/display/", {"theme": "dark"})
    assert b'data-theme="dark"' in client.get("/kit/?face=desk").content
    assert b"data-theme" not in client.get("/kit/?face=print").content


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "javascript:alert(1)",
        "",
        "\x00/x",
        "/" + "a" * 3000,
    ],
)
def test_a_link_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    answer = client.get("/display/", {"type": "large", "next": elsewhere})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("value", ["", "huge", "LARGE", "<b>", "\udcff"])
def test_a_foreign_value_is_no_choice(client: Client, value: str) -> None:
    address = client.get("/display/", {"type": value.encode("utf-8", "replace").decode(), "next": "/kit/"})
    assert "type" not in address.cookies
    client.cookies["type"] = "<script>"
    assert b"data-type" not in client.get("/kit/?face=phone").content


def test_choices_are_secure_where_the_sessions_are(client: Client, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert client.get("/display/", {"type": "large"}).cookies["type"]["secure"] is True


def test_a_choice_is_not_made_by_a_post(client: Client) -> None:
    assert client.post("/display/?type=large").status_code == 405
