"""What whoever holds the tracking link may do: confirm, deny, reopen, add, rate, withdraw, erase."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases.actions.taking import checked, take
from linli.cases.models import Case, Statement
from linli.cases.policies import permitted, permitted_reporter
from linli.cases.refusals import Invalid
from linli.cases.search import filling
from linli.cases.stepping import change, latest
from linli.cases.workflow import Action, Words
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.people.rows import Viewer
from linli.pictures import actions as pictures
from linli.pictures.actions import Prepared
from linli.pictures.models import PictureKind
from linli.privacy import actions as privacy

# Pictures "after" are the handler's; all others came with the report.
REPORTERS = (PictureKind.BEFORE, PictureKind.MORE)


def _told(action: Action, case: Case, at: datetime, words: str, seen: int | None, **more: Any) -> Fact:
    step = permitted_reporter(case, action, at=at)
    return take(
        case, step, by_id=None, at=at, seen=seen, words=words, kind="addition", by_reporter=True, **more
    )


def confirm(*, case: Case, at: datetime, words: str = "", seen: int | None = None) -> Fact:
    """This will take the reporter's "fixed" as the check by somebody who did not handle it, and close the case."""
    return _told(Action.CONFIRM, case, at, words, seen)


def deny(*, case: Case, at: datetime, words: str = "", seen: int | None = None) -> Fact:
    """This will send the case to rework at the level that handled it, because the reporter says "not fixed"."""
    return _told(Action.DENY, case, at, words, seen)


def reopen_as_reporter(*, case: Case, at: datetime, words: str = "", seen: int | None = None) -> Fact:
    """This will reopen an ended case within the days the setting gives (seven by default)."""
    return _told(Action.REOPEN, case, at, words, seen)


def reopen(*, case: Case, by: Viewer, at: datetime, reason: str, seen: int | None = None) -> Fact:
    """This will reopen an ended case by an officer, with a reason, in the same days."""
    step = permitted(by, case, Action.REOPEN, at=at)
    text = checked(reason, Words.REQUIRED)
    return take(case, step, by_id=by.person_id, at=at, seen=seen, words=text)


def add(
    *,
    case: Case,
    at: datetime,
    words: str = "",
    more_pictures: Sequence[Prepared] = (),
    seen: int | None = None,
) -> Fact:
    """This will add words or pictures to a report."""
    if not words.strip() and not more_pictures:
        raise Invalid({"words": _("Write a line or choose a picture.")})
    with writing():
        fact = _told(Action.ADD, case, at, words, seen, data={"pictures": len(more_pictures)})
        for picture in more_pictures:
            pictures.attach(
                prepared=picture,
                subject=f"case:{case.pk}",
                kind=PictureKind.MORE,
                by_id=None,
                at=at,
            )
    return fact


def rate(*, case: Case, at: datetime, satisfaction: int, words: str = "", seen: int | None = None) -> Fact:
    """This will keep how satisfied the reporter is, one to five: the last of the seven steps."""
    if satisfaction not in range(1, 6):
        raise Invalid({"satisfaction": _("Choose one to five.")})
    return _told(Action.RATE, case, at, words, seen, changes={"satisfaction": satisfaction})


def withdraw(*, case: Case, at: datetime, words: str = "", seen: int | None = None) -> Fact:
    """This will end a case because its reporter takes it back."""
    return _told(Action.WITHDRAW, case, at, words, seen)


def erase(*, case: Case, at: datetime) -> None:
    """This will erase everything of the reporter's: contact, words, pictures, title; the case itself goes on.

    Facts stay: they hold codes and salted digests, and the salts go with the words.
    """
    with writing():
        # Read within the transaction: nobody's work may keep a person from erasing.
        case = latest(case)
        own = Statement.objects.filter(case=case, by_reporter=True, follower_id=None)
        erased = own.count()
        filling.forget(case, own)
        own.delete()
        subject = f"case:{case.pk}"
        privacy.erase(street=case.street, subject=subject, at=at)
        gone = pictures.erase(street=case.street, subject=subject, kinds=REPORTERS, at=at)
        change(
            case, kind="erased", by_id=None, at=at, data={"statements": erased, "pictures": gone}, tell=False,
            changes={"title": "", "erased_at": at},
        )  # fmt: skip
