"""Reading what one was told. A notice leaves no fact: when somebody read it is nobody else's business."""

from datetime import datetime

from linli.cases.models import Case
from linli.lib.db import writing
from linli.notify import queries
from linli.people.rows import Viewer


def read(*, case: Case, by: Viewer, at: datetime) -> int:
    """This will mark what the person was told about a case as read, and say how much that was."""
    unread = queries.of_person(by.person_id).filter(read_at=None, subject=f"case:{case.pk}")
    if not unread.exists():
        return 0  # most pages are opened without news, and a page that is read should not write
    with writing():
        return unread.update(read_at=at)


def read_all(*, by: Viewer, at: datetime) -> int:
    """This will mark everything a person was told as read, and say how much that was."""
    with writing():
        return queries.of_person(by.person_id).filter(read_at=None).update(read_at=at)
