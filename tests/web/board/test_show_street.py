"""The first page, a street and its communities: counts of everything, links to what is released."""

import pytest
from django.test import Client

from linli.cases import actions
from linli.lib.db import writing
from linli.places import memory
from linli.places.models import LocationType, Place
from tests.builders import AT, EAST, ELSEWHERE, OTHER_STREET, SOUTH, SOUTH_1, STREET, Town, closed, report
from tests.web.board.conftest import TITLE, released, shown, statements


def test_the_first_page_lists_the_streets_by_code(town: Town, browser: Client) -> None:
    page = shown(browser, "/")
    assert page.index("汉城街道") < page.index("汉华街道")
    assert "按行政区划代码排列" in page


def test_the_first_page_leads_to_the_only_street_there_is(town: Town, browser: Client) -> None:
    with writing():
        Place.objects.filter(street=OTHER_STREET).delete()
        memory.move(OTHER_STREET, "version")
    answer = browser.get("/")
    assert (answer.status_code, answer["Location"]) == (302, f"/{STREET}/")


def test_the_first_page_of_an_empty_installation_says_so(db: None, browser: Client) -> None:
    assert "这里还没有开通的街道" in shown(browser, "/")


def test_a_street_counts_every_case_and_lists_communities_by_code(town: Town, browser: Client) -> None:
    closed(town)
    report(location_type=LocationType.INSIDE_YARD)
    report(grid=SOUTH_1)
    page = shown(browser, f"/{STREET}/")
    assert "今年收到 3" in page
    assert "社区按行政区划代码排列，不按结果排名。" in page
    assert "东关社区 2 1 1 0 0" in page
    assert "南关社区 1 0 1 0 0" in page
    assert page.index("东关社区") < page.index("南关社区")
    assert "还没有公开的案件" in page


def test_void_cases_and_other_streets_are_not_counted(town: Town, browser: Client) -> None:
    case = report()
    actions.ask_void(case=case, by=town.community_officer, at=AT, reason="测试件")
    actions.grant_void(case=case, by=town.second_community_officer, at=AT)
    assert "今年收到 0" in shown(browser, f"/{STREET}/")
    assert "今年收到 0" in shown(browser, f"/{OTHER_STREET}/")


def test_a_street_links_its_latest_released_cases(town: Town, browser: Client) -> None:
    case = released(town)
    page = browser.get(f"/{STREET}/").content.decode()
    assert f'href="/{STREET}/c/{case.number}/"' in page
    assert TITLE in page
    assert "三天没人清" not in page


def test_a_community_shows_its_grids_and_what_was_fixed(town: Town, browser: Client) -> None:
    released(town)
    report(grid=SOUTH_1)
    page = shown(browser, f"/{STREET}/community/{EAST}/")
    assert "今年收到 1" in page
    assert "第1网格 0 1" in page
    assert TITLE in page
    assert "今年收到 1" in shown(browser, f"/{STREET}/community/{SOUTH}/")
    assert TITLE not in shown(browser, f"/{STREET}/community/{SOUTH}/")


@pytest.mark.parametrize(
    "code", [ELSEWHERE, STREET, EAST + "001", EAST + "G01", "411329001999", "x", EAST + "%00", "9" * 300]
)
def test_what_is_no_community_of_the_street_has_no_page(town: Town, browser: Client, code: str) -> None:
    assert browser.get(f"/{STREET}/community/{code}/").status_code == 404


@pytest.mark.parametrize("address", ["/999999999/", "/999999999/cases/", "/999999999/figures/"])
def test_a_street_that_is_not_here_has_no_page(town: Town, browser: Client, address: str) -> None:
    assert browser.get(address).status_code == 404


def test_pages_may_be_kept_for_a_minute_and_never_for_who_is_signed_in(town: Town, browser: Client) -> None:
    assert browser.get(f"/{STREET}/")["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in browser.get(f"/{STREET}/")["Vary"]
    browser.cookies["sessionid"] = "x"
    assert browser.get(f"/{STREET}/")["Cache-Control"] == "no-store"


def test_only_reading_is_possible(town: Town, browser: Client) -> None:
    for address in ("/", f"/{STREET}/", f"/{STREET}/cases/", "/definitions/"):
        assert browser.post(address).status_code == 405


def test_the_pages_cost_the_same_however_many_cases_there_are(town: Town, browser: Client) -> None:
    addresses = (f"/{STREET}/", f"/{STREET}/community/{EAST}/")
    released(town)
    first = [statements(browser, address) for address in addresses]
    for _ in range(4):
        released(town)
    assert [statements(browser, address) for address in addresses] == first
    assert max(first) <= 10


def test_figures_are_counted_once_a_minute(
    town: Town, browser: Client, django_assert_max_num_queries: object
) -> None:
    assert statements(browser, "/definitions/") == 0
    browser.get(f"/{STREET}/")
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        browser.get(f"/{STREET}/")
