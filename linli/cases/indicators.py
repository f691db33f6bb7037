"""The indicators of the loop (domain section 3), for a street and all its communities in one statement each table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from statistics import median

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases.models import CallBack, Case
from linli.cases.workflow import IN_HAND, Status
from linli.figures.indicators import NO_READING, Compute, Indicator, Reading, Unit, register
from linli.places import settings as place_settings
from linli.places.queries import calendar

ALL = Q(pk__isnull=False)
COUNTED = ~Q(status__in=[str(Status.VOID), str(Status.HELD)])
# Found and fixed in one action is counted apart.
LOOPED = COUNTED & ~Q(status=Status.FIXED_UNVERIFIED)
# What is measured against `handle_by`: a danger's arrival on site, else the handling, else the end.
MET_AT = Coalesce("handled_at", "closed_at")
ON_TIME = (Q(danger=True) & Q(started_at__lte=F("handle_by"))) | (
    Q(danger=False) & Q(met_at__lte=F("handle_by"))
)


@dataclass(frozen=True, slots=True)
class Period:
    """Two local days, both included, as moments: begins ≤ t < ends."""

    begins: datetime
    ends: datetime

    def of(self, column: str) -> Q:
        """This will select what happened within the period."""
        return Q(**{f"{column}__gte": self.begins, f"{column}__lt": self.ends})


def period(street: str, start: date, end: date) -> Period:
    """This will give the moments between which a street's days lie."""
    zone = calendar(street).zone
    begins, ends = (datetime.combine(day, time(), zone) for day in (start, end + timedelta(days=1)))
    return Period(begins, ends)


def counts(street: str, areas: Sequence[str], base: Q, wanted: Mapping[str, Q]) -> dict[str, dict[str, int]]:
    """This will count cases of each community, and of the street as their sum. One statement."""
    cases = Case.objects.filter(base, street=street).annotate(met_at=MET_AT)
    columns = {name: Count("id", filter=condition) for name, condition in wanted.items()}
    found = {area: dict.fromkeys(wanted, 0) for area in {*areas, street}}
    for community, *numbers in cases.order_by().values_list("community").annotate(**columns):
        for area in {community, street} & found.keys():
            for name, n in zip(columns, numbers, strict=True):
                found[area][name] += n
    return found


Conditions = Callable[[str, Period], tuple[Q, Q, Q]]


def rate(conditions: Conditions) -> Compute:
    """This will make a rate of three conditions: all that is looked at, the part, and the whole."""

    def compute(street: str, areas: Sequence[str], start: date, end: date) -> Mapping[str, Reading]:
        base, part, whole = conditions(street, period(street, start, end))
        found = counts(street, areas, base, {"part": part & whole, "whole": whole})
        return {area: Reading.rate(n["part"], n["whole"]) for area, n in found.items()}

    return compute


def number(conditions: Callable[[Period], Q]) -> Compute:
    """This will make a count of one condition."""

    def compute(street: str, areas: Sequence[str], start: date, end: date) -> Mapping[str, Reading]:
        found = counts(street, areas, conditions(period(street, start, end)), {"n": ALL})
        return {area: Reading(n["n"]) for area, n in found.items()}

    return compute


def _response(street: str, within: Period) -> tuple[Q, Q, Q]:
    hours = int(place_settings.value("cases.first_answer_hours", street))
    answered = Q(first_answer_at__lte=F("reported_at") + timedelta(hours=hours))
    return LOOPED & within.of("reported_at"), answered, ALL


def _filing(street: str, within: Period) -> tuple[Q, Q, Q]:
    every = ~Q(status=Status.VOID) & within.of("reported_at")
    return every, Q(filed_at__isnull=False), ALL


def _handling(street: str, within: Period) -> tuple[Q, Q, Q]:
    return LOOPED & within.of("filed_at"), Q(met_at__isnull=False), ~Q(status=Status.DEFERRED)


def _closing(street: str, within: Period) -> tuple[Q, Q, Q]:
    return LOOPED & within.of("handle_by"), Q(closed_at__isnull=False), ~Q(status=Status.DEFERRED)


def _on_time(street: str, within: Period) -> tuple[Q, Q, Q]:
    base, closed, due = _closing(street, within)
    return base, closed & ON_TIME, due


def _rework(street: str, within: Period) -> tuple[Q, Q, Q]:
    again = Q(reworked__gt=0) | Q(reopened__gt=0)
    return LOOPED & within.of("filed_at"), again, Q(handled_by_id__isnull=False)


def _extension(street: str, within: Period) -> tuple[Q, Q, Q]:
    return LOOPED & within.of("filed_at"), Q(deferrals__gt=0), ALL


