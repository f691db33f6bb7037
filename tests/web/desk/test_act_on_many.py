"""Several cases are acted on together: asked once, previewed each, confirmed once, and done each by itself."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.cases import actions, queries
from linli.cases.models import Case
from linli.facts.models import Fact
from linli.places.actions import change_setting
from tests.builders import AT, EAST_2, SOUTH_1, STREET, Town, handled, report, reported_to
from tests.web.desk.conftest import NOW, Open

BATCH = "/desk/batch/"


def picks(cases: Sequence[Case], *, seen: bool = False) -> list[str]:
    """This will write cases as the ticks of a list do, with the version of a preview if it is one."""
    return [f"{case.street}.{case.number}" + (f".{case.version}" if seen else "") for case in cases]


def fresh(case: Case) -> Case:
    found = queries.get_case(case.pk)
    assert found is not None
    return found


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def hidden(page: str) -> dict[str, Any]:
    """This will read what a preview's own form would send."""
    form = page[page.index('name="act"') - 400 : page.index("</form>", page.index('name="act"'))]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input type=\"hidden\"[^>]*>", form):
        name, value = (re.search(f'{each}="([^"]*)"', tag) for each in ("name", "value"))
        assert name
        sent.setdefault(name[1], []).append(value[1] if value else "")
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def preview(client: Client, act: str, cases: Sequence[Case], **given: Any) -> str:
    return text(client.post(BATCH, {"act": act, "pick": picks(cases), "stage": "preview", **given}))


def confirm(client: Client, page: str, **changed: Any) -> str:
    return text(client.post(BATCH, hidden(page) | {"stage": "confirm", **changed}))


def acted(case: Case, kind: str) -> int:
    return Fact.objects.filter(subject=f"case:{case.pk}", kind=f"case.{kind}").count()


def test_what_is_asked_once_is_done_for_each(town: Town, open_as: Open) -> None:
    cases = [report(text=f"第{n}堆") for n in range(3)]
    officer = open_as(town.community_officer)
    page = preview(officer, "dispatch", cases, assignee=town.second_grid_member.person_id, words="一起去看看")
    assert "second grid member" in page
    assert [fresh(case).status for case in cases] == ["received"] * 3
    page = confirm(officer, page)
    assert "Done for 3 cases" in page
    for case in cases:
        after = fresh(case)
        assert (after.status, after.assignee_id) == ("sent", town.second_grid_member.person_id)
        assert queries.timeline(after)[0].words[0].text == "一起去看看"


@pytest.mark.parametrize(
    ("act", "who", "given", "kind"),
    [
        ("escalate", "community_officer", {"words": "超出社区能力"}, "escalated"),
        ("hand_over", "community_officer", {"words": "在隔壁", "grid": EAST_2}, "handed_over"),
        ("urge", "community_officer", {"words": ""}, "urged"),
    ],
)  # fmt: skip
def test_each_step_for_many_works(
    town: Town, open_as: Open, act: str, who: str, given: dict[str, Any], kind: str
) -> None:
    cases = [report(), report()]
    client = open_as(town.cast[who])
    confirm(client, preview(client, act, cases, **given))
    assert [acted(case, kind) for case in cases] == [1, 1]


def test_who_handled_a_case_does_not_verify_it_among_others(town: Town, open_as: Open) -> None:
    others = handled(town)
    own = report()
    actions.fix(case=own, by=town.community_officer, at=AT, result="顺手清了。")
    officer = open_as(town.community_officer)
    page = preview(officer, "verify", [others, own])
    assert "Must be checked by someone who did not handle it." in page
    page = confirm(officer, page)
    assert (fresh(others).status, fresh(own).status) == ("fixed", "checking")
    assert "Must be checked by someone who did not handle it." in page


