"""Pages for what could not be given."""

from unittest import mock

import pytest
from django.test import Client

CASES = [
    ("/nowhere/", 404, "这个地址没有页面", "There is no page at this address"),
    ("/suspects/", 400, "这个地址或表单读不出来", "This address or form could not be read"),
    ("/too-big/", 413, "发来的内容太大", "What you sent is too large"),
    ("/denies/", 403, "您不能打开这一页", "You cannot open this page"),
    ("/too-many/", 429, "这里的请求太多", "Too many requests from here"),
    ("/full/", 507, "服务器暂时没有空间", "The server has no room just now"),
    ("/breaks/", 500, "系统出错了", "Something went wrong on our side"),
]


@pytest.mark.parametrize(("address", "status", "chinese", "english"), CASES)
def test_an_error_is_said_plainly_in_both_languages(
    client: Client, address: str, status: int, chinese: str, english: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert f"<h1>{chinese}</h1>" in answer.content.decode()
    client.cookies["lang"] = "en"
    assert f"<h1>{english}</h1>" in client.get(address).content.decode()


def test_a_refusal_says_the_reason_of_the_policy(client: Client) -> None:
    assert "核查须由没有参与处置的人做。" in client.get("/denies/").content.decode()


def test_asking_too_often_is_told_when_to_come_back(client: Client) -> None:
    assert client.get("/too-many/")["Retry-After"] == "90"


def test_a_form_without_its_token_is_told_to_reload() -> None:
    client = Client(enforce_csrf_checks=True)
    with mock.patch("django.conf.settings.ROOT_URLCONF", "tests.web.base.root_urls"):
        answer = client.post("/plain/", {"line": "x"})
    assert answer.status_code == 403
    assert "这份表单没有通过校验，没有提交" in answer.content.decode()


def test_a_fault_that_breaks_the_template_too_still_gets_last_words(client: Client) -> None:
    with mock.patch("linli.web.errors.render_to_string", side_effect=RuntimeError):
        answer = client.get("/breaks/")
    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()
    assert "Something went wrong" in answer.content.decode()


def test_a_hostile_address_is_answered_and_not_repeated(client: Client) -> None:
    answer = client.get("/%3Cscript%3Ealert(1)%3C/script%3E/")
    assert answer.status_code == 404
    assert b"<script>alert" not in answer.content
