"""A yes to one named use of somebody's data, and its withdrawal."""

from datetime import datetime

from linli.facts import actions as facts
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.privacy import purposes
from linli.privacy.models import Consent


def give_consent(*, street: str, subject: str, purpose: str, at: datetime) -> Consent:
    """This will note that `subject` agrees to `purpose`; a second yes changes nothing.

    Raises KeyError for a purpose no package registered: a yes to nothing in particular is none.
    """
    purposes.label(purpose)
    with writing():
        standing = Consent.objects.filter(
            street=street, subject=subject, purpose=purpose, withdrawn_at=None
        ).first()
        if standing is not None:
            return standing
        row = Consent.objects.create(
            id=new_id(at), street=street, subject=subject, purpose=purpose, given_at=at
        )
        facts.record(street=street, subject=subject, kind="consent.given", at=at, data={"purpose": purpose})
    return row


def withdraw_consent(*, street: str, subject: str, purpose: str, at: datetime) -> bool:
    """This will end the consent at once; False when there was none."""
    with writing():
        ended = Consent.objects.filter(
            street=street, subject=subject, purpose=purpose, withdrawn_at=None
        ).update(withdrawn_at=at)
        if ended:
            facts.record(
                street=street, subject=subject, kind="consent.withdrawn", at=at, data={"purpose": purpose}
            )
    return bool(ended)
