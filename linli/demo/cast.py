"""Who works in the demo: offices, some sixty people, and the duties between them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from linli.cases.models import Case
from linli.cases.workflow import Level
from linli.demo.names import names
from linli.people import actions as people
from linli.people import queries
from linli.people.models import Duty, Organisation, OrganisationKind, Person, Role
from linli.people.rows import Viewer
from linli.places import queries as places

COUNTY, STREET = "411329", "411329001"
BEGAN = date(2024, 3, 1)
DEPARTMENTS = (
    ("CG", "县城市管理局", "County Urban Management Bureau"),
    ("ZJ", "县住房和城乡建设局", "County Housing and Construction Bureau"),
    ("SW", "县供水公司", "County Water Company"),
)
COMPANIES = (("WY1", "安居物业公司", "Anju Property"), ("WY2", "和顺物业公司", "Heshun Property"))
VACANT_GRID = "411329001008004"  # 卢庄's fourth grid has nobody
ON_LEAVE = "411329001005002"  # 西关's second has a deputy


@dataclass
class Cast:
    """Everybody as the viewer they are; grids without anybody are missing."""

    grids: dict[str, Viewer] = field(default_factory=dict)
    officers: dict[str, Viewer] = field(default_factory=dict)
    secretaries: dict[str, Viewer] = field(default_factory=dict)
    supervisors: dict[str, Viewer] = field(default_factory=dict)
    street: list[Viewer] = field(default_factory=list)
    leaders: list[Viewer] = field(default_factory=list)
    departments: dict[int, Viewer] = field(default_factory=dict)
    admin: Viewer | None = None

    def holder(self, case: Case) -> Viewer:
        """This will give who holds a case where it lies now; a vacant grid's cases are its community's."""
        if case.level == Level.GROUP:
            return self.grids.get(case.grid) or self.officers[case.community]
        if case.level == Level.COMMUNITY:
            return self.officers[case.community]
        if case.level == Level.DEPARTMENT and case.department_id is not None:
            return self.departments[case.department_id]
        return self.street[case.pk % len(self.street)]

    def checker(self, case: Case) -> Viewer:
        """This will give somebody who sees the case and took no part in handling it."""
        took_part = {case.handled_by_id, case.started_by_id, case.assignee_id}
        able = [self.secretaries[case.community], self.officers[case.community], *self.street]
        if case.pk % 3 == 0:
            able.reverse()
        return next(one for one in able if one.person_id not in took_part)


@dataclass
class _Hiring:
    """Opens accounts and gives duties, as the operator, at the beginning of the season."""

    at: datetime
    names: Iterator[str]

    def person(self, username: str, street: str = STREET) -> Person:
        """This will open a demo account: no password, but the sign-in page offers it."""
        return people.create_person(
            street=street, username=username, name=next(self.names), at=self.at, by=None, is_demo=True
        )

    def duty(
        self,
        person: Person | None,
        role: str,
        place: str = "",
        *,
        street: str = STREET,
        organisation: Organisation | None = None,
        on_roster: bool = False,
    ) -> Duty:
        """This will give a duty that has been held since the spring of 2024."""
        return people.assign_duty(
            street=street, role=role, at=self.at, by=None, person=person, place=place, organisation=organisation,
            from_on=BEGAN, on_roster=on_roster,
        )  # fmt: skip

    def organisation(
        self, kind: str, code: str, chinese: str, english: str, *, street: str = STREET, place: str = ""
    ) -> Organisation:
        """This will set up an organisation."""
        return people.create_organisation(
            street=street, kind=kind, code=code, name={"zh-hans": chinese, "en": english}, place=place, at=self.at,
            by=None,
        )  # fmt: skip

    def viewer(self, person: Person) -> Viewer:
        """This will give somebody with the duties they have by now."""
        return queries.viewer(person, self.at)


def hire(rng: Random, *, at: datetime, until: datetime) -> Cast:
    """This will set up the organisations and duties at `at`; the leave with a deputy lies around `until`."""
    hiring, cast = _Hiring(at, names(rng)), Cast()
    _street(hiring, cast)
    duties = dict(_community(hiring, cast, row.code, row.prefix) for row in places.communities(STREET))
    _helpers(hiring)
    _departments(hiring, cast)
    for code, chinese, english in COMPANIES:
        hiring.organisation(OrganisationKind.PROPERTY_COMPANY, code, chinese, english)
    _leave(duties["411329001005"], until)
    return cast


def _street(hiring: _Hiring, cast: Cast) -> None:
    hiring.organisation(
        OrganisationKind.STREET_OFFICE, "JDB", "汉城街道办事处", "Hancheng Street Office", place=STREET
    )
    for n in (1, 2, 3):
        officer = hiring.person(f"street-{n}")
        hiring.duty(officer, Role.STREET_OFFICER, STREET, on_roster=n < 3)
        cast.street.append(hiring.viewer(officer))
    for n in (1, 2):
        leader = hiring.person(f"leader-{n}")
        hiring.duty(leader, Role.STREET_LEADER, STREET, on_roster=n == 1)
        cast.leaders.append(hiring.viewer(leader))
    for username, role in (
        ("admin", Role.STREET_ADMIN),
        ("inspector", Role.INSPECTOR),
        ("auditor", Role.AUDITOR),
    ):
        person = hiring.person(username)
        hiring.duty(person, role, STREET)
        if role == Role.STREET_ADMIN:
            cast.admin = hiring.viewer(person)
    county = hiring.person("county", COUNTY)
    hiring.duty(county, Role.COUNTY_ADMIN, COUNTY, street=COUNTY)


def _community(hiring: _Hiring, cast: Cast, code: str, letters: str) -> tuple[str, list[Duty]]:
    """An officer, a secretary, a supervisor and the grid members of a community; gives the grids' duties."""
    letters, name, english = letters.lower(), places.name(code, "zh-hans"), places.name(code, "en")
    hiring.organisation(
        OrganisationKind.RESIDENTS_COMMITTEE,
        f"JW{code[-1]}",
        f"{name}居民委员会",
        f"{english} committee",
        place=code,
    )
    branch = hiring.organisation(
        OrganisationKind.BRANCH, f"ZB{code[-1]}", f"{name}党支部", f"{english} branch", place=code
    )
    group = hiring.organisation(
        OrganisationKind.SUPERVISION_GROUP, f"DD{code[-1]}", f"第{code[-1]}督导组", f"Supervision group {code[-1]}",
        place=code,
    )  # fmt: skip
    officer, secretary, supervisor = (
        hiring.person(f"{word}-{letters}") for word in ("community", "branch", "supervisor")
    )
    hiring.duty(officer, Role.COMMUNITY_OFFICER, code)
    hiring.duty(secretary, Role.BRANCH_SECRETARY, organisation=branch)
    hiring.duty(supervisor, Role.SUPERVISOR, organisation=group)
    cast.officers[code] = hiring.viewer(officer)
    cast.secretaries[code] = hiring.viewer(secretary)
    cast.supervisors[code] = hiring.viewer(supervisor)
    return code, list(_grids(hiring, cast, code, letters))


