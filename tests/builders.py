"""A small town and its cast, the same in every test: a street with two communities, and a second street.

Everybody is at work on Tuesday 24 November 2026, nine in the morning (`AT`). Cases come from the real actions.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import shapely

from linli.cases import actions, categories
from linli.cases.actions import Report
from linli.cases.models import Case, Source
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.people import queries as people
from linli.people.models import Duty, Organisation, OrganisationKind, Person, Role
from linli.people.rows import Viewer
from linli.places import memory
from linli.places.models import Holiday, LocationType, Place, PlaceKind, Setting, Spot

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)  # Tuesday, nine in the morning there
COUNTY = "411329"
STREET, OTHER_STREET = "411329001", "411329002"
EAST, SOUTH, ELSEWHERE = "411329001003", "411329001004", "411329002001"
EAST_1, EAST_2 = EAST + "001", EAST + "002"
SOUTH_1, SOUTH_2 = SOUTH + "001", SOUTH + "002"
ELSEWHERE_1 = ELSEWHERE + "001"
EAST_GROUP = EAST + "G01"  # the southern half of both grids
# West and south edge of each grid, in degrees; each is 0.002 wide and 0.004 high, and they meet.
CORNERS = {
    EAST_1: (112.360, 32.528),
    EAST_2: (112.362, 32.528),
    SOUTH_1: (112.364, 32.528),
    SOUTH_2: (112.366, 32.528),
    ELSEWHERE_1: (112.340, 32.528),
}
NAMES = {
    COUNTY: ("新野县", "Xinye County"),
    STREET: ("汉城街道", "Hancheng Street"),
    OTHER_STREET: ("汉华街道", "Hanhua Street"),
    EAST: ("东关社区", "Dongguan"),
    SOUTH: ("南关社区", "Nanguan"),
    ELSEWHERE: ("西关社区", "Xiguan"),
    EAST_GROUP: ("东关第1居民小组", "Dongguan group 1"),
}
PREFIXES = {EAST: "DG", SOUTH: "NG", ELSEWHERE: "XG"}
BEGAN = date(2024, 1, 1)
_keys = count(1)


@dataclass(frozen=True)
class Town:
    """Who is who, as viewers at `AT`, and what they need to act."""

    grid_member: Viewer  # EAST_1
    second_grid_member: Viewer  # EAST_2
    group_head: Viewer  # EAST_GROUP
    community_officer: Viewer  # EAST
    second_community_officer: Viewer  # EAST
    sibling_officer: Viewer  # SOUTH
    street_officer: Viewer
    second_street_officer: Viewer
    leader: Viewer
    department_officer: Viewer
    supervisor: Viewer  # of EAST
    secretary: Viewer  # of EAST
    street_admin: Viewer
    county_admin: Viewer
    auditor: Viewer
    stranger: Viewer  # a community officer of the other street
    department: Organisation
    spot: Spot  # in EAST_1

    @property
    def cast(self) -> dict[str, Viewer]:
        """Everybody by the name of their part."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Viewer)}


def build_town() -> Town:
    """This will build the town in the database; call it within a test that may use one."""
    with writing():
        _places()
        categories.seed(COUNTY)
        department = Organisation.objects.create(
            id=new_id(), street=COUNTY, kind=OrganisationKind.DEPARTMENT, code="CG",
            name={"zh-hans": "县城市管理局", "en": "Urban Management Bureau"},
        )  # fmt: skip
        return Town(
            grid_member=somebody("grid_member", Role.GRID_MEMBER, EAST_1),
            second_grid_member=somebody("second_grid_member", Role.GRID_MEMBER, EAST_2),
            group_head=somebody("group_head", Role.GROUP_HEAD, EAST_GROUP),
            community_officer=somebody("community_officer", Role.COMMUNITY_OFFICER, EAST),
            second_community_officer=somebody("second_community_officer", Role.COMMUNITY_OFFICER, EAST),
            sibling_officer=somebody("sibling_officer", Role.COMMUNITY_OFFICER, SOUTH),
            street_officer=somebody("street_officer", Role.STREET_OFFICER, STREET, on_roster=True),
            second_street_officer=somebody("second_street_officer", Role.STREET_OFFICER, STREET),
            leader=somebody("leader", Role.STREET_LEADER, STREET),
            department_officer=somebody("department_officer", Role.DEPARTMENT_OFFICER, organisation=department),
            supervisor=somebody("supervisor", Role.SUPERVISOR, EAST),
            secretary=somebody("secretary", Role.BRANCH_SECRETARY, EAST),
            street_admin=somebody("street_admin", Role.STREET_ADMIN, STREET),
            county_admin=somebody("county_admin", Role.COUNTY_ADMIN, COUNTY),
            auditor=somebody("auditor", Role.AUDITOR, STREET),
            stranger=somebody("stranger", Role.COMMUNITY_OFFICER, ELSEWHERE),
            department=department,
            spot=_spot(),
        )  # fmt: skip


def somebody(
    username: str,
    role: str,
    place: str = "",
    *,
    organisation: Organisation | None = None,
    on_roster: bool = False,
) -> Viewer:
    """This will hire somebody for one duty, and give them as the viewer they are at `AT`."""
    home = organisation.street if organisation else place[:9]
    person = Person(id=new_id(), street=home, username=username, name=username.replace("_", " "))
    person.set_password("believe in neighbours")
    person.save(force_insert=True)
    give_duty(person, role, place, organisation=organisation, on_roster=on_roster)
    return people.viewer(person, AT)


