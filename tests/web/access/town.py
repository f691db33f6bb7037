"""One town for the whole matrix: somebody in every part, and at each of three places one of everything."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from django.test import Client
from PIL import Image

from linli.cases import actions as case_actions
from linli.cases.models import AnswerTemplate, Case, Follower, Source
from linli.facts.models import Delivery
from linli.lib.ids import new_id
from linli.notify import actions as notify
from linli.notify import stopping
from linli.notify.models import Robot
from linli.people import actions as people_actions
from linli.people import queries as people
from linli.people.models import Duty, Organisation, Person, Role
from linli.people.rows import Viewer
from linli.pictures import actions as pictures
from linli.pictures import queries as picture_queries
from linli.pictures.actions import Prepared
from linli.pictures.models import Picture
from linli.places import memory
from linli.places.models import LocationType, Setting, Spot
from linli.privacy import actions as privacy
from linli.privacy.models import RightsRequest, StaffComplaint
from tests.builders import (
    AT,
    COUNTY,
    EAST,
    EAST_1,
    EAST_GROUP,
    ELSEWHERE,
    ELSEWHERE_1,
    OTHER_STREET,
    SOUTH,
    SOUTH_1,
    STREET,
    Town,
    build_town,
    report,
    somebody,
)

# Where each role has its duty; the department's is an organisation.
SEATS = {
    Role.GROUP_HEAD: EAST_GROUP,
    Role.GRID_LEAD: EAST_1,
    Role.GRID_MEMBER: EAST_1,
    Role.PARTY_MEMBER: EAST,
    Role.VOLUNTEER: EAST,
    Role.CADRE: EAST,
    Role.COMMUNITY_OFFICER: EAST,
    Role.STREET_OFFICER: STREET,
    Role.STREET_LEADER: STREET,
    Role.STREET_ADMIN: STREET,
    Role.DEPARTMENT_OFFICER: "",
    Role.SUPERVISOR: EAST,
    Role.INSPECTOR: STREET,
    Role.BRANCH_SECRETARY: EAST,
    Role.JUDGE: EAST,
    Role.COUNTY_ADMIN: COUNTY,
    Role.AUDITOR: STREET,
}
# Street, community, grid, and a position in the grid; the own one lies in the resident group too.
PLACES = {
    "own": (STREET, EAST, EAST_1, (112.3610, 32.5290)),
    "sibling": (STREET, SOUTH, SOUTH_1, (112.3650, 32.5290)),
    "other": (OTHER_STREET, ELSEWHERE, ELSEWHERE_1, (112.3410, 32.5290)),
}
# In every report's words, contact and name; a digit tells the place, a letter the case.
PHONE = "1390377{place}{n:03d}"


@dataclass
class There:
    """What lies at one place: cases in several states with pictures, and one of each thing an address names."""

    where: str
    street: str
    community: str
    grid: str
    case: Case
    shown: Case
    taken_back: Case
    yard: Case
    on_behalf: Case
    picture: Picture
    released: Picture
    taken_back_picture: Picture
    withdrawn_token: str
    spot: Spot
    complaint: StaffComplaint
    complaint_above: StaffComplaint
    request: RightsRequest
    person: Person
    auditor: Person
    duty: Duty
    auditor_duty: Duty
    organisation: Organisation
    template: AnswerTemplate
    robot: Robot
    failing: int


@dataclass
class Scene:
    """The town, a browser for every part, and what lies where; `marks` are the secret words by case."""

    town: Town
    cast: dict[str, Viewer]
    browsers: dict[str, Client]
    there: dict[str, There]
    whistled: Case
    whistled_picture: Picture
    neighbour: Case
    follower: Follower
    county_template: AnswerTemplate
    secret: str
    stop: str
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)

    def case(self, part: str, where: str) -> Case:
        """This will give the case of a place; to the department its own is the one that was whistled to it."""
        if part == Role.DEPARTMENT_OFFICER and where == "own":
            return self.whistled
        return self.there[where].case

    def picture(self, part: str, where: str) -> Picture:
        """This will give the unreleased picture of `case`."""
        if part == Role.DEPARTMENT_OFFICER and where == "own":
            return self.whistled_picture
        return self.there[where].picture


def build() -> Scene:
    """This will build all of it by the real actions, in the database it is called with."""
    town = build_town()
    _many_reports(OTHER_STREET)
    cast = {
        str(role): somebody(
            f"x-{role}", role, place, organisation=None if place else town.department
        )
        for role, place in SEATS.items()
    }  # fmt: skip
    somebody(
        "y-leader", Role.STREET_LEADER, OTHER_STREET
    )  # so that the other street hears its own complaints
    officers = {"own": cast[Role.COMMUNITY_OFFICER], "sibling": town.sibling_officer, "other": town.stranger}
    county = cast[Role.COUNTY_ADMIN]
    there = {where: _there(where, officers[where], county) for where in PLACES}
    whistled = _report("own", 8, pictures=[_drawn(STREET)])
    case_actions.escalate(case=whistled, by=officers["own"], at=AT, reason="超出社区能力")
    case_actions.escalate(case=whistled, by=officers["own"], at=AT, reason="超出社区能力")
    case_actions.whistle(
        case=whistled,
        by=cast[Role.STREET_OFFICER],
        at=AT,
        department_id=town.department.pk,
        reason="属于县城管局",
    )
    neighbour = report(text=mark("next", 1), lon=112.363, lat=32.531, phone=PHONE.format(place=4, n=1))
    own = there["own"].case
    follower = case_actions.follow(case=own, at=AT, idempotency="follow-1", words="我也看见了。")
    own.refresh_from_db()
    return Scene(
        town, cast, _browsers(cast), there, whistled, _pictures(whistled)[0], neighbour, follower,
        _template(COUNTY, county),
        people_actions.invitation(person=there["own"].person, at=AT, by=None),
        stopping.staff_link(there["own"].person.pk, ["new"]).split("/")[-2],
    )  # fmt: skip


def _many_reports(street: str) -> None:
    """As in the town's own street: reports of one spot are no flood here."""
    since = datetime(2024, 1, 1, tzinfo=UTC)
    Setting.objects.create(
        id=new_id(), street=street, place=street, key="cases.flood_count", value=1000, from_at=since
    )
    memory.move(street, "settings")


