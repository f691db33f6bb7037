"""Tiles: what a plain look at every case finds, nothing lost, nothing twice, nothing that was not released."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from linli.cases import actions, tiles
from linli.cases.models import Case
from linli.cases.queries import Filter, inbox, listing
from linli.cases.stepping import is_public
from linli.figures.models import Pyramid
from linli.lib.geometry import gcj02_from_wgs84, snap, tile_of, uncell
from linli.places.models import LocationType
from tests.builders import AT, STREET, Town, closed, report
from tests.web.maps.conftest import signed_in
from tests.web.maps.tiles import everywhere, points_of

PUBLIC, DESK = f"/{STREET}/tiles/", "/desk/tiles/"
ZOOMS = (8, 11, 13, 14, 15, 16, 18)
LIMITS = (3, 2_000)
Square = tuple[int, int]


def some_cases(town: Town, seed: int, n: int = 30) -> None:
    """This will report cases all over the town, some on one spot, and end, release or keep back some of them."""
    chance = random.Random(seed)  # noqa: S311  # a test's dice
    spots = [(chance.uniform(112.3601, 112.3639), chance.uniform(32.5301, 32.5319)) for _ in range(n)]
    spots[1] = spots[2] = spots[0]
    for lon, lat in spots:
        kind = chance.choice([*LocationType.values, LocationType.ROADSIDE, LocationType.ROADSIDE])
        # The grid member of the first grid is the one who can end them.
        first_grid = lon < 112.3619
        make: Callable[..., Case] = partial(closed, town) if first_grid and chance.random() < 0.5 else report
        case = make(
            lon=lon, lat=lat, location_type=kind, category=chance.choice(["01-02", "01-07"]),
            at=AT - timedelta(days=chance.choice([0, 1, 40])),
        )  # fmt: skip
        if kind not in {LocationType.INSIDE_YARD, LocationType.AROUND_HOUSE} and chance.random() < 0.7:
            actions.release(
                case=case, by=town.community_officer, at=AT, public_title="已公开", public_text=""
            )


def place(case: Case, *, public: bool, datum: str) -> tuple[float, float]:
    """Where a case shows itself, told without tiles."""
    if public:
        lon, lat = snap(case.lon or 0.0, case.lat or 0.0, 100)
    else:
        lon, lat = uncell(case.cell or 0)
    return gcj02_from_wgs84(lon, lat) if datum == "gcj02" else (lon, lat)


def counted(cases: list[Case], z: int, *, public: bool, datum: str) -> Counter[tuple[int, int]]:
    """How many cases each tile must hold."""
    return Counter(tile_of(*place(case, public=public, datum=datum), z) for case in cases)


def agree(found: Mapping[Square, int], scanned: Mapping[Square, int], limit: int, datum: str) -> bool:
    """Tile by tile; only where a datum moves counted squares over borders, which go to one side whole, in all."""
    if limit < 2_000 and datum == "gcj02":
        return sum(found.values()) == sum(scanned.values())
    return found == scanned


@pytest.mark.parametrize("datum", ["wgs84", "gcj02"])
@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("seed", [1, 2])
def test_each_tile_holds_what_a_plain_scan_finds_there(
    town: Town, browser: Client, monkeypatch: pytest.MonkeyPatch, seed: int, limit: int, datum: str
) -> None:
    some_cases(town, seed)
    monkeypatch.setattr(tiles, "MOST", limit)
    everything = list(Case.objects.filter(street=STREET))
    shown = [case for case in everything if is_public(case)]
    for z in ZOOMS:
        query = f"?datum={datum}"
        read = everywhere(browser, PUBLIC, z, query)
        found = {square: sum(point.n for point in points) for square, points in read.items()}
        assert agree(found, counted(shown, z, public=True, datum=datum), limit, datum)
        read = everywhere(signed_in(town.street_officer), DESK, z, f"{query}&in=all&status=any")
        found = {square: sum(point.n for point in points) for square, points in read.items()}
        assert agree(found, counted(everything, z, public=False, datum=datum), limit, datum)


def test_low_zooms_read_what_was_counted_beforehand(
    town: Town, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cases(town, 3)
    monkeypatch.setattr(tiles, "MOST", 3)
    Pyramid.objects.filter(audience="public").update(n=1000)
    totals = {
        z: [p.n for each in everywhere(browser, PUBLIC, z).values() for p in each] for z in (11, 13, 16)
    }
    assert sum(totals[11]) >= 1000
    assert sum(totals[13]) >= 1000
    assert sum(totals[16]) < 100  # close to the ground the cases themselves are asked


@pytest.mark.parametrize("limit", LIMITS)
def test_what_is_not_released_or_lies_in_a_yard_or_at_a_house_is_in_no_public_tile(
    town: Town, browser: Client, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(tiles, "MOST", limit)
    kept_back = [
        report(),
        closed(town, location_type=LocationType.INSIDE_YARD),
        closed(town, location_type=LocationType.AROUND_HOUSE),
    ]
    moved = closed(town)
    actions.release(case=moved, by=town.community_officer, at=AT, public_title="已公开", public_text="")
    for _ in range(5):
        more = closed(town, location_type=LocationType.AROUND_HOUSE)
        Case.objects.filter(pk=more.pk).update(released_at=AT, public_title="不该公开")
    for z in range(tiles.LAST_ZOOM + 1):
        points = [point for each in everywhere(browser, PUBLIC, z).values() for point in each]
        assert sum(point.n for point in points) == 1, z
        assert {point.title for point in points} <= {"", "已公开"}
        assert not {point.name for point in points} & {case.number for case in kept_back}


def test_a_public_place_is_that_of_its_square_of_a_hundred_metres(town: Town, browser: Client) -> None:
    lon, lat = snap(112.3610, 32.5310)
    here, there = (lon + 0.0001, lat + 0.0001), (lon - 0.0001, lat - 0.0001)
    for lon, lat in (here, there):
        case = closed(town, lon=lon, lat=lat)
        actions.release(case=case, by=town.community_officer, at=AT, public_title="已公开", public_text="")
    assert snap(*here) == snap(*there)
    ((point,),) = everywhere(browser, PUBLIC, 18).values()
    assert point.n == 2
    assert len(point.name.split(",")) == 2


def test_each_sees_in_tiles_what_their_lists_hold(town: Town) -> None:
    some_cases(town, 4)
    for part, viewer in town.cast.items():
        client = signed_in(viewer)
        seen = listing(viewer, Filter(), AT)
        theirs = inbox(viewer, Filter(), AT)
        read = everywhere(client, DESK, 16, "?in=all&status=any")
        assert sum(point.n for points in read.values() for point in points) == seen.total, part
        read = everywhere(client, DESK, 16)
        assert sum(point.n for points in read.values() for point in points) == theirs.total, part


def test_a_tile_of_the_desk_carries_no_words(town: Town) -> None:
    case = report()
    ((point,),) = everywhere(signed_in(town.grid_member), DESK, 18).values()
    assert (point.name, point.title) == (f"{STREET}/{case.number}", "")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 3), ("?state=open", 1), ("?state=ended", 2), ("?category=01-07", 1), ("?period=2026-10", 1),
        ("?state=ended&period=2026-11", 1), ("?state=nonsense&category=zz&period=2099", 3),
    ],
)  # fmt: skip
def test_the_filters_of_the_public_map_hold_in_its_tiles(
    town: Town, browser: Client, query: str, expected: int
) -> None:
    cases = [report(category="01-07"), closed(town), closed(town, at=AT - timedelta(days=40))]
    for case in cases:
        actions.release(case=case, by=town.community_officer, at=AT, public_title="已公开", public_text="")
    read = everywhere(browser, PUBLIC, 14, query)
    assert sum(point.n for points in read.values() for point in points) == expected


def test_states_tell_open_overdue_and_fixed_apart(town: Town) -> None:
    report()
    report(grid="411329001003002", at=AT - timedelta(days=9))
    closed(town, lon=112.3605, lat=32.5305)
    read = everywhere(signed_in(town.street_officer), DESK, 18, "?in=all&status=any")
    states = sorted(point.state for points in read.values() for point in points)
    assert states == [tiles.State.OPEN, tiles.State.LATE, tiles.State.FIXED]


def test_the_same_tile_again_is_304_and_a_changed_one_is_sent(town: Town, browser: Client) -> None:
    case = closed(town)
    x, y = tile_of(case.lon or 0.0, case.lat or 0.0, 14)
    address = f"{PUBLIC}14/{x}/{y}.mvt"
    empty = browser.get(address)
    assert empty.status_code == 200
    assert empty.headers["Cache-Control"] == "public, max-age=60"
    again = browser.get(address, headers={"If-None-Match": empty.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    actions.release(case=case, by=town.community_officer, at=AT, public_title="已公开", public_text="")
    changed = browser.get(address, headers={"If-None-Match": empty.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != empty.headers["ETag"]


def test_a_tile_is_packed_for_who_can_unpack_it(town: Town, browser: Client) -> None:
    report()
    packed = signed_in(town.grid_member).get(DESK + "0/0/0.mvt", headers={"Accept-Encoding": "gzip"})
    plain = signed_in(town.grid_member).get(DESK + "0/0/0.mvt")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_tiles_of_the_desk_stay_out_of_shared_caches(town: Town) -> None:
    answer = signed_in(town.grid_member).get(DESK + "0/0/0.mvt")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "tile",
    [
        "0/0/1",
        "19/0/0",
        "14/16384/0",
        "14/0/16384",
        "14/-1/0",
        "a/b/c",
        "14/1.5/2",
        "26/1/1",
        f"3/{'9' * 5000}/1",
    ],
)
def test_a_tile_that_there_cannot_be_has_no_page(town: Town, browser: Client, tile: str) -> None:
    assert browser.get(f"{PUBLIC}{tile}.mvt").status_code == 404
    assert signed_in(town.grid_member).get(f"{DESK}{tile}.mvt").status_code == 404


def test_a_street_that_is_none_has_no_tiles(town: Town, browser: Client) -> None:
    assert browser.get("/999999999/tiles/0/0/0.mvt").status_code == 404
    assert browser.post(f"{PUBLIC}0/0/0.mvt").status_code == 405


def test_whoever_is_not_signed_in_gets_no_tile_of_the_desk(town: Town, browser: Client) -> None:
    assert browser.get(DESK + "0/0/0.mvt").status_code == 302
    assert points_of(signed_in(town.auditor), DESK + "0/0/0.mvt?in=all&status=any") == []
