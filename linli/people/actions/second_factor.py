"""Two-factor sign-in: a code of an authenticator or one of ten recovery codes; each counts once, secrets lie sealed."""

import hashlib
import hmac
import secrets
import unicodedata
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.lib.db import writing
from linli.lib.ids import CODE_ALPHABET, new_id
from linli.lib.verdicts import Refused
from linli.people import queries, sealing, totp
from linli.people.actions.persons import note
from linli.people.models import Person, SecondFactor
from linli.people.policies import insist, may_reset
from linli.people.rows import Viewer
from linli.people.rules import RESET_REASONS

OFFER_SECONDS = 1800
RECOVERY_CODES = 10
_HALF = 5  # letters before and after the hyphen: 29^10, and guesses are limited
WRONG = _("This code is not right. Codes change every 30 seconds; look at the newest one.")


def offer_second_factor(*, person: Person) -> tuple[str, str]:
    """This will make a secret for an authenticator, and the sealed offer the form carries back. Nothing is kept."""
    secret = totp.new_secret()
    return secret, sealing.seal(f"{person.pk}:{secret}").decode()


def offered(*, person: Person, offer: str) -> str | None:
    """This will give the secret of an offer made to this person within the last half hour, or None."""
    try:
        number, _colon, secret = sealing.unseal(offer[:500].encode(), seconds=OFFER_SECONDS).partition(":")
    except (sealing.Unreadable, UnicodeEncodeError):
        return None
    return secret if number == str(person.pk) else None


def set_second_factor(
    *, person: Person, offer: str, typed: str, wall: datetime, at: datetime, by: Viewer
) -> list[str]:
    """This will switch two-factor sign-in on once a code shows that the authenticator works; gives the recovery codes.

    `wall` is the moment by the true clock, which the phone has too. Raises Refused; sessions elsewhere end.
    """
    _own(person, by)
    secret = offered(person=person, offer=offer)
    if secret is None:
        raise Refused(_("This page was open for too long. Scan the new code."))
    step = totp.step_of(secret, plain(typed), wall)
    if step is None:
        raise Refused(WRONG)
    codes = _new_codes()
    with writing():
        if queries.second_factor(person) is not None:
            raise Refused(_("Two-factor sign-in is on already."))
        SecondFactor.objects.create(
            id=new_id(), person=person, sealed=sealing.seal(secret), last_step=step,
            codes=[_digest(secret, code) for code in codes], set_at=at,
        )  # fmt: skip
        end_sessions(person)
        note(person, "person.second_factor_set", at, by)
    return codes


def check_second_factor(*, person: Person, typed: str, wall: datetime, at: datetime) -> bool:
    """This will tell whether a code is right, and use it up: none of an authenticator counts twice, nor an older one.

    A recovery code that was used is a fact. Where the key of the secret is lost no code is right: it must be reset.
    """
    factor = queries.second_factor(person)
    if factor is None:
        return False
    try:
        secret = sealing.unseal(factor.sealed)
    except sealing.Unreadable:
        return False
    said = plain(typed)
    step = totp.step_of(secret, said, wall)
    if step is not None:
        with writing():
            rows = SecondFactor.objects.filter(id=factor.pk, last_step__lt=step)
            return rows.update(last_step=step) == 1
    return _use_up(person, factor, _digest(secret, said), at)


def _use_up(person: Person, factor: SecondFactor, digest: str, at: datetime) -> bool:
    if digest not in factor.codes:
        return False
    with writing():
        fresh = SecondFactor.objects.select_for_update().filter(id=factor.pk).first()
        if fresh is None or digest not in fresh.codes:
            return False
        fresh.codes = [each for each in fresh.codes if each != digest]
        fresh.save(update_fields=["codes"])
        note(person, "person.recovery_code_used", at, queries.viewer(person, at), left=len(fresh.codes))
    return True


def new_recovery_codes(*, person: Person, at: datetime, by: Viewer) -> list[str]:
    """This will replace a person's recovery codes; the earlier ones no longer count."""
    _own(person, by)
    codes = _new_codes()
    with writing():
        factor = SecondFactor.objects.select_for_update().filter(person=person).first()
        if factor is None:
            raise Refused(_("Two-factor sign-in is off."))
        try:
            secret = sealing.unseal(factor.sealed)
        except sealing.Unreadable:
            raise Refused(
                _("The key of the authenticator is lost. Ask the administrator to reset it.")
            ) from None
        factor.codes = [_digest(secret, code) for code in codes]
        factor.save(update_fields=["codes"])
        note(person, "person.recovery_codes_made", at, by)
    return codes


def drop_second_factor(*, person: Person, at: datetime, by: Viewer) -> None:
    """This will switch one's own two-factor sign-in off, unless a duty of theirs requires it."""
    _own(person, by)
    if queries.needs_second_factor(person, by):
        raise Refused(_("Your duty requires two-factor sign-in. It stays on."))
    with writing():
        if SecondFactor.objects.filter(person=person).delete()[0]:
            note(person, "person.second_factor_dropped", at, by)


def reset_second_factor(*, person: Person, reason: str, at: datetime, by: Viewer | None) -> None:
    """This will take away the second factor of somebody who lost theirs, and sign them out everywhere.

    The reason, one of `rules.RESET_REASONS`, is part of the fact. Raises Refused; nobody resets their own.
    """
    insist(may_reset(by, person, at=at))
    if reason not in RESET_REASONS:
        raise Refused(_("Say why it is reset."))
    with writing():
        if not SecondFactor.objects.filter(person=person).delete()[0]:
            raise Refused(_("Two-factor sign-in is off."))
        end_sessions(person)
        note(person, "person.second_factor_reset", at, by, reason=reason)


def sign_out_everywhere(*, person: Person, at: datetime, by: Viewer) -> None:
    """This will end every session of one's own, on all devices; whoever calls may begin a new one."""
    _own(person, by)
    with writing():
        end_sessions(person)
        note(person, "person.signed_out_everywhere", at, by)


def end_sessions(person: Person) -> None:
    """This will make every session of a person invalid; the row given is brought up to date."""
    fresh = Person.objects.select_for_update().get(id=person.pk)
    fresh.session_epoch += 1
    fresh.save(update_fields=["session_epoch"])
    person.session_epoch = fresh.session_epoch


def plain(typed: str) -> str:
    """This will give a code as it is compared: one width, capitals, without spaces and hyphens."""
    text = unicodedata.normalize("NFKC", typed[:100]).upper()
    return "".join(sign for sign in text if sign.isalnum())


def _own(person: Person, by: Viewer) -> None:
    if by.person_id != person.pk:
        raise Refused(_("Only the person may change this."))


def _new_codes() -> list[str]:
    def half() -> str:
        return "".join(secrets.choice(CODE_ALPHABET) for _letter in range(_HALF))

    return [f"{half()}-{half()}" for _code in range(RECOVERY_CODES)]


def _digest(secret: str, code: str) -> str:
    """Keyed with the sealed secret, so that the rows alone do not let anybody guess."""
    return hmac.new(secret.encode(), plain(code).encode(), hashlib.sha256).hexdigest()[:32]
