"""Likely doubles on a case's page: why they are shown, which joins which, and the way back."""

import re
from typing import Any

from linli.cases import actions
from linli.cases.models import Case
from tests.builders import AT, EAST_2, Town, report
from tests.web.desk.conftest import Open
from tests.web.desk.test_take_steps import fresh

HEAD = "Perhaps the same matter"


def page_of(client: Any, case: Case) -> str:
    text: str = client.get(f"/desk/{case.street}/{case.number}/").content.decode()
    return text


def joining(page: str) -> dict[str, str]:
    """This will give the fields and the address of the first form of joining on a page."""
    form = re.search(r'<form class="likely-join" method="post" action="([^"]+)">(.*?)</form>', page, re.S)
    assert form is not None
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[2]))
    return {"address": form[1], **fields}


def test_a_double_is_shown_with_its_reasons_and_joined_by_one_tap(town: Town, open_as: Open) -> None:
    first, second = report(), report()
    client = open_as(town.community_officer)
    page = page_of(client, second)
    assert HEAD in page
    assert "the same spot, the same category, nearly the same words, within a day" in page
    sent = joining(page)
    answer = client.post(sent.pop("address"), sent, follow=True)
    assert fresh(second).joined_to_id == first.pk
    told = answer.content.decode()
    assert f"{second.number}/separate/?undo=1" in told
    assert HEAD not in told
    assert f'href="/desk/{first.street}/{first.number}/">{first.number}</a>' in told
    assert f"{second.number}</a>" in page_of(client, first)


def test_on_the_page_of_the_earlier_one_the_later_one_is_joined_to_it(town: Town, open_as: Open) -> None:
    first, second = report(), report()
    client = open_as(town.community_officer)
    page = page_of(client, first)
    assert f"Join {second.number} to this case" in page
    sent = joining(page)
    client.post(sent.pop("address"), sent)
    assert (fresh(second).joined_to_id, fresh(first).joined_to_id) == (first.pk, None)


def test_it_is_undone_by_a_tap_and_a_second_tap_says_so(town: Town, open_as: Open) -> None:
    first, second = report(), report()
    actions.join(case=second, by=town.community_officer, at=AT, into=first)
    client = open_as(town.community_officer)
    undo = f"/desk/{second.street}/{second.number}/separate/?undo=1"
    assert client.post(undo).status_code == 302
    assert (fresh(second).status, fresh(second).joined_to_id, fresh(first).followers) == ("received", None, 0)
    page = client.post(undo, follow=True).content.decode()
    assert "there is nothing to separate" in page
    assert HEAD in page_of(client, second)


def test_who_may_not_join_reads_and_who_may_not_separate_is_offered_no_undo(
    town: Town, open_as: Open
) -> None:
    first, second = report(), report()
    page = page_of(open_as(town.supervisor), second)
    assert HEAD in page
    assert "likely-join" not in page
    member = open_as(town.grid_member)
    sent = joining(page_of(member, second))
    answer = member.post(sent.pop("address"), sent, follow=True)
    assert fresh(second).joined_to_id == first.pk
    assert "undo=1" not in answer.content.decode()
    undo = f"/desk/{second.street}/{second.number}/separate/?undo=1"
    assert member.post(undo).status_code == 403


def test_a_case_alone_or_ended_has_none(town: Town, open_as: Open) -> None:
    lonely = report(grid=EAST_2)
    client = open_as(town.community_officer)
    assert HEAD not in page_of(client, lonely)
    for case in (lonely, report(grid=EAST_2)):
        actions.close_no_action(case=case, by=town.community_officer, at=AT, reason="已自行清走")
    assert HEAD not in page_of(client, lonely)


def test_what_a_colleague_did_meanwhile_is_told_and_nothing_is_joined(town: Town, open_as: Open) -> None:
    report()
    second = report()
    client = open_as(town.community_officer)
    sent = joining(page_of(client, second))
    actions.close_no_action(case=fresh(second), by=town.second_community_officer, at=AT, reason="已自行清走")
    answer = client.post(sent.pop("address"), sent)
    assert answer.status_code == 409
    assert fresh(second).status == "no_action"


def test_a_likely_double_is_not_told_again_among_the_cases_near_by(town: Town, open_as: Open) -> None:
    double, case = report(), report()
    client = open_as(town.community_officer)
    page = page_of(client, case)
    assert page.count(f'href="/desk/{double.street}/{double.number}/"') == 1
    assert "Near by" not in page
    other = report(text="树枝断了", category="01-06")
    page = page_of(client, case)
    assert page.count(f'href="/desk/{other.street}/{other.number}/"') == 1
