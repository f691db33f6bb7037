import pytest
from django.test import Client

from linli.cases import actions
from linli.facts.worker import run_due
from linli.notify import queries as notices
from tests.builders import AT, Town, closed, handled, report, reported_to
from tests.web.desk.conftest import NOW, Open

SEEING = (
    "grid_member",
    "community_officer",
    "second_community_officer",
    "street_officer",
    "leader",
    "supervisor",
    "secretary",
    "street_admin",
    "county_admin",
)
BLIND = ("second_grid_member", "group_head", "sibling_officer", "department_officer", "auditor", "stranger")


def page_of(client: Client, address: str) -> str:
    """This will give what a page says; it must be there."""
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("who", SEEING)
def test_whoever_works_for_the_place_reads_the_case(town: Town, open_as: Open, who: str) -> None:
    case = report()
    for face in ("desk", "m"):
        assert case.number in page_of(open_as(town.cast[who]), f"/{face}/{case.street}/{case.number}/")


@pytest.mark.parametrize("who", BLIND)
@pytest.mark.parametrize("page", ["", "print/", "contact/", "slip/", "dispatch/", "note/", "picture/1/"])
def test_for_everybody_else_no_page_of_it_exists(town: Town, open_as: Open, who: str, page: str) -> None:
    case = report()
    assert open_as(town.cast[who]).get(f"/desk/{case.street}/{case.number}/{page}").status_code == 404
    assert open_as(town.cast[who]).post(f"/desk/{case.street}/{case.number}/{page}").status_code in {404, 405}


@pytest.mark.parametrize(
    "address",
    [
        "/desk/411329002/DG-2611-0001/",
        "/desk/411329001/XX-1/",
        "/desk/411329001/%00/",
        "/desk/41/DG-2611-0001/",
    ],
)
def test_an_address_that_is_none_is_not_found(town: Town, open_as: Open, address: str) -> None:
    report()
    assert open_as(town.leader).get(address).status_code == 404


def test_the_page_says_both_clocks_steps_words_and_history(town: Town, open_as: Open) -> None:
    case = reported_to("community", town, text="菜市场后门积水。")
    page = page_of(open_as(town.community_officer), f"/desk/{case.street}/{case.number}/")
    for words in (
        "菜市场后门积水。",
        "to be done by",
        "counted daily from 8 to 20",
        "to act by",
        "Escalated to the community",
        "Grid member, Grid 1, grid member",
        'aria-current="step"',
    ):
        assert words in page


def test_a_closed_step_stays_visible_with_its_reason(town: Town, open_as: Open) -> None:
    case = handled(town)
    page = page_of(open_as(town.grid_member), f"/desk/{case.street}/{case.number}/")
    assert 'aria-disabled="true" aria-describedby="why-verify"' in page
    assert 'id="why-verify"' in page
    assert "Must be checked by someone who did not handle it." in page


def test_who_only_reads_is_offered_no_step(town: Town, open_as: Open) -> None:
    case = report()
    page = page_of(open_as(town.county_admin), f"/desk/{case.street}/{case.number}/")
    assert "your duty takes no step here" in page
    assert "Add a note" not in page


def test_a_contact_and_a_tracking_code_are_on_no_page_of_the_case(town: Town, open_as: Open) -> None:
    case = report(name="王老师", phone="13800138000")
    for address in ("", "print/"):
        page = page_of(open_as(town.grid_member), f"/desk/{case.street}/{case.number}/{address}")
        assert "13800138000" not in page
        assert "王老师" not in page
        assert case.tracking not in page


def test_erased_words_are_gone_and_the_page_says_so(town: Town, open_as: Open) -> None:
    case = report(text="这是我写的话。")
    actions.erase(case=case, at=AT)
    page = page_of(open_as(town.grid_member), f"/desk/{case.street}/{case.number}/")
    assert "这是我写的话" not in page
    assert "The reporter has erased their words and pictures." in page


def test_what_was_asked_stands_with_who_asked(town: Town, open_as: Open) -> None:
    case = report()
    actions.ask_void(case=case, by=town.grid_member, at=AT, reason="是测试")
    page = page_of(open_as(town.community_officer), f"/desk/{case.street}/{case.number}/")
    assert "It is asked to make this void." in page
    assert "Agree that it is void" in page
    assert "Grant the deferral" not in page


def test_similar_cases_near_by_are_linked(town: Town, open_as: Open) -> None:
    case, other = report(), report(text="树枝断了。", category="01-06")
    page = page_of(open_as(town.grid_member), f"/desk/{case.street}/{case.number}/")
    assert f"{other.number} 树枝断了" in page


def test_opening_a_case_marks_its_notices_as_read(town: Town, open_as: Open) -> None:
    case = report()
    run_due(NOW)
    assert notices.unread(town.grid_member.person_id) == 1
    page_of(open_as(town.grid_member), f"/m/{case.street}/{case.number}/")
    assert notices.unread(town.grid_member.person_id) == 0


def test_paper_carries_full_dates_and_the_office(town: Town, open_as: Open) -> None:
    case = closed(town)
    page = page_of(open_as(town.community_officer), f"/desk/{case.street}/{case.number}/print/")
    assert "Tue 24 Nov 2026, 09:00" in page
    assert "today" not in page
    assert "Hancheng Street" in page


def test_the_page_is_chinese_without_being_asked(town: Town, open_as: Open) -> None:
    case = report()
    client = open_as(town.community_officer)
    client.cookies["lang"] = ""
    page = page_of(client, f"/desk/{case.street}/{case.number}/")
    assert "经过" in page
    assert "What happened" not in page
