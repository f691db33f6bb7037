"""Reading another system's file of cases: row by row, good ones stored in batches, bad ones reported with the reason.

A broken run is run again: what is stored is known by the source's own id.
"""

import csv
import gc
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.cases import categories
from linli.cases.actions import ImportedCase, import_cases
from linli.cases.mapping import ISO, OPEN, Mapping, read_mapping
from linli.cases.refusals import Invalid
from linli.lib.clock import present
from linli.lib.sheets import Row, SheetError, read_sheet
from linli.people.verdicts import Refused
from linli.places import queries as places
from linli.places.actions.founding import found

BATCH = 1000
LEAST_YEAR = 1990
Say = Callable[[object], None]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class BadRow(Exception):
    """A row that is not taken, and why, in a sentence for whoever keeps the source."""

    def __init__(self, reason: Promise | str) -> None:
        super().__init__(str(reason))
        self.reason = str(reason)


@dataclass
class Outcome:
    """What became of a file's rows."""

    stored: int = 0
    known: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def rows(self) -> int:
        """All rows of the file that were read."""
        return self.stored + self.known + self.rejected.total()

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds if self.seconds else 0.0


def run(file: Path, mapping: Path, *, say: Say, progress: Callable[..., None]) -> int:
    """This will import a file as the command line does, and say in the end what became of it."""
    outcome = import_file(file, read_mapping(mapping), at=present(), progress=progress)
    say(
        gettext(
            "%(rows)s rows: %(stored)s stored, %(known)s known already, %(rejected)s not taken; "
            "%(rate)s rows a second."
        )
        % {
            "rows": outcome.rows, "stored": outcome.stored, "known": outcome.known,
            "rejected": outcome.rejected.total(), "rate": round(outcome.rate),
        }
    )  # fmt: skip
    for reason, n in outcome.rejected.most_common():
        say(f"{n:>7}  {reason}")
    if outcome.rejected:
        say(gettext("Each with its line and reason: %s") % report_path(file))
    return 0


def report_path(file: Path) -> Path:
    """This will give the path of the report on rows that were not taken: beside the file, or where we may write."""
    name = f"{file.name}.rejected.csv"
    return (file.parent if os.access(file.parent, os.W_OK) else Path.cwd()) / name


def import_file(
    file: Path, mapping: Mapping, *, at: datetime, progress: Callable[..., None] = lambda *_: None
) -> Outcome:
    """This will import a CSV or xlsx file, plain or gzipped, as a mapping says, at the time `at`.

    Rows that are not taken go to `FILE.rejected.csv`, which is there only if there are any. Raises Refused when
    nothing can be read: a column that is missing, a file that is none. What was stored before a damaged line stays.
    """
    begun = time.monotonic()
    _prepare(mapping, at)
    outcome, waiting = Outcome(), dict[str, tuple[Row, ImportedCase]]()
    with _uncollected(), _Report(file) as report:
        try:
            for row, read in _read(file, mapping):
                if isinstance(read, BadRow):
                    report.note(row, read.reason)
                elif read.key in waiting or report.seen(read.key):
                    report.note(row, gettext("An earlier row of the file has the same id."))
                else:
                    waiting[read.key] = (row, read)
                if len(waiting) >= BATCH:
                    _store(waiting, at, outcome, report)
                    progress(_so_far(outcome, report, begun))
        except SheetError as fault:
            _store(waiting, at, outcome, report)
            raise Refused(_where(fault)) from fault
        _store(waiting, at, outcome, report)
        outcome.rejected = report.reasons
    if not outcome.rows:
        raise Refused(_("The file has no rows."))
    outcome.seconds = time.monotonic() - begun
    return outcome


@contextmanager
def _uncollected() -> Iterator[None]:
    """Rows hold no circles: they go when a batch is stored, and the collector would only look through them again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _so_far(outcome: Outcome, report: "_Report", begun: float) -> str:
    rows = outcome.stored + outcome.known + report.reasons.total()
    return f"{rows:,} ({rows / max(time.monotonic() - begun, 0.001):,.0f}/s)"


def _where(fault: SheetError) -> str:
    sentence = gettext(fault.message)
    return (
        gettext("Line %(line)s: %(what)s") % {"line": fault.line, "what": sentence}
        if fault.line
        else sentence
    )


def _prepare(mapping: Mapping, at: datetime) -> None:
    """Makes the county of the mapping if it is to be one of its own, and gives it categories."""
    try:
        if found(founding=mapping.founding, at=at, by=None):
            for county in sorted({division.code[:6] for division in mapping.founding.divisions}):
                categories.seed(county)
    except ValueError as fault:  # a code or the value of a setting
        raise Refused(_("The mapping says something else than it should at: %s.") % fault) from fault
    street = mapping.constants.get("street")
    if street and places.place(street) is None:
        raise Refused(_("There is no street %s here.") % street)


def _store(
    waiting: dict[str, tuple[Row, ImportedCase]], at: datetime, outcome: Outcome, report: "_Report"
) -> None:
    """Stores what has gathered; what the action refuses is reported, and the rest stored."""
    while waiting:
        try:
            count = import_cases([case for _row, case in waiting.values()], at=at)
        except Invalid as invalid:
            for key, sentence in invalid.errors.items():
                report.note(waiting.pop(key)[0], str(sentence))
            continue
        outcome.stored += count.stored
        outcome.known += count.known
        report.keep(waiting)
        waiting.clear()


class _Report:
    """The file of rows that were not taken, and the ids that were; begun when the first row is refused."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.reasons: Counter[str] = Counter()
        self.keys: set[str] = set()
        self.stack = ExitStack()
        self.writer: Any = None

    def __enter__(self) -> "_Report":
        self.path = report_path(self.source)
        with suppress(FileNotFoundError):
            self.path.unlink()  # of an earlier run
        return self

    def __exit__(self, *_error: object) -> None:
        self.stack.close()

    def seen(self, key: str) -> bool:
        """This will tell whether a row of this id has been stored in this run."""
        return key in self.keys

    def keep(self, keys: Any) -> None:
        """This will remember the ids that were stored."""
        self.keys.update(keys)

    def note(self, row: Row, reason: str) -> None:
        """This will write a row down with its line and the reason."""
        self.reasons[reason] += 1
        if self.writer is None:
            file = self.stack.enter_context(self.path.open("w", encoding="utf-8-sig", newline=""))
            self.writer = csv.writer(file)
            self.writer.writerow(["line", "reason", *row.values])
        self.writer.writerow([row.line, reason, *map(_harmless, row.values.values())])


