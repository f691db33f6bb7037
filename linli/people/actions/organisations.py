"""Offices, committees, branches, departments, teams and companies."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.facts.actions import record
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.lib.text import clean
from linli.lib.verdicts import Refused
from linli.people import posts
from linli.people.models import Duty, Organisation, OrganisationKind
from linli.people.policies import insist, may_administer
from linli.people.queries import in_force, today
from linli.people.rows import Viewer
from linli.places import queries as places

_CODE = re.compile(r"[\w.-]{1,30}")
NAME_MOST = 60
PHONE_MOST = 30


def create_organisation(
    *,
    street: str,
    kind: str,
    code: str,
    name: Mapping[str, str],
    at: datetime,
    by: Viewer | None,
    place: str = "",
    phone: str = "",
) -> Organisation:
    """This will set up an organisation of a street (or, by six digits, of the county) under a code of its own.

    Raises Refused with the sentence for the form.
    """
    insist(may_administer(by, street))
    made = Organisation(id=new_id(), street=street, kind=kind, code=code.strip())
    if kind not in OrganisationKind.values:
        raise Refused(_("Choose the kind of organisation."))
    if not _CODE.fullmatch(made.code):
        raise Refused(_("A code has 1 to 30 letters, digits, dots or hyphens."))
    _fill(made, name, place, phone)
    with writing():
        if Organisation.objects.filter(street=street, code=made.code).exists():
            raise Refused(_("This code is taken."))
        made.save(force_insert=True)
        _record(made, "organisation.made", at, by)
    return made


def update_organisation(
    *,
    organisation: Organisation,
    at: datetime,
    by: Viewer | None,
    name: Mapping[str, str] | None = None,
    place: str | None = None,
    phone: str | None = None,
) -> Organisation:
    """This will change what is given of an organisation; its code and kind stay."""
    insist(may_administer(by, organisation.street))
    with writing():
        fresh = Organisation.objects.get(id=organisation.id)
        before = (fresh.name, fresh.place, fresh.phone)
        after = [
            new if new is not None else old for new, old in zip((name, place, phone), before, strict=True)
        ]
        _fill(fresh, *after)  # type: ignore[arg-type]  # the three stay in their order
        if before != (fresh.name, fresh.place, fresh.phone):
            fresh.save(update_fields=["name", "place", "phone"])
            _record(fresh, "organisation.changed", at, by)
    return fresh


def close_organisation(*, organisation: Organisation, at: datetime, by: Viewer | None) -> None:
    """This will close an organisation from today; Refused while somebody still has a duty there."""
    insist(may_administer(by, organisation.street))
    day = today(organisation.street, at)
    with writing():
        held = Duty.objects.filter(in_force(day), organisation_id=organisation.id, person__isnull=False)
        if held.exists():
            raise Refused(_("Somebody still has a duty here. End or hand over the duties first."))
        if Organisation.objects.filter(id=organisation.id, closed_on=None).update(closed_on=day):
            _record(organisation, "organisation.closed", at, by)


def _fill(made: Organisation, name: Mapping[str, str], place: str, phone: str) -> None:
    made.name = {language: cleaned for language, text in name.items() if (cleaned := clean(text))}
    made.place, made.phone = place, clean(phone)
    if not made.name.get("zh-hans") or any(len(text) > NAME_MOST for text in made.name.values()):
        raise Refused(_("Give a name of at most 60 characters."))
    if len(made.phone) > PHONE_MOST:
        raise Refused(_("A telephone number has at most 30 characters."))
    there = places.place(place) if place else None
    if place and (there is None or there.ended or not place.startswith(made.street)):
        raise Refused(_("Choose a place of this street."))


def _record(made: Organisation, kind: str, at: datetime, by: Viewer | None) -> None:
    posts.changed(made.street)
    record(
        street=made.street, subject=f"organisation:{made.id}", kind=kind, at=at,
        actor_id=by.person_id if by else None, data={"kind": made.kind, "place": made.place},
    )  # fmt: skip
