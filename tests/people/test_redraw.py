"""Duties follow the ground when a street redraws its grids."""

import json
from typing import Any

import pytest
import shapely
from shapely.geometry import mapping

from linli.facts.queries import history
from linli.people import actions, queries
from linli.people.models import Organisation, Person
from linli.places import actions as places
from linli.places.actions import Report
from tests.people.cast import AT, DAY, EAST, GRID, SOUTH, STREET, committee, duty, viewer

WHOLE = shapely.box(112.3800, 32.5280, 112.3840, 32.5300)
OTHER_SIDE = shapely.box(112.3840, 32.5280, 112.3860, 32.5300)


def feature(code: str, kind: str, area: Any, **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, "kind": kind, **more},
        "geometry": mapping(area) if area is not None else None,
    }


def redraw(*features: dict[str, Any], apply: bool = True) -> Report:
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    report = places.import_areas(content, STREET, at=AT, by=None, apply=apply)
    assert report.faults == []
    return report


def one_grid(serial: str) -> list[dict[str, Any]]:
    """This will draw 东关 as a single grid."""
    return [feature(EAST, "community", WHOLE), feature(EAST + serial, "grid", WHOLE)]


@pytest.fixture(autouse=True)
def surveyed(hancheng: None) -> None:
    redraw(*one_grid("001"))


def test_who_answered_for_a_grid_answers_for_the_one_that_takes_its_ground(li: Person, wang: Person) -> None:
    held = duty(li, "grid_member", GRID, on_roster=True)
    actions.put_on_leave(duty=held, deputy=wang, from_on=AT.date(), to_on=AT.date() + DAY, at=AT, by=None)
    shown = redraw(*one_grid("005"), apply=False).moves
    assert [(move.what, move.before, move.after) for move in shown] == [("duty", GRID, EAST + "005")]
    assert viewer(li).places() == {GRID}
    redraw(*one_grid("005"))
    assert viewer(li).places() == {EAST + "005"}
    assert viewer(wang).places() == {EAST + "005"}
    assert viewer(li, AT - DAY).places() == {GRID}
    assert [row.name for row in queries.on_roster(STREET, AT)] == ["Li", "Wang"]
    assert [fact.kind for fact in history(STREET, f"duty:{held.id}")][-1] == "duty.redrawn"


def test_a_vacancy_follows_too(li: Person) -> None:
    duty(None, "grid_lead", GRID)
    redraw(*one_grid("005"))
    assert [(line.place, line.vacant) for line in queries.duty_rows(STREET, AT)] == [(EAST + "005", True)]


def test_a_merger_gives_nobody_one_duty_twice_and_makes_one_vacancy_of_two(li: Person) -> None:
    halves = [shapely.box(112.38, 32.528, 112.382, 32.53), shapely.box(112.382, 32.528, 112.384, 32.53)]
    redraw(
        feature(EAST, "community", WHOLE),
        *(feature(f"{EAST}01{n}", "grid", half) for n, half in enumerate(halves)),
    )
    for grid in (EAST + "010", EAST + "011"):
        duty(li, "grid_member", grid)
        duty(None, "grid_lead", grid)
    redraw(*one_grid("020"))
    held = [(line.role, line.person_name) for line in queries.duty_rows(STREET, AT)]
    assert held == [("grid_lead", ""), ("grid_member", "Li")]


def test_an_office_of_a_merged_community_moves_to_its_successor(li: Person) -> None:
    office = committee("NG", place=SOUTH)
    duty(li, "community_officer", "", street=STREET, organisation=office)
    redraw(*one_grid("001"), feature(SOUTH, "community", None, ended=True, successors=[EAST]))
    assert Organisation.objects.get(id=office.id).place == EAST
    assert viewer(li).places("community_officer") == {EAST}


def test_a_grid_without_successor_lets_its_people_go(li: Person) -> None:
    duty(li, "grid_member", GRID)
    redraw(
        feature(EAST, "community", OTHER_SIDE),
        feature(EAST + "030", "grid", OTHER_SIDE),
    )
    assert viewer(li).duties == ()
