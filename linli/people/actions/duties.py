"""Giving duties, ending them, handing them over, and leave. What takes effect today takes effect at once."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.facts.actions import record
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.lib.verdicts import Refused
from linli.people import handover, posts
from linli.people.handover import Handover
from linli.people.models import Duty, Organisation, Person, Role
from linli.people.policies import insist, may_assign, may_change, may_set_leave
from linli.people.queries import in_force, today
from linli.people.rows import Viewer
from linli.people.rules import WHERE
from linli.places import queries as places

_DAY = timedelta(days=1)
_CHANGED = _("A colleague has just changed this duty. Look at it again.")


def assign_duty(
    *,
    street: str,
    role: str,
    at: datetime,
    by: Viewer | None,
    person: Person | None = None,
    place: str = "",
    organisation: Organisation | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    on_roster: bool = False,
    agreed: bool = False,
) -> Duty:
    """This will give a person a duty at a place or organisation from a day (default today), or set it up as vacant.

    A vacant duty of the same role and place is filled by it. A volunteer must have `agreed`. Raises Refused with
    the sentence for the form.
    """
    insist(may_assign(by, role, street))
    duty = Duty(
        id=new_id(), street=street, role=role, place=place, organisation=organisation, person=person,
        from_on=from_on or today(street, at), to_on=to_on, on_roster=on_roster,
    )  # fmt: skip
    _check_where(duty)
    _check_who(duty, agreed)
    if to_on is not None and to_on < duty.from_on:
        raise Refused(_("The last day lies before the first."))
    with writing():
        _take_up(duty)
        duty.save(force_insert=True)
        _record(duty, "duty.assigned", at, by)
        if person is not None and duty.from_on <= today(street, at):
            handover.follow(_handover(duty, None, person.pk), at, by.person_id if by else None)
    return duty


def _take_up(duty: Duty) -> None:
    """Refuses a duty somebody has already; a vacancy of the same role and place ends where this begins."""
    if duty.person is None:
        return
    same = Duty.objects.filter(
        street=duty.street, role=duty.role, place=duty.place, organisation=duty.organisation
    )
    lasting = Q(to_on=None) | Q(to_on__gte=duty.from_on)
    if same.filter(lasting, person=duty.person, from_on__lte=duty.to_on or date.max).exists():
        raise Refused(_("This person has the duty already."))
    _fill_vacancy(same.filter(in_force(duty.from_on), person=None).first(), duty)


def _check_where(duty: Duty) -> None:
    if duty.role not in Role.values:
        raise Refused(_("Choose the role."))
    if duty.organisation is not None:
        if duty.place:
            raise Refused(_("Choose a place or an organisation, not both."))
        fine = duty.organisation.closed_on is None and duty.street.startswith(duty.organisation.street[:6])
        if not fine or duty.organisation.kind not in WHERE[duty.role]:
            raise Refused(_("This role cannot be held at this organisation."))
        return
    there = places.place(duty.place)
    if there is None or there.ended or there.street != duty.street:
        raise Refused(_("Choose a place of this street."))
    if there.kind not in WHERE[duty.role]:
        raise Refused(_("This role cannot be held at this place."))


def _check_who(duty: Duty, agreed: bool) -> None:
    if duty.person is not None and not duty.person.is_active:
        raise Refused(_("This account is closed."))
    if duty.person is not None and duty.person.street[:6] != duty.street[:6]:
        raise Refused(_("This person belongs to another county."))
    if duty.role == Role.VOLUNTEER and duty.person is not None and not agreed:
        raise Refused(_("Nobody is made a volunteer without having agreed."))


def _fill_vacancy(vacant: Duty | None, duty: Duty) -> None:
    """The row of the vacancy ends the day before the duty begins, or goes if it began no earlier."""
    if vacant is None:
        return
    duty.on_roster = duty.on_roster or vacant.on_roster
    if vacant.from_on < duty.from_on:
        Duty.objects.filter(id=vacant.id).update(to_on=duty.from_on - _DAY)
    else:
        Duty.objects.filter(id=vacant.id).delete()


def end_duty(*, duty: Duty, at: datetime, by: Viewer | None, on: date | None = None) -> None:
    """This will end a duty after the day `on`, by default at once; then what hung on its holder is let go."""
    insist(may_change(by, duty))
    day = today(duty.street, at)
    last = on if on is not None else day - _DAY
    with writing():
        fresh = _fresh(duty)
        # A duty that began today and ends at once was a slip of the hand; its facts stay.
        if last < fresh.from_on:
            Duty.objects.filter(id=fresh.id).delete()
        else:
            Duty.objects.filter(id=fresh.id).update(to_on=last)
        _record(fresh, "duty.ended", at, by, last_on=last)
        if last < day and fresh.person_id is not None:
            handover.follow(_handover(fresh, fresh.person_id, None), at, by.person_id if by else None)


def vacate(*, duty: Duty, at: datetime, by: Viewer | None) -> Duty:
    """This will take a duty from its holder at once and leave it vacant: its work falls to the next level up."""
    insist(may_change(by, duty))
    with writing():
        fresh = _fresh(duty)
        if fresh.person_id is None:
            return fresh
        vacant = _succeed(fresh, None, at)
        _record(fresh, "duty.vacated", at, by, successor=vacant.id)
        handover.follow(_handover(vacant, fresh.person_id, None), at, by.person_id if by else None)
    return vacant


def hand_over_duty(*, duty: Duty, to: Person, at: datetime, by: Viewer | None, agreed: bool = False) -> Duty:
    """This will give a duty to another person at once, with the open cases that were its holder's for this duty."""
    insist(may_change(by, duty))
    with writing():
        fresh = _fresh(duty)
        if fresh.person_id == to.pk:
            raise Refused(_("This person has the duty already."))
        proposed = Duty(street=fresh.street, role=fresh.role, place=fresh.place, person=to)
        _check_who(proposed, agreed)
        day = today(fresh.street, at)
        twins = Duty.objects.filter(
            in_force(day), street=fresh.street, role=fresh.role, place=fresh.place, person=to
        )
        if fresh.organisation_id in twins.values_list("organisation_id", flat=True):
            raise Refused(_("This person has the duty already."))
        new = _succeed(fresh, to, at)
        _record(fresh, "duty.handed_over", at, by, successor=new.id)
        _record(new, "duty.assigned", at, by)
        handover.follow(_handover(new, fresh.person_id, to.pk), at, by.person_id if by else None)
    return new