def mark(where: str, n: int) -> str:
    """This will give the words of the n-th report of a place: found nowhere but in what shows this report."""
    return f"暗号{where}{n}号的垃圾"


def _browsers(cast: dict[str, Viewer]) -> dict[str, Client]:
    found = {part: Client() for part in ("anonymous", "tracking_link", "follower")}
    idle = somebody("x-idle", Role.VOLUNTEER, EAST)
    Duty.objects.filter(person_id=idle.person_id).delete()
    for part, viewer in {**cast, "no_duty": idle}.items():
        person = people.person(viewer.person_id)
        assert person is not None
        found[part] = Client()
        found[part].force_login(person)
    return found


def _there(where: str, officer: Viewer, county: Viewer) -> There:
    street, community, grid, _position = PLACES[where]
    case = _report(where, 1, pictures=[_drawn(street)])
    shown, released, withdrawn_token = _shown(where, officer)
    taken_back, taken_back_picture = _taken_back(where, officer)
    _category(street, county)
    about, auditor = _person(f"z-{where}", street), _person(f"z-auditor-{where}", street)
    return There(
        where=where,
        street=street,
        community=community,
        grid=grid,
        case=case,
        shown=shown,
        taken_back=taken_back,
        yard=_report(where, 4, location_type=LocationType.INSIDE_YARD),
        on_behalf=_report(where, 5, by=officer, source=Source.ON_BEHALF),
        picture=_pictures(case)[0],
        released=released,
        taken_back_picture=taken_back_picture,
        withdrawn_token=withdrawn_token,
        spot=_spot(where),
        complaint=_complaint(where, street, community),
        complaint_above=_complaint(where, street, street),
        request=_request(where, street),
        person=about,
        auditor=auditor,
        duty=_duty(about, Role.PARTY_MEMBER, community),
        auditor_duty=_duty(auditor, Role.AUDITOR, street),
        organisation=_company(where, street),
        template=_template(street, county),
        robot=_robot(where, street, community),
        failing=_failing(where, street),
    )


def _shown(where: str, officer: Viewer) -> tuple[Case, Picture, str]:
    """A public case with one public picture, and the address at which another one was public for a while."""
    street = PLACES[where][0]
    case = _report(where, 2, pictures=[_drawn(street), _drawn(street)])
    _release(case, officer)
    released, withdrawn = _pictures(case)
    token = withdrawn.token
    pictures.unrelease(picture=withdrawn, by=officer, at=AT)
    return case, released, token


