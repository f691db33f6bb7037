"""Finding cases by what somebody typed: words by the index, places and codes by their columns, the newest first.

Words that wait for the worker are read themselves, so that whoever has just typed a report finds it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache, reduce
from itertools import product
from operator import and_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from linli.cases.models import Case, Statement
from linli.cases.search import index
from linli.cases.search.rules import Part, Wanted, fold, read
from linli.people.rows import Viewer
from linli.places import queries as places
from linli.places.rows import PlaceRow

MOST = 1000  # what is counted and paged through; beyond it is "1,000+"
TAIL = 5000  # words that wait for the worker and are read by a search, the newest first
MANY = 10_000  # cases with a word whose times are all read; of more the newest are met soon in order of time
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_BATCH = 500
_STREET_DIGITS, _SHORTEST_PLACE = 9, 2


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of cases, newest first, at most `MOST`; whether there are more, and whether words wait that were not read."""

    ids: Sequence[int]
    more: bool = False
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """What a part means besides words: places and boards of some streets, a case number, a tracking code."""

    part: Part
    streets: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    boards: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.codes or self.boards or self.part.number or self.part.tracking)

    @property
    def q(self) -> Q:
        """The cases it means, in SQL; as `means` says it."""
        codes, here, number = sorted(self.codes), Q(street__in=self.streets), self.part.number
        found = Q(community__in=codes) | Q(grid__in=codes) | Q(group__in=codes)
        found |= Q(spot_id__in=sorted(self.boards))
        if number:
            found |= here & (Q(number=number) if self.part.is_whole_number else Q(number__startswith=number))
        return found | (here & Q(tracking=self.part.tracking)) if self.part.tracking else found

    def means(self, case: Case) -> bool:
        """This will tell whether the part means this case."""
        number = self.part.number
        return (
            not self.codes.isdisjoint((case.community, case.grid, case.group))
            or case.spot_id in self.boards
            or (bool(self.part.tracking) and case.tracking == self.part.tracking)
            or (
                case.number == number
                if self.part.is_whole_number
                else number != "" and case.number.startswith(number)
            )
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it is understood in some streets."""

    streets: tuple[str, ...]
    parts: tuple[Part, ...]
    beside: Mapping[Part, Beside] = field(default_factory=dict)

    def in_case(self, case: Case, folded: Sequence[str]) -> bool:
        """This will tell whether a case with these words is found: each part in its words, or meant by its columns."""
        return bool(self.parts) and all(
            part.in_texts(folded) or self.beside[part].means(case) for part in self.parts
        )


def streets_of(viewer: Viewer) -> tuple[str, ...]:
    """This will list the streets in which a person's searches look: of their duties, and their own."""
    codes = {viewer.street, *(duty.street for duty in viewer.duties)}
    below = {street for code in codes if len(code) < _STREET_DIGITS for street in places.streets(code)}
    return tuple(sorted(below | {code for code in codes if len(code) == _STREET_DIGITS}))


def searched_streets(viewer: Viewer) -> tuple[str, ...]:
    """This will add the streets of cases that are in the person's own hands. One statement."""
    held = Case.objects.filter(Q(assignee_id=viewer.person_id) | Q(handled_by_id=viewer.person_id))
    return tuple(sorted({*streets_of(viewer), *held.order_by().values_list("street", flat=True).distinct()}))


def understood(query: str, streets: Sequence[str]) -> Asked:
    """This will read a query, names of places resolved to codes. At most one statement, for the names of boards."""
    parts = read(query)
    words = {
        part.words[0] for part in parts if len(part.words) == 1 and len(part.words[0]) >= _SHORTEST_PLACE
    }
    named = [row for street in streets for row in places.every(street) if len(row.code) > _STREET_DIGITS]
    boards = places.boards(streets) if words else []
    beside = {}
    for part in parts:
        word = part.words[0] if len(part.words) == 1 and part.words[0] in words else ""
        beside[part] = Beside(
            part,
            tuple(streets),
            frozenset(row.code for row in named if word and (word == row.code or _begins(row, word))),
            frozenset(pk for pk, name in boards if word and any(word in each for each in _names(name))),
        )
    return Asked(tuple(streets), parts, beside)


def _begins(row: PlaceRow, word: str) -> bool:
    """A place is meant by how its name begins: else "community" would be the name of all of them."""
    return any(name.startswith(word) for name in _names(row.name))


def _names(name: Mapping[str, str]) -> Iterator[str]:
    return map(_folded, name.values())


@lru_cache(4096)
def _folded(name: str) -> str:
    return fold(name)


def find(cases: QuerySet[Case], asked: Asked) -> Found:
    """This will find what was asked among `cases`. Two statements, two or three more for words that wait.

    Each part that may also mean a place or a code doubles the first; where tokens do not decide, words are read.
    """
    if not asked.parts:
        return Found([])
    found: set[int] = set()
    for by_words in product(*((True, False) if asked.beside[part] else (True,) for part in asked.parts)):
        texts = [part for part, is_text in zip(asked.parts, by_words, strict=True) if is_text]
        others = [
            asked.beside[part].q for part, is_text in zip(asked.parts, by_words, strict=True) if not is_text
        ]
        if all(part.words for part in texts):
            found |= _indexed(cases.filter(reduce(and_, others, Q())), texts, asked)
    waiting, behind = _tail(cases, asked)
    newest = _newest(found | waiting)
    return Found(newest[:MOST], more=len(newest) > MOST, behind=behind)


def _newest(ids: set[int]) -> list[int]:
    listed = sorted(ids)
    found: list[tuple[datetime, int]] = []
    for start in range(0, len(listed), _BATCH):
        rows = Case.objects.filter(pk__in=listed[start : start + _BATCH]).order_by()
        found += rows.values_list("reported_at", "pk")
    return [pk for _at, pk in sorted(found, reverse=True)[: MOST + 1]]


def _indexed(cases: QuerySet[Case], texts: Sequence[Part], asked: Asked) -> set[int]:
    """Those of `cases` whose words hold all texts; of many, each street's newest, one more than `MOST`."""
    if not texts:
        newest = cases.order_by("-reported_at", "-pk")
        return set(newest.values_list("pk", flat=True)[: MOST + 1])
    found: set[int] = set()
    for street in asked.streets:
        ids = _matching(street, [each for part in texts for each in part.wanted])
        if len(ids) > MANY:
            found.update(_walked(cases, street, ids, texts))
            continue
        for start in range(0, len(ids), _BATCH):
            some = ids[start : start + _BATCH]
            rows = _of(cases, f"c.id IN ({', '.join(['%s'] * len(some))})", some)
            found.update(_read([pk for pk, _at in rows], texts))
    return found


def _matching(street: str, wanted: Sequence[Wanted]) -> list[int]:
    """All ids in the index that have the tokens in a street, whoever sees them."""
    with connection.cursor() as cursor:
        matches = index.MATCHES[connection.vendor]
        cursor.execute(f"SELECT rowid FROM cases_search WHERE {matches}", [index.asked([street], wanted)])  # noqa: S608  our own
        return [row[0] for row in cursor.fetchall()]


def _walked(cases: QuerySet[Case], street: str, ids: Sequence[int], texts: Sequence[Part]) -> set[int]:
    """The newest with a word that many have, one more than `MOST`: by time, until so many were met."""
    having, found = set(ids), set[int]()
    where, by = "c.street = %s AND (c.reported_at, c.id) < (%s, %s)", _BY_TIME[connection.vendor]
    last: list[Any] = [connection.ops.adapt_datetimefield_value(_NEVER), 0]
    while len(found) <= MOST:
        rows = _of(
            cases,
            where,
            [street, *last],
            "ORDER BY c.reported_at DESC, c.id DESC LIMIT %s",
            [MOST + 1],
            by=by,
        )
        found.update(_read([pk for pk, _at in rows if pk in having], texts))
        if len(rows) <= MOST:
            break
        last = [rows[-1][1], rows[-1][0]]
    return found


_BY_TIME = {"sqlite": "INDEXED BY case_newest", "postgresql": ""}


def _of(
    cases: QuerySet[Case],
    where: str,
    values: Sequence[Any],
    order: str = "",
    limit: Sequence[int] = (),
    *,
    by: str = "",
) -> list[tuple[int, Any]]:
    """Ids and times of what a condition of our own finds, where each is one of `cases`: asked one by one, for SQLite
    would begin with all somebody sees."""
    try:
        inner = cases.filter(pk=RawSQL("c.id", [])).order_by().values("pk")
        one, its_values = inner.query.sql_with_params()
    except EmptyResultSet:
        return []
    # Our own words and the compiled condition are put into the text; every value is a parameter.
    statement = f"SELECT c.id, c.reported_at FROM cases_case c {by} WHERE {where} AND EXISTS ({one}) {order}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *its_values, *limit])
        rows: list[tuple[int, Any]] = cursor.fetchall()
    return rows


def _read(ids: Sequence[int], texts: Sequence[Part]) -> Sequence[int]:
    """Those whose words hold all texts; nothing is read where the tokens say so."""
    if all(part.exact for part in texts):
        return ids
    words = folded_words(ids)
    return [pk for pk in ids if all(part.in_texts(words.get(pk, ())) for part in texts)]


def folded_words(ids: Sequence[int]) -> dict[int, list[str]]:
    """This will give the folded words of cases by case; a statement for each five hundred of them."""
    found: dict[int, list[str]] = {}
    for start in range(0, len(ids), _BATCH):
        rows = Statement.objects.filter(case_id__in=ids[start : start + _BATCH]).order_by()
        for pk, text in rows.values_list("case_id", "text"):
            found.setdefault(pk, []).append(fold(text))
    return found


def _tail(cases: QuerySet[Case], asked: Asked) -> tuple[set[int], bool]:
    """What words found that wait for the worker, and whether more wait than are read."""
    unread = Statement.objects.filter(street__in=asked.streets, unindexed__isnull=False).order_by("-id")
    waiting = list(unread.values_list("case_id", flat=True)[: TAIL + 1])
    return set(scanned(cases, asked, list(dict.fromkeys(waiting[:TAIL])))), len(waiting) > TAIL


def scanned(cases: QuerySet[Case], asked: Asked, ids: Sequence[int]) -> Iterable[int]:
    """This will yield which of some cases are found, by reading all their words: the plain scan."""
    columns = ("pk", "community", "grid", "group", "spot_id", "number", "tracking")
    for start in range(0, len(ids), _BATCH):
        rows = list(cases.filter(pk__in=ids[start : start + _BATCH]).order_by().only(*columns))
        words = folded_words([row.pk for row in rows])
        yield from (row.pk for row in rows if asked.in_case(row, words.get(row.pk, ())))
