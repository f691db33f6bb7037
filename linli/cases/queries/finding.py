"""One case: by its number for an office, by its tracking code for whoever reported or follows it."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q

from linli.cases.models import Case, Follower, StepKey
from linli.cases.placing import is_code
from linli.cases.policies import may_see
from linli.cases.voices import root_of
from linli.facts import queries as facts
from linli.lib.ids import normalise_code
from linli.people.rows import Viewer


@dataclass(frozen=True, slots=True)
class Tracked:
    """What a code opens: the reporter's own case, the one it was joined to, and the follower if it is one's."""

    own: Case
    root: Case
    follower: Follower | None

    @property
    def is_reporter(self) -> bool:
        """Whether the code is that of the report itself, not of somebody who follows."""
        return self.follower is None


def by_tracking(street: str, code: str) -> Tracked | None:
    """This will find what a tracking code of a street opens, however it was typed; None if nothing."""
    tracking = normalise_code(code)
    if tracking is None:
        return None
    if own := Case.objects.filter(street=street, tracking=tracking).first():
        return Tracked(own, root_of(own), None)
    follower = Follower.objects.filter(street=street, tracking=tracking).select_related("case").first()
    return None if follower is None else Tracked(follower.case, root_of(follower.case), follower)


def case_by_number(street: str, number: str) -> Case | None:
    """This will find a case by its office number, "DG-2611-0093"."""
    if not (is_code(street) and is_code(number)):
        return None
    return Case.objects.filter(street=street, number=number.strip().upper()).first()


def get_case(case_id: int) -> Case | None:
    """This will find a case by its id."""
    return Case.objects.filter(pk=case_id).first()


def cases_of(ids: Collection[int]) -> dict[int, Case]:
    """This will give cases by id, with what leads to them: street and number. No statement for no ids."""
    return Case.objects.only("street", "number").in_bulk(set(ids)) if ids else {}


def may_read(viewer: Viewer, street: str, number: str) -> Case | None:
    """This will give the case of a number if the viewer may see it; None else, so that existence is not told."""
    found = case_by_number(street, number)
    return found if found is not None and may_see(viewer, found) else None


def picked(viewer: Viewer, wanted: Collection[tuple[str, str]]) -> list[Case]:
    """This will give cases by street and number, in the order asked, each once. One statement.

    What the viewer may not see is left out, as what does not exist.
    """
    asked: dict[str, set[str]] = {}
    for street, number in wanted:
        if is_code(street) and is_code(number):
            asked.setdefault(street, set()).add(number)
    if not asked:
        return []
    chosen = reduce(or_, (Q(street=street, number__in=sorted(of)) for street, of in asked.items()))
    found = {(case.street, case.number): case for case in Case.objects.filter(chosen)}
    shown = (found.get(pair) for pair in dict.fromkeys(wanted))
    return [case for case in shown if case is not None and may_see(viewer, case)]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a post has become already: the code of a case, or of somebody who follows one."""

    street: str
    tracking: str
    follows: bool


# Every post of a resident asks this; in SQL, for the ORM needs longer than the database.
_SENT = """
SELECT tracking, 0 FROM cases_case WHERE street = %s AND idempotency = %s
UNION ALL SELECT tracking, 1 FROM cases_follower WHERE street = %s AND idempotency = %s
ORDER BY 2
"""


def sent_before(street: str, idempotency: str) -> Sent | None:
    """This will find what a report or a "me too" became that was sent under this key before. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [street, idempotency] * 2)
        row = cursor.fetchone()
    return Sent(street, row[0], bool(row[1])) if row else None


def entered_before(street: str, idempotency: str) -> Case | None:
    """This will find the case that what a colleague entered under this key has become. One statement."""
    return Case.objects.filter(street=street, idempotency=idempotency).first() if idempotency else None


def step_before(street: str, key: str) -> bool:
    """This will tell whether a step was taken under this key before. One statement."""
    return StepKey.objects.filter(street=street, key=key).exists()


def version_after(case: Case, key: str) -> int:
    """This will give the version a case had right after the step taken under this key, 0 for none. Three statements."""
    taken = StepKey.objects.filter(street=case.street, key=key, case_id=case.pk).first()
    now = Case.objects.filter(pk=case.pk).values_list("version", flat=True).first()
    if taken is None or now is None:
        return 0
    # Each version leaves one fact of the case.
    own = [fact.pk for fact in facts.history(case.street, f"case:{case.pk}") if fact.kind.startswith("case.")]
    return now - len(own[own.index(taken.fact_id) + 1 :]) if taken.fact_id in own else 0
