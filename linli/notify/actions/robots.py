"""Robots of group chats: adding, trying, pausing, removing. Facts say who did it, never the address or the name."""

from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases.refusals import Invalid
from linli.facts.actions import deliver, record
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.lib.text import clean
from linli.notify import robots, states, wecom
from linli.notify.faults import Fault
from linli.notify.models import ChannelState, Notice, Robot
from linli.people import queries as people
from linli.people.rows import Viewer
from linli.places import memory
from linli.places import queries as places
from linli.places.policies import insist, may_administer
from linli.privacy import sealing

MOST = 200  # robots of a street
NAME = 60


def add_robot(
    *, street: str, name: str, address: str, at: datetime, by: Viewer | None, place: str = "",
    organisation_id: int | None = None,
) -> Robot:  # fmt: skip
    """This will keep the robot of a group chat for a place of the street, or for an organisation.

    The address is sealed and never shown again. Raises Refused, and Invalid with a sentence for each field.
    """
    insist(may_administer(by, street))
    errors = _wrong(street, clean(name, NAME), place, organisation_id)
    try:
        found = wecom.read_address(address[:500], settings.WEBHOOK_ORIGINS)
    except wecom.BadAddress:
        errors["address"] = _("Copy the whole address of the robot from its page in WeCom.")
    if errors:
        raise Invalid(errors)
    with writing():
        robot = Robot.objects.create(
            id=new_id(), street=street, name=clean(name, NAME), place=place, organisation_id=organisation_id,
            sealed=sealing.seal({"address": str(found)}),
        )  # fmt: skip
        _changed(robot, "robot.added", at, by, place=place, organisation=organisation_id)
    return robot


def _wrong(street: str, name: str, place: str, organisation_id: int | None) -> dict[str, str | Promise]:
    errors: dict[str, str | Promise] = {}
    if not name:
        errors["name"] = _("Fill this in.")
    if organisation_id is not None:
        found = people.organisation(organisation_id)
        if place or found is None or found.street not in {street, street[:6]}:
            errors["whose"] = _("Choose one from the list.")
    elif (there := places.place(place)) is None or there.ended or there.street != street:
        errors["whose"] = _("Choose one from the list.")
    if Robot.objects.filter(street=street).count() >= MOST:
        errors[""] = _("A street has at most 200 robots. Remove one that is not used.")
    return errors


def try_robot(*, robot: Robot, at: datetime, by: Viewer | None) -> Fault | None:
    """This will send a message that the robot works, now; if it is taken, what waits goes out too.

    Also where it had been given up. None when it was taken, else what is wrong.
    """
    insist(may_administer(by, robot.street))
    fault = robots.try_out(robot, at)
    if fault is None and robot.paused_at is None:
        _send_waiting(robot, at)
    return fault


def pause_robot(*, robot: Robot, at: datetime, by: Viewer | None) -> None:
    """This will keep a robot silent until it is resumed; what happens meanwhile is not told later."""
    insist(may_administer(by, robot.street))
    with writing():
        if Robot.objects.filter(pk=robot.pk, paused_at=None).update(paused_at=at):
            _changed(robot, "robot.paused", at, by)


def resume_robot(*, robot: Robot, at: datetime, by: Viewer | None) -> None:
    """This will let a paused robot speak again."""
    insist(may_administer(by, robot.street))
    with writing():
        if Robot.objects.filter(pk=robot.pk).exclude(paused_at=None).update(paused_at=None):
            _changed(robot, "robot.resumed", at, by)
            _send_waiting(robot, at)


def remove_robot(*, robot: Robot, at: datetime, by: Viewer | None) -> None:
    """This will forget a robot and its address; what still waited for it is not sent."""
    insist(may_administer(by, robot.street))
    with writing():
        if Robot.objects.filter(pk=robot.pk).delete()[0]:
            ChannelState.objects.filter(street=robot.street, channel=states.of_robot(robot.pk)).delete()
            Notice.objects.filter(
                street=robot.street, channel="robot", person_id=robot.pk, sent_at=None
            ).delete()
            _changed(robot, "robot.removed", at, by)


def _send_waiting(robot: Robot, at: datetime) -> None:
    """Under the key of new messages, and by one of its own: a failed delivery under the first waits for its time."""
    payload = {"robot": robot.pk}
    deliver(
        street=robot.street, handler="notify.robot", key=f"robot:{robot.pk}:tried", payload=payload, due_at=at
    )


def _changed(robot: Robot, kind: str, at: datetime, by: Viewer | None, **data: object) -> None:
    record(
        street=robot.street, subject=f"robot:{robot.pk}", kind=kind, at=at,
        actor_id=by.person_id if by else None, data=data,
    )  # fmt: skip
    memory.move(robot.street, "settings")