def give_duty(
    person: Person | None,
    role: str,
    place: str = "",
    *,
    organisation: Organisation | None = None,
    on_roster: bool = False,
) -> Duty:
    """This will give somebody one more duty since 2024; nobody: it is vacant."""
    return Duty.objects.create(
        id=new_id(), street=organisation.street if organisation else place[:9], person=person, role=role,
        place=place, organisation=organisation, from_on=BEGAN, on_roster=on_roster,
    )  # fmt: skip


def report(**more: Any) -> Case:
    """This will send a resident's report of waste in the first grid of the eastern community at `AT`.

    `grid` places it in another; everything else is a field of Report, or `at`, `by` and `origin`.
    """
    at, by, origin = more.pop("at", AT), more.pop("by", None), more.pop("origin", "")
    if (grid := more.pop("grid", EAST_1)) and not {"spot_token", "community", "lon"} & more.keys():
        more["lon"], more["lat"] = inside(grid)
    fields = {
        "street": STREET,
        "text": "路口有一堆垃圾，三天没人清。",
        "idempotency": f"key-{next(_keys)}",
        "source": Source.RESIDENT,
        "category": "01-02",
    }
    return actions.report(report=Report(**{**fields, **more}), at=at, by=by, origin=origin)


def inside(grid: str) -> tuple[float, float]:
    """This will give a position in the northern half of a grid, where no resident group is."""
    west, south = CORNERS[grid]
    return west + 0.001, south + 0.003


def reported_to(level: str, town: Town, **more: Any) -> Case:
    """This will send a report and bring it up to a level: group, community, street or department."""
    case = report(**more)
    if level in {"community", "street", "department"}:
        actions.escalate(case=case, by=town.grid_member, at=case.reported_at, reason="超出网格能力")
    if level in {"street", "department"}:
        actions.escalate(case=case, by=town.community_officer, at=case.reported_at, reason="超出社区能力")
    if level == "department":
        actions.whistle(
            case=case, by=town.street_officer, at=case.reported_at, department_id=town.department.id,
            reason="属于县城管局职责",
        )  # fmt: skip
    return case


def handled(town: Town, **more: Any) -> Case:
    """This will give a case that the grid member has handled and that waits to be checked."""
    case = report(**more)
    actions.fix(case=case, by=town.grid_member, at=case.reported_at, result="已清运干净。")
    return case


def closed(town: Town, **more: Any) -> Case:
    """This will give a case that the community officer verified after the grid member handled it."""
    case = handled(town, **more)
    actions.verify(case=case, by=town.community_officer, at=case.reported_at)
    return case


def _places() -> None:
    rows = [_row(COUNTY, PlaceKind.COUNTY, COUNTY, "")]
    rows += [_row(code, PlaceKind.STREET, code, COUNTY) for code in (STREET, OTHER_STREET)]
    for community in (EAST, SOUTH, ELSEWHERE):
        grids = [grid for grid in CORNERS if grid.startswith(community)]
        area = shapely.union_all([_square(grid) for grid in grids])
        rows.append(_row(community, PlaceKind.COMMUNITY, community[:9], community[:9], area))
        rows += [_row(grid, PlaceKind.GRID, grid[:9], community, _square(grid)) for grid in grids]
    south_half = shapely.box(112.360, 32.528, 112.364, 32.530)
    rows.append(_row(EAST_GROUP, PlaceKind.RESIDENT_GROUP, STREET, EAST, south_half))
    Place.objects.bulk_create(rows)
    # Tests report one heap again and again; the test of floods sets its own number.
    Setting.objects.create(
        id=new_id(), street=STREET, place=STREET, key="cases.flood_count", value=1000,
        from_at=datetime(2024, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    Holiday.objects.create(id=new_id(), street=COUNTY, day=date(2027, 1, 1), working=False)
    for street in (COUNTY, STREET, OTHER_STREET):
        memory.move(street, "version")
        memory.move(street, "settings")


def _row(code: str, kind: str, street: str, parent: str, area: Any = None) -> Place:
    chinese, english = NAMES.get(code, (f"第{code[-1]}网格", f"Grid {code[-1]}"))
    centre = area.centroid if area is not None else None
    return Place(
        code=code, kind=kind, street=street, parent=parent, name={"zh-hans": chinese, "en": english},
        prefix=PREFIXES.get(code, ""), valid_from=BEGAN, area=shapely.to_wkb(area) if area is not None else None,
        lon=centre.x if centre else None, lat=centre.y if centre else None,
    )  # fmt: skip


def _square(grid: str) -> Any:
    west, south = CORNERS[grid]
    return shapely.box(west, south, west + 0.002, south + 0.004)


def _spot() -> Spot:
    lon, lat = inside(EAST_1)
    return Spot.objects.create(
        id=new_id(), street=STREET, token="DGTOKEN234567890", name={"zh-hans": "东关宣传栏", "en": "Notice board"},
        community=EAST, grid=EAST_1, location_type=LocationType.ROADSIDE, lon=lon, lat=lat,
    )  # fmt: skip
