"""Boards, gates and bins with a QR label."""

from typing import Any

import pytest

from linli.facts.queries import history
from linli.lib.verdicts import Refused
from linli.places import actions, queries
from linli.places.models import Spot
from linli.places.rows import SpotRow
from tests.places.conftest import AT, EAST, STREET
from tests.places.drawing import Administrator, Nobody

SOUTH = "411329001004"
BOARD = {
    "community": EAST,
    "name": {"zh-hans": "东关宣传栏", "en": "Notice board"},
    "location_type": "roadside",
}


def board(**more: Any) -> SpotRow:
    return actions.make_spot(**{**BOARD, "at": AT, "by": None, **more})


def test_a_board_is_found_by_the_token_of_its_label(hancheng: str) -> None:
    made = board(by=Administrator(STREET))
    found = queries.spot(STREET, made.token)
    assert found is not None
    assert (found.community, found.title("en")) == (EAST, "Notice board")
    assert queries.spot("411329002", made.token) is None
    assert queries.spot(STREET, "NOSUCHTOKEN") is None
    assert [fact.kind for fact in history(STREET, f"spot:{made.id}")] == ["spot.made"]


def test_no_two_boards_have_the_same_token(hancheng: str) -> None:
    assert len({board().token for _ in range(50)}) == 50


def test_the_position_of_a_board_gives_its_grid(hancheng: str) -> None:
    grid = queries.grids(EAST)[1]
    assert board(lon=grid.lon, lat=grid.lat).grid == grid.code


def test_an_old_label_leads_to_where_the_board_is_now(hancheng: str) -> None:
    old = board()
    newer = actions.move_spot(spot=old, community=SOUTH, at=AT, by=None)
    newest = actions.move_spot(spot=newer, community=EAST, at=AT, by=None)
    found = queries.spot(STREET, old.token)
    assert found is not None
    assert (found.id, found.token, found.asked) == (newest.id, newest.token, old.token)
    assert [spot.id for spot in queries.spots(STREET)] == [newest.id]
    assert queries.spots(STREET, SOUTH) == []


def test_a_board_taken_out_of_use_is_shown_as_such(hancheng: str) -> None:
    made = board()
    actions.retire_spot(spot=made, at=AT, by=None)
    found = queries.spot(STREET, made.token)
    assert found is not None
    assert found.retired_at == AT
    assert queries.spots(STREET) == []


def test_a_board_cannot_be_taken_out_of_use_twice(hancheng: str) -> None:
    made = board()
    actions.retire_spot(spot=made, at=AT, by=None)
    for again in (actions.retire_spot, lambda **more: actions.move_spot(community=EAST, **more)):
        with pytest.raises(Refused):
            again(spot=made, at=AT, by=None)
    assert Spot.objects.count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"community": "411329001099"},
        {"community": STREET},
        {"grid": SOUTH + "001"},
        {"name": {"zh-hans": "  "}},
        {"name": {"zh-hans": "长" * 61}},
        {"location_type": "moon"},
        {"lon": 0.0, "lat": 0.0},
        {"lon": float("nan"), "lat": 32.5},
        {"lon": 112.3651, "lat": 32.5288},
        {"by": Nobody()},
        {"by": Administrator("411329002")},
    ],
)
def test_a_board_that_cannot_be_is_refused_with_a_sentence(hancheng: str, more: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        board(**more)
    assert str(refused.value)
    assert not Spot.objects.exists()