def test_held_reports_are_accepted_together(town: Town, open_as: Open) -> None:
    cases = [report(), report()]
    Case.objects.all().update(status="held", filed_at=None, handle_by=None, act_by=None)
    officer = open_as(town.community_officer)
    confirm(officer, preview(officer, "accept", cases))
    assert {fresh(case).status for case in cases} == {"received"}


def test_nothing_is_hidden_of_what_cannot_be_done(town: Town, open_as: Open) -> None:
    can, cannot = report(), reported_to("street", town)
    page = text(open_as(town.street_officer).get(BATCH, {"pick": picks([can, cannot]), "act": "escalate"}))
    assert can.number in page
    assert cannot.number in page
    assert "The street is the highest level here" in page


def test_a_step_that_is_open_for_none_says_why_on_its_button(town: Town, open_as: Open) -> None:
    page = text(
        open_as(town.street_officer).get(
            BATCH, {"pick": picks([reported_to("street", town)]), "act": "escalate"}
        )
    )
    assert 'aria-disabled="true" aria-describedby="why-none"' in page
    assert 'id="why-none"' in page


def test_a_colleague_who_was_first_keeps_what_they_did(town: Town, open_as: Open) -> None:
    cases = [report(), report()]
    officer = open_as(town.community_officer)
    page = preview(officer, "escalate", cases, words="超出社区能力")
    first = fresh(cases[0])
    actions.dispatch(
        case=first, by=town.second_community_officer, at=NOW, assignee_id=town.grid_member.person_id
    )
    page = confirm(officer, page)
    assert fresh(cases[0]).status == "sent"
    assert fresh(cases[1]).level == "community"
    assert "Not done" in page
    assert "Community officer, Dongguan" in page


def test_a_reminder_in_between_changes_nothing(town: Town, open_as: Open) -> None:
    case = report()
    officer = open_as(town.community_officer)
    page = preview(officer, "escalate", [case], words="超出社区能力")
    actions.note(case=fresh(case), by=town.grid_member, at=NOW, words="去看过了")
    confirm(officer, page)
    assert fresh(case).level == "community"


def test_the_same_confirmation_twice_does_nothing_twice(town: Town, open_as: Open) -> None:
    cases = [report(), report()]
    officer = open_as(town.community_officer)
    page = preview(officer, "urge", cases, words="快一点")
    for _turn in range(2):
        assert "Done for 2 cases" in confirm(officer, page)
    assert [acted(case, "urged") for case in cases] == [1, 1]


def test_a_new_preview_is_a_new_act(town: Town, open_as: Open) -> None:
    case = report()
    officer = open_as(town.community_officer)
    for _turn in range(2):
        confirm(officer, preview(officer, "urge", [case], words="快一点"))
    assert acted(case, "urged") == 2


@pytest.mark.parametrize("version", ["0", "99", "-1", "x", "9" * 40, ""])
def test_a_version_that_never_was_is_a_conflict_and_no_more(town: Town, open_as: Open, version: str) -> None:
    case = report()
    officer = open_as(town.community_officer)
    page = preview(officer, "escalate", [case], words="超出社区能力")
    page = confirm(officer, page, pick=f"{case.street}.{case.number}.{version}")
    assert fresh(case).level == "group"
    assert "Not done" in page


@pytest.mark.parametrize("who", ["sibling_officer", "stranger", "department_officer", "auditor"])
def test_what_is_not_there_for_somebody_is_left_out(town: Town, open_as: Open, who: str) -> None:
    case = report()
    client = open_as(town.cast[who])
    sent = {"act": "urge", "pick": picks([case], seen=True), "stage": "confirm"}
    for page in (text(client.get(BATCH, {"pick": picks([case])})), text(client.post(BATCH, sent))):
        assert f">{case.number}<" not in page
        assert "is left out" in page
    assert acted(case, "urged") == 0


