"""Honest ends other than fixed: no further action, not ours, joined to an earlier case."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.cases.actions.taking import take
from linli.cases.models import Case
from linli.cases.policies import permitted
from linli.cases.refusals import Invalid
from linli.cases.stepping import change, latest
from linli.cases.voices import root_of
from linli.cases.workflow import Action, Status
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.people.rows import Viewer


def close_no_action(*, case: Case, by: Viewer, at: datetime, reason: str, seen: int | None = None) -> Fact:
    """This will end a case without further action and tell the reporter why; it may be reopened."""
    step = permitted(by, case, Action.NO_ACTION, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=reason)


def close_not_ours(*, case: Case, by: Viewer, at: datetime, whose: str, seen: int | None = None) -> Fact:
    """This will end a case that is somebody else's and tell the reporter whose."""
    step = permitted(by, case, Action.NOT_OURS, at=at)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=whose)


def join(
    *, case: Case, by: Viewer, at: datetime, into: Case, words: str = "", seen: int | None = None
) -> Fact:
    """This will join a case to an earlier one, which its reporter and followers then follow."""
    step = permitted(by, case, Action.JOIN, at=at)
    target = root_of(into)
    if target.street != case.street or target.pk == case.pk:
        raise Invalid({"into": _("Choose another case of this street.")})
    if target.status in {Status.VOID, Status.WITHDRAWN}:
        raise Invalid({"into": _("That case is void or withdrawn; nothing can follow it.")})
    gained = 1 + case.followers
    with writing():
        # Both rows in the order of their ids, so that two joins wait for each other and never both.
        for pk in sorted((case.pk, target.pk)):
            Case.objects.select_for_update().only("id").get(pk=pk)
        target = latest(target)
        fact = take(
            case, step, by_id=by.person_id, at=at, seen=seen, words=words,
            changes={"joined_to_id": target.pk}, data={"into": target.pk},
        )  # fmt: skip
        change(
            target, kind="joined_by", by_id=by.person_id, at=at, data={"from": case.pk}, tell=False,
            changes={"followers": target.followers + gained},
        )  # fmt: skip
    return fact
