"""Everybody who speaks in a case: its reporter, who follows it, and the same of cases that were joined to it."""

from linli.cases.models import Case, Follower

LONGEST_CHAIN = 20


def root_of(case: Case) -> Case:
    """This will follow what a case was joined to, to the one that is still itself."""
    for _hop in range(LONGEST_CHAIN):
        if case.joined_to_id is None:
            return case
        case = Case.objects.get(pk=case.joined_to_id)
    return case


def voices_of(case: Case) -> list[str]:
    """This will list the contact subjects of everybody whom a case concerns: its reporter's first.

    One subject and no query where nobody follows; else a query for each hop of joins, and one.
    """
    cases, hop = [case.pk], [case.pk]
    if not case.followers:
        return [f"case:{case.pk}"]
    for _hop in range(LONGEST_CHAIN):
        joined = Case.objects.filter(street=case.street, joined_to_id__in=hop).order_by("id")
        hop = list(joined.values_list("id", flat=True))
        cases += hop
        if not hop:
            break
    found = Follower.objects.filter(street=case.street, case_id__in=cases).order_by("id")
    return [*(f"case:{pk}" for pk in cases), *(f"follower:{pk}" for pk in found.values_list("id", flat=True))]
