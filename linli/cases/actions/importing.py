"""Historic cases from another system's file: kept as they are given, closed or still open, nothing invented."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases import categories, codes, rules
from linli.cases.actions.reporting import KEY_LENGTH, first_level, title_of
from linli.cases.actions.reviewing import limit_columns
from linli.cases.actions.taking import TEXT_LIMIT
from linli.cases.models import Case, Source, Statement
from linli.cases.numbers import draw, series_of
from linli.cases.placing import Placed
from linli.cases.refusals import Invalid
from linli.cases.rows import insert
from linli.cases.rules import Told
from linli.cases.stepping import EVENTS, counted, local_day, spoken, times
from linli.cases.workflow import ENDED, Level, Status
from linli.facts.actions import Happened, record_new
from linli.figures.actions import move_all, tally_all
from linli.figures.rules import DailyKey
from linli.lib.db import writing
from linli.lib.digests import new_salt, salted
from linli.lib.geometry import cell, valid_position
from linli.lib.ids import case_number, new_id
from linli.lib.text import clean
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from linli.places import queries as places
from linli.places.models import LocationType

BATCH = 1000
Copied = dict[tuple[str, str, str], rules.Limits]  # by community, category and matter
ENDS = frozenset(ENDED - {Status.DUPLICATE})


@dataclass(frozen=True, slots=True)
class ImportedCase:
    """One case of another system. `key` is that system's own id, with a word for the system: "balt311:18-00269879".

    `due_at` is kept as given; without it there is no deadline to be measured by. `closed_at` None is still open.
    `ended_as` is the state a closed one ended in. Times are aware; degrees are WGS-84.
    """

    street: str
    community: str
    key: str
    text: str
    reported_at: datetime
    category: str = categories.UNSORTED
    item: str = ""
    grid: str = ""
    lon: float | None = None
    lat: float | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    ended_as: str = Status.FIXED
    location_type: str = LocationType.PUBLIC_AREA


@dataclass(frozen=True, slots=True)
class ImportedCount:
    """What became of the rows: stored now, or found from an earlier run."""

    stored: int
    known: int


def import_cases(rows: Sequence[ImportedCase], *, at: datetime, by: Viewer | None = None) -> ImportedCount:
    """This will store historic cases, `BATCH` rows a transaction; a second run of the same keys stores nothing.

    Each gets the facts `case.imported` and, if it has ended, `case.closed`, at the times given, and the figures of
    those days. Nobody is told and nothing else is set: no first answer, no handler, no check. One that is still
    open enters the loop where it lies, its levels' clocks beginning at `at`. `by` None is the command line.
    Raises Invalid with one sentence for each faulty row, under its `key`, before anything of the call is stored.
    """
    if by is not None and not by.has("street_admin", "county_admin"):
        raise Refused(_("Only an administrator imports cases."))
    if faults := {row.key: fault for row in rows if (fault := _fault(row, at))}:
        raise Invalid(faults)
    stored = 0
    for start in range(0, len(rows), BATCH):
        with writing():
            stored += _store(rows[start : start + BATCH], at, by.person_id if by else None)
    return ImportedCount(stored, len(rows) - stored)


def import_case(row: ImportedCase, *, at: datetime, by: Viewer | None = None) -> bool:
    """This will store one historic case; False if it was there already. Raises as `import_cases`."""
    return import_cases([row], at=at, by=by).stored == 1


def _fault(row: ImportedCase, at: datetime) -> Promise | None:
    """The sentence about a row that cannot be taken, or nothing."""
    if not 0 < len(row.key) <= KEY_LENGTH or not row.key.isprintable():
        return _("The source's own id is missing or longer than 64 characters.")
    if not places_of(row.street, row.community, row.grid):
        return _("The community or grid is not one of this street.")
    if row.category not in categories.of_street(row.street, retired=True):
        return _("The category is not one of this street.")
    if (row.lon is None) != (row.lat is None) or not _on_earth(row):
        return _("The position is not one.")
    if any(moment is not None and moment.utcoffset() is None for moment in _moments(row)):
        return _("A time has no zone.")
    if row.reported_at > at or (row.closed_at is not None and not row.reported_at <= row.closed_at <= at):
        return _("It was closed before it was reported, or lies in the future.")
    if row.closed_at is not None and row.ended_as not in ENDS:
        return _("The state is not an end.")
    return _("The text is longer than 2,000 characters.") if len(row.text) > TEXT_LIMIT else None


def _on_earth(row: ImportedCase) -> bool:
    return row.lon is None or row.lat is None or valid_position(row.lon, row.lat)


def _moments(row: ImportedCase) -> tuple[datetime | None, ...]:
    return row.reported_at, row.due_at, row.closed_at


def places_of(street: str, community: str, grid: str) -> bool:
    """This will tell whether a community lies in a street and a grid, if given, in the community."""
    found = places.place(community)
    if found is None or found.street != street or found.kind != "community":
        return False
    inside = places.place(grid) if grid else None
    return not grid or (inside is not None and inside.parent == community)


def _store(rows: Sequence[ImportedCase], at: datetime, by_id: int | None) -> int:
    known: set[tuple[str, str]] = set()
    for street in {row.street for row in rows}:
        keys = [row.key for row in rows if row.street == street]
        found = Case.objects.filter(street=street, idempotency__in=keys)
        known |= {(street, key) for key in found.values_list("idempotency", flat=True)}
    fresh = {(row.street, row.key): row for row in rows if (row.street, row.key) not in known}
    for street in sorted({street for street, _key in fresh}):
        _store_of(street, [row for row in fresh.values() if row.street == street], at, by_id)
    return len(fresh)


def _store_of(street: str, rows: Sequence[ImportedCase], at: datetime, by_id: int | None) -> None:
    numbers = _numbers(street, rows)
    copied: Copied = {}
    cases = [_case(row, next(numbers[_series(row)]), at, copied) for row in rows]
    drawn = [case.tracking for case in cases]
    taken = set(Case.objects.filter(street=street, tracking__in=drawn).values_list("tracking", flat=True))
    for case in cases:
        while case.tracking in taken:
            case.tracking = codes.case_code()
        taken.add(case.tracking)
    insert(cases)
    texts = [clean(row.text, TEXT_LIMIT) for row in rows]
    salts = [new_salt() for _row in rows]
    happened = list(_happened(cases, rows, texts, salts, by_id))
    facts = record_new(street=street, happened=happened)
    first = {fact.subject: fact.pk for fact in facts if fact.seq == 1}
    insert([
        Statement(
            id=new_id(), street=street, case_id=case.pk, fact_id=first[f"case:{case.pk}"], kind="report",
            text=text, salt=salt, told=True, at=case.reported_at,
        )
        for case, text, salt in zip(cases, texts, salts, strict=True) if text
    ])  # fmt: skip
    communities = {f"case:{case.pk}": case.community for case in cases}
    move_all((None, counted(case)) for case in cases)
    tally_all(Counter(
        DailyKey(street, communities[one.subject], local_day(street, one.at).isoformat(), EVENTS[one.kind])
        for one in happened
    ))  # fmt: skip


def _happened(
    cases: Sequence[Case],
    rows: Sequence[ImportedCase],
    texts: Sequence[str],
    salts: Sequence[bytes],
    by_id: int | None,
) -> Iterator[Happened]:
    for case, row, text, salt in zip(cases, rows, texts, salts, strict=True):
        subject = f"case:{case.pk}"
        said = spoken(case)
        end = {name: said.pop(name) for name in ("status", "closed_at") if row.closed_at is not None}
        # As it was before its end: open, which every case once was.
        opened = {**said, "status": str(Status.RECEIVED)} if end else said
        yield Happened(
            subject, "case.imported", row.reported_at, by_id,
            {"source": str(case.source), "area": case.community, "set": opened},
            {"report": salted(text, salt)} if text else {},
        )  # fmt: skip
        if row.closed_at is not None:
            yield Happened(subject, "case.closed", row.closed_at, None, {"area": case.community, "set": end})


def _case(row: ImportedCase, number: str, at: datetime, copied: Copied) -> Case:
    category = categories.of_street(row.street, retired=True)[row.category]
    item = category.item(row.item)
    key = (row.community, row.category, item.key)
    if key not in copied:
        copied[key] = categories.limits(category, item.key, street=row.street, community=row.community, at=at)
    limits = copied[key]
    placed = Placed(row.street, row.community, row.grid, lon=row.lon, lat=row.lat)
    level = first_level(category, item, placed)
    case = Case(
        id=new_id(), street=row.street, idempotency=row.key, source=str(Source.IMPORT), number=number,
        tracking=codes.case_code(), category=category.code, item=item.key, danger=category.danger,
        location_type=str(row.location_type), title=title_of(clean(row.text, TEXT_LIMIT)), community=row.community,
        grid=row.grid, lon=row.lon, lat=row.lat,
        cell=None if row.lon is None or row.lat is None else cell(row.lon, row.lat), placed_by="list",
        level=str(level), arrived_by="report", reported_at=row.reported_at, filed_at=row.reported_at,
        arrived_at=row.reported_at, handle_by=row.due_at, **limit_columns(limits),
    )  # fmt: skip
    if row.closed_at is not None:
        case.status, case.closed_at = str(row.ended_as), row.closed_at
        return case
    case.status = str(Status.RECEIVED)
    case.arrived_at = at
    # What is long overdue or unanswered is seen in the lists; nobody is urged for another system's past.
    case.told = int(Told.OVERDUE | Told.ANSWER)
    case.act_by = rules.act_by(Level(level), limits, places.calendar(row.street), at)
    case.tick_at = rules.tick_at(times(case))
    return case


def _series(row: ImportedCase) -> tuple[str, str]:
    return series_of(row.street, row.community, row.reported_at)


def _numbers(street: str, rows: Sequence[ImportedCase]) -> Mapping[tuple[str, str], Iterator[str]]:
    """Draws as many numbers of each series as there are rows, in one statement a series."""
    drawn: dict[tuple[str, str], Iterator[str]] = {}
    for series, n in sorted(Counter(map(_series, rows)).items()):
        first = draw(street, series, n)
        drawn[series] = iter([case_number(*series, first + k) for k in range(n)])
    return drawn