@pytest.mark.parametrize("step", ["fix", "no_action", "join", "grant_void", "release", "nonsense", "\0", ""])
def test_a_step_that_is_not_for_many_is_not_taken(town: Town, open_as: Open, step: str) -> None:
    case = report()
    sent = {"act": step, "pick": picks([case], seen=True), "stage": "confirm", "words": ""}
    text(open_as(town.community_officer).post(BATCH, sent))
    assert fresh(case).status == "received"


@pytest.mark.parametrize(
    "pick", ["", ".", "..", "x.y", "\0.\0", "411329001.DG-2611-0001.1.1", "案.件", "a" * 5000]
)
def test_a_tick_that_names_nothing_is_none(town: Town, open_as: Open, pick: str) -> None:
    page = text(open_as(town.community_officer).get(BATCH, {"pick": pick}))
    assert "Nothing is chosen" in page


def test_a_street_says_how_many_at_once(town: Town, open_as: Open) -> None:
    cases = [report() for _n in range(3)]
    change_setting(key="cases.batch_most", place=STREET, text="2", by=None, at=AT - timedelta(days=1))
    officer = open_as(town.community_officer)
    page = text(officer.post(BATCH, {"act": "urge", "pick": picks(cases, seen=True), "stage": "confirm"}))
    assert "At most 2 cases" in page
    assert [acted(case, "urged") for case in cases] == [0, 0, 0]


def test_somebody_elsewhere_is_refused_case_by_case(town: Town, open_as: Open) -> None:
    here, at_department = report(), reported_to("department", town)
    street = open_as(town.street_officer)
    page = preview(street, "dispatch", [here, at_department], assignee=town.grid_member.person_id)
    assert "Choose somebody on duty whose work this is." in page
    confirm(street, page)
    assert (fresh(here).assignee_id, fresh(at_department).assignee_id) == (town.grid_member.person_id, None)


def test_what_is_missing_is_asked_for_and_nothing_is_lost(town: Town, open_as: Open) -> None:
    case = report()
    page = preview(open_as(town.community_officer), "hand_over", [case], words="在隔壁", grid="")
    assert "Choose one from the list." in page
    assert "在隔壁" in page
    assert fresh(case).grid == case.grid


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/desk/\0", "/m/", "javascript:1"]
)
def test_the_way_back_leads_to_the_desk_alone(town: Town, open_as: Open, back: str) -> None:
    page = text(open_as(town.community_officer).get(BATCH, {"pick": picks([report()]), "back": back}))
    assert f'href="{back}' not in page
    assert 'href="/desk/"' in page


def cost(client: Client, cases: Sequence[Case], stage: str) -> int:
    sent = {"act": "urge", "pick": picks(cases, seen=True), "stage": stage, "key": f"{stage}{len(cases)}"}
    client.post(BATCH, {"act": "urge", "pick": picks(cases)})
    with CaptureQueriesContext(connection) as seen:
        text(client.post(BATCH, sent))
    return len(seen)


@pytest.mark.parametrize(("stage", "most"), [("preview", 6), ("confirm", 30)])
def test_a_case_more_costs_the_same_few_statements(town: Town, open_as: Open, stage: str, most: int) -> None:
    cases = [report() for _n in range(12)]
    client = open_as(town.community_officer)
    few, many = cost(client, cases[:4], stage), cost(client, [fresh(case) for case in cases[4:]], stage)
    assert (many - few) / 4 <= most


def test_another_community_s_grid_is_a_place_too(town: Town, open_as: Open) -> None:
    case = report()
    street = open_as(town.street_officer)
    confirm(street, preview(street, "hand_over", [case], words="那边的", grid=SOUTH_1))
    assert fresh(case).grid == SOUTH_1


def test_the_list_offers_a_tick_for_each_case(town: Town, open_as: Open) -> None:
    case = reported_to("community", town)
    page = text(open_as(town.community_officer).get("/desk/"))
    assert f'name="pick" form="batch" value="{case.street}.{case.number}"' in page
    assert 'id="batch"' in page
