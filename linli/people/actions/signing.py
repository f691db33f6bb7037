"""Sign-ins, and the ways of signing in that are linked to an account."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.lib.verdicts import Refused
from linli.people.actions.persons import note
from linli.people.models import Link, Person, SignIn
from linli.people.policies import insist, may_link
from linli.people.rows import Viewer

SUBJECT_MOST = 255


def signed_in(*, person: Person, way: str, at: datetime) -> None:
    """This will note who signed in, when and how, for the person and the auditor, for `people.sign_in_days`."""
    with writing():
        SignIn.objects.create(id=new_id(), street=person.street, person_id=person.pk, way=way, at=at)


def link(*, person: Person, way: str, subject: str, at: datetime, by: Viewer | None) -> None:
    """This will let a person sign in by `way` (an issuer, WeCom) as `subject`, who they are there.

    `by` is the person, an administrator, or None where the issuer's own word made the link. Raises Refused if the
    subject is somebody else's or the person has another one there. The same again changes nothing.
    """
    insist(may_link(by, person, at=at))
    known = subject.strip()
    if not known or len(known) > SUBJECT_MOST or not known.isprintable():
        raise Refused(_("This is no account there."))
    with writing():
        if Link.objects.filter(way=way, subject=known, person=person).exists():
            return
        if Link.objects.filter(way=way, subject=known).exists():
            raise Refused(_("This account there belongs to somebody else here already."))
        if Link.objects.filter(way=way, person=person).exists():
            raise Refused(_("Another account there is linked already. Take that link away first."))
        Link.objects.create(id=new_id(), way=way, subject=known, person=person, linked_at=at)
        note(person, "person.way_linked", at, by, way=way)


def unlink(*, person: Person, way: str, at: datetime, by: Viewer | None) -> None:
    """This will take a link away. Refused if nothing else would be left to sign in with."""
    insist(may_link(by, person, at=at))
    with writing():
        rows = Link.objects.filter(person=person)
        own = by is not None and by.person_id == person.pk
        if own and not person.has_usable_password() and not rows.exclude(way=way).exists():
            raise Refused(_("Set a password first; otherwise nothing is left to sign in with."))
        if rows.filter(way=way).delete()[0]:
            note(person, "person.way_unlinked", at, by, way=way)
