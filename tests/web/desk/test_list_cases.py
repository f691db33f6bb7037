from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases import actions
from linli.people.rows import Viewer
from tests.builders import AT, EAST, SOUTH_1, Town, report, reported_to
from tests.web.desk.conftest import Open

MOST_STATEMENTS = 12


def statements(open_as: Open, who: Viewer, address: str) -> int:
    """This will count the statements of a page, once what the process keeps in memory is there."""
    client = open_as(who)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("who", ["community_officer", "street_officer", "grid_member"])
@pytest.mark.parametrize("address", ["/desk/", "/desk/cases/", "/m/"])
def test_a_list_costs_the_same_whatever_its_length(town: Town, open_as: Open, who: str, address: str) -> None:
    level = {"community_officer": "community", "street_officer": "street", "grid_member": "group"}[who]
    cases = [reported_to(level, town, at=AT - timedelta(hours=n)) for n in range(5)]
    few = statements(open_as, town.cast[who], address)
    for n in range(95):
        category = ("01-02", "01-04", "99-01")[n % 3]
        cases.append(reported_to(level, town, at=AT - timedelta(hours=n), category=category))
    assert statements(open_as, town.cast[who], address) == few
    assert few <= MOST_STATEMENTS


def test_the_inbox_shows_what_is_mine_and_all_cases_what_i_may_see(town: Town, open_as: Open) -> None:
    mine = reported_to("community", town, text="这件在社区")
    grids = report(text="这件在网格")
    page = open_as(town.community_officer).get("/desk/").content.decode()
    assert mine.number in page
    assert grids.number not in page
    everything = open_as(town.community_officer).get("/desk/cases/").content.decode()
    assert mine.number in everything
    assert grids.number in everything


def test_nobody_sees_a_neighbours_cases(town: Town, open_as: Open) -> None:
    case = report()
    for who in (town.sibling_officer, town.stranger, town.department_officer, town.auditor):
        assert case.number not in open_as(who).get("/desk/cases/").content.decode()


def test_the_most_urgent_stands_first(town: Town, open_as: Open) -> None:
    late = reported_to("community", town, category="01-06", text="慢的")
    soon = reported_to("community", town, category="01-04", text="急的")
    page = open_as(town.community_officer).get("/desk/").content.decode()
    assert page.index(soon.number) < page.index(late.number)
    newest = open_as(town.community_officer).get("/desk/?sort=newest").content.decode()
    assert late.number in newest


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=石狮子", True),
        ("q=%F0%9F%A6%81%00", False),
        ("category=01-04", True),
        ("category=01-02", False),
        (f"community={EAST}", True),
        ("community=411329001009", False),
        ("level=street", True),
        ("level=group", False),
        ("status=received&in=all", True),
        ("tab=overdue", False),
        ("tab=deferred", False),
        ("q=" + "x" * 5000, False),
        ("tab=%3Cscript%3E&level=%27%3B&status=1&page=-1&sort=no", True),
        ("page=99999999999999999999", True),
        ("category=" + "9" * 90, False),
    ],
)
def test_filters_stand_in_the_address_and_nonsense_counts_as_not_said(
    town: Town, open_as: Open, query: str, found: bool
) -> None:
    case = reported_to("street", town, text="路口的石狮子倒了。", category="01-04")
    response = open_as(town.street_officer).get(f"/desk/?{query}")
    assert response.status_code == 200
    assert (f"/{case.number}/" in response.content.decode()) is found


def test_a_tab_counts_what_it_shows(town: Town, open_as: Open) -> None:
    case = reported_to("community", town)
    actions.fix(case=case, by=town.community_officer, at=AT, result="清了")
    tabs = {"waiting": (town.community_officer, "Waiting"), "checking": (town.street_officer, "To check")}
    for tab, (who, words) in tabs.items():
        page = open_as(who).get(f"/desk/?tab={tab}").content.decode()
        assert f'{words} <span class="n">1</span>' in page
        assert case.number in page
    assert case.number not in open_as(town.community_officer).get("/desk/?tab=checking").content.decode()


def test_ones_own_deferred_cases_are_still_found_by_their_tab(town: Town, open_as: Open) -> None:
    case = reported_to("community", town)
    actions.ask_deferral(
        case=case, by=town.community_officer, at=AT, reason="等雨停", until=AT + timedelta(days=9)
    )
    actions.grant_deferral(case=case, by=town.street_officer, at=AT)
    client = open_as(town.community_officer)
    assert case.number in client.get("/desk/?tab=deferred").content.decode()
    assert case.number not in client.get("/desk/").content.decode()


def test_ended_cases_are_among_all_cases_when_asked_for(town: Town, open_as: Open) -> None:
    case = report()
    actions.withdraw(case=case, at=AT)
    client = open_as(town.community_officer)
    assert case.number not in client.get("/desk/cases/").content.decode()
    assert case.number in client.get("/desk/cases/?status=ended").content.decode()


def test_a_long_list_has_pages_that_keep_the_filters(town: Town, open_as: Open) -> None:
    for n in range(51):
        reported_to("street", town, grid=SOUTH_1 if n < 0 else "411329001003001", at=AT - timedelta(hours=n))
    page = open_as(town.street_officer).get("/desk/?category=01-02").content.decode()
    assert "category=01-02&amp;page=2" in page
    assert "Page 1" in page


def test_an_empty_inbox_says_what_comes_there(town: Town, open_as: Open) -> None:
    page = open_as(town.street_officer).get("/desk/").content.decode()
    assert "Nothing waits for you" in page
    assert "Nothing matches" in open_as(town.street_officer).get("/desk/?q=nothing").content.decode()


def test_words_of_residents_are_never_markup(town: Town, open_as: Open) -> None:
    reported_to("street", town, text="<script>alert(1)</script>")
    page = open_as(town.street_officer).get("/desk/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
