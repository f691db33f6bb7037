"""Released cases, alone and as a list: what an officer answers for, and not a word or place more."""

import pytest
from django.test import Client

from linli.cases import actions
from linli.cases.models import Case
from linli.places.models import PRIVATE_LOCATIONS
from tests.builders import AT, EAST, OTHER_STREET, SOUTH, STREET, Town, closed, report
from tests.web.board.conftest import TEXT, TITLE, released, shown, statements, with_picture

HOSTILE = ["0", "-1", "1e9", "９", "999999", "9" * 400, "x", "\x00", "' OR 1=1 --", "<script>"]


def test_a_released_case_shows_the_offices_words_and_nothing_of_the_reporter(
    town: Town, browser: Client
) -> None:
    case = released(town, name="赵小红", phone="13800138000", call_back_agreed=True)
    page = browser.get(f"/{STREET}/c/{case.number}/").content.decode()
    for said in (TITLE, TEXT, "东关社区", "已解决", case.number):
        assert said in page
    for kept in ("三天没人清", "赵小红", "13800138000", case.tracking, "112.36", "32.53", "09:00"):
        assert kept not in page


def test_a_case_that_is_not_released_has_no_page(town: Town, browser: Client) -> None:
    case = closed(town)
    assert browser.get(f"/{STREET}/c/{case.number}/").status_code == 404


def test_a_case_taken_back_has_no_page(town: Town, browser: Client) -> None:
    case = released(town)
    actions.unrelease(case=case, by=town.community_officer, at=AT, reason="照片里有人")
    assert browser.get(f"/{STREET}/c/{case.number}/").status_code == 404
    assert TITLE not in shown(browser, f"/{STREET}/cases/")
    assert TITLE not in shown(browser, f"/{STREET}/")


@pytest.mark.parametrize("where", sorted(PRIVATE_LOCATIONS))
def test_a_case_that_lies_in_a_yard_or_at_a_house_has_no_page(
    town: Town, browser: Client, where: str
) -> None:
    case = released(town)
    Case.objects.filter(pk=case.pk).update(location_type=where)
    assert browser.get(f"/{STREET}/c/{case.number}/").status_code == 404
    for address in (f"/{STREET}/", f"/{STREET}/cases/", f"/{STREET}/community/{EAST}/"):
        assert TITLE not in shown(browser, address)


@pytest.mark.parametrize("status", ["void", "held", "withdrawn"])
def test_a_case_in_a_hidden_state_has_no_page(town: Town, browser: Client, status: str) -> None:
    case = released(town)
    Case.objects.filter(pk=case.pk).update(status=status)
    assert browser.get(f"/{STREET}/c/{case.number}/").status_code == 404
    assert TITLE not in shown(browser, f"/{STREET}/cases/")


def test_another_street_has_no_page_for_the_number(town: Town, browser: Client) -> None:
    case = released(town)
    assert browser.get(f"/{OTHER_STREET}/c/{case.number}/").status_code == 404


@pytest.mark.parametrize("number", HOSTILE)
def test_a_number_nobody_gave_has_no_page(town: Town, browser: Client, number: str) -> None:
    released(town)
    assert browser.get(f"/{STREET}/c/{number.replace('/', '')}/").status_code == 404


def test_markup_in_released_words_is_shown_as_it_was_written(town: Town, browser: Client) -> None:
    case = released(town, title="<script>alert(1)</script>", text="<b>㛃</b> 😀")
    page = browser.get(f"/{STREET}/c/{case.number}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;㛃&lt;/b&gt;" in page


def test_only_released_pictures_are_shown(town: Town, browser: Client) -> None:
    case, _picture = with_picture(town, release=False)
    pages = (f"/{STREET}/c/{case.number}/", f"/{STREET}/community/{EAST}/")
    for address in pages:
        assert "/p/" not in browser.get(address).content.decode()


def test_a_released_picture_is_shown_at_an_address_that_serves_it(town: Town, browser: Client) -> None:
    case, picture = with_picture(town, release=True)
    address = f"/p/{STREET}/{picture.token}-middle.jpg"
    for page in (f"/{STREET}/c/{case.number}/", f"/{STREET}/community/{EAST}/"):
        html = browser.get(page).content.decode()
        assert f'src="{address}"' in html
        assert "permit" not in html
    assert browser.get(address).status_code == 200


def test_the_list_keeps_to_its_filters(town: Town, browser: Client) -> None:
    released(town, title="甲案")
    case = report()
    actions.release(case=case, by=town.community_officer, at=AT, public_title="乙案")
    address = f"/{STREET}/cases/"
    assert "甲案" in shown(browser, address, community=EAST)
    assert "甲案" not in shown(browser, address, community=SOUTH)
    assert "没有符合条件的公开案件" in shown(browser, address, community=SOUTH)
    ended, still = shown(browser, address, state="ended"), shown(browser, address, state="open")
    assert "甲案" in ended
    assert "乙案" not in ended
    assert "乙案" in still
    assert "甲案" not in still


@pytest.mark.parametrize("value", HOSTILE)
def test_a_filter_that_is_none_is_left_out(town: Town, browser: Client, value: str) -> None:
    released(town)
    page = browser.get(f"/{STREET}/cases/", {"community": value, "state": value, "page": value})
    assert page.status_code == 200
    assert TITLE in page.content.decode()
    assert "<script>" not in page.content.decode()


def test_the_list_has_pages_and_its_last_one_ends_it(town: Town, browser: Client) -> None:
    for number in range(21):
        released(town, title=f"第{number}案")
    address = f"/{STREET}/cases/"
    first, second = shown(browser, address), shown(browser, address, page="2")
    assert "第20案" in first
    assert "第0案" not in first
    assert "下一页" in first
    assert "第0案" in second
    assert "下一页" not in second
    assert shown(browser, address, page="77") == second


def test_the_list_costs_the_same_however_long_it_is(town: Town, browser: Client) -> None:
    address = f"/{STREET}/cases/"
    case = released(town)
    first = statements(browser, address)
    for _ in range(4):
        released(town)
    assert statements(browser, address) == first <= 5
    assert statements(browser, f"/{STREET}/c/{case.number}/") <= 4
