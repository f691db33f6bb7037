"""Figures and their definitions: every indicator, with what it leaves out and what stands beside it."""

from datetime import date, timedelta

import pytest
from django.test import Client

from linli.cases import actions
from linli.cases.models import CallBack, Case
from linli.figures.indicators import registered
from linli.lib.ids import new_id
from linli.web.board import periods
from tests.builders import AT, EAST, EAST_1, ELSEWHERE, SOUTH, SOUTH_1, STREET, Town, closed, report
from tests.web.board.conftest import shown, statements

FIGURES = f"/{STREET}/figures/"


@pytest.mark.parametrize("address", ["/definitions/", f"/{STREET}/definitions/"])
def test_every_indicator_is_defined_and_can_be_linked_to(town: Town, browser: Client, address: str) -> None:
    page = browser.get(address).content.decode()
    for one in registered():
        assert f'id="{one.key}"' in page
        assert str(one.definition) not in {"", one.key}


def test_figures_of_a_street_and_of_a_community(town: Town, browser: Client) -> None:
    closed(town)
    street, east, south = (shown(browser, FIGURES, community=code) for code in ("", EAST, SOUTH))
    assert "汉城街道" in street
    assert "南关社区" in street
    assert "立案率 1件，共1件 100.0%" in street
    assert "立案率 1件，共1件 100.0%" in east
    assert "立案率 0件，共0件 –" in south
    assert "社区按行政区划代码排列" in street


def called_back(town: Town, grid: str, times: int) -> None:
    """This will have people of a grid say in call-backs that one case of theirs is solved."""
    case = report(grid=grid)
    Case.objects.filter(pk=case.pk).update(status="fixed", call_back="solved", closed_at=AT)
    for _time in range(times):
        CallBack.objects.create(
            id=new_id(), street=STREET, case=case, at=AT, reached=True, solved=True, satisfaction=5
        )


def rates(browser: Client, **query: str) -> str:
    """What the page of figures says of what people said, between two rates beside it."""
    page = shown(browser, FIGURES, **query)
    return page[page.index("解决率") : page.index("满意率")].strip()


def test_what_few_people_said_in_call_backs_is_not_shown(town: Town, browser: Client) -> None:
    case = closed(town)
    actions.call_back(
        case=case, by=town.street_officer, at=AT, reached=True, solved=True, satisfaction=5, words=""
    )
    page = shown(browser, FIGURES)
    assert "解决率 回访较少，不显示" in page
    assert "满意率 回访较少，不显示" in page
    assert "回访确认：回访较少，不显示" in shown(browser, f"/{STREET}/")


HIDDEN = "解决率 回访较少，不显示"


@pytest.mark.parametrize(
    ("east", "south", "street", "each"),
    [
        (4, 5, HIDDEN, {}),
        (12, 10, "解决率 22件，共22件 100.0%", {EAST: "12件，共12件", SOUTH: "10件，共10件"}),
        # One of them would be the street's figure without the other.
        (12, 9, "解决率 21件，共21件 100.0%", {}),
        (30, 0, "解决率 30件，共30件 100.0%", {}),
    ],
)
def test_a_small_count_is_not_what_is_left_of_the_streets_either(
    town: Town, browser: Client, east: int, south: int, street: str, each: dict[str, str]
) -> None:
    called_back(town, EAST_1, east)
    called_back(town, SOUTH_1, south)
    assert rates(browser) == street
    for area in (EAST, SOUTH):
        assert rates(browser, community=area) == (f"解决率 {each[area]} 100.0%" if each else HIDDEN)


def test_a_month_shows_no_call_backs_so_that_none_is_what_is_left_of_the_year(
    town: Town, browser: Client
) -> None:
    called_back(town, EAST_1, 12)
    called_back(town, SOUTH_1, 12)
    assert rates(browser, period="2026") == "解决率 24件，共24件 100.0%"
    assert rates(browser, period="2026-11") == "解决率 只按全年公开"
    assert rates(browser, period="2026-11", community=EAST) == "解决率 只按全年公开"
    assert "东关社区 100.0% 0件 只按全年公开" in shown(browser, FIGURES, period="2026-11")


def test_confirmed_cases_are_kept_back_the_same_way_at_the_head_and_in_the_table(
    town: Town, browser: Client
) -> None:
    for grid, cases in ((EAST_1, 11), (SOUTH_1, 2)):
        for _case in range(cases):
            called_back(town, grid, 1)
    assert "回访确认：13件" in shown(browser, f"/{STREET}/")
    for area in (EAST, SOUTH):
        assert "回访确认：回访较少，不显示" in shown(browser, f"/{STREET}/community/{area}/")
    assert shown(browser, FIGURES).count("回访较少，不显示") == 2


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "1e9",
        "-1",
        "0000",
        "1999",
        "2026-00",
        "2026-13",
        "2027",
        "2026-12",
        "２０２６",
        "\x00",
        "9" * 500,
    ],
)
def test_a_period_that_is_none_is_this_year(town: Town, browser: Client, value: str) -> None:
    assert "2026年的数字" in shown(browser, FIGURES, period=value)


def test_a_month_and_an_earlier_year_can_be_asked_for(town: Town, browser: Client) -> None:
    closed(town)
    assert "立案率 1件，共1件 100.0%" in shown(browser, FIGURES, period="2026-11")
    assert "立案率 0件，共0件 –" in shown(browser, FIGURES, period="2026-10")
    earlier = shown(browser, FIGURES, period="2024-02")
    assert "2024年2月的数字" in earlier
    assert "截至现在" not in earlier


@pytest.mark.parametrize("value", [ELSEWHERE, "x", "\x00", "9" * 500, "<script>"])
def test_an_area_that_is_none_of_the_streets_is_the_whole_street(
    town: Town, browser: Client, value: str
) -> None:
    page = browser.get(FIGURES, {"community": value})
    assert "南关社区" in page.content.decode()
    assert "<script>" not in page.content.decode()


def test_the_periods_offered_in_january_reach_back_a_year() -> None:
    codes = [one.code for one in periods.choices(date(2027, 1, 5))]
    assert codes == ["2027", "2027-01", "2026-12", "2026"]
    assert periods.named("2028-02", date(2028, 2, 1)).end - date(2028, 2, 1) == timedelta(days=28)


def test_all_figures_cost_a_statement_or_two_each(town: Town, browser: Client) -> None:
    first = statements(browser, FIGURES)
    closed(town)
    closed(town)
    assert statements(browser, FIGURES) == first <= 2 * len(registered())


def test_english_is_complete(town: Town, browser: Client) -> None:
    closed(town)
    browser.cookies["lang"] = "en"
    for address in (
        "/",
        f"/{STREET}/",
        f"/{STREET}/community/{EAST}/",
        FIGURES,
        "/definitions/",
        f"/{STREET}/cases/",
    ):
        page = shown(browser, address)
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in page), page
