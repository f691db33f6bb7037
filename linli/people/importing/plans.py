"""What one line of a table would change: nothing, something, or why it cannot be used."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.people.actions import (
    assign_duty,
    create_organisation,
    create_person,
    put_on_roster,
    update_organisation,
    update_person,
)
from linli.people.importing.tables import Entry, Unusable, read_choice, read_date, read_place, read_yes
from linli.people.models import Duty, Organisation, OrganisationKind, Person, Role
from linli.people.queries import in_force, today
from linli.people.rows import Viewer
from linli.people.rules import plain_username


class State(StrEnum):
    """What the preview says of a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAULTY = "faulty"


@dataclass(frozen=True)
class Planned:
    """A line's state and what carries it out."""

    state: State
    carry_out: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the preview: its number in the file, what it is about, what would happen, and why not."""

    line: int
    label: str
    state: State
    reason: "str | Promise" = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """For whom, by whom and when a table is imported."""

    street: str
    at: datetime
    by: Viewer | None


SAME = Planned(State.SAME)


def plan_person(entry: Entry, where: Setting) -> Planned:
    """This will plan an account by its user name."""
    username = plain_username(entry.get("username"))
    if username is None:
        raise Unusable(_("A user name has 2 to 60 letters, digits, dots, hyphens or underscores."))
    language = {"english": "en", "英文": "en", "英语": "en", "en": "en"}.get(
        entry.get("language").casefold(), "zh-hans"
    )
    fields = {field: entry.given(field) for field in ("name", "email", "work_phone")}
    fields["language"] = None if entry.given("language") is None else language
    there = Person.objects.filter(username=username).first()
    if there is None:
        given = {field: text for field, text in fields.items() if text is not None}
        return Planned(
            State.NEW,
            lambda: create_person(street=where.street, username=username, at=where.at, by=where.by, **given),  # type: ignore[arg-type]  # texts only
        )
    if there.street != where.street:
        raise Unusable(_("This user name belongs to another street."))
    if all(text is None or getattr(there, field) == text for field, text in fields.items()):
        return SAME
    return Planned(State.CHANGED, lambda: update_person(person=there, at=where.at, by=where.by, **fields))


def plan_organisation(entry: Entry, where: Setting) -> Planned:
    """This will plan an organisation by its code."""
    code, kind = entry.get("code"), read_choice(entry.get("kind"), OrganisationKind)
    name = {"zh-hans": entry.get("name")} | ({"en": entry.get("name_en")} if entry.get("name_en") else {})
    place = None if entry.given("place") is None else read_place(entry.get("place"), where.street)
    phone = entry.given("phone")
    there = Organisation.objects.filter(street=where.street, code=code).first()
    if there is None:
        return Planned(
            State.NEW,
            lambda: create_organisation(
                street=where.street, kind=kind, code=code, name=name, place=place or "", phone=phone or "",
                at=where.at, by=where.by,
            ),
        )  # fmt: skip
    if there.kind != kind:
        raise Unusable(_("This code belongs to an organisation of another kind."))
    merged = {**there.name, **name}
    if (merged, place or there.place, there.phone if phone is None else phone) == (
        there.name,
        there.place,
        there.phone,
    ):
        return SAME
    return Planned(
        State.CHANGED,
        lambda: update_organisation(
            organisation=there, name=merged, place=place, phone=phone, at=where.at, by=where.by
        ),
    )


def plan_duty(entry: Entry, where: Setting) -> Planned:
    """This will plan a duty by person, role and place or organisation; an empty user name is a vacancy."""
    role = read_choice(entry.get("role"), Role)
    place = read_place(entry.get("place"), where.street)
    organisation = _organisation(entry.get("organisation"), where.street)
    person = _person(entry.get("username"), where.street)
    from_on, to_on = read_date(entry.get("from_on")), read_date(entry.get("to_on"))
    on_roster, agreed = read_yes(entry.get("on_roster")), read_yes(entry.get("agreed"))
    day = today(where.street, where.at)
    held = Duty.objects.filter(
        in_force(max(from_on or day, day)), street=where.street, role=role, place=place
    )
    held = held.filter(organisation=organisation) if organisation else held.filter(organisation=None)
    # A vacancy that somebody fills meanwhile is not opened again by importing the table once more.
    there = held.filter(person=person).first() if person else held.first()
    past = Duty.objects.filter(
        street=where.street, role=role, place=place, organisation=organisation, person=person
    )
    if there is None and from_on and to_on and past.filter(from_on=from_on, to_on=to_on).exists():
        return SAME
    if there is None:
        return Planned(
            State.NEW,
            lambda: assign_duty(
                street=where.street, role=role, person=person, place=place, organisation=organisation,
                from_on=from_on, to_on=to_on, on_roster=on_roster, agreed=agreed, at=where.at, by=where.by,
            ),
        )  # fmt: skip
    if to_on is not None and to_on != there.to_on:
        raise Unusable(_("The duty goes on already with another end. End it on the page of duties."))
    if entry.given("on_roster") is None or there.on_roster == on_roster:
        return SAME
    return Planned(
        State.CHANGED, lambda: put_on_roster(duty=there, on_roster=on_roster, at=where.at, by=where.by)
    )


def _person(username: str, street: str) -> Person | None:
    if not username:
        return None
    found = Person.objects.filter(username=plain_username(username) or "").first()
    if found is None or found.street[:6] != street[:6]:
        raise Unusable(_("There is no account of this user name. Import the people first."))
    return found


def _organisation(code: str, street: str) -> Organisation | None:
    if not code:
        return None
    found = (
        Organisation.objects.filter(street__in=(street, street[:6]), code=code).order_by("-street").first()
    )
    if found is None:
        raise Unusable(_("There is no organisation of this code. Import the organisations first."))
    return found
