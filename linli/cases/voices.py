"""Everybody who speaks in a case: its reporter, who follows it, and the same of cases that were joined to it."""

from datetime import datetime

from linli.cases.models import Case, Follower

LONGEST_CHAIN = 20


def root_of(case: Case) -> Case:
    """This will follow what a case was joined to, to the one that is still itself."""
    return line_of(case)[-1]


def line_of(case: Case) -> list[Case]:
    """This will list a case, what it was joined to, what that was joined to, up to the one that is still itself."""
    line = [case]
    while line[-1].joined_to_id is not None and len(line) <= LONGEST_CHAIN:
        line.append(Case.objects.get(pk=line[-1].joined_to_id))
    return line


def joined_to(case: Case, *, by: datetime | None = None) -> list[int]:
    """This will list the ids of the cases joined to one, and of those joined to them.

    With `by` only those that were joined by then. No query where nobody follows, else one for each hop.
    """
    found: list[int] = []
    hop = [case.pk] if case.followers else []
    for _hop in range(LONGEST_CHAIN):
        if not hop:
            break
        joined = Case.objects.filter(street=case.street, joined_to_id__in=hop).order_by("id")
        hop = list((joined if by is None else joined.filter(closed_at__lte=by)).values_list("id", flat=True))
        found += hop
    return found


def voices_of(case: Case) -> list[str]:
    """This will list the contact subjects of everybody whom a case concerns: its reporter's first.

    One subject and no query where nobody follows; else a query for each hop of joins, and one.
    """
    if not case.followers:
        return [f"case:{case.pk}"]
    cases = [case.pk, *joined_to(case)]
    found = Follower.objects.filter(street=case.street, case_id__in=cases).order_by("id")
    return [*(f"case:{pk}" for pk in cases), *(f"follower:{pk}" for pk in found.values_list("id", flat=True))]
