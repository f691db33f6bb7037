"""Lists of cases for grid, community, street and department, with their tabs, filters, order and pages."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Case as When
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models import When as Is

from linli.cases.models import Case
from linli.cases.queries.work import Work, open_or_due, scope, values, work
from linli.cases.search.finding import find, searched_streets, understood
from linli.cases.workflow import ENDED, IN_HAND, OPEN, Status
from linli.people.rows import Viewer

PAGE = 50
TABS = ("overdue", "today", "deferred", "checking", "call_back", "asked")
# The tabs of a person's own list that are a condition of the work, not of the case alone.
MINE: dict[str, Callable[[Work], Q]] = {
    "checking": lambda own: own.to_check,
    "asked": lambda own: own.to_decide,
    "waiting": lambda own: own.waiting,
    "deferred": lambda own: own.waiting & Q(status=Status.DEFERRED),
}
COLUMNS = (
    "id", "street", "number", "tracking", "version", "source", "category", "item", "location_type", "title",
    "community", "grid", "status", "level", "arrived_by", "assignee_id", "reported_at", "clock", "handle_by", "act_by",
    "deferred_until", "handled_at", "closed_at", "started_at", "reworked", "reopened", "followers", "proposal",
    "consulting", "call_back", "released_at", "lon", "lat", "danger", "group", "department_id", "handled_by_id",
    "started_by_id", "sent_back", "joined_to_id",
)  # fmt: skip
CaseRow = Case


@dataclass(frozen=True, slots=True)
class Filter:
    """What an address asks a list for; empty means all."""

    search: str = ""
    community: str = ""
    grid: str = ""
    category: str = ""
    status: str = ""
    level: str = ""
    source: str = ""
    # "overdue", "today", "deferred", "checking", "call_back", "asked", "waiting": the tabs of the list.
    tab: str = ""
    sort: str = "urgent"  # or "newest"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of cases, how many there are, and on how many pages."""

    rows: list[Case]
    total: int
    page: int
    pages: int
    # Of a search: there are more than `total`; newly stored words are too many to have all been read.
    more: bool = False
    behind: bool = False


def inbox(
    viewer: Viewer, filters: Filter, at: datetime, own: Work | None = None, *, size: int = PAGE
) -> Listing:
    """This will list what waits for the person, most urgent first; a tab or a search also finds what only waits.

    `own` is their `work`, if it is at hand; `size` is how many cases a page holds, but for a search.
    """
    cases = Case.objects.filter(mine(own or work(viewer, at), filters, at))
    return _page(cases, filters, viewer, size)


def mine(own: Work, filters: Filter, at: datetime) -> Q:
    """This will select what a person's own list shows as the filters ask, but for a search."""
    if filters.tab in MINE:
        return MINE[filters.tab](own) & condition(replace(filters, tab=""), at)
    chosen = own.all if filters.search.strip() or filters.status else own.to_do
    return chosen & condition(filters, at)


def to_handle(viewer: Viewer, at: datetime, *, most: int) -> list[Case]:
    """This will list what is in the person's own hands, most urgent first, without pages."""
    cases = Case.objects.filter(work(viewer, at).to_handle, status__in=values(IN_HAND))
    return list(
        cases.order_by(F("handle_by").asc(nulls_last=True), "-reported_at", "id").only(*COLUMNS)[:most]
    )


def listing(viewer: Viewer, filters: Filter, at: datetime) -> Listing:
    """This will list all the person may see, as the filters ask."""
    return _page(narrowed(Case.objects.filter(scope(viewer)), filters, at), filters, viewer)


def tab_counts(viewer: Viewer, at: datetime, *, mine: bool = True, own: Work | None = None) -> dict[str, int]:
    """This will count the tabs of a person's list in one query; "all" counts what the first tab lists.

    In the person's own list that is what they can move on today: what somebody else checks is not to do. `own` is
    their `work`, if it is at hand.
    """
    if mine:
        own = own or work(viewer, at)
        base, first = own.all, own.to_do
        tabs = {tab: of(own) for tab, of in MINE.items()}
        tabs |= {tab: own.to_do & _tab(tab, at) for tab in ("overdue", "today")}
    else:
        # no tab counts other ended cases: do not read them
        base = open_or_due(viewer)
        first = Q(status__in=values(OPEN))
        tabs = {tab: _tab(tab, at) for tab in TABS}
    counted = Case.objects.filter(base).aggregate(
        all=Count("id", filter=first), **{tab: Count("id", filter=chosen) for tab, chosen in tabs.items()}
    )
    return {key: int(value) for key, value in counted.items()}


