"""Reporting: three taps, by any way to say where, refused kindly, stored once."""

from typing import Any

import pytest
from django.test import Client

from linli.cases.models import Case, Follower, Source, Statement
from linli.people.models import Duty
from linli.pictures.models import Picture
from linli.places.actions import change_setting
from linli.privacy.models import Contact
from tests.builders import AT, EAST, EAST_1, STREET, Town, inside, report
from tests.web.resident.forms import filled, named, photo, send, send_again, words

PAGE = f"/{STREET}/report/"


def test_three_taps_make_a_case_and_lead_to_its_page(town: Town, phone: Client) -> None:
    answer = send(phone, PAGE, text="墙边堆了七八袋装修垃圾。", community=EAST, picture0=photo())
    case = Case.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/{STREET}/t/{case.tracking}/?done=new"
    assert (case.source, case.community, case.placed_by) == (Source.RESIDENT, EAST, "list")
    assert Picture.objects.get().subject == f"case:{case.pk}"
    page = words(phone.get(answer["Location"]))
    assert case.tracking in page
    assert "墙边堆了七八袋装修垃圾" in page


def test_a_board_says_where_it_is(town: Town, phone: Client) -> None:
    address = f"/{STREET}/q/{town.spot.token}/"
    assert "东关宣传栏" in words(phone.get(address))
    send(phone, address, text="宣传栏下面有积水")
    case = Case.objects.get()
    assert (case.source, case.spot_id, case.grid) == (Source.QR, town.spot.pk, EAST_1)


def test_a_board_can_be_left_for_another_place_and_what_was_typed_stays(town: Town, phone: Client) -> None:
    address = f"/{STREET}/q/{town.spot.token}/"
    page = send(phone, address, text="在巷子另一头", change="1", picture0=photo())
    assert page.status_code == 200
    assert "在巷子另一头" in words(page)
    assert "东关宣传栏" not in words(page)
    send_again(phone, address, page, community=EAST)
    case = Case.objects.get()
    assert (case.source, case.spot_id, case.community) == (Source.RESIDENT, None, EAST)
    assert Picture.objects.count() == 1


def test_leaving_a_board_before_anything_is_written_blames_nobody(town: Town, phone: Client) -> None:
    page = send(phone, f"/{STREET}/q/{town.spot.token}/", change="1", picture0=named(b"%PDF-1.7", "a.jpg"))
    shown = words(page)
    assert 'id="id_community"' in shown
    assert "还有1处要改" in shown  # the false picture, and nothing else


@pytest.mark.parametrize("asked", ["ELSEWHERE", "411329002001", "<script>", "\0", "9" * 5000])
def test_who_comes_from_a_communitys_page_need_not_choose_it_again(
    town: Town, phone: Client, asked: str
) -> None:
    board = phone.get(f"/{STREET}/community/{EAST}/").content.decode()
    assert f'href="{PAGE}?community={EAST}"' in board
    assert f'<option value="{EAST}" selected>' in phone.get(PAGE, {"community": EAST}).content.decode()
    page = phone.get(PAGE, {"community": asked})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()
    assert f'<option value="{EAST}">' in page.content.decode()


def test_a_board_out_of_use_leads_to_the_list(town: Town, phone: Client) -> None:
    answer = phone.get(f"/{STREET}/q/NOSUCHBOARD/")
    assert answer.status_code == 302
    assert "不再使用" in words(phone.get(answer["Location"]))


def test_a_position_finds_its_grid(town: Town, phone: Client) -> None:
    lon, lat = inside(EAST_1)
    send(phone, PAGE, text="路口积水", lon=str(lon), lat=str(lat))
    assert (Case.objects.get().grid, Case.objects.get().placed_by) == (EAST_1, "phone")


def test_sent_twice_it_is_one_case(town: Town, phone: Client) -> None:
    form = filled(phone.get(PAGE), text="路口积水", community=EAST)
    answers = [phone.post(PAGE, form) for _ in range(3)]
    assert {answer["Location"] for answer in answers} == {
        f"/{STREET}/t/{Case.objects.get().tracking}/?done=new"
    }


def test_going_back_and_writing_something_else_is_another_case(town: Town, phone: Client) -> None:
    form = filled(phone.get(PAGE), text="路口积水", community=EAST)
    phone.post(PAGE, form)
    phone.post(PAGE, form | {"text": "还有一堆垃圾"})
    assert Case.objects.count() == 2


def test_two_pictures_without_words_are_two_cases_and_one_twice_is_one(town: Town, phone: Client) -> None:
    form = filled(phone.get(PAGE), community=EAST)
    first = photo()
    for picture in (first, named(first.getvalue(), "IMG_1.jpg"), photo("IMG_2.jpg")):
        picture.seek(0)
        phone.post(PAGE, form | {"picture0": picture})
    assert Case.objects.count() == 2


