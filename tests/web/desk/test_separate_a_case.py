"""Separating through the pages: who is offered it, what a second press does, and that nobody else is disturbed."""

from linli.cases import actions, queries
from linli.cases.models import Case
from tests.builders import AT, EAST_2, Town, report
from tests.web.desk.conftest import Open
from tests.web.desk.test_take_steps import fresh

REASON = {"words": "两堆，不是同一处。"}


def joined(town: Town) -> tuple[Case, Case]:
    """This will give a case and the one it was joined to."""
    root, case = report(grid=EAST_2), report()
    actions.join(case=case, by=town.community_officer, at=AT, into=root)
    return case, fresh(root)


def address(case: Case, face: str = "desk") -> str:
    return f"/{face}/{case.street}/{case.number}/"


def test_the_page_of_a_joined_case_offers_it_to_officers_alone(town: Town, open_as: Open) -> None:
    case, root = joined(town)
    for who, face, offered in (
        (town.community_officer, "desk", True),
        (town.street_officer, "desk", True),
        (town.grid_member, "m", False),
        (town.supervisor, "desk", False),
    ):
        page = open_as(who).get(address(case, face)).content.decode()
        assert ("Separate (not the same matter)" in page) is offered, who.name
    assert "Separate (not" not in open_as(town.community_officer).get(address(root)).content.decode()


def test_pressed_twice_it_is_done_once_and_a_colleague_who_was_later_is_told(
    town: Town, open_as: Open
) -> None:
    case, root = joined(town)
    seen = case.version
    first = open_as(town.community_officer)
    for _press in range(2):
        answer = first.post(address(case) + "separate/", {"seen": seen, **REASON})
        assert answer.status_code == 302
    assert [entry.kind for entry in queries.timeline(fresh(case))].count("separated") == 1
    later = open_as(town.second_community_officer).post(address(case) + "separate/", {"seen": seen, **REASON})
    page = later.content.decode()
    assert later.status_code == 409
    assert "Community officer, Dongguan has just separated this case from the other." in page
    assert "It is not joined to another case, so there is nothing to separate." in page
    assert REASON["words"] in page
    assert fresh(root).followers == 0


def test_whoever_has_the_other_cases_page_open_is_not_disturbed_by_it(town: Town, open_as: Open) -> None:
    case, root = joined(town)
    actions.separate(case=case, by=town.community_officer, at=AT, reason="两堆")
    answer = open_as(town.second_grid_member).post(
        address(root, "m") + "fix/", {"seen": root.version, "words": "清了。"}
    )
    assert answer.status_code == 302
    page = open_as(town.community_officer).get(address(root)).content.decode()
    assert "A report joined to this case was separated from it" in page


def test_of_another_duty_or_where_nothing_is_joined_it_is_refused_with_its_reason(
    town: Town, open_as: Open
) -> None:
    case, root = joined(town)
    answer = open_as(town.grid_member).post(address(case) + "separate/", {"seen": case.version, **REASON})
    assert answer.status_code == 403
    page = open_as(town.community_officer).post(
        address(root) + "separate/", {"seen": root.version, **REASON}
    )  # fmt: skip
    assert "there is nothing to separate" in page.content.decode()
    assert (fresh(case).version, fresh(root).version) == (case.version, root.version)