def next_due(viewer: Viewer, at: datetime, *, own: Work | None) -> datetime | None:
    """This will give the next deadline that is still to come, of the person's own work or, without it, of all they see.

    One statement.
    """
    cases = Case.objects.filter(scope(viewer) if own is None else own.to_do)
    running = cases.filter(UNMET, status__in=values(IN_HAND), handle_by__gte=at)
    return running.order_by("handle_by").values_list("handle_by", flat=True).first()


# A danger's deadline is the arrival on site; once somebody is there it is met.
UNMET = ~Q(danger=True, started_at__isnull=False)


def overdue(at: datetime) -> Q:
    """This will select, of the cases in hand, what is past the category's limit."""
    return UNMET & Q(handle_by__lt=at)


def is_late(
    status: str, handle_by: datetime | None, *, danger: bool, started_at: datetime | None, at: datetime
) -> bool:
    """This will tell of one case what the tab of overdue ones selects."""
    met = danger and started_at is not None
    return status in IN_HAND and not met and handle_by is not None and handle_by < at


def _tab(tab: str, at: datetime) -> Q:
    in_hand = Q(status__in=values(IN_HAND))
    if tab == "overdue":
        return in_hand & overdue(at)
    if tab == "today":
        end = at + timedelta(days=1)
        return in_hand & UNMET & Q(handle_by__gte=at, handle_by__lt=end)
    if tab == "deferred":
        return Q(status=Status.DEFERRED)
    if tab == "checking":
        return Q(status=Status.CHECKING)
    if tab == "call_back":
        return Q(call_back="due")
    return ~Q(proposal="") & Q(status__in=values(OPEN)) if tab == "asked" else Q()


def narrowed(cases: QuerySet[Case], filters: Filter, at: datetime) -> QuerySet[Case]:
    """This will apply the filters of an address, but for its search."""
    return cases.filter(condition(filters, at))


def condition(filters: Filter, at: datetime, *, status: str = "status") -> Q:
    """This will give the filters of an address as a condition, but for its search; `status` names that column."""
    exact = {
        name: value
        for name in ("community", "grid", "category", "level", "source")
        if (value := getattr(filters, name).replace("\0", ""))
    }
    asked = Q(**exact)
    if chosen := filters.status.replace("\0", ""):
        wide = {"open": OPEN, "ended": ENDED}.get(chosen)
        asked &= Q(**{status: chosen} if wide is None else {f"{status}__in": values(wide)})
    return asked & _tab(filters.tab, at) if filters.tab else asked


def most_urgent(cases: QuerySet[Case]) -> QuerySet[Case]:
    """This will put cases in the order of work."""
    # What waits to be handled comes by its deadline; what is handled waits for a check behind it, then the rest.
    urgent = When(
        Is(status__in=values(IN_HAND | {Status.HELD}), then=Value(0)),
        Is(status=Status.CHECKING, then=Value(1)),
        default=Value(2),
    )
    return cases.order_by(urgent, F("handle_by").asc(nulls_last=True), "-reported_at", "id")


def _page(cases: QuerySet[Case], filters: Filter, viewer: Viewer, size: int = PAGE) -> Listing:
    if filters.search.strip():
        return _searched(cases, filters, viewer)
    total = cases.count()
    page, pages, shown = _pages(filters, total, size)
    newest = filters.sort == "newest"
    ordered = cases.order_by("-reported_at", "-id") if newest else most_urgent(cases)
    return Listing(list(ordered.only(*COLUMNS)[shown]), total, page, pages)


def _searched(cases: QuerySet[Case], filters: Filter, viewer: Viewer) -> Listing:
    """What was searched comes newest first, and is counted up to a thousand."""
    found = find(cases, understood(filters.search, searched_streets(viewer)))
    page, pages, shown = _pages(filters, len(found.ids))
    rows = Case.objects.filter(pk__in=found.ids[shown]).order_by("-reported_at", "-id").only(*COLUMNS)
    return Listing(list(rows), len(found.ids), page, pages, found.more, found.behind)


def _pages(filters: Filter, total: int, size: int = PAGE) -> tuple[int, int, slice]:
    pages = max(1, -(-total // size))
    page = min(max(filters.page, 1), pages)
    return page, pages, slice((page - 1) * size, page * size)