def _taken_back(where: str, officer: Viewer) -> tuple[Case, Picture]:
    """A case that was public for a while, with a picture that was released and never taken back itself."""
    case = _report(where, 3, pictures=[_drawn(PLACES[where][0])])
    _release(case, officer)
    case_actions.unrelease(case=case, by=officer, at=AT, reason="有人脸")
    return case, _pictures(case)[0]


def _release(case: Case, officer: Viewer) -> None:
    case_actions.release(case=case, by=officer, at=AT, public_title=f"公开的第{case.pk}件")
    for picture in _pictures(case):
        pictures.release(picture=picture, by=officer, at=AT)


def _spot(where: str) -> Spot:
    street, community, grid, (lon, lat) = PLACES[where]
    return Spot.objects.create(
        id=new_id(), street=street, token=f"DGTOKEN23456789{_digit(where) + 1}", name={"zh-hans": "宣传栏"},
        community=community, grid=grid, location_type=LocationType.ROADSIDE, lon=lon, lat=lat,
    )  # fmt: skip


def _robot(where: str, street: str, community: str) -> Robot:
    address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=there"
    return notify.add_robot(
        street=street, name=f"群{where}", place=community, address=address, at=AT, by=None
    )


def _failing(where: str, street: str) -> int:
    """A delivery that failed and waits."""
    return Delivery.objects.create(
        id=new_id(), street=street, handler="notify.mail", key=f"notice:{where}", payload={"notice": 0},
        planned_at=AT, due_at=AT + timedelta(hours=6), attempts=9, last_error="SMTPException",
    ).pk  # fmt: skip


def _request(where: str, street: str) -> RightsRequest:
    return privacy.make_request(
        street=street, kind="access", idempotency=f"rights-{where}", text=mark(where, 6),
        phone=PHONE.format(place=_digit(where), n=6), at=AT,
    )  # fmt: skip


def _company(where: str, street: str) -> Organisation:
    return people_actions.create_organisation(
        street=street,
        kind="property_company",
        code=f"WY-{where}",
        name={"zh-hans": "物业公司"},
        at=AT,
        by=None,
    )


def _report(where: str, n: int, **more: Any) -> Case:
    street, _community, _grid, (lon, lat) = PLACES[where]
    case = report(
        street=street, text=mark(where, n), lon=lon + n * 0.00001, lat=lat,
        phone=PHONE.format(place=_digit(where), n=n), **more,
    )  # fmt: skip
    case.refresh_from_db()
    return case


def _digit(where: str) -> int:
    return list(PLACES).index(where) + 1


def _pictures(case: Case) -> list[Picture]:
    return picture_queries.of(case.street, f"case:{case.pk}")


def _drawn(street: str) -> Prepared:
    file = BytesIO()
    Image.new("RGB", (64, 48), "#678").save(file, "JPEG")
    return pictures.prepare(street=street, file=file, at=AT)


def _complaint(where: str, street: str, about: str) -> StaffComplaint:
    return privacy.complain(
        street=street, text=mark(where, 7 if about == street else 9), idempotency=f"box-{where}-{about}",
        about_place=about, phone=PHONE.format(place=_digit(where), n=7), at=AT,
    )  # fmt: skip


def _person(username: str, street: str) -> Person:
    return people_actions.create_person(street=street, username=username, name=username, at=AT, by=None)


def _duty(person: Person, role: str, place: str) -> Duty:
    return people_actions.assign_duty(street=place[:9], role=role, place=place, person=person, at=AT, by=None)


def _category(street: str, by: Viewer) -> None:
    """A category of the street's own; the two communities of a street share it."""
    case_actions.set_category(
        street=street, code="77-01", by=by, at=AT, name={"zh-hans": "本街道的一类"}, clock="office",
        items=[{"key": "m1", "name": {"zh-hans": "一件"}, "limit": "1wd"}],
    )  # fmt: skip


def _template(owner: str, by: Viewer) -> AnswerTemplate:
    return case_actions.set_template(
        street=owner, by=by, at=AT, action="answer", name={"zh-hans": "常用"}, text={"zh-hans": "已安排。"}
    )
