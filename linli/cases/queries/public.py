"""What everybody may see: released cases with snapped positions, and counts of all the rest."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from linli.cases.models import Case, Statement
from linli.cases.placing import is_code
from linli.cases.queries.inbox import is_late, overdue
from linli.cases.stepping import HIDDEN
from linli.cases.workflow import ENDED, FIXED, IN_HAND, OPEN, Status
from linli.lib.geometry import snap
from linli.places.models import PRIVATE_LOCATIONS

PAGE = 20


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A released case: words an officer answers for, the community, a position snapped to 100 m."""

    id: int
    number: str
    title: str
    text: str
    category: str
    community: str
    status: str
    reported_at: datetime
    closed_at: datetime | None
    lon: float | None
    lat: float | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class PublicFilter:
    """Which released cases an address asks for; empty means all. `state` is "open" or "ended".

    `start` and `end`: reported from the one and before the other.
    """

    community: str = ""
    state: str = ""
    category: str = ""
    start: datetime | None = None
    end: datetime | None = None


EVERYTHING = PublicFilter()


def released(street: str) -> QuerySet[Case]:
    """This will select the cases of a street the public may see one by one."""
    found = Case.objects.filter(street=street, released_at__isnull=False)
    return found.exclude(location_type__in=PRIVATE_LOCATIONS).exclude(
        status__in=[str(status) for status in HIDDEN]
    )


def chosen(street: str, filters: PublicFilter) -> QuerySet[Case]:
    """This will select the released cases of a street that the filters ask for."""
    found = released(street)
    if filters.community:
        found = found.filter(community=filters.community)
    if filters.state == "open":
        found = found.filter(status__in=[str(status) for status in OPEN])
    elif filters.state == "ended":
        found = found.filter(status__in=[str(status) for status in ENDED])
    if filters.category:
        found = found.filter(category=filters.category)
    if filters.start:
        found = found.filter(reported_at__gte=filters.start)
    return found.filter(reported_at__lt=filters.end) if filters.end else found


def public_list(
    street: str, *, filters: PublicFilter = EVERYTHING, page: int = 1, at: datetime | None = None
) -> tuple[list[PublicRow], int]:
    """This will list released cases, the latest released first, and tell how many there are. Three queries.

    With `at` each row tells whether it is overdue then.
    """
    found = chosen(street, filters)
    total = found.count()
    start = (max(page, 1) - 1) * PAGE
    rows = list(found.order_by("-released_at", "-id")[start : start + PAGE])
    texts = _texts(rows)
    return [_row(case, texts.get(case.pk, ""), at) for case in rows], total


def public_communities(street: str, filters: PublicFilter) -> dict[str, int]:
    """This will count the released cases that the filters ask for by community."""
    counted = chosen(street, filters).values("community").order_by("community").annotate(n=Count("id"))
    return dict(counted.values_list("community", "n"))


def public_unplaced(street: str, filters: PublicFilter) -> int:
    """This will count the released cases that no map can show: they have no position."""
    return chosen(street, filters).filter(cell=None).count()


def public_case(street: str, number: str) -> PublicRow | None:
    """This will give one released case by its number; None for every other, whether it exists or not."""
    case = released(street).filter(number=number).first() if is_code(number) else None
    return None if case is None else _row(case, _texts([case]).get(case.pk, ""))


def _texts(rows: list[Case]) -> dict[int, str]:
    """The released text is the second public statement of the latest release; its first is the title."""
    found: dict[int, str] = {}
    latest: dict[int, int] = {}
    for row in Statement.objects.filter(case__in=rows, kind="public").order_by("id"):
        if latest.get(row.case_id) != row.fact_id:
            latest[row.case_id] = row.fact_id
            found[row.case_id] = ""
        else:
            found[row.case_id] = row.text
    return found


def _row(case: Case, text: str, at: datetime | None = None) -> PublicRow:
    late = at is not None and is_late(
        case.status, case.handle_by, danger=case.danger, started_at=case.started_at, at=at
    )
    lon, lat = (None, None) if case.lon is None or case.lat is None else snap(case.lon, case.lat, 100)
    return PublicRow(
        case.pk, case.number, case.public_title, text, case.category, case.community, str(case.status),
        case.reported_at, case.closed_at, lon, lat, late,
    )  # fmt: skip


def public_counts(street: str, at: datetime, *, since: datetime) -> dict[str, dict[str, int]]:
    """This will count each community's cases since a day: received, fixed, open, overdue, reopened. One query.

    Counts hold every case, also in yards and at houses; those ended as void are left out.
    """
    names = ("community", "received", "fixed", "open", "overdue", "reopened")
    fixed = [str(status) for status in FIXED]
    still_open = [str(status) for status in OPEN]
    in_hand = [str(status) for status in IN_HAND]
    rows = (
        Case.objects.filter(street=street)
        .exclude(status=Status.VOID)
        .values("community")
        .annotate(
            received=Count("id", filter=Q(reported_at__gte=since)),
            fixed=Count("id", filter=Q(status__in=fixed, closed_at__gte=since)),
            open=Count("id", filter=Q(status__in=still_open)),
            overdue=Count("id", filter=Q(status__in=in_hand) & overdue(at)),
            reopened=Count("id", filter=Q(reopened__gt=0, reported_at__gte=since)),
        )
        .order_by("community")
    )
    counted: dict[str, dict[str, int]] = {}
    for community, received, ended, waiting, late, again in rows.values_list(*names):
        counted[community] = dict(zip(names[1:], (received, ended, waiting, late, again), strict=True))
    return counted
