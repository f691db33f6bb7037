"""A day's round: overdue and danger first, then by the way; nobody learns where somebody stood."""

import re
from datetime import timedelta

import pytest

from linli.cases import actions
from linli.cases.models import Case
from linli.facts import worker
from linli.facts.models import Fact
from linli.notify import queries as notified
from tests.builders import AT, EAST_2, SOUTH_1, Town, report
from tests.web.desk.conftest import Open

WEST = 112.3602


def at(lon: float) -> Case:
    """This will report something at this longitude in the first grid."""
    return report(lon=lon, lat=32.531)


def stops(page: str) -> list[str]:
    """This will list the numbers of a round in their order."""
    return re.findall(r'data-tick value="([^"]+)"', page)


def test_the_round_goes_along_the_way_from_where_the_person_says(town: Town, open_as: Open) -> None:
    far, near, between = at(WEST + 0.0015), at(WEST), at(WEST + 0.0007)
    client = open_as(town.grid_member)
    page = client.get("/m/round/", {"from": near.number}).content.decode()
    assert stops(page) == [near.number, between.number, far.number]
    page = client.get("/m/round/", {"from": far.number}).content.decode()
    assert stops(page) == [far.number, between.number, near.number]


def test_what_is_overdue_comes_before_what_is_near(town: Town, open_as: Open) -> None:
    near, overdue = at(WEST), at(WEST + 0.0015)
    Case.objects.filter(pk=overdue.pk).update(handle_by=AT - timedelta(hours=1))
    page = open_as(town.grid_member).get("/m/round/", {"from": near.number}).content.decode()
    assert stops(page) == [overdue.number, near.number]


def test_what_has_no_position_stands_behind(town: Town, open_as: Open) -> None:
    placed, placeless = at(WEST), report()
    Case.objects.filter(pk=placeless.pk).update(lon=None, lat=None, cell=None)
    page = open_as(town.grid_member).get("/m/round/?from=grid").content.decode()
    assert stops(page) == [placed.number]
    assert placeless.number in page.split("Without a position")[1]


def test_it_holds_nobody_elses_cases_and_ended_ones_neither(town: Town, open_as: Open) -> None:
    mine, other, elsewhere = at(WEST), report(grid=EAST_2), report(grid=SOUTH_1)
    page = open_as(town.grid_member).get("/m/round/").content.decode()
    assert stops(page) == [mine.number]
    assert other.number not in page
    assert elsewhere.number not in page


def test_nothing_of_a_round_is_written_down(town: Town, open_as: Open) -> None:
    at(WEST)
    before = Fact.objects.count()
    open_as(town.grid_member).get("/m/round/?from=grid")
    assert Fact.objects.count() == before


@pytest.mark.parametrize("asked", ["", "grid", "<b>", "DG-0000-0000", "\x00", "x" * 500])
def test_a_start_that_is_none_begins_at_the_most_urgent(town: Town, open_as: Open, asked: str) -> None:
    mine = at(WEST)
    answer = open_as(town.grid_member).get("/m/round/", {"from": asked})
    assert answer.status_code == 200
    assert stops(answer.content.decode()) == [mine.number]


def test_two_hundred_cases_are_one_round(town: Town, open_as: Open) -> None:
    cases = [at(WEST + n % 20 / 12_000) for n in range(205)]
    page = open_as(town.grid_member).get("/m/round/").content.decode()
    assert len(stops(page)) == len(set(stops(page))) == 200
    assert set(stops(page)) < {case.number for case in cases}


def test_pages_of_a_phone_may_be_kept_for_the_streets_days_and_contacts_never(
    town: Town, open_as: Open
) -> None:
    case = report(phone="13800000000", name="刘女士")
    client = open_as(town.grid_member)
    home = f"/m/{case.street}/{case.number}/"
    for address in (
        "/m/",
        "/m/round/",
        "/m/map/",
        "/m/notices/",
        "/m/new/",
        "/m/found/",
        home,
        f"{home}fix/",
    ):
        answer = client.get(address)
        assert (answer["X-Linli-Shell"], answer["X-Linli-Days"]) == ("1", "2"), address
    assert "X-Linli-Shell" not in client.get(f"{home}contact/")
    assert "X-Linli-Shell" not in open_as(town.community_officer).get(f"/desk/{case.street}/{case.number}/")


def test_a_page_kept_for_later_was_read_by_nobody(town: Town, open_as: Open) -> None:
    case = report()
    actions.urge(case=case, by=town.community_officer, at=AT)
    worker.run_due(AT)
    before = notified.unread(town.grid_member.person_id)
    open_as(town.grid_member).get(f"/m/{case.street}/{case.number}/", headers={"X-Linli-Keep": "1"})
    assert notified.unread(town.grid_member.person_id) == before > 0


def test_a_case_kept_for_later_has_the_form_of_every_step_it_offers(town: Town, open_as: Open) -> None:
    case = report()
    client, home = open_as(town.grid_member), f"/m/{case.street}/{case.number}/"
    seen, kept = (
        client.get(home, headers=headers).content.decode() for headers in ({}, {"X-Linli-Keep": "1"})
    )
    assert "<template" not in seen
    offered = set(re.findall(rf'<a class="button[^"]*" href="{home}([a-z-]+)/"', seen)) - {"contact"}
    assert len(offered) > 3
    assert set(re.findall(r'<template data-step="([a-z-]+)"', kept)) == offered
    for step in offered:
        assert f'action="{home}{step}/"' in kept


def test_two_hundred_cases_stand_on_one_page_so_that_all_can_be_sorted_and_kept(
    town: Town, open_as: Open
) -> None:
    for n in range(201):
        at(WEST + n % 20 / 12_000)
    page = open_as(town.grid_member).get("/m/").content.decode()
    assert page.count("<li data-filed=") == 200
    assert 'data-total="201"' in page
    assert "Page 1" in page
