"""The page of a code: every step in plain words, to the reporter, to a joined reporter and to a follower."""

from datetime import timedelta

import pytest
from django.test import Client

from linli.cases import actions
from linli.cases.models import Case
from linli.web.resident import guesses
from tests.builders import AT, OTHER_STREET, STREET, Town, closed, handled, report, reported_to
from tests.web.resident.forms import send, words


def page_of(phone: Client, case: Case, **query: str) -> str:
    """This will open the page of a case's code."""
    answer = phone.get(f"/{STREET}/t/{case.tracking}/", query)
    assert answer.status_code == 200
    return words(answer)


def test_a_new_case_shows_its_code_its_words_and_what_is_next(town: Town, phone: Client) -> None:
    page = page_of(phone, report(text="路灯下面积水，走不过去。"), done="new")
    for shown in (
        "您的查询码",
        "路灯下面积水，走不过去。",
        "您反映了问题",
        "立案，归入",
        "到场处理",
        "今天 13:00前",
    ):
        assert shown in page


def test_every_step_is_told_by_duty_and_never_by_name(town: Town, phone: Client) -> None:
    case = reported_to("street", town)
    actions.answer(case=case, by=town.street_officer, at=AT, words="已经联系清运车")
    page = page_of(phone, case)
    for shown in ("交给东关社区", "交给汉城街道", "已经联系清运车", "第1网格"):
        assert shown in page
    for name in (town.grid_member.name, town.community_officer.name, town.street_officer.name):
        assert name not in page
    assert "超出网格能力" not in page  # a reason between offices


def test_remarks_between_colleagues_stay_between_them(town: Town, phone: Client) -> None:
    case = report()
    actions.note(case=case, by=town.grid_member, at=AT, words="这家人总是投诉")
    assert "总是投诉" not in page_of(phone, case)


def test_a_missed_clock_is_told_as_it_is(town: Town, phone: Client) -> None:
    from linli.cases import clockwork

    case = report()
    clockwork.tick(AT + timedelta(days=3))
    assert "时限已过，自动升级到东关社区" in page_of(phone, case)


def test_handled_it_asks_and_offers_both_answers(town: Town, phone: Client) -> None:
    page = page_of(phone, handled(town))
    for shown in ("请您看一看", "没解决", "解决了", "您不答复也会由另一位工作人员到场核查"):
        assert shown in page