def _asked(condition: Q, whole: Q) -> Compute:
    """A rate of call-backs that reached somebody, by the case's community."""

    def compute(street: str, areas: Sequence[str], start: date, end: date) -> Mapping[str, Reading]:
        asked = CallBack.objects.filter(period(street, start, end).of("at"), street=street, reached=True)
        rows = asked.order_by().values("case__community").annotate(
            part=Count("id", filter=condition & whole), whole=Count("id", filter=whole)
        )  # fmt: skip
        sums = {area: [0, 0] for area in {*areas, street}}
        for row in rows:
            for area in {row["case__community"], street} & sums.keys():
                sums[area][0] += row["part"]
                sums[area][1] += row["whole"]
        return {area: Reading.rate(part, n) for area, (part, n) in sums.items()}

    return compute


def _median_days(street: str, areas: Sequence[str], start: date, end: date) -> Mapping[str, Reading]:
    closed = Case.objects.filter(LOOPED & period(street, start, end).of("closed_at"), street=street)
    took: dict[str, list[float]] = {area: [] for area in {*areas, street}}
    for community, began, ended in closed.values_list("community", "reported_at", "closed_at").iterator(2000):
        for area in {community, street} & took.keys():
            took[area].append((ended - began).total_seconds() / 86_400 if ended else 0.0)
    return {
        area: Reading(Decimal(str(round(median(days), 1)))) if days else NO_READING
        for area, days in took.items()
    }


def _overdue(within: Period) -> Q:
    late = Q(handle_by__lt=within.ends) & ~Q(danger=True, started_at__isnull=False)
    return LOOPED & late & Q(status__in=[str(status) for status in IN_HAND])


RATES: tuple[tuple[str, Promise, Promise, Compute], ...] = (
    ("response_rate", _("Response rate"), _("Cases first answered within the hours set ÷ cases reported."),
     rate(_response)),
    ("filing_rate", _("Filing rate"), _("Cases filed ÷ cases reported."), rate(_filing)),
    ("handling_rate", _("Handling rate"), _("Cases handled or ended ÷ cases filed, deferred ones left out."),
     rate(_handling)),
    ("closing_rate", _("Closing rate"), _("Cases closed ÷ cases due in the period, deferred ones left out."),
     rate(_closing)),
    ("on_time_closing_rate", _("On-time closing rate"),
     _("Cases closed and handled in time (danger: on site in time) ÷ cases due in the period, deferred left out."),
     rate(_on_time)),
    ("rework_rate", _("Rework rate"), _("Cases sent to rework or reopened ÷ cases handled."), rate(_rework)),
    ("extension_rate", _("Extension rate"), _("Cases deferred at least once ÷ cases filed."), rate(_extension)),
    ("resolution_rate", _("Resolution rate"), _("Solved ÷ call-backs that reached the reporter."),
     _asked(Q(solved=True), ALL)),
    ("satisfaction_rate", _("Satisfaction rate"), _("Four or five of five ÷ call-backs that were rated."),
     _asked(Q(satisfaction__gte=4), Q(satisfaction__isnull=False))),
)  # fmt: skip
# What stands beside the rates: near 100 % everywhere is a known sign of gaming.
NUMBERS: tuple[tuple[str, Promise, Promise, Compute], ...] = (
    ("found_and_fixed", _("Found and fixed"), _("Fixed on the spot by whoever found it, unverified; counted apart."),
     number(lambda within: Q(status=Status.FIXED_UNVERIFIED) & within.of("closed_at"))),
    ("reopened", _("Reopened cases"), _("Cases reported in the period that were reopened after their end."),
     number(lambda within: COUNTED & Q(reopened__gt=0) & within.of("reported_at"))),
    ("call_back_confirmed", _("Confirmed by call-back"),
     _("Cases closed in the period whose reporter said that it is solved."),
     number(lambda within: COUNTED & Q(call_back="solved") & within.of("closed_at"))),
    ("overdue_open", _("Overdue and open"), _("Cases in hand now whose deadline lies before the period's end."),
     number(_overdue)),
)  # fmt: skip
DAYS = _("From report to end, of the cases closed in the period.")


def register_all() -> None:
    """This will make the indicators of the loop known; called once at start. Void reports are left out of all."""
    for unit, rows in ((Unit.PERCENT, RATES), (Unit.COUNT, NUMBERS)):
        for key, name, definition, compute in rows:
            register(Indicator(f"cases.{key}", name, definition, unit, compute))
    register(Indicator("cases.median_days", _("Median days"), DAYS, Unit.DAYS, _median_days))
