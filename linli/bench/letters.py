"""Searching real letters: what the index finds is compared with a plain scan, in a database thrown away after."""

import csv
import gzip
import re
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.utils.translation import gettext as _

from linli.bench.filling import OFFICE, STREET, lay
from linli.cases.actions import ImportedCase, import_cases
from linli.cases.models import Case
from linli.cases.search import checks, filling
from linli.cases.search.finding import MOST, Asked, find, folded_words, understood
from linli.cases.search.rules import fold
from linli.lib.clock import present

_LONGEST = 2000  # characters of a report
_SUBSTRINGS = 500
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_LATIN = re.compile("[a-z0-9]+")


@dataclass
class Kind:
    """Queries of one kind: how many were found as by the scan, and how long both took, in seconds."""

    name: str
    queries: Sequence[str]
    wrong: list[str] = field(default_factory=list)
    found: list[float] = field(default_factory=list)
    scanned: list[float] = field(default_factory=list)
    hits: list[int] = field(default_factory=list)

    def line(self) -> str:
        """This will give the kind's row of the table."""
        equal = len(self.queries) - len(self.wrong)
        times = [statistics.median(self.found), _p95(self.found), statistics.median(self.scanned)]
        shown = " | ".join(f"{seconds * 1000:.1f}" for seconds in times)
        return f"| {self.name} | {len(self.queries):,} | {equal:,} | {statistics.median(self.hits):,.0f} | {shown} |"


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def run(*, file: Path, sample: int) -> int:
    """This will store the letters of a CSV file (`text`, perhaps `subject`) as cases, search them, and print a table.

    `sample` letters give the words that are searched. 1 if one result differs from the scan's.
    """
    at, letters = present(), list(_letters(file))
    lay(at)
    import_cases(list(_cases(letters, at)), at=at)
    begun = time.perf_counter()
    filled = filling.fill()
    took = time.perf_counter() - begun
    cases = list(Case.objects.filter(street=STREET).order_by("-id"))
    words = folded_words([case.pk for case in cases])
    kinds = [kind for kind in _kinds(letters, sample) if kind.queries]
    for kind in kinds:
        for query in kind.queries:
            _compare(kind, query, cases, words)
    _say(_("%(n)s letters, put into the index in %(seconds).1f s") % {"n": f"{filled:,}", "seconds": took})
    _say(
        _("| what is searched | queries | as by the scan | cases, median | ms, median | ms, p95 | scan, ms |")
    )
    _say("|---|---:|---:|---:|---:|---:|---:|")
    for kind in kinds:
        _say(kind.line())
    wrong = [query for kind in kinds for query in kind.wrong]
    faults = [*(_("Found otherwise than by the scan: %s") % query for query in wrong[:20])]
    faults += [str(fault) for fault in checks.verify(STREET)]
    for fault in faults:
        _say(fault)
    return 1 if faults else 0


def _letters(file: Path) -> Iterator[str]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield f"{row.get('subject') or ''}\n{row.get('text') or ''}".strip()[:_LONGEST]


def _cases(letters: Sequence[str], at: datetime) -> Iterator[ImportedCase]:
    for number, text in enumerate(letters):
        reported = at - timedelta(minutes=len(letters) - number)
        yield ImportedCase(
            street=STREET, community=OFFICE, key=f"letter:{number}", text=text, reported_at=reported,
            closed_at=reported,
        )  # fmt: skip


def _kinds(letters: Sequence[str], sample: int) -> list[Kind]:
    rng = Random(len(letters))  # noqa: S311  the same queries each time is the point
    chosen = [fold(text) for text in rng.sample(letters, min(sample, len(letters)))]
    runs = [run for text in chosen for run in _CHINESE.findall(text)]
    pairs = (run[at : at + 2] for run in runs for at in range(len(run) - 1))
    return [
        Kind(_("one character"), _distinct(character for run in runs for character in run)),
        Kind(_("two characters"), _distinct(pairs)),
        Kind(_("3 to 8 characters cut out anywhere"), _cut(letters, rng)),
        Kind(_("Latin words and numbers"), _distinct(word for text in chosen for word in _LATIN.findall(text))),
        Kind(_("two words of one letter"), _distinct(f"{a} {b}" for a, b in zip(runs[::7], runs[3::7], strict=False))),
    ]  # fmt: skip


def _distinct(words: Iterable[str]) -> list[str]:
    return sorted(set(words))


def _cut(letters: Sequence[str], rng: Random) -> list[str]:
    cut = []
    for text in rng.choices(letters, k=_SUBSTRINGS):
        start = rng.randrange(max(len(text) - 8, 1))
        cut.append(text[start : start + rng.randint(3, 8)])
    return _distinct(piece for piece in cut if fold(piece))


def _compare(kind: Kind, query: str, cases: Sequence[Case], words: dict[int, list[str]]) -> None:
    begun = time.perf_counter()
    found = find(Case.objects.filter(street=STREET), understood(query, [STREET]))
    kind.found.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    right = _scan(understood(query, [STREET]), cases, words)
    kind.scanned.append(time.perf_counter() - begun)
    kind.hits.append(len(right))
    if list(found.ids) != right[:MOST] or found.more != (len(right) > MOST):
        kind.wrong.append(query)


def _scan(asked: Asked, cases: Sequence[Case], words: dict[int, list[str]]) -> list[int]:
    """Every letter read; `words` are folded before, which a real scan would have to do each time."""
    return [case.pk for case in cases if asked.in_case(case, words.get(case.pk, ()))]


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
