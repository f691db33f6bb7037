"""Checking the index: of every case it holds exactly the tokens of the words there are, so of erased words nothing."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from linli.cases.models import Case, Statement
from linli.cases.search import index
from linli.cases.search.rules import fold, sign, tokens
from linli.facts.chains import Fault
from linli.lib.ids import new_id

STEP = 1000


def verify(street: str | None = None, progress: Callable[[int], object] = lambda _n: None) -> Iterator[Fault]:
    """This will yield each case of which the index holds other tokens than its indexed words have.

    It reads the whole index once, and keeps a number for each case. What the worker takes up meanwhile is left out.
    """
    begun = new_id()
    moving = set(Statement.objects.filter(unindexed=True).values_list("case_id", flat=True))
    held = _sums(street)
    read = after = 0
    cases = Case.objects.all() if street is None else Case.objects.filter(street=street)
    columns = ("pk", "street", "number")
    while batch := list(cases.filter(pk__gt=after).order_by("pk").values_list(*columns)[:STEP]):
        after = batch[-1][0]
        fresh, right = _of_words([row[0] for row in batch], begun)
        for pk, where, number in batch:
            what = held.pop(pk, 0)
            if what != _sum(where, right.get(pk, set())) and pk not in moving | fresh:
                yield Fault(
                    f"{where} {number} case:{pk}", _("The search index does not hold exactly its words.")
                )
        read += len(batch)
        progress(read)
    for pk in sorted(held):
        if not Case.objects.filter(pk=pk).exists():
            yield Fault(f"case:{pk}", _("The search index holds words of a case that is gone."))


def _sums(street: str | None) -> dict[int, int]:
    """The sum of the hashes of all tokens held of each case: equal sums are equal sets, as far as chance goes."""
    mine = "" if street is None else sign(street)
    held: dict[int, int] = {}
    for pk, token in index.held():
        if token.startswith(mine):
            held[pk] = held.get(pk, 0) + hash(token)
    return held


def _sum(street: str, words: set[str]) -> int:
    mine = sign(street)
    return sum(hash(mine + word) for word in words)


def _of_words(ids: Sequence[int], begun: int) -> tuple[set[int], dict[int, set[str]]]:
    """Which cases got words since `begun`, and the tokens of each case's indexed words."""
    fresh: set[int] = set()
    found: dict[int, set[str]] = {}
    rows = Statement.objects.filter(case_id__in=ids).order_by("id")
    for pk, case_id, text, unindexed in rows.values_list("pk", "case_id", "text", "unindexed"):
        if pk > begun:
            fresh.add(case_id)
        elif unindexed is None:
            found.setdefault(case_id, set()).update(tokens(fold(text)))
    return fresh, found
