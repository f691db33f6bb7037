"""What a reporter says of a case, taken once: a second tap, or a case that ended meanwhile, is no error."""

from datetime import datetime

from linli.cases import actions
from linli.cases import queries as cases
from linli.cases.models import Case
from linli.cases.refusals import Conflict
from linli.cases.workflow import FIXED, Status
from linli.lib.text import clean
from linli.pictures.actions import Prepared
from linli.pictures.refusals import BadPicture


def confirm(*, case: Case, at: datetime) -> None:
    """This will take "fixed"; said a second time it is fixed already. Raises Refused or Conflict."""
    if case.status not in FIXED:
        actions.confirm(case=case, at=at)


def deny(*, case: Case, words: str, pictures: list[Prepared], at: datetime) -> bool:
    """This will take "not fixed", before the check or within the days after the end, and pictures of it.

    The answer comes first: should a picture fail to be stored, the case is at work again all the same, and False
    says so. Raises Refused, Conflict, Invalid.
    """
    if case.status == Status.REWORK:
        return True
    act = actions.deny if case.status == Status.CHECKING else actions.reopen_as_reporter
    act(case=case, at=at, words=words)
    try:
        if pictures:
            actions.add(case=case, at=at, more_pictures=pictures)
    except BadPicture:
        return False
    return True


def add(*, case: Case, words: str, pictures: list[Prepared], seen: int | None, at: datetime) -> None:
    """This will add words or pictures, once: what the second of two taps brings is there already.

    What others did to the case since the page was opened is no reason to refuse. Raises Refused, Invalid,
    BadPicture.
    """
    if seen is not None and seen != case.version and _said_last(case, words):
        return
    try:
        actions.add(case=case, at=at, words=words, more_pictures=pictures)
    except Conflict:
        case.refresh_from_db()
        if not _said_last(case, words):
            actions.add(case=case, at=at, words=words, more_pictures=pictures)


def _said_last(case: Case, words: str) -> bool:
    """Whether the newest thing that happened is that the reporter added these same words."""
    newest = next(iter(cases.timeline(case, for_reporter=True)), None)
    return (
        newest is not None
        and newest.kind == "added"
        and [word.text for word in newest.words] == [text for text in [clean(words)] if text]
    )


def withdraw(*, case: Case, words: str, at: datetime) -> None:
    """This will take the report back; done a second time it is done already. Raises Refused or Conflict."""
    if case.status != Status.WITHDRAWN:
        actions.withdraw(case=case, at=at, words=words)