def test_closed_it_may_be_reopened_for_seven_days(
    town: Town, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = closed(town)
    assert "没解决，要求重新处理" in page_of(phone, case)
    monkeypatch.setattr("linli.web.doors.present", lambda: AT + timedelta(days=8))
    assert "没解决，要求重新处理" not in page_of(phone, case)


@pytest.mark.parametrize("end", ["close_no_action", "close_not_ours"])
def test_an_end_without_a_fix_tells_why(town: Town, phone: Client, end: str) -> None:
    case = reported_to("street", town)
    why = "属于小区物业管理，已转物业。"
    if end == "close_no_action":
        actions.close_no_action(case=case, by=town.street_officer, at=AT, reason=why)
    else:
        actions.close_not_ours(case=case, by=town.street_officer, at=AT, whose=why)
    assert why in page_of(phone, case)


def test_a_joined_reporter_sees_the_other_case_without_its_reporters_words(town: Town, phone: Client) -> None:
    first = report(text="张三家门口的垃圾没人管")
    mine = report(text="我家楼下的垃圾")
    actions.join(case=mine, by=town.community_officer, at=AT, into=first)
    first.refresh_from_db()
    actions.answer(case=first, by=town.community_officer, at=AT, words="张先生您好")
    actions.fix(case=first, by=town.grid_member, at=AT, result="已清运干净。")
    page = page_of(phone, mine)
    for shown in ("我家楼下的垃圾", "两件一起办", "已清运干净。", "并入先前的一件"):
        assert shown in page
    for hidden in ("张三", "张先生", "没解决</a>"):
        assert hidden not in page


def test_separated_again_the_reporter_has_their_own_case_and_is_told_so_in_plain_words(
    town: Town, phone: Client
) -> None:
    first = report(text="张三家门口的垃圾没人管")
    mine = report(text="我家楼下的垃圾")
    actions.join(case=mine, by=town.community_officer, at=AT, into=first)
    first.refresh_from_db()
    actions.fix(case=first, by=town.grid_member, at=AT, result="已清运干净。")
    actions.separate(case=mine, by=town.community_officer, at=AT, reason="这家人说错了地方")
    page = page_of(phone, mine)
    for shown in ("我家楼下的垃圾", "不是同一件事", "恢复单独办理", "并入先前的一件", "到场处理", "撤回"):
        assert shown in page
    for hidden in ("已清运干净。", "说错了地方", "您可以跟进它", "两件一起办"):
        assert hidden not in page
    first.refresh_from_db()
    assert "拆分" not in page_of(phone, first), "whose case the other was concerns nobody"


def test_a_follower_sees_steps_only_and_may_leave(town: Town, phone: Client) -> None:
    case = report(text="张三家门口的垃圾没人管")
    follower = actions.follow(case=case, at=AT, idempotency="me-too-1", words="我也看见了")
    case.refresh_from_db()
    actions.fix(case=case, by=town.grid_member, at=AT, result="已清运干净。")
    address = f"/{STREET}/t/{follower.tracking}/"
    page = words(phone.get(address))
    assert "张三" not in page
    assert "积存垃圾" in page
    assert "已清运干净。" in page
    for verb in ("add", "not-fixed", "withdraw", "erase"):
        assert phone.get(f"{address}{verb}/").status_code == 404
    assert send(phone, f"{address}leave/").status_code == 303
    assert phone.get(address).status_code == 404
    case.refresh_from_db()
    assert case.followers == 0


def test_a_code_is_found_however_it_is_typed(town: Town, phone: Client) -> None:
    case = report()
    right = f"/{STREET}/t/{case.tracking}/"
    typed = case.tracking.replace("-", " ").lower()
    assert phone.get(f"/{STREET}/t/{typed}/")["Location"] == right
    assert send(phone, f"/{STREET}/t/", code=f" {typed} ")["Location"] == right


@pytest.mark.parametrize("typed", ["", "7K3", "7K3-9QF", "<script>", "九" * 500, "x" * 100_000])
def test_a_wrong_code_is_said_and_kept(town: Town, phone: Client, typed: str) -> None:
    page = send(phone, f"/{STREET}/t/", code=typed)
    assert page.status_code == 422
    assert "查询码" in words(page)
    assert typed.replace("<", "&lt;").replace(">", "&gt;") in words(page)


def test_a_code_opens_nothing_in_another_street(town: Town, phone: Client) -> None:
    assert phone.get(f"/{OTHER_STREET}/t/{report().tracking}/").status_code == 404


def test_whoever_guesses_is_asked_to_wait_and_others_are_not(town: Town, phone: Client) -> None:
    case = report()
    for _ in range(guesses.PER_WINDOW):
        assert phone.get(f"/{STREET}/t/222-222/").status_code == 404
    answer = phone.get(f"/{STREET}/t/{case.tracking}/")
    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert Client(REMOTE_ADDR="10.9.8.7").get(f"/{STREET}/t/{case.tracking}/").status_code == 200


def test_the_page_is_kept_from_caches_other_sites_and_search(town: Town, phone: Client) -> None:
    answer = phone.get(f"/{STREET}/t/{report().tracking}/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]


def test_after_erasing_the_page_still_shows_the_steps(town: Town, phone: Client) -> None:
    case = report(text="张三家门口的垃圾没人管")
    assert send(phone, f"/{STREET}/t/{case.tracking}/erase/").status_code == 303
    page = page_of(phone, case)
    assert "张三" not in page
    assert "立案" in page
    assert "积存垃圾" in page


def test_in_english_too(town: Town, phone: Client) -> None:
    phone.cookies["lang"] = "en"
    page = page_of(phone, handled(town))
    for shown in ("is it really fixed?", "Not fixed", "Grid 1", "Handled, to be checked"):
        assert shown in page


def test_a_page_that_asks_again_hears_only_what_is_new(town: Town, phone: Client) -> None:
    case = report()
    address = f"/{STREET}/t/{case.tracking}/"
    seen = phone.get(address).headers["ETag"]
    again = phone.get(address, headers={"If-None-Match": seen})
    assert (again.status_code, again.content) == (304, b"")
    assert "no-store" in again.headers["Cache-Control"]

    actions.answer(case=case, by=town.grid_member, at=AT, words="车已经在路上")
    news = phone.get(address, headers={"If-None-Match": seen})
    assert news.status_code == 200
    assert "车已经在路上" in words(news)
    assert news.headers["ETag"] != seen


def test_a_code_that_is_no_longer_one_says_nothing_of_what_was_seen(town: Town, phone: Client) -> None:
    case = report()
    seen = phone.get(f"/{STREET}/t/{case.tracking}/").headers["ETag"]
    assert phone.get(f"/{STREET}/t/ZZZ-ZZZ/", headers={"If-None-Match": seen}).status_code == 404
