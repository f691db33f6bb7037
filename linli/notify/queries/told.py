"""What a person has been told in the system."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from linli.cases.models import Case
from linli.notify.channels import APP
from linli.notify.models import Notice
from linli.notify.wording import for_staff
from linli.people.models import Person

LETTERS = frozenset({"complaint", "rights"})


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice: what happened to which case. `number` and `title` are empty if the case is gone.

    `letter`: "complaint" or "rights" where it is about one of these, of which nothing stands here but that it waits.
    """

    id: int
    kind: str
    street: str  # of the case
    number: str
    title: str
    at: datetime
    read_at: datetime | None
    letter: str = ""

    @property
    def sentence(self) -> str:
        """What happened, in the reader's language."""
        return for_staff(self.kind)


def of_person(person_id: int) -> QuerySet[Notice]:
    """This will select what a person was told in the system, by the index that begins with their street."""
    street = Person.objects.filter(pk=person_id).values("street")[:1]
    return Notice.objects.filter(street=street, person_id=person_id, channel=APP)


def unread(person_id: int) -> int:
    """This will count what a person has not read. One statement."""
    return of_person(person_id).filter(read_at=None).count()


def latest(person_id: int, limit: int = 50) -> list[NoticeRow]:
    """This will list a person's newest notices, newest first. Two statements."""
    notices = list(of_person(person_id).order_by("-id")[:limit])
    about = _cases(notices)
    return [_row(notice, about.get(notice.subject)) for notice in notices]


def _cases(notices: list[Notice]) -> Mapping[str, Case]:
    subjects = [notice.subject for notice in notices if notice.subject.startswith("case:")]
    ids = {int(subject.removeprefix("case:")) for subject in subjects}
    rows = Case.objects.filter(pk__in=ids).only("street", "number", "title")
    return {f"case:{case.pk}": case for case in rows}


def _row(notice: Notice, case: Case | None) -> NoticeRow:
    return NoticeRow(
        id=notice.pk,
        kind=notice.kind,
        street=case.street if case else "",
        number=case.number if case else "",
        title=case.title if case else "",
        at=notice.at,
        read_at=notice.read_at,
        letter=kind if (kind := notice.subject.partition(":")[0]) in LETTERS else "",
    )
