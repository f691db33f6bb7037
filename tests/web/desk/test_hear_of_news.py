"""An open desk asks whether anything has changed: mostly nothing, in one statement; else counts, rows, who did what."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.cases import actions
from tests.builders import AT, OTHER_STREET, STREET, Town, report, reported_to
from tests.web.desk.conftest import Open

NEWS = "/desk/news/"


def news(client: Client, **asked: str) -> Any:
    """This will ask for news that must be there."""
    answer = client.get(NEWS, asked)
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_while_nothing_happens_the_answer_is_empty_and_costs_one_statement_more_than_the_door(
    town: Town, open_as: Open
) -> None:
    client = open_as(town.community_officer)
    reported_to("community", town)
    seen = client.get(NEWS).headers["ETag"]
    with CaptureQueriesContext(connection) as door:
        client.get("/desk/keys/", headers={"If-None-Match": seen})
    with CaptureQueriesContext(connection) as asked:
        again = client.get(NEWS, headers={"If-None-Match": seen})
    assert (again.status_code, again.content) == (304, b"")
    facts = [row["sql"] for row in asked if "facts_fact" in row["sql"]]
    assert len(facts) == 1
    assert len(asked) < len(door)


def test_a_new_case_is_counted_and_named_by_its_number(town: Town, open_as: Open) -> None:
    client = open_as(town.community_officer)
    first = client.get(NEWS)
    before = json.loads(first.content)
    case = reported_to("community", town)
    answer = client.get(NEWS, headers={"If-None-Match": first.headers["ETag"]})
    after = json.loads(answer.content)
    assert after["inbox"] == before["inbox"] + 1
    assert after["tabs"]["all"] == before["tabs"]["all"] + 1
    assert case.number in after["rows"]
    assert case.number not in before["rows"]


def test_who_changed_the_open_case_is_said_by_duty_and_only_once_it_is_newer(
    town: Town, open_as: Open
) -> None:
    case = reported_to("community", town)
    client = open_as(town.community_officer)
    asked = {"street": STREET, "case": case.number, "seen": str(case.version)}
    actions.note(case=case, by=town.second_community_officer, at=AT, words="打过电话")
    assert news(client, **asked)["case"] == ""  # nothing that changes what is decided
    actions.start(case=case, by=town.second_community_officer, at=AT)
    said = news(client, **asked)["case"]
    assert "What you wrote is kept." in said
    assert town.second_community_officer.name not in said
    assert news(client, **(asked | {"seen": str(case.version + 2)}))["case"] == ""


def test_nothing_is_told_of_cases_that_are_not_theirs(town: Town, open_as: Open) -> None:
    case = report()
    actions.answer(case=case, by=town.grid_member, at=AT, words="车在路上")
    client = open_as(town.stranger)
    told = news(client, street=STREET, case=case.number, seen="1", **{"in": "all"})
    assert told["case"] == ""
    assert case.number not in told["rows"]


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 30, "１"])
@pytest.mark.parametrize("street", [STREET, OTHER_STREET, "", "'"])
def test_an_address_that_means_nothing_tells_nothing_and_breaks_nothing(
    town: Town, open_as: Open, seen: str, street: str
) -> None:
    told = news(open_as(town.community_officer), street=street, case="DG-0-0", seen=seen, tab="?", page="0")
    assert told["case"] == ""


def test_keys_are_listed_and_can_be_switched_off(town: Town, open_as: Open) -> None:
    client = open_as(town.community_officer)
    assert 'data-keys="on"' in client.get("/desk/").content.decode()
    client.get("/display/", {"keys": "off"})
    page = client.get("/desk/keys/").content.decode()
    assert 'data-keys="off"' in page
    assert "Switch the keys on" in page
