"""The map of the desk and of the phone: the person's own list, drawn, with its filters, and the same as rows."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from linli.people.rows import Viewer
from tests.builders import AT, EAST, EAST_1, SOUTH, SOUTH_1, STREET, Town, closed, report
from tests.web.maps.conftest import signed_in
from tests.web.maps.tiles import everywhere


def opened(viewer: Viewer, address: str) -> str:
    """This will open a page as somebody."""
    answer = signed_in(viewer).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def said(page: str) -> dict[str, Any]:
    """This will read what the page tells its script."""
    found = re.search(r'data-map="([^"]*)"', page)
    assert found
    read: dict[str, Any] = json.loads(unescape(found[1]))
    return read


def in_rows(page: str) -> set[str]:
    """The numbers of the cases that stand as rows."""
    return set(re.findall(r'<span class="code">([^<]+)</span>', page))


def in_tiles(viewer: Viewer, page: str) -> set[str]:
    """The numbers of the cases in the tiles that this page asks for."""
    base, _, query = said(page)["tiles"].partition("{z}/{x}/{y}.mvt")
    read = everywhere(signed_in(viewer), base, 15, query)
    return {
        name.split("/")[1] for points in read.values() for point in points for name in point.name.split(",")
    }


@pytest.mark.parametrize(
    "query",
    [
        "", "?in=all", "?in=all&status=any", "?in=all&status=ended", "?in=all&category=01-07",
        f"?in=all&community={SOUTH}", "?in=all&status=any&period=2026-10", "?tab=overdue",
        "?in=all&status=nonsense&period=x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("part", ["street_officer", "community_officer", "grid_member"])
def test_tiles_and_rows_hold_the_same(town: Town, part: str, query: str) -> None:
    report()
    report(category="01-07", lon=112.3606, lat=32.5306)
    report(grid=SOUTH_1)
    closed(town, lon=112.3607, lat=32.5307)
    closed(town, lon=112.3608, lat=32.5308, at=AT - timedelta(days=40))
    viewer = getattr(town, part)
    page = opened(viewer, "/desk/map/" + query)
    assert in_tiles(viewer, page) == in_rows(page)


def test_the_rows_of_the_desk_are_those_of_its_list(town: Town) -> None:
    report()
    report(grid=SOUTH_1)
    for query in ("", "?in=all"):
        home = "/desk/cases/" if query else "/desk/"
        listed = in_rows(opened(town.street_officer, home))
        assert in_rows(opened(town.street_officer, "/desk/map/" + query)) == listed


def test_the_phones_map_opens_on_the_persons_grid_and_leads_to_the_phones_pages(town: Town) -> None:
    case = report()
    page = opened(town.grid_member, "/m/map/")
    assert said(page)["bounds"] == [[112.36, 32.528], [112.362, 32.532]]
    assert said(page)["link"] == "/m/NAME/"
    assert f"/m/{STREET}/{case.number}/" in page
    assert EAST_1.startswith(EAST)


def test_a_case_without_position_is_said_to_be_in_the_rows_only(town: Town) -> None:
    report(community=SOUTH)
    page = opened(town.sibling_officer, "/desk/map/")
    assert "其中1件没有位置，不在地图上。" in page
    assert len(in_rows(page)) == 1


def test_whoever_is_not_signed_in_has_no_map_of_the_desk(town: Town, browser: Client) -> None:
    assert browser.get("/desk/map/").status_code == 302
    assert browser.get("/m/map/").status_code == 302
