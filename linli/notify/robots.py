"""Which robots hear of a step, and the delivery `notify.robot`, which sends what waits for one of them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation

from linli.cases.models import Case
from linli.cases.rows import insert
from linli.cases.workflow import Level
from linli.facts.actions import deliver, record
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.notify import composing, states, wecom
from linli.notify.channels import APP, ROBOT
from linli.notify.faults import DEAD, Fault
from linli.notify.models import Notice, Robot
from linli.notify.recipients import Scene
from linli.notify.rules import IN_GROUPS, next_free, portions
from linli.notify.settings_keys import ROBOT_CALLS_ALL, ROBOT_FORM, ROBOT_MERGE
from linli.people import queries as people
from linli.people.models import Organisation, Role
from linli.places import memory
from linli.places import settings as place_settings
from linli.privacy import sealing

CHINESE = "zh-hans"  # a group has no language of its own
_MOST = 500  # of what waits, in one go


class NotSent(Exception):
    """A message did not arrive; the worker tries again later. Carries the code of why."""


@dataclass(frozen=True, slots=True)
class RobotRow:
    """A robot as telling needs it. `seats`: the codes of the places and the organisation whose matters it tells."""

    id: int
    street: str
    seats: frozenset[str]


def of_street(street: str) -> list[RobotRow]:
    """This will list the robots of a street that are not paused; from memory."""
    return memory.keep(("robots", street), memory.version(street, "settings"), lambda: _read(street))


def _read(street: str) -> list[RobotRow]:
    robots = list(Robot.objects.filter(street=street, paused_at=None).order_by("id"))
    ids = [each.organisation_id for each in robots if each.organisation_id]
    places = dict(Organisation.objects.filter(pk__in=ids).values_list("id", "place"))
    found = []
    for each in robots:
        seats = {each.place, places.get(each.organisation_id or 0, ""), _seat(each.organisation_id)}
        found.append(RobotRow(each.pk, street, frozenset(seats - {""})))
    return found


def _seat(organisation_id: int | None) -> str:
    return f"organisation:{organisation_id}" if organisation_id else ""


def hearing(scene: Scene, *, danger: bool) -> list[RobotRow]:
    """This will list the robots that tell a step: those of where the case is now, and for a danger all on its way up.

    A matter of a grid is told in the grid's own group, or else in its community's; a department's in its own, or else
    in the street's.
    """
    robots = of_street(scene.fact.street)
    if not robots or scene.fact.kind not in IN_GROUPS:
        return []
    street = scene.fact.street
    grid, group, community = (scene.text(name) for name in ("grid", "group", "community"))
    department = _seat(scene.state.get("department_id"))
    nearest: dict[Level, tuple[set[str], ...]] = {
        Level.GROUP: ({grid, group}, {community}),
        Level.COMMUNITY: ({community},),
        Level.STREET: ({street},),
        Level.DEPARTMENT: ({department}, {street}),
    }
    for seats in ({grid, group, community, street},) if danger else nearest[scene.level]:
        if found := [each for each in robots if each.seats & seats]:
            return found
    return []


def send(payload: dict[str, Any], at: datetime) -> None:
    """This will send what waits for a robot: each matter by itself, or all in one where they are many.

    `payload` has the robot, and the one notice for a danger, which waits for nothing. Raises NotSent where the other
    side could not take it now; where nobody is there the robot is given up until somebody tries it.
    """
    robot = Robot.objects.filter(pk=payload["robot"], paused_at=None).first()
    if robot is None or states.state(robot.street, states.of_robot(robot.pk)).dead_at is not None:
        return
    waiting = Notice.objects.filter(
        street=robot.street, channel=ROBOT, person_id=robot.pk, sent_at=None, fault=""
    ).order_by("id")
    if "notice" in payload:
        waiting = waiting.filter(pk=payload["notice"])
    _send(robot, list(waiting[:_MOST]), _running(at))


def _running(at: datetime) -> Callable[[], datetime]:
    begun = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - begun)


def _send(robot: Robot, waiting: list[Notice], now: Callable[[], datetime]) -> None:
    rows = Case.objects.filter(pk__in={int(each.subject.removeprefix("case:")) for each in waiting})
    about = {f"case:{case.pk}": case for case in rows}
    there = [each for each in waiting if each.subject in about]
    free, when = next_free(robot.sends, now().timestamp(), wecom.A_MINUTE)
    parts = portions(
        [each for each in there if about[each.subject].danger],
        [each for each in there if not about[each.subject].danger],
        free=free,
        most=int(place_settings.value(ROBOT_MERGE, robot.street)),
    )
    for part in parts:
        if not _sent(robot, part, [about[each.subject] for each in part], now):
            return
    if sum(map(len, parts)) < len(there):
        _later(robot, datetime.fromtimestamp(when, UTC) if not free else now() + timedelta(seconds=60))


def _later(robot: Robot, due_at: datetime) -> None:
    """The minute is full. Under a key of its own: this delivery is still being done."""
    key = f"robot:{robot.pk}:{int(due_at.timestamp() // 60)}"
    deliver(street=robot.street, handler="notify.robot", key=key, payload={"robot": robot.pk}, due_at=due_at)


def _sent(
    robot: Robot, notices: Sequence[Notice], about: Sequence[Case], now: Callable[[], datetime]
) -> bool:
    """Whether to go on: one message was taken, or will never be and is left out."""
    fault = _post(robot, _dressed(robot, notices, about))
    same = Notice.objects.filter(pk__in=[each.pk for each in notices])
    with writing():
        note(robot, fault, now())
        if fault is None:
            same.update(sent_at=now())
        elif fault is Fault.UNWANTED:
            same.update(fault=fault)
        elif fault in DEAD:
            _tell_administrators(robot, fault, now())
    if fault is not None and fault is not Fault.UNWANTED and fault not in DEAD:
        raise NotSent(fault)
    return fault not in DEAD


def _tell_administrators(robot: Robot, fault: Fault, at: datetime) -> None:
    """A robot that was given up is no news to its group: those who can mend it find it among their notices."""
    fact = record(
        street=robot.street,
        subject=f"robot:{robot.pk}",
        kind="robot.given_up",
        at=at,
        data={"fault": str(fault)},
    )
    rows = [
        Notice(
            id=new_id(), street=person.street, person_id=person.id, fact_id=fact.pk, channel=APP, kind=fact.kind,
            subject=fact.subject, at=at,
        )
        for person in people.on_duty(robot.street, robot.street, [Role.STREET_ADMIN], at)
    ]  # fmt: skip
    insert(rows, unless_there=True)


def _dressed(robot: Robot, notices: Sequence[Notice], about: Sequence[Case]) -> dict[str, Any]:
    messages = [
        composing.compose(case, each.kind, CHINESE) for each, case in zip(notices, about, strict=True)
    ]
    everybody = any(each.danger for each in messages) and place_settings.value(ROBOT_CALLS_ALL, robot.street)
    form = wecom.TEXT if everybody else str(place_settings.value(ROBOT_FORM, robot.street))
    with translation.override(CHINESE):
        if len(messages) == 1:
            text = composing.one(messages[0], form)
        else:
            text = composing.many(messages, form, f"{settings.PUBLIC_URL}/desk/cases/")
    return wecom.body(form, text, everybody=everybody)


def try_out(robot: Robot, at: datetime) -> Fault | None:
    """This will send a message that says the robot works, now, and note what came of it."""
    with translation.override(CHINESE):
        message = wecom.body(wecom.TEXT, composing.trial(robot.name))
    fault = _post(robot, message)
    with writing():
        note(robot, fault, at)
    return fault


def note(robot: Robot, fault: Fault | None, at: datetime) -> None:
    """This will write beside a robot when it was used and what came of it. Call it inside `writing()`."""
    stamp, channel = at.timestamp(), states.of_robot(robot.pk)
    sends = [each for each in robot.sends if 0 <= stamp - each < 60] + [stamp]
    if fault is Fault.LIMIT:  # somebody else uses the same robot: nothing for a whole minute
        sends = [stamp] * wecom.A_MINUTE
    robot.sends = sends[-wecom.A_MINUTE :]
    Robot.objects.filter(pk=robot.pk).update(sends=robot.sends)
    if fault is None:
        states.worked(robot.street, channel, at)
    else:
        states.failed(robot.street, channel, at, fault)


def _post(robot: Robot, message: dict[str, Any]) -> Fault | None:
    try:
        address = wecom.read_address(
            sealing.unseal(robot.sealed).get("address", ""), settings.WEBHOOK_ORIGINS
        )
    except sealing.Unreadable:
        return Fault.UNREADABLE
    except wecom.BadAddress:
        return Fault.CLOSED
    return wecom.post(address, message, settings.OUTGOING_PROXY)
