"""The headers of every answer."""

from django.conf import settings
from django.test import Client

from linli.web.middleware import CONTENT_SECURITY_POLICY


def test_every_answer_carries_the_strict_policy(client: Client) -> None:
    for address in ("/kit/", "/plain/", "/nowhere/", "/breaks/"):
        answer = client.get(address)
        assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=(self)" in answer["Permissions-Policy"]
        assert "microphone=()" in answer["Permissions-Policy"]
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")


def test_a_view_keeps_the_headers_it_set_itself(client: Client) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "a"
    answer = client.get("/own-headers/")
    assert answer["Cache-Control"] == "private, max-age=60"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_pages_of_people_who_signed_in_are_never_cached(client: Client) -> None:
    assert "Cache-Control" not in client.get("/plain/")
    client.cookies[settings.SESSION_COOKIE_NAME] = "a"
    assert client.get("/plain/")["Cache-Control"] == "no-store"


def test_answers_to_a_post_are_never_cached(client: Client) -> None:
    assert client.post("/plain/")["Cache-Control"] == "no-store"


def test_a_form_before_sign_in_is_kept_from_shared_caches_but_not_from_going_back(client: Client) -> None:
    answer = client.get("/kit/?face=phone")
    assert settings.CSRF_COOKIE_NAME in answer.cookies
    assert answer["Cache-Control"] == "private, no-cache"


def test_the_page_of_a_secret_link_is_kept_from_caches_sites_and_search_engines(client: Client) -> None:
    answer = client.get("/secret/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_pages_are_chinese_whatever_the_browser_asks_for(client: Client) -> None:
    answer = client.get("/kit/?face=phone", headers={"accept-language": "en-GB,en;q=0.9"})
    assert answer["Content-Language"] == "zh-Hans"
    assert "跳到正文" in answer.content.decode()
    assert "Cookie" in answer["Vary"]