def _harmless(text: str) -> str:
    """A cell that no program takes for a formula; a number stays one."""
    if not text.startswith(FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def _read(file: Path, mapping: Mapping) -> Iterator[tuple[Row, ImportedCase | BadRow]]:
    reader = RowReader(mapping)
    for number, row in enumerate(read_sheet(file)):
        if not number and (missing := mapping.missing(row.values)):
            raise Refused(_("The file has no column: %s.") % ", ".join(missing))
        try:
            yield row, reader.case(row.values)
        except BadRow as bad:
            yield row, bad


class RowReader:
    """Turns the texts of a row into a case, as a mapping says."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping

    def case(self, values: dict[str, str]) -> ImportedCase:
        """This will give the case of a row, or raise BadRow with the first thing that is wrong."""
        mapping = self.mapping
        key = self._one(values, "key")
        if not key:
            raise BadRow(_("The source's own id is missing."))
        reported_at = self._time(values, "reported_at")
        if reported_at is None:
            raise BadRow(_("The date of the report is missing."))
        due_at, closed_at = self._time(values, "due_at"), self._time(values, "closed_at")
        if due_at is None and mapping.due_required:
            raise BadRow(_("The due date is missing."))
        if closed_at is not None and closed_at < reported_at:
            raise BadRow(_("It was closed before it was reported."))
        ended_as = self._end(values, closed_at)
        category, item = self._category(values)
        lon, lat = self._position(values)
        return ImportedCase(
            street=self._one(values, "street"), community=self._one(values, "community"),
            grid=self._one(values, "grid"), key=f"{mapping.source}:{key}", text=self._text(values),
            reported_at=reported_at, category=category, item=item, lon=lon, lat=lat, due_at=due_at,
            closed_at=closed_at, location_type=mapping.location_type,
            **({"ended_as": ended_as} if ended_as else {}),
        )  # fmt: skip

    def _one(self, values: dict[str, str], name: str) -> str:
        for column in self.mapping.columns.get(name, ()):
            if text := values.get(column, "").strip():
                return text
        return self.mapping.constants.get(name, "")

    def _text(self, values: dict[str, str]) -> str:
        columns = self.mapping.columns.get("text", ())
        return ", ".join(text for column in columns if (text := values.get(column, "").strip()))

    def _time(self, values: dict[str, str], name: str) -> datetime | None:
        text = self._one(values, name)
        if not text:
            return None
        for form in self.mapping.formats:
            with suppress(ValueError, OverflowError):
                read = datetime.fromisoformat(text) if form == ISO else datetime.strptime(text, form)  # noqa: DTZ007  the zone follows
                if read.year < LEAST_YEAR:
                    break
                aware = read if read.tzinfo else read.replace(tzinfo=self.mapping.zone)
                return aware.astimezone(UTC)
        raise BadRow(_("This is no date: %s.") % text[:40])

    def _end(self, values: dict[str, str], closed_at: datetime | None) -> str:
        """The state it ended in, or nothing; what status and date say must agree."""
        if "status" not in self.mapping.columns or not self.mapping.statuses:
            return ""
        word = self._one(values, "status")
        state = self.mapping.statuses.get(word)
        if state is None:
            raise BadRow(_("The mapping does not know the state: %s.") % (word[:40] or "–"))
        if state == OPEN and closed_at is not None:
            raise BadRow(_("It is open and has a date of closing."))
        if state != OPEN and closed_at is None:
            raise BadRow(_("It is closed and has no date of closing."))
        return "" if state == OPEN else state

    def _category(self, values: dict[str, str]) -> tuple[str, str]:
        name = self._one(values, "type")
        found_category = self.mapping.types.category(name)
        if found_category is None:
            raise BadRow(_("The mapping does not know the type: %s.") % (name[:60] or "–"))
        return found_category

    def _position(self, values: dict[str, str]) -> tuple[float | None, float | None]:
        texts = self._one(values, "lon"), self._one(values, "lat")
        if not any(texts):
            return None, None  # a case may have none; it lies in its community
        try:
            lon, lat = map(float, texts)
        except ValueError:
            raise BadRow(_("The position is not one.")) from None
        # Somebody rounded it: it would lie up to a hundred kilometres off.
        if lon.is_integer() and lat.is_integer():
            raise BadRow(_("The position is rounded to whole degrees."))
        if self.mapping.box is not None and not self.mapping.box.contains(lon, lat):
            raise BadRow(_("The position lies outside the box."))
        return lon, lat
