"""A town in which every state and step of a case is to be seen, each word in it in one language.

`typed` gives the words that people would have typed, the same in both languages but for the language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit

from PIL import Image

from linli.cases import actions, clockwork
from linli.cases.models import AnswerTemplate, Case
from linli.facts.models import Delivery
from linli.lib.ids import new_id
from linli.notify import states, stopping
from linli.notify.models import Robot
from linli.people.models import Organisation, OrganisationKind, Person
from linli.pictures import actions as pictures
from linli.privacy import actions as privacy
from linli.privacy import sealing
from tests.builders import AT, EAST, EAST_2, ELSEWHERE_1, STREET, Town, build_town, report

SAID = {"zh": "墙边堆了三袋垃圾。", "en": "Three bags by the wall."}
DONE = {"zh": "清走了。", "en": "Taken away."}
WHY = {"zh": "这里办不了。", "en": "Not possible here."}
TITLE = {"zh": "墙边的垃圾清走了", "en": "The bags are gone"}
NAME = {"zh": "人员{}", "en": "Person {}"}


@dataclass(frozen=True)
class Scene:
    """The town, its cases by what happened to them, and the addresses to which no link leads."""

    town: Town
    cases: dict[str, Case]
    secrets: list[str]
    desk: list[str]


def build(language: str) -> Scene:
    """This will live through every kind of case once."""
    town, words = build_town(), {"said": SAID[language], "done": DONE[language], "why": WHY[language]}
    for number, person in enumerate(Person.objects.order_by("id")):
        Person.objects.filter(pk=person.pk).update(
            name=NAME[language].format(number),
            username=f"u{number}",
            is_demo=True,
            email=f"u{number}@example.com",
            language={"zh": "zh-hans", "en": "en"}[language],
        )
    AnswerTemplate.objects.create(
        id=new_id(), street=STREET, action="fix", name={"zh-hans": "已清运", "en": "Taken away"},
        text={"zh-hans": "垃圾已清走。", "en": "The waste is gone."},
    )  # fmt: skip
    Organisation.objects.create(
        id=new_id(), street=STREET, kind=OrganisationKind.PROPERTY_COMPANY, code="9",
        name={"zh-hans": "和顺物业", "en": "Heshun Property"},
    )  # fmt: skip
    for fault in ("", "gone"):
        _robot(NAME[language].format("R"), fault)
    Delivery.objects.create(
        id=new_id(), street=STREET, handler="notify.mail", key="failed", payload={"notice": 0}, planned_at=AT,
        due_at=AT + timedelta(hours=6), attempts=9, last_error="SMTPException",
    )  # fmt: skip
    cases = dict(_cases(town, words, TITLE[language]))
    return Scene(town, cases, list(_secrets(town, cases, words["said"])), list(_desk(cases)))


def _robot(name: str, fault: str) -> None:
    """A robot at an address nobody allows, so that trying it goes nowhere; as it is after a fault."""
    robot = Robot.objects.create(
        id=new_id(), street=STREET, name=name, place=EAST, sealed=sealing.seal({"address": "nowhere"})
    )
    if fault:
        states.failed(STREET, states.of_robot(robot.pk), AT, fault)


def _new(words: dict[str, str], **more: object) -> Case:
    return report(text=words["said"], phone="13800000000", call_back_agreed=True, **more)


def _picture() -> pictures.Prepared:
    file = BytesIO()
    Image.linear_gradient("L").resize((80, 60)).convert("RGB").save(file, "JPEG")
    return pictures.prepare(street=STREET, file=file, at=AT)


def _cases(town: Town, words: dict[str, str], title: str) -> Iterator[tuple[str, Case]]:
    """The cases by name, each as somebody would bring it there."""
    said, done, why = words["said"], words["done"], words["why"]
    grid, officer = town.grid_member, town.community_officer
    yield "received", _new(words, pictures=[_picture()])
    yield "elsewhere", _new(words, grid=EAST_2)
    yield "other_street", _new(words, grid=ELSEWHERE_1, street="411329002")
    yield "entered", report(text=said, by=grid, source="on_behalf", phone="13800000000")
    for level in ("community", "street", "department"):
        yield level, _raised(level, town, words)
    sent = _new(words)
    actions.dispatch(case=sent, by=officer, at=AT, assignee_id=grid.person_id, words=why)
    yield "sent", sent
    yield "danger", _new(words, category="05-01")
    checking = _new(words, pictures=[_picture()])
    actions.start(case=checking, by=grid, at=AT, words=said)
    actions.fix(case=checking, by=grid, at=AT, result=done, pictures_after=[_picture()])
    yield "checking", checking
    rework = _new(words)
    actions.fix(case=rework, by=grid, at=AT, result=done)
    actions.reject(case=rework, by=officer, at=AT, reason=why)
    yield "rework", rework
    fixed = _new(words, pictures=[_picture()])
    actions.answer(case=fixed, by=grid, at=AT, words=said)
    actions.fix(case=fixed, by=grid, at=AT, result=done)
    actions.verify(case=fixed, by=officer, at=AT, words=done)
    actions.note(case=fixed, by=officer, at=AT, words=said)
    actions.release(case=fixed, by=officer, at=AT, public_title=title, public_text=said)
    yield "fixed", fixed
    yield from _deferred(town, words)
    yield from _doubted(town, words)
    yield from _consulted(town, words)
    yield from _ended(town, words, checking)
    old = report(text=said, phone="13800000000", at=AT - timedelta(days=60))
    clockwork.tick(AT)
    yield "overdue", old


def _raised(level: str, town: Town, words: dict[str, str]) -> Case:
    case, why = _new(words), words["why"]
    actions.escalate(case=case, by=town.grid_member, at=AT, reason=why)
    if level != "community":
        actions.escalate(case=case, by=town.community_officer, at=AT, reason=why)
    if level == "department":
        actions.whistle(
            case=case, by=town.street_officer, at=AT, department_id=town.department.pk, reason=why
        )
    return case


def _deferred(town: Town, words: dict[str, str]) -> Iterator[tuple[str, Case]]:
    why, until = words["why"], AT + timedelta(days=5)
    grid, street = town.grid_member, town.street_officer
    for name in ("deferral_asked", "deferral_refused", "deferred", "resumed"):
        case = _new(words)
        actions.ask_deferral(case=case, by=grid, at=AT, reason=why, until=until)
        if name == "deferral_refused":
            actions.refuse_deferral(case=case, by=street, at=AT, reason=why)
        elif name in {"deferred", "resumed"}:
            actions.grant_deferral(case=case, by=street, at=AT, words=why)
        if name == "resumed":
            actions.resume(case=case, by=street, at=AT, words=why)
        yield name, case


def _doubted(town: Town, words: dict[str, str]) -> Iterator[tuple[str, Case]]:
    why, grid, officer = words["why"], town.grid_member, town.community_officer
    for name in ("void_asked", "void_refused", "void"):
        case = _new(words)
        actions.ask_void(case=case, by=grid, at=AT, reason=why)
        if name == "void":
            actions.grant_void(case=case, by=officer, at=AT, words=why)
        elif name == "void_refused":
            actions.refuse_void(case=case, by=officer, at=AT, reason=why)
        yield name, case


def _consulted(town: Town, words: dict[str, str]) -> Iterator[tuple[str, Case]]:
    why, officer = words["why"], town.community_officer
    for name in ("consulting", "decided", "decision_reported"):
        case = _raised("community", town, words)
        actions.consult(case=case, by=officer, at=AT, reason=why)
        if name != "consulting":
            owner, day = officer.person_id, (AT + timedelta(days=2)).date()
            actions.decide(case=case, by=officer, at=AT, decision=why, owner_id=owner, by_on=day)
        if name == "decision_reported":
            actions.report_decision(case=case, by=officer, at=AT, words=why)
        yield name, case


def _ended(town: Town, words: dict[str, str], first: Case) -> Iterator[tuple[str, Case]]:
    why, officer = words["why"], town.community_officer
    joined = _new(words)
    actions.join(case=joined, by=officer, at=AT, into=first, words=why)
    yield "joined", joined
    for name in ("no_action", "not_ours", "withdrawn", "erased"):
        case = _raised("street", town, words) if name == "not_ours" else _new(words)
        if name == "no_action":
            actions.close_no_action(case=case, by=officer, at=AT, reason=why)
        elif name == "not_ours":
            actions.close_not_ours(case=case, by=town.street_officer, at=AT, whose=why)
        elif name == "withdrawn":
            actions.withdraw(case=case, words=why, at=AT)
        else:
            actions.erase(case=case, at=AT)
        yield name, case


def _desk(cases: dict[str, Case]) -> Iterator[str]:
    """What only a form or script of the desk leads to."""
    yield f"/desk/saved/?in=all&community={EAST}"
    chosen = "&".join(f"pick={case.street}.{case.number}" for case in cases.values())
    yield from (f"/desk/batch/?{chosen}&act={act}" for act in ("dispatch", "verify", "hand_over", "urge"))


def _secrets(town: Town, cases: dict[str, Case], said: str) -> Iterator[str]:
    yield from (f"/{case.street}/t/{case.tracking}/" for case in cases.values())
    links = (
        stopping.reporter_link(cases["received"]),
        stopping.staff_link(town.grid_member.person_id, ["new"]),
    )
    yield from (urlsplit(link).path for link in links)
    follower = actions.follow(case=cases["received"], at=AT, idempotency="f1", phone="13800000001")
    yield f"/{STREET}/t/{follower.tracking}/"
    complaint = privacy.complain(
        street=STREET, text=said, idempotency="c1", about_place=EAST, phone="13800000000", at=AT
    )
    yield f"/{STREET}/b/{complaint.tracking}/"
    request = privacy.make_request(
        street=STREET, kind="access", text=said, idempotency="r1", phone="13800000000", at=AT
    )
    yield f"/{STREET}/r/{request.tracking}/"
    yield f"/{STREET}/q/{town.spot.token}/"
    yield f"/desk/{STREET}/{cases['entered'].number}/slip/"
