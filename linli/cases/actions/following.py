""" "Me too": somebody whom an open case concerns follows it by a link of their own."""

from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.reporting import KEY_LENGTH, TRIES
from linli.cases.actions.taking import checked, is_open
from linli.cases.codes import follower_code
from linli.cases.models import Case, Follower, Statement
from linli.cases.refusals import Invalid
from linli.cases.search import filling
from linli.cases.stepping import Said, alone, change, upward
from linli.cases.workflow import Words
from linli.lib.db import writing
from linli.lib.ids import new_id
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
    if not 0 < len(idempotency) <= KEY_LENGTH or not idempotency.isprintable():
        raise Invalid({"": _("This page is out of date. Please open it again.")})
    for left in reversed(range(TRIES)):
        try:
            with writing(savepoint=True):
                return _followed(case, at, idempotency, text, phone, age_14)
        except IntegrityError:
            if found := Follower.objects.filter(street=case.street, idempotency=idempotency).first():
                return found
            if not left:
                raise
    raise AssertionError("unreachable")


def _followed(case: Case, at: datetime, idempotency: str, text: str, phone: str, age_14: bool) -> Follower:
    # Read within the transaction: whatever colleagues do meanwhile, nobody is refused for following.
    alone(case.street)
    target = upward(case.pk)[-1]
    if not is_open(target):
        raise Invalid({"": _("This case has ended. Please report it anew.")})
    follower = Follower(
        id=new_id(), street=case.street, case=target, tracking=follower_code(), idempotency=idempotency, at=at
    )
    follower.save(force_insert=True)
    change(
        target, kind="followed", by_id=None, at=at, tell=False, data={"follower": follower.pk},
        changes={"followers": target.followers + 1},
        said=[Said("addition", text, by_reporter=True, follower_id=follower.pk)],
    )  # fmt: skip
    privacy.keep_contact(
        street=case.street, subject=f"follower:{follower.pk}", phone=phone, age_14=age_14, at=at
    )
    return follower


def unfollow(*, follower: Follower, at: datetime) -> None:
    """This will let somebody follow no more: their link, words and contact go, and the case has one voice less.

    Of cases joined meanwhile each one counts the voice, up to the one that is still itself.
    """
    with writing():
        alone(follower.street)
        line = upward(follower.case_id)
        own = Statement.objects.filter(street=follower.street, case_id=line[0].pk, follower_id=follower.pk)
        filling.forget(line[0], own)
        own.delete()
        privacy.erase(street=follower.street, subject=f"follower:{follower.pk}", at=at)
        if not Follower.objects.filter(pk=follower.pk).delete()[0]:
            return  # the second of two taps
        for case in line:
            change(
                case, kind="unfollowed", by_id=None, at=at, tell=False, data={"follower": follower.pk},
                changes={"followers": max(case.followers - 1, 0)},
            )  # fmt: skip