def _grids(hiring: _Hiring, cast: Cast, community: str, letters: str) -> Iterator[Duty]:
    """Two grids for each member, as in the smaller communities of the source; one grid is vacant."""
    grids = [row.code for row in places.grids(community)]
    for n in range(0, len(grids), 2):
        member = hiring.person(f"grid-{letters}-{n // 2 + 1}")
        for grid in grids[n : n + 2]:
            vacant = grid == VACANT_GRID
            yield hiring.duty(None if vacant else member, Role.GRID_MEMBER, grid)
        for grid in grids[n : n + 2]:
            if grid != VACANT_GRID:
                cast.grids[grid] = hiring.viewer(member)


def _helpers(hiring: _Hiring) -> None:
    """Cadres with an area each, and heads of resident groups; they read and report."""
    for n, community in enumerate(places.communities(STREET)[:3], start=1):
        hiring.duty(hiring.person(f"cadre-{n}"), Role.CADRE, community.code)
        group = places.groups(community.code)[0]
        hiring.duty(hiring.person(f"group-{n}"), Role.GROUP_HEAD, group.code)


def _departments(hiring: _Hiring, cast: Cast) -> None:
    for code, chinese, english in DEPARTMENTS:
        department = hiring.organisation(OrganisationKind.DEPARTMENT, code, chinese, english, street=COUNTY)
        officer = hiring.person(f"department-{code.lower()}", COUNTY)
        hiring.duty(officer, Role.DEPARTMENT_OFFICER, street=COUNTY, organisation=department)
        cast.departments[department.id] = hiring.viewer(officer)


def _leave(duties: list[Duty], until: datetime) -> None:
    """One grid member is away around the end of the season; the colleague of the same community stands in."""
    away = next(duty for duty in duties if duty.place == ON_LEAVE)
    deputy = next(duty.person for duty in duties if duty.person_id != away.person_id and duty.person)
    day = until.date()
    people.put_on_leave(
        duty=away,
        deputy=deputy,
        from_on=day - timedelta(days=3),
        to_on=day + timedelta(days=7),
        at=until,
        by=None,
    )
