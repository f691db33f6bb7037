"""Honest ends other than fixed: no further action, not ours, joined to an earlier case."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.cases.actions.taking import take
from linli.cases.models import Case, Follower
from linli.cases.policies import permitted
from linli.cases.refusals import Invalid
from linli.cases.stepping import change, latest
from linli.cases.workflow import Action, Status
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.people.rows import Viewer

LONGEST_CHAIN = 20


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


def root_of(case: Case) -> Case:
    """This will follow what a case was joined to, to the one that is still itself."""
    for _hop in range(LONGEST_CHAIN):
        if case.joined_to_id is None:
            return case
        case = Case.objects.get(pk=case.joined_to_id)
    return case


def followers_of(case: Case) -> list[str]:
    """This will list the contact subjects of everybody who follows a case: its reporter's first.

    Those of cases joined to it follow too, and of cases joined to these. A query for each hop, and one.
    """
    cases, hop = [case.pk], [case.pk]
    for _hop in range(LONGEST_CHAIN):
        joined = Case.objects.filter(street=case.street, joined_to_id__in=hop).order_by("id")
        hop = list(joined.values_list("id", flat=True))
        cases += hop
        if not hop:
            break
    found = (
        Follower.objects.filter(street=case.street, case_id__in=cases)
        .order_by("id")
        .values_list("id", flat=True)
    )
    return [*(f"case:{pk}" for pk in cases), *(f"follower:{pk}" for pk in found)]
