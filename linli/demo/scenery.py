"""Where things happen in the demo: settings of the office, boards with QR labels, and spots people name."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

import shapely

from linli.cases import categories
from linli.demo.cast import COUNTY, STREET
from linli.notify import actions as notify
from linli.places import actions as places
from linli.places import queries
from linli.places.models import LocationType, Place
from linli.places.rows import SpotRow

L = LocationType
# Said of a place → its kind of ground. {c} is the community's short name.
FEATURES: tuple[tuple[str, LocationType], ...] = (
    ("{c}小学门口", L.ROADSIDE),
    ("{c}菜市场东门", L.PUBLIC_AREA),
    ("{c}菜市场后门", L.PUBLIC_AREA),
    ("{c}文化广场", L.PUBLIC_AREA),
    ("{c}卫生室旁边", L.ROADSIDE),
    ("{c}大街北段", L.ROADSIDE),
    ("{c}大街南段", L.ROADSIDE),
    ("{c}一巷口", L.ROADSIDE),
    ("{c}二巷口", L.ROADSIDE),
    ("{c}三巷中间", L.ROADSIDE),
    ("{c}四巷拐角", L.ROADSIDE),
    ("{c}公厕旁边", L.PUBLIC_AREA),
    ("{c}桥头", L.WATER_EDGE),
    ("{c}沟边小路", L.WATER_EDGE),
    ("{c}小游园", L.GREEN_AREA),
    ("{c}路边花坛", L.GREEN_AREA),
    ("{c}停车场", L.PUBLIC_AREA),
    ("{c}家属院北门外", L.OUTSIDE_YARD),
    ("{c}老供销社对面", L.ROADSIDE),
    ("{c}家属院里", L.INSIDE_YARD),
    ("{c}二巷一户门前", L.AROUND_HOUSE),
    ("{c}三巷一户屋后", L.AROUND_HOUSE),
)
BOARDS = (("宣传栏", "notice board", L.PUBLIC_AREA), ("垃圾分类亭", "sorting point", L.ROADSIDE))
PHONE = "0377-66210000"
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=an-invented-group"


@dataclass(frozen=True, slots=True)
class Somewhere:
    """A point with the words people have for it."""

    community: str
    grid: str
    name: str
    ground: LocationType
    lon: float
    lat: float


def lay(*, at: datetime) -> None:
    """This will bring in divisions, schematic, holidays, categories and the office's own settings."""
    places.import_divisions(at=at, by=None)
    places.import_schematic(at=at, by=None)
    places.seed_holidays(COUNTY, at=at, by=None)
    categories.seed(COUNTY)
    for key, text in (
        ("office.name_zh", "汉城街道办事处"),
        ("office.name_en", "Hancheng Street Office"),
        ("office.phone", PHONE),
    ):
        places.change_setting(key=key, place=STREET, text=text, at=at, by=None)


def make_boards(rng: Random, *, at: datetime) -> list[SpotRow]:
    """This will set up a notice board and a sorting point in each community."""
    boards = []
    for community in queries.communities(STREET):
        for n, (chinese, english, ground) in enumerate(BOARDS):
            grid = queries.grids(community.code)[n]
            lon, lat = _within(_area(grid.code), rng)
            name = {
                "zh-hans": f"{short(community.code)}{chinese}",
                "en": f"{community.title('en')} {english}",
            }
            boards.append(
                places.make_spot(
                    community=community.code, name=name, location_type=ground, at=at, by=None, grid=grid.code,
                    lon=lon, lat=lat,
                )
            )  # fmt: skip
    return boards


def make_robot(*, at: datetime) -> None:
    """This will add the robot of an invented group chat, and silence it: a demo writes to nobody."""
    community = queries.communities(STREET)[0]
    robot = notify.add_robot(
        street=STREET,
        name=f"{short(community.code)}社区网格工作群",
        place=community.code,
        address=ROBOT,
        at=at,
        by=None,
    )
    notify.pause_robot(robot=robot, at=at, by=None)


def sights(rng: Random) -> list[Somewhere]:
    """This will give every named spot of the nine communities a place within one of its grids."""
    found = []
    for community in queries.communities(STREET):
        grids = [(grid.code, _area(grid.code)) for grid in queries.grids(community.code)]
        for said, ground in FEATURES:
            grid, area = rng.choice(grids)
            lon, lat = _within(area, rng)
            found.append(
                Somewhere(community.code, grid, said.format(c=short(community.code)), ground, lon, lat)
            )
    return found


def short(community: str) -> str:
    """This will give a community's name as people say it: 东关."""
    return queries.name(community, "zh-hans").removesuffix("社区")


def _area(code: str) -> shapely.Geometry:
    return shapely.from_wkb(bytes(Place.objects.values_list("area", flat=True).get(code=code) or b""))


def _within(area: shapely.Geometry, rng: Random) -> tuple[float, float]:
    """A point well inside an area, so that a few metres beside it is still inside."""
    inner = area.buffer(-0.0002)
    west, south, east, north = (inner if not inner.is_empty else area).bounds
    for _attempt in range(200):
        point = shapely.Point(rng.uniform(west, east), rng.uniform(south, north))
        if (inner if not inner.is_empty else area).contains(point):
            return round(point.x, 6), round(point.y, 6)
    middle = area.representative_point()
    return round(middle.x, 6), round(middle.y, 6)
