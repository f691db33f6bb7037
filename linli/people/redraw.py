"""Duties follow a redraw: who answered for an ended place answers for the place that takes most of its ground."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.facts.actions import record
from linli.people import posts
from linli.people.actions import carry_duty, end_duty
from linli.people.models import Duty, Organisation, Role
from linli.people.queries import in_force, today
from linli.people.rules import WHERE
from linli.places import queries as places
from linli.places import redraw
from linli.places.redraw import Move, Plan


def preview(plan: Plan, at: datetime) -> list[Move]:
    """This will list the duties that would move to another place."""
    moving = _held(plan, at).select_related("person")
    return [
        Move("duty", f"{Role(duty.role).label} {duty.person.name if duty.person else _('vacant')}", duty.place,
             plan.successor(duty.place))
        for duty in moving
    ]  # fmt: skip


def carry_out(plan: Plan, at: datetime, by_id: int | None) -> None:
    """This will end the duties at ended places and give them anew at the successors."""
    day = today(plan.street, at)
    for duty in _held(plan, at):
        after = plan.successor(duty.place)
        there = Duty.objects.filter(in_force(day), street=plan.street, role=duty.role, place=after)
        # A merger must not make a second vacancy, nor give somebody the same duty twice.
        twice = duty.person_id in there.values_list("person_id", flat=True)
        if twice or (duty.person_id is None and there.exists()) or not _fits(duty.role, after):
            end_duty(duty=duty, at=at, by=None)
        else:
            carry_duty(duty=duty, place=after, at=at, by_id=by_id)
    for organisation in Organisation.objects.filter(
        street=plan.street, place__in=[c.code for c in plan.ended]
    ):
        after = plan.successor(organisation.place)
        Organisation.objects.filter(id=organisation.id).update(place=after)
        posts.changed(plan.street)
        record(
            street=plan.street, subject=f"organisation:{organisation.id}", kind="organisation.redrawn", at=at,
            actor_id=by_id, data={"place": after},
        )  # fmt: skip


def _fits(role: str, code: str) -> bool:
    """Whether the role can be held there: a grid that ends without successor leaves its community, which has none."""
    there = places.place(code)
    return there is not None and there.kind in WHERE[role]


def _held(plan: Plan, at: datetime) -> QuerySet[Duty]:
    ended = [change.code for change in plan.ended]
    return Duty.objects.filter(
        in_force(today(plan.street, at)), street=plan.street, place__in=ended
    ).order_by("id")


def take_part() -> None:
    """This will have duties follow every redraw; called once at start."""
    redraw.register(preview, carry_out)