@pytest.mark.parametrize("key", ["", "short", "有空格 和汉字的钥匙一二三四五", "x" * 5000])
def test_a_page_without_a_key_of_ours_is_shown_again_with_everything(
    town: Town, phone: Client, key: str
) -> None:
    page = send(phone, PAGE, text="路口积水", community=EAST, key=key)
    assert page.status_code == 422
    assert "路口积水" in words(page)
    assert not Case.objects.exists()
    assert send_again(phone, PAGE, page).status_code == 303


HOSTILE = {"nothing": "", "only spaces": "  \u200b\n ", "100,000 characters": "垃" * 100_000}


@pytest.mark.parametrize("typed", HOSTILE)
def test_words_that_cannot_be_kept_are_refused_at_their_field_and_all_stays(
    town: Town, phone: Client, typed: str
) -> None:
    chosen = {"community": EAST, "category": "01-02", "phone": "13800000000", "age_14": "on"}
    page = send(phone, PAGE, text=HOSTILE[typed], **chosen)
    assert page.status_code == 422
    assert HOSTILE[typed].strip() in words(page)
    assert 'href="#id_text"' in words(page)
    assert filled(page).items() >= chosen.items()
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><b>粗</b>",
        "㛃家门口🗑️垃圾",
        "'; DROP TABLE cases_case; --",
        "{{ 7|add:7 }}\x00",
    ],
)
def test_markup_emoji_and_rare_characters_are_plain_words(town: Town, phone: Client, text: str) -> None:
    answer = send(phone, PAGE, text=text, community=EAST)
    kept = Statement.objects.get(kind="report").text
    assert kept == text.replace("\x00", "")
    page = words(phone.get(answer["Location"]))
    assert "<script>alert" not in page
    assert kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;") in page


def test_everything_that_is_not_right_is_said_at_once(town: Town, phone: Client) -> None:
    page = words(send(phone, PAGE, phone="123"))
    for field in ("text", "community", "phone", "age_14"):
        assert f'href="#id_{field}"' in page


PLACES = {
    "nowhere": {},
    "not a number": {"lon": "nan", "lat": "nan"},
    "letters": {"lon": "abc", "lat": "112"},
    "half of one": {"lon": "112.36"},
    "infinite": {"lon": "1e400", "lat": "32"},
    "exchanged": {"lon": "32.5288", "lat": "112.3651"},
    "Beijing": {"lon": "116.4", "lat": "39.9"},
    "a community of another street": {"community": "411329002001"},
}


@pytest.mark.parametrize("where", PLACES)
def test_a_place_that_is_none_is_refused_at_the_list_which_is_the_way_on(
    town: Town, phone: Client, where: str
) -> None:
    page = send(phone, PAGE, text="路口积水", **PLACES[where])
    assert page.status_code == 422
    assert "路口积水" in words(page)
    assert 'href="#id_community"' in words(page)
    assert not Case.objects.exists()
    assert send_again(phone, PAGE, page, community=EAST).status_code == 303


def test_outside_the_county_the_number_to_call_is_given(town: Town, phone: Client) -> None:
    change_setting(place=STREET, key="office.phone", text="0377-66212345", at=AT, by=None)
    assert "0377-66212345" in words(send(phone, PAGE, text="路口积水", lon="116.4", lat="39.9"))


PICTURES: dict[str, Any] = {
    "a PDF called .jpg": b"%PDF-1.7\n" + b"x" * 500,
    "nothing": b"",
    "half a picture": None,
    "30 MB": b"\xff\xd8\xff" + b"\0" * 30_000_000,
    "a page": b"<!doctype html><script>alert(1)</script>",
}


@pytest.mark.parametrize("what", PICTURES)
def test_a_false_picture_is_named_and_the_words_and_the_other_picture_stay(
    town: Town, phone: Client, what: str
) -> None:
    content = PICTURES[what] if PICTURES[what] is not None else photo().getvalue()[:2000]
    page = send(
        phone,
        PAGE,
        text="路口积水",
        community=EAST,
        picture0=named(content, "IMG_7.jpg"),
        picture1=photo("good.jpg"),
    )
    shown = words(page)
    assert page.status_code == 422
    assert "IMG_7.jpg：" in shown
    assert "路口积水" in shown
    assert shown.count("data:image/jpeg;base64,") == 1
    assert send_again(phone, PAGE, page).status_code == 303
    assert Picture.objects.count() == 1


def test_a_bomb_is_refused(town: Town, phone: Client) -> None:
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    page = send(phone, PAGE, text="路口积水", community=EAST, picture0=named(header + b"\0" * 99, "b.png"))
    assert page.status_code == 422
    assert "路口积水" in words(page)


def test_a_kept_picture_can_be_taken_out(town: Town, phone: Client) -> None:
    page = send(phone, PAGE, picture0=photo())
    assert words(page).count("data:image/jpeg") == 1
    page = send_again(phone, PAGE, page, drop="0", text="不用照片了")
    assert (page.status_code, words(page).count("data:image/jpeg")) == (200, 0)
    send_again(phone, PAGE, page, community=EAST)
    assert Case.objects.get().title == "不用照片了"
    assert not Picture.objects.exists()


