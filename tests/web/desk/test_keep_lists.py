"""A person keeps a list with its filters under a name, with its count at the left, and puts such lists in order."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.cases import actions, queries
from linli.cases.models import SavedFilter
from linli.cases.queries import Filter
from linli.people.rows import Viewer
from tests.builders import EAST, SOUTH, Town, closed, handled, report, reported_to
from tests.web.desk.conftest import NOW, Open

SAVED = "/desk/saved/"


def names(viewer: Viewer) -> list[str]:
    return [row.name for row in queries.saved(viewer)]


def keep(viewer: Viewer, name: str, *, everything: bool = True, **asked: str) -> queries.Saved:
    return actions.save_filter(by=viewer, name=name, filters=Filter(**asked), everything=everything)  # type: ignore[arg-type]  # all its fields here are words


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_list_is_kept_from_its_address_and_leads_back_to_it(town: Town, open_as: Open) -> None:
    case = report(text="东边的垃圾")
    officer = open_as(town.street_officer)
    page = text(officer.get("/desk/cases/", {"community": EAST, "category": "01-02"}))
    assert 'href="/desk/saved/?community=411329001003&amp;category=01-02&amp;status=open&amp;in=all"' in page
    answer = officer.post(
        SAVED + f"?community={EAST}&category=01-02&in=all", {"action": "save", "name": "东关垃圾"}
    )
    page = text(officer.get(answer["Location"]))
    assert case.number in page
    assert "东关垃圾" in page
    assert "Keep this list" not in page
    assert page.count('aria-current="page"') == 2  # the kept list in the rail, and the tab


def test_its_count_is_what_it_lists(town: Town, open_as: Open) -> None:
    for grid_case in range(3):
        report(text=f"{grid_case}")
    handled(town)
    closed(town)
    reported_to("community", town)
    kept = [
        keep(town.community_officer, "全部待办", status="open"),
        keep(town.community_officer, "待核查", tab="checking"),
        keep(town.community_officer, "收到", status="received", community=EAST),
        keep(town.community_officer, "我的", everything=False, category="01-02"),
        keep(town.community_officer, "我要核查的", everything=False, tab="checking"),
    ]
    own = queries.work(town.community_officer, NOW)
    counts = queries.saved_counts(town.community_officer, kept, NOW, own)
    for row in kept:
        find = queries.listing if row.everything else queries.inbox
        assert counts[row.id] == find(town.community_officer, row.filters, NOW).total, row.name
    assert set(counts.values()) >= {1, 5}


def test_a_search_or_ended_cases_have_no_count(town: Town) -> None:
    kept = [
        keep(town.leader, "搜", search="垃圾"),
        keep(town.leader, "办结的", status="ended"),
        keep(town.leader, "都要"),
    ]
    assert queries.saved_counts(town.leader, kept, NOW, queries.work(town.leader, NOW)) == {}


def test_twelve_lists_cost_as_many_statements_as_one(town: Town, open_as: Open) -> None:
    report()
    officer = open_as(town.street_officer)
    cost = []
    for turn in range(1, 13):
        keep(town.street_officer, f"第{turn}个", status="open", community=EAST if turn % 2 else SOUTH)
        if turn in {1, 12}:
            officer.get("/desk/")
            with CaptureQueriesContext(connection) as seen:
                text(officer.get("/desk/"))
            cost.append(len(seen))
    assert cost[0] == cost[1]


def act(client: Client, action: str, row: queries.Saved, **more: str) -> str:
    answer = client.post(SAVED, {"action": action, "id": str(row.id), **more})
    return text(client.get(SAVED) if answer.status_code == 302 else answer)


def test_lists_are_renamed_ordered_and_taken_out(town: Town, open_as: Open) -> None:
    one, two, three = (keep(town.leader, name, tab="overdue") for name in ("甲", "乙", "丙"))
    leader = open_as(town.leader)
    act(leader, "up", three)
    assert names(town.leader) == ["甲", "丙", "乙"]
    act(leader, "down", one)
    assert names(town.leader) == ["丙", "甲", "乙"]
    act(leader, "up", three)
    act(leader, "rename", two, name=" 第 二 ")
    act(leader, "drop", one)
    assert names(town.leader) == ["丙", "第 二"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", "Give the list a name."), ("\u200b", "Give the list a name."), ("长" * 41, "at most 40 characters"),
     ("甲", "You have a list of this name already.")],
)  # fmt: skip
@pytest.mark.parametrize("action", ["save", "rename"])
def test_a_name_that_cannot_be_says_why_and_is_kept_in_its_field(
    town: Town, open_as: Open, name: str, sentence: str, action: str
) -> None:
    keep(town.leader, "甲", tab="overdue")
    other = keep(town.leader, "乙", tab="today")
    address = SAVED + "?in=all&tab=checking"
    page = text(open_as(town.leader).post(address, {"action": action, "id": str(other.id), "name": name}))
    assert sentence in page
    assert names(town.leader) == ["甲", "乙"]
    if name == "长" * 41:
        assert name in page


def test_the_thirteenth_is_refused_in_a_sentence(town: Town, open_as: Open) -> None:
    for turn in range(12):
        keep(town.leader, f"第{turn}个", tab="overdue")
    page = text(
        open_as(town.leader).post(SAVED + "?in=all&tab=today", {"action": "save", "name": "再来一个"})
    )
    assert "You have kept 12 lists. Take one out first." in page
    assert len(names(town.leader)) == 12


def test_the_same_twice_is_one(town: Town, open_as: Open) -> None:
    for _turn in range(2):
        open_as(town.leader).post(SAVED + "?in=all&tab=today", {"action": "save", "name": "今天"})
    assert names(town.leader) == ["今天"]


@pytest.mark.parametrize("action", ["rename", "drop", "up", "down"])
def test_another_persons_lists_are_out_of_reach(town: Town, open_as: Open, action: str) -> None:
    rows = [keep(town.leader, name, tab="today") for name in ("甲", "乙")]
    other = open_as(town.street_officer)
    for row in rows:
        assert "甲" not in act(other, action, row, name="丙")
    assert names(town.leader) == ["甲", "乙"]


@pytest.mark.parametrize("saved_id", ["", "x", "-1", "9" * 30, "٣", "\0"])
@pytest.mark.parametrize("action", ["rename", "drop", "up", "nonsense", ""])
def test_what_is_no_list_changes_nothing(town: Town, open_as: Open, saved_id: str, action: str) -> None:
    keep(town.leader, "甲", tab="today")
    answer = open_as(town.leader).post(SAVED, {"action": action, "id": saved_id, "name": "乙"})
    assert answer.status_code in {200, 302}
    assert names(town.leader) == ["甲"]


def test_a_list_whose_community_or_category_is_gone_says_so(town: Town, open_as: Open) -> None:
    report()
    keep(town.leader, "没了的社区", status="open", community="411329001999")
    gone = keep(town.leader, "没了的分类", status="open", category="77-77")
    leader = open_as(town.leader)
    page = text(leader.get("/desk/cases/", {"community": "411329001999"}))
    assert "The community of this filter is not there any more" in page
    page = text(leader.get("/desk/cases/", {"category": "77-77"}))
    assert "The category of this filter is not there any more" in page
    assert "没了的分类" in page
    assert gone.is_counted


@pytest.mark.parametrize(
    "asked",
    [None, [], "x", {"page": 9}, {"search": 1, "status": None, "odd": "x"}, {"tab": "of another year"}],
)
def test_what_a_later_or_earlier_linli_kept_harms_nothing(town: Town, open_as: Open, asked: Any) -> None:
    row = keep(town.leader, "旧的", tab="today")
    SavedFilter.objects.filter(pk=row.id).update(asked=asked if asked is not None else {})
    assert "旧的" in text(open_as(town.leader).get("/desk/"))


def test_a_list_as_it_comes_is_not_offered_to_be_kept(town: Town, open_as: Open) -> None:
    for address in ("/desk/", "/desk/cases/", "/desk/cases/?status=open", "/desk/?page=2"):
        assert "Keep this list" not in text(open_as(town.leader).get(address))
    assert "Keep this list" in text(open_as(town.leader).get("/desk/cases/?status=any"))
