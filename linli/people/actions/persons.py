"""Accounts: who signs in. What they may do hangs on their duties."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext_lazy as _

from linli.facts.actions import record
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.lib.text import clean
from linli.lib.verdicts import Refused
from linli.people import posts
from linli.people.models import Duty, Person
from linli.people.policies import insist, may_administer, may_edit, may_invite
from linli.people.queries import in_force, today
from linli.people.rows import Viewer
from linli.people.rules import plain_username
from linli.places import queries as places

NAME_MOST = 60
PHONE_MOST = 30
LANGUAGES = frozenset({"zh-hans", "en"})


class _Tokens(PasswordResetTokenGenerator):
    """Good for one setting of a password, as the hash of the password is part of it."""

    key_salt = "linli.people.invitation"


_tokens = _Tokens()


def create_person(
    *,
    street: str,
    username: str,
    name: str,
    at: datetime,
    by: Viewer | None,
    email: str = "",
    work_phone: str = "",
    language: str = "zh-hans",
    password: str | None = None,
    is_demo: bool = False,
) -> Person:
    """This will open an account of a street (or, by six digits, a county); without a password it awaits `invitation`.

    Raises Refused with the sentence for the form: a name taken or malformed, a password too weak.
    """
    insist(may_administer(by, street))
    plain = plain_username(username)
    if plain is None:
        raise Refused(_("A user name has 2 to 60 letters, digits, dots, hyphens or underscores."))
    if places.place(street) is None:
        raise Refused(_("There is no such street."))
    person = Person(id=new_id(), street=street, username=plain, is_demo=is_demo)
    _fill(person, name=name, email=email, work_phone=work_phone, language=language)
    person.set_password(_strong(password, person))
    with writing():
        if Person.objects.filter(username=plain).exists():
            raise Refused(_("This user name is taken."))
        person.save(force_insert=True)
        note(person, "person.created", at, by)
    return person


def update_person(
    *,
    person: Person,
    at: datetime,
    by: Viewer | None,
    name: str | None = None,
    email: str | None = None,
    work_phone: str | None = None,
    language: str | None = None,
) -> Person:
    """This will change what is given of an account; one's own name is changed by the administrator."""
    insist(may_edit(by, person))
    if name is not None and name != person.name:
        insist(may_administer(by, person.street))
    with writing():
        fresh = Person.objects.get(id=person.pk)
        before = (fresh.name, fresh.email, fresh.work_phone, fresh.language)
        given = (name, email, work_phone, language)
        after = [new if new is not None else old for new, old in zip(given, before, strict=True)]
        _fill(fresh, name=after[0], email=after[1], work_phone=after[2], language=after[3])
        if before != (fresh.name, fresh.email, fresh.work_phone, fresh.language):
            fresh.save(update_fields=["name", "email", "work_phone", "language"])
            note(fresh, "person.changed", at, by)
            posts.changed(fresh.street)
    return fresh


def _fill(person: Person, *, name: str, email: str, work_phone: str, language: str) -> None:
    person.name, person.email, person.work_phone = clean(name), email.strip(), clean(work_phone)
    person.language = language
    if not person.name or len(person.name) > NAME_MOST:
        raise Refused(_("A name has 1 to 60 characters."))
    if len(person.work_phone) > PHONE_MOST:
        raise Refused(_("A telephone number has at most 30 characters."))
    if language not in LANGUAGES:
        raise Refused(_("Choose Chinese or English."))
    if person.email:
        try:
            validate_email(person.email)
        except ValidationError:
            raise Refused(_("This is no e-mail address.")) from None


def _strong(password: str | None, person: Person) -> str | None:
    if password is not None:
        try:
            validate_password(password, person)
        except ValidationError as weak:
            raise Refused(" ".join(str(sentence) for sentence in weak.messages)) from None
    return password


def close_person(*, person: Person, at: datetime, by: Viewer | None) -> None:
    """This will close an account: nobody signs in with it, and its duties become vacant and fall upward."""
    from linli.people.actions.duties import vacate

    insist(may_administer(by, person.street))
    if by is not None and by.person_id == person.pk:
        raise Refused(_("Nobody may close their own account. Ask another administrator."))
    with writing():
        if not Person.objects.filter(id=person.pk, is_active=True).update(is_active=False):
            return
        for duty in Duty.objects.filter(in_force(today(person.street, at)), person_id=person.pk):
            vacate(duty=duty, at=at, by=None if duty.street != person.street else by)
        note(person, "person.closed", at, by)
        posts.changed(person.street)


def reopen_person(*, person: Person, at: datetime, by: Viewer | None) -> None:
    """This will open a closed account again, without duties."""
    insist(may_administer(by, person.street))
    with writing():
        if Person.objects.filter(id=person.pk, is_active=False).update(is_active=True):
            note(person, "person.reopened", at, by)
            posts.changed(person.street)


def set_password(*, person: Person, password: str, at: datetime, by: Viewer | None) -> None:
    """This will set one's own password, or as the operator anybody's; administrators send an invitation instead."""
    if by is not None and by.person_id != person.pk:
        raise Refused(_("A password is set by the person alone. Send a link instead."))
    with writing():
        fresh = Person.objects.get(id=person.pk)
        fresh.set_password(_strong(password, fresh))
        fresh.save(update_fields=["password"])
        note(fresh, "person.password_set", at, by)


def invitation(*, person: Person, at: datetime, by: Viewer | None) -> str:
    """This will make the secret of a link by which a person sets a password; it is good once, for three days.

    That it was made, and by whom, is a fact; the secret is kept nowhere. Raises Refused.
    """
    insist(may_invite(by, person, at=at))
    with writing():
        note(person, "person.invited", at, by)
    return f"{int_to_base36(person.pk)}-{_tokens.make_token(person)}"


def invited(secret: str) -> Person | None:
    """This will give whom a link of `invitation` is for, or None if it is used up, expired or false."""
    number, _dash, token = secret[:200].partition("-")
    try:
        person = Person.objects.filter(id=base36_to_int(number), is_active=True).first()
    except ValueError:
        return None
    return person if person is not None and _tokens.check_token(person, token) else None


def accept_invitation(*, secret: str, password: str, at: datetime) -> Person:
    """This will set the password of the person a link is for; Refused if the link is no longer good."""
    with writing():
        person = invited(secret)
        if person is None:
            raise Refused(_("This link was used already or is too old. Ask the administrator for a new one."))
        set_password(person=person, password=password, at=at, by=None)
    return person


def note(person: Person, kind: str, at: datetime, by: Viewer | None, **data: str | int) -> None:
    """This will record a fact about an account: codes and numbers only."""
    record(
        street=person.street, subject=f"person:{person.pk}", kind=kind, at=at,
        actor_id=by.person_id if by else None, data=data,
    )  # fmt: skip