@pytest.mark.parametrize("ticket", ["", "forged:1abc:xyz", "eyJ0IjoxfQ:1rAAAA:AAAA"])
def test_a_forged_or_expired_ticket_opens_nothing(town: Town, phone: Client, ticket: str) -> None:
    page = send(phone, PAGE, text="路口积水", community=EAST, kept=ticket)
    assert page.status_code == 422
    assert "请重新选" in words(page)
    assert not Case.objects.exists()


def test_a_number_needs_the_tick_of_age_and_is_sealed(town: Town, phone: Client) -> None:
    page = send(phone, PAGE, text="路口积水", community=EAST, phone="13800000000")
    assert page.status_code == 422
    assert "14" in words(page)
    send_again(phone, PAGE, page, age_14="on")
    contact = Contact.objects.get()
    assert contact.has == ["phone"]
    assert b"13800000000" not in bytes(contact.sealed)


@pytest.mark.parametrize("number", ["123", "411329199001011234", "电话是多少"])
def test_a_number_that_is_none_is_refused_at_its_field(town: Town, phone: Client, number: str) -> None:
    page = send(phone, PAGE, text="路口积水", community=EAST, phone=number, age_14="on")
    assert page.status_code == 422
    assert number in words(page)
    assert 'href="#id_phone"' in words(page)
    assert not Case.objects.exists()


def test_similar_cases_are_offered_on_the_board_page_without_unreleased_words(
    town: Town, phone: Client
) -> None:
    case = report(text="张三家门口的垃圾没人管")
    address = f"/{STREET}/q/{town.spot.token}/"
    page = phone.get(address)
    assert "就是这件" in words(page)
    assert "张三" not in words(page)
    chosen = words(page).split('name="same" value="')[1].split('"')[0]
    answer = send(phone, address, text="我也看见了", same=chosen)
    follower = Follower.objects.get()
    assert answer["Location"] == f"/{STREET}/t/{follower.tracking}/?done=following"
    assert follower.case_id == case.pk
    shown = words(phone.get(answer["Location"]))
    assert "张三" not in shown
    assert Case.objects.count() == 1


def test_a_position_is_shown_similar_cases_before_it_is_sent(town: Town, phone: Client) -> None:
    report(text="张三家门口的垃圾没人管")
    lon, lat = inside(EAST_1)
    page = send(phone, PAGE, text="路口积水", lon=str(lon), lat=str(lat), picture0=photo())
    assert page.status_code == 200
    assert Case.objects.count() == 1
    assert send_again(phone, PAGE, page).status_code == 303
    assert Case.objects.count() == 2
    assert Picture.objects.count() == 1


def test_a_case_nobody_offered_cannot_be_followed(town: Town, phone: Client) -> None:
    case = report()
    page = send(phone, f"/{STREET}/q/{town.spot.token}/", text="我也看见了", same=str(case.pk))
    assert page.status_code == 422
    assert not Follower.objects.exists()


def test_danger_says_whom_to_call_and_when_nobody_is_on_call(town: Town, phone: Client) -> None:
    page = words(phone.get(PAGE))
    assert all(f"tel:{number}" in page for number in (110, 119, 120))
    assert "没有人值守" not in page
    Duty.objects.update(on_roster=False)
    assert "没有人值守" in words(phone.get(PAGE))
    answer = send(phone, PAGE, text="路塌了", community=EAST, category="05-01")
    assert "tel:119" in words(phone.get(answer["Location"]))


def test_over_the_rate_it_is_held_and_not_refused(town: Town, phone: Client) -> None:
    for number in range(20):
        assert send(phone, PAGE, text=f"第{number}处", community=EAST).status_code == 303
    answer = send(phone, PAGE, text="第21处", community=EAST)
    assert answer.status_code == 303
    assert Case.objects.get(title="第21处").status == "held"
    assert "先看" in words(phone.get(answer["Location"]))


def test_a_form_without_its_token_is_refused(town: Town, phone: Client) -> None:
    form = filled(phone.get(PAGE), text="路口积水", community=EAST)
    del form["csrfmiddlewaretoken"]
    answer = phone.post(PAGE, form)
    assert answer.status_code == 403
    assert not Case.objects.exists()


def test_a_body_that_is_far_too_large_is_refused_before_it_is_read(town: Town, phone: Client) -> None:
    answer = phone.post(PAGE, {"text": "x"}, headers={"content-length": "200000000"})
    assert answer.status_code == 413


def test_looking_changes_nothing(town: Town, phone: Client) -> None:
    for address in (PAGE, f"/{STREET}/q/{town.spot.token}/", f"{PAGE}?next=https://evil.example/"):
        assert phone.get(address).status_code == 200
        assert phone.head(address).status_code == 200
    assert phone.put(PAGE).status_code == 405
    assert not Case.objects.exists()


def test_there_is_no_page_of_a_street_that_does_not_exist(town: Town, phone: Client) -> None:
    assert phone.get("/999999999/report/").status_code == 404
