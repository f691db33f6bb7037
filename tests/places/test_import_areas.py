"""A street's own polygons: all of the file or nothing of it."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from linli.facts.queries import history
from linli.lib.geometry import gcj02_from_wgs84
from linli.lib.verdicts import Refused
from linli.places import actions, queries, redraw
from linli.places.actions import Report
from linli.places.models import Place
from linli.places.redraw import Move
from tests.places.conftest import AT, EAST, STREET
from tests.places.drawing import (
    EAST_HALF,
    WEST_HALF,
    WHOLE,
    Administrator,
    Nobody,
    bring,
    collection,
    dongguan,
    feature,
    standing,
)

GRID_1, GRID_2 = EAST + "001", EAST + "002"
BOW_TIE = {
    "type": "Polygon",
    "coordinates": [
        [[112.38, 32.528], [112.384, 32.53], [112.384, 32.528], [112.38, 32.53], [112.38, 32.528]]
    ],
}


def ring(*corners: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(corners)]}


def sentences(report: Report) -> str:
    return " ".join(str(fault.sentence) for fault in report.faults)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"west": feature(GRID_1, "grid", BOW_TIE)}, "crosses itself, near 112.38"),
        ({"west": feature(GRID_1, "grid", ring([112.38, 32.528], [112.381, 32.529]))}, "too few points"),
        ({"west": feature(GRID_1, "grid", None)}, "must be a Polygon"),
        (
            {"west": feature(GRID_1, "grid", {"type": "Point", "coordinates": [112.38, 32.52]})},
            "must be a Polygon",
        ),
        ({"west": feature(GRID_1, "grid", ring(["a", 1], [2, 3], [4, 5]))}, "pairs of numbers"),
        ({"west": feature(GRID_1, "grid", ring([1e400, 1], [2, 3], [4, 5]))}, "pairs of numbers"),
        ({"west": feature(GRID_1, "grid", {"type": "Polygon", "coordinates": {"a": 1}})}, "pairs of numbers"),
        ({"west": feature(GRID_1, "grid", {"type": "Polygon", "coordinates": []})}, "pairs of numbers"),
        ({"west": feature(GRID_1, "grid", shapely.box(32.528, 112.38, 32.53, 112.382))}, "look exchanged"),
        ({"west": feature(GRID_1, "grid", shapely.box(116, 39, 117, 40))}, "outside of the county"),
        ({"west": feature(GRID_1, "hexagon", WEST_HALF)}, "kind must be"),
        ({"west": feature(EAST + "1", "grid", WEST_HALF)}, "has 15 digits"),
        (
            {"west": feature("411329002001001", "grid", WEST_HALF)},
            "does not begin with the street's 411329001",
        ),
        ({"west": feature("411329001777001", "grid", WEST_HALF)}, "411329001777, which does not exist"),
        ({"west": feature("411329001777", "community", WEST_HALF)}, "needs a name"),
        ({"west": feature(GRID_1, "grid", WEST_HALF, name="长" * 61)}, "at most 60 characters"),
        ({"west": feature(GRID_1, "grid", WEST_HALF, name=["x"])}, "at most 60 characters"),
        ({"west": feature(GRID_2, "grid", WEST_HALF)}, "stands at feature 2 already"),
        ({"west": "no feature"}, "kind must be"),
        ({"west": None}, "belong to no grid"),
        (
            {"west": feature(GRID_1, "grid", shapely.box(112.38, 32.528, 112.3815, 32.53))},
            "belong to no grid",
        ),
        (
            {"west": feature(GRID_1, "grid", shapely.box(112.38, 32.528, 112.3825, 32.53))},
            f"overlap with {GRID_2}",
        ),
        (
            {"west": feature(GRID_1, "grid", shapely.box(112.379, 32.528, 112.382, 32.53))},
            f"outside of {EAST}",
        ),
    ],
)
def test_one_fault_is_named_and_nothing_of_the_file_is_taken(
    hancheng: str, changes: dict[str, Any], said: str
) -> None:
    before = standing()
    report = bring(dongguan(**changes))
    assert said in sentences(report)
    assert not report.applied
    assert standing() == before


def test_a_fault_says_at_which_feature_and_code_it_is(hancheng: str) -> None:
    report = bring(dongguan(west=feature(GRID_1, "grid", BOW_TIE), east=feature(GRID_2, "grid", BOW_TIE)))
    assert [(fault.feature, fault.code) for fault in report.faults] == [(2, GRID_1), (3, GRID_2)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"type": "Feature"}',
        b'{"type": "FeatureCollection", "features": []}',
        b'{"type": "FeatureCollection", "features": {}}',
        b'"text"',
        b"PK\x03\x04",
    ],
)
def test_a_file_that_is_no_collection_is_refused_in_one_sentence(hancheng: str, content: bytes) -> None:
    report = bring(content)
    assert [fault.feature for fault in report.faults] == [0]
    assert not report.applied


def test_a_projection_in_metres_is_refused(hancheng: str) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    assert "another projection" in sentences(bring(collection(dongguan(), crs=crs)))


def test_what_fits_is_previewed_without_changing_anything(hancheng: str) -> None:
    before = standing()
    report = bring(dongguan(), apply=False)
    assert not report.faults
    assert [change.code for change in report.plan.changed] == [EAST, GRID_1, GRID_2]
    assert [change.code for change in report.plan.ended] == [EAST + "003", EAST + "004"]
    assert not report.applied
    assert standing() == before


def test_what_fits_is_taken_and_is_no_schematic_any_more(hancheng: str) -> None:
    assert bring(dongguan(), by=Administrator(STREET)).applied
    east = queries.place(EAST)
    assert east is not None
    assert not east.schematic
    assert [row.code for row in queries.grids(EAST)] == [GRID_1, GRID_2]
    facts = history(STREET, f"place:{GRID_1}")
    assert [(fact.kind, fact.actor_id, fact.data["change"]) for fact in facts] == [
        ("place.redrawn", 77, "changed")
    ]


def test_bringing_the_same_file_again_changes_nothing(hancheng: str) -> None:
    bring(dongguan())
    before = standing()
    report = bring(dongguan())
    assert report.plan.empty
    assert report.plan.unchanged == 3
    assert not report.applied
    assert standing() == before


def test_an_ended_grid_keeps_its_code_and_names_who_took_its_ground(hancheng: str) -> None:
    bring(dongguan())
    report = bring(dongguan(west=feature(EAST + "005", "grid", WHOLE), east=None))
    assert report.applied
    old = queries.place(GRID_1)
    assert old is not None
    assert old.ended
    assert list(old.successors) == [EAST + "005"]
    assert report.plan.successor(GRID_1) == EAST + "005"
    assert queries.name(GRID_1, "zh-hans") == "东关第1网格"


def test_a_split_grid_is_succeeded_first_by_the_part_that_takes_most(hancheng: str) -> None:
    bring(dongguan(west=feature(EAST + "005", "grid", WHOLE), east=None))
    cut = 112.3811
    west, east = shapely.box(112.38, 32.528, cut, 32.53), shapely.box(cut, 32.528, 112.384, 32.53)
    report = bring(
        dongguan(west=feature(EAST + "006", "grid", west), east=feature(EAST + "007", "grid", east))
    )
    assert report.plan.ended[0].successors == (EAST + "007", EAST + "006")


def test_the_code_of_an_ended_place_is_never_used_again(hancheng: str) -> None:
    bring(dongguan(west=feature(EAST + "005", "grid", WHOLE), east=None))
    assert "Give the area a new code" in sentences(bring(dongguan()))


def test_a_community_that_is_merged_ends_with_its_grids_and_leads_to_its_successor(hancheng: str) -> None:
    south = "411329001004"
    merged = feature(south, "community", None, ended=True, successors=[EAST])
    report = bring([*dongguan(), merged])
    assert report.applied
    assert report.plan.successor(south) == EAST
    gone = queries.place(south + "001")
    assert gone is not None
    assert gone.ended
    assert south not in {row.code for row in queries.communities(STREET)}


@pytest.mark.parametrize(
    ("successors", "said"),
    [(["411329001099"], "successor 411329001099 does not exist"), (["411329001004"], "does not exist")],
)
def test_a_community_cannot_end_into_one_that_does_not_exist(
    hancheng: str, successors: list[str], said: str
) -> None:
    merged = feature("411329001004", "community", None, ended=True, successors=successors)
    assert said in sentences(bring([*dongguan(), merged]))


def test_grids_drawn_without_their_community_give_it_their_shape(hancheng: str) -> None:
    assert bring(dongguan(whole=None)).applied
    stored = Place.objects.get(code=EAST)
    assert stored.area is not None
    assert shapely.from_wkb(bytes(stored.area)).equals(WHOLE)
    assert not stored.schematic


def test_an_area_without_a_name_is_called_by_its_community_and_serial(hancheng: str) -> None:
    bring(dongguan(west=feature(EAST + "005", "grid", WHOLE), east=None))
    assert (queries.name(EAST + "005", "zh-hans"), queries.name(EAST + "005", "en")) == (
        "东关第5网格",
        "Dongguan grid 5",
    )


def test_a_gap_within_the_tolerance_is_accepted_and_a_smaller_tolerance_finds_it(hancheng: str) -> None:
    narrow = shapely.box(112.38, 32.528, 112.381998, 32.53)  # 0.2 m by 222 m
    assert bring(dongguan(west=feature(GRID_1, "grid", narrow)), apply=False).faults == []
    actions.change_setting(key="places.area_tolerance", place="411329", text="1", at=AT, by=None)
    report = bring(dongguan(west=feature(GRID_1, "grid", narrow)), apply=False)
    assert "belong to no grid" in sentences(report)


def test_a_hole_between_communities_is_found(hancheng: str) -> None:
    frame = shapely.difference(
        shapely.box(112.37, 32.52, 112.39, 32.54), shapely.box(112.379, 32.527, 112.385, 32.531)
    )
    around = feature("411329001004", "community", frame)
    assert "between the communities belong to none" not in sentences(bring([around], apply=False))
    west, east = (
        shapely.intersection(frame, shapely.box(*box))
        for box in ((112, 32, 112.38, 33), (112.38, 32, 113, 33))
    )
    pieces = [feature("411329001004", "community", west), feature("411329001005", "community", east)]
    assert "between the communities belong to none" in sentences(bring(pieces, apply=False))


def test_positions_of_a_chinese_map_are_moved_to_where_they_are(hancheng: str) -> None:
    moved = shapely.transform(WHOLE, lambda points: [gcj02_from_wgs84(*point) for point in points])
    assert bring([feature(EAST, "community", moved)], datum="gcj02").applied
    stored = shapely.from_wkb(bytes(Place.objects.get(code=EAST).area or b""))
    assert stored.hausdorff_distance(WHOLE) < 1e-7


def test_a_board_belongs_to_whatever_grid_now_lies_where_it_stands(hancheng: str) -> None:
    bring(dongguan())
    spot = actions.make_spot(
        community=EAST,
        name={"zh-hans": "东门宣传栏"},
        location_type="roadside",
        lon=112.381,
        lat=32.529,
        at=AT,
        by=None,
    )
    assert spot.grid == GRID_1
    bring(dongguan(west=feature(EAST + "005", "grid", WHOLE), east=None))
    found = queries.spot(STREET, spot.token)
    assert found is not None
    assert found.grid == EAST + "005"


def test_packages_above_say_what_moves_and_move_it_in_the_same_transaction(
    hancheng: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redraw, "_registered", [])
    moved: list[str] = []
    redraw.register(
        lambda plan, at: [Move("case", "DG-2611-0001", EAST + "003", plan.successor(EAST + "003"))],
        lambda plan, at, by_id: moved.append(plan.successor(EAST + "003")),
    )
    assert [move.label for move in bring(dongguan(), apply=False).moves] == ["DG-2611-0001"]
    assert moved == []
    bring(dongguan())
    assert moved == [EAST]


def test_what_fails_above_undoes_the_redraw(hancheng: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        assert len(queries.grids(EAST)) == 2
        raise RuntimeError

    monkeypatch.setattr(redraw, "_registered", [(lambda plan, at: [], fail)])
    before = standing()
    with pytest.raises(RuntimeError):
        bring(dongguan())
    assert standing() == before
    assert len(queries.grids(EAST)) == 4


def test_a_plan_knows_where_a_position_will_belong(hancheng: str) -> None:
    plan = bring(dongguan(), apply=False).plan
    found = plan.route(112.381, 32.529)
    assert found is not None
    assert found.grid == GRID_1


@pytest.mark.parametrize("by", [Nobody(), Administrator("411329002"), Administrator("411330")])
def test_only_the_administrator_of_the_street_or_county_may_redraw(hancheng: str, by: Any) -> None:
    with pytest.raises(Refused):
        bring(dongguan(), by=by)
    assert bring(dongguan(), by=Administrator("411329")).applied


def test_a_file_on_disk_is_read_too(hancheng: str, tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text("\ufeff" + json.dumps(json.loads(collection(dongguan()))), encoding="utf-8")
    report = actions.import_areas(path, STREET, at=AT, by=None, apply=True)
    assert report.applied


def test_halves_that_meet_leave_nothing_between_them(hancheng: str) -> None:
    assert WEST_HALF.union(EAST_HALF).equals(WHOLE)
    assert bring(dongguan()).faults == []
