""" "Me too": somebody whom an open case concerns follows it by a link of their own."""

from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.closing import root_of
from linli.cases.actions.taking import checked, is_open
from linli.cases.models import Case, Follower, Statement
from linli.cases.refusals import Invalid
from linli.cases.stepping import Said, change
from linli.cases.workflow import Words
from linli.lib.db import writing
from linli.lib.ids import new_id, tracking_code
from linli.privacy import actions as privacy


def follow(
    *,
    case: Case,
    at: datetime,
    idempotency: str,
    words: str = "",
    phone: str = "",
    age_14: bool = True,
) -> Follower:
    """This will let one more person follow an open case, with words and a phone of theirs if they like.

    Sent twice under one key it is stored once. Raises Invalid for an ended case, BadContact for a bad phone.
    """
    text = checked(words, Words.OPTIONAL)
    if found := Follower.objects.filter(street=case.street, idempotency=idempotency).first():
        return found
    target = root_of(case)
    if not is_open(target):
        raise Invalid({"": _("This case has ended. Please report it anew.")})
    try:
        with writing():
            follower = _store(target, at, idempotency)
            said = [Said("addition", text, by_reporter=True, follower_id=follower.pk)]
            change(
                target,
                kind="followed",
                by_id=None,
                at=at,
                changes={"followers": target.followers + 1},
                said=said,
                data={"follower": follower.pk},
                tell=False,
            )
            privacy.keep_contact(
                street=case.street, subject=f"follower:{follower.pk}", phone=phone, age_14=age_14, at=at
            )
    except IntegrityError:
        return Follower.objects.get(street=case.street, idempotency=idempotency)
    return follower


def _store(case: Case, at: datetime, idempotency: str) -> Follower:
    code = tracking_code()
    # Cases and followers share one space of codes, so that one box finds both.
    while Case.objects.filter(street=case.street, tracking=code).exists():
        code = tracking_code()
    return Follower.objects.create(
        id=new_id(), street=case.street, case=case, tracking=code, idempotency=idempotency, at=at
    )


def unfollow(*, follower: Follower, at: datetime) -> None:
    """This will let somebody follow no more: their link, words and contact go, and the case has one voice less."""
    target = root_of(follower.case)
    with writing():
        Statement.objects.filter(street=follower.street, follower_id=follower.pk).delete()
        privacy.erase(street=follower.street, subject=f"follower:{follower.pk}", at=at)
        if not Follower.objects.filter(pk=follower.pk).delete()[0]:
            return  # the second of two taps
        change(
            target,
            kind="unfollowed",
            by_id=None,
            at=at,
            changes={"followers": max(target.followers - 1, 0)},
            data={"follower": follower.pk},
            tell=False,
        )