def preview_handover(duty: Duty, to: Person | None, at: datetime) -> int:
    """This will count what would move with a duty, such as open cases."""
    return handover.moving(_handover(duty, duty.person_id, to.pk if to else None), at)


def put_on_leave(
    *, duty: Duty, deputy: Person, from_on: date, to_on: date, at: datetime, by: Viewer | None
) -> Duty:
    """This will let a deputy act for a duty from one day to another, both included; the holder may act too."""
    insist(may_set_leave(by, duty))
    if to_on < from_on or to_on < today(duty.street, at):
        raise Refused(_("The leave ends before it begins, or is over."))
    if deputy.pk == duty.person_id:
        raise Refused(_("Nobody is their own deputy."))
    _check_who(Duty(street=duty.street, role="", person=deputy), agreed=True)
    with writing():
        fresh = _fresh(duty)
        if fresh.person_id is None:
            raise Refused(_("A vacant duty has nobody to go on leave."))
        Duty.objects.filter(id=fresh.id).update(deputy=deputy, leave_from_on=from_on, leave_to_on=to_on)
        _record(fresh, "duty.on_leave", at, by, deputy=deputy.pk, from_on=from_on, to_on=to_on)
    return Duty.objects.get(id=duty.id)


def end_leave(*, duty: Duty, at: datetime, by: Viewer | None) -> None:
    """This will end a leave, or take back one that is to come; the deputy no longer acts."""
    insist(may_set_leave(by, duty))
    with writing():
        if Duty.objects.filter(id=duty.id, deputy__isnull=False).update(
            deputy=None, leave_from_on=None, leave_to_on=None
        ):
            _record(duty, "duty.leave_ended", at, by)


def put_on_roster(*, duty: Duty, on_roster: bool, at: datetime, by: Viewer | None) -> None:
    """This will have the duty's holder told of danger at night too, or no longer."""
    insist(may_assign(by, duty.role, duty.street))
    with writing():
        if Duty.objects.filter(id=duty.id).exclude(on_roster=on_roster).update(on_roster=on_roster):
            _record(duty, "duty.roster", at, by, on_roster=on_roster)


def carry_duty(*, duty: Duty, place: str, at: datetime, by_id: int | None) -> None:
    """This will let a duty go on at another place, for the place that a redraw put in the stead of its own.

    Nobody is handed anything: person, roster and leave stay.
    """
    day = today(duty.street, at)
    with writing():
        if duty.from_on >= day:
            Duty.objects.filter(id=duty.id).update(place=place)
            new = Duty.objects.get(id=duty.id)
        else:
            Duty.objects.filter(id=duty.id).update(to_on=day - _DAY)
            new = Duty.objects.get(id=duty.id)
            new.id, new.place, new.from_on, new.to_on = new_id(), place, day, duty.to_on
            new.save(force_insert=True)
        posts.changed(duty.street)
        data = {"role": duty.role, "before": duty.place, "place": place, "successor": new.id}
        record(
            street=duty.street,
            subject=f"duty:{duty.id}",
            kind="duty.redrawn",
            at=at,
            actor_id=by_id,
            data=data,
        )


def _fresh(duty: Duty) -> Duty:
    """The duty as it stands now; Refused if somebody changed its holder or its end since it was shown."""
    found = Duty.objects.select_for_update().filter(id=duty.id).first()
    if found is None or (found.person_id, found.to_on) != (duty.person_id, duty.to_on):
        raise Refused(_CHANGED)
    return found


def _succeed(old: Duty, person: Person | None, at: datetime) -> Duty:
    """Ends a duty yesterday and begins it anew today with another person; one of today only changes hands."""
    day = today(old.street, at)
    if old.to_on is not None and old.to_on < day:
        raise Refused(_("This duty has ended."))
    if old.from_on >= day:
        Duty.objects.filter(id=old.id).update(
            person=person, deputy=None, leave_from_on=None, leave_to_on=None
        )
        return Duty.objects.get(id=old.id)
    Duty.objects.filter(id=old.id).update(to_on=day - _DAY)
    return Duty.objects.create(
        id=new_id(), street=old.street, person=person, role=old.role, place=old.place,
        organisation_id=old.organisation_id, from_on=day, to_on=old.to_on, on_roster=old.on_roster,
    )  # fmt: skip


def _handover(duty: Duty, from_id: int | None, to_id: int | None) -> Handover:
    return Handover(duty.id, duty.street, duty.role, duty.place, duty.organisation_id, from_id, to_id)


def _record(duty: Duty, kind: str, at: datetime, by: Viewer | None, **more: object) -> None:
    posts.changed(duty.street)
    record(
        street=duty.street, subject=f"duty:{duty.id}", kind=kind, at=at, actor_id=by.person_id if by else None,
        data={
            "role": duty.role, "place": duty.place, "person": duty.person_id,
            "organisation": duty.organisation_id, **more,
        },
    )  # fmt: skip
