"""Lists of cases for grid, community, street and department: what is mine to do, and what I may see."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case as When
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models import When as Is

from linli.cases.models import Case
from linli.cases.policies import COMMUNITY_READERS, GRID_ROLES, STREET_READERS, STREET_ROLES
from linli.cases.workflow import ENDED, IN_HAND, OPEN, Level, Status
from linli.lib.ids import normalise_code
from linli.lib.text import clean
from linli.people import queries as people
from linli.people.models import Role
from linli.people.rows import Viewer
from linli.places import queries as places

PAGE = 50
TABS = ("overdue", "today", "deferred", "checking", "call_back", "asked")
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
    # "overdue", "today", "deferred", "checking", "call_back", "asked": the tabs of the list.
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


def scope(viewer: Viewer) -> Q:
    """This will select the cases a person may see; nothing for whom has no such duty."""
    seen = Q(assignee_id=viewer.person_id) | Q(handled_by_id=viewer.person_id)
    for duty in viewer.duties:
        street = Q(street=duty.street)
        if duty.role == Role.COUNTY_ADMIN:
            seen |= Q(street__startswith=duty.street[:6])
        elif duty.role in STREET_READERS:
            seen |= street
        elif duty.role in COMMUNITY_READERS and duty.where:
            seen |= street & Q(community=duty.where[:12])
        elif duty.role in GRID_ROLES and duty.where:
            seen |= street & Q(grid=duty.where)
        elif duty.role == Role.GROUP_HEAD and duty.place:
            seen |= street & Q(group=duty.place)
        elif duty.role == Role.DEPARTMENT_OFFICER and duty.organisation_id:
            seen |= Q(department_id=duty.organisation_id)
    return seen


def holding(viewer: Viewer, at: datetime) -> Q:
    """This will select what is the person's own to act on: cases their duties hold, vacant ones below included."""
    mine = Q(assignee_id=viewer.person_id, status__in=_values(IN_HAND))
    for duty in viewer.duties:
        street = Q(street=duty.street)
        if duty.role in GRID_ROLES and duty.place:
            mine |= street & Q(level=Level.GROUP, grid=duty.place)
        elif duty.role == Role.GROUP_HEAD and duty.place:
            mine |= street & Q(level=Level.GROUP, group=duty.place)
        elif duty.role == Role.COMMUNITY_OFFICER and duty.where:
            mine |= street & Q(level=Level.COMMUNITY, community=duty.where)
            mine |= street & _fallen(duty.where, at)
        elif duty.role in STREET_ROLES:
            mine |= street & (Q(level=Level.STREET) | _fallen_to_street(duty.street, at))
        elif duty.role == Role.DEPARTMENT_OFFICER and duty.organisation_id:
            mine |= Q(level=Level.DEPARTMENT, department_id=duty.organisation_id)
    return mine


def _fallen(community: str, at: datetime) -> Q:
    """Cases of the community's grids in which nobody is on duty. One query a community."""
    staffed = people.staffed_grids(community, at)
    empty = [row.code for row in places.grids(community) if row.code not in staffed]
    return Q(level=Level.GROUP, grid__in=[*empty, ""], community=community)


def _fallen_to_street(street: str, at: datetime) -> Q:
    """Cases of the communities without an officer, and of those of their grids without people."""
    staffed = people.staffed_communities(street, at)
    empty = [row.code for row in places.communities(street) if row.code not in staffed]
    fallen = Q(level=Level.COMMUNITY, community__in=empty)
    for community in empty:
        fallen |= _fallen(community, at)
    return fallen


def _values(statuses: frozenset[Status]) -> list[str]:
    return sorted(str(status) for status in statuses)


def inbox(viewer: Viewer, filters: Filter, at: datetime) -> Listing:
    """This will list what is the person's own to act on, most urgent first."""
    own = Case.objects.filter(holding(viewer, at), status__in=_values(OPEN))
    return _page(narrowed(own, filters, at), filters, at)


def listing(viewer: Viewer, filters: Filter, at: datetime) -> Listing:
    """This will list all the person may see, as the filters ask."""
    return _page(narrowed(Case.objects.filter(scope(viewer)), filters, at), filters, at)


def tab_counts(viewer: Viewer, at: datetime, *, mine: bool = True) -> dict[str, int]:
    """This will count the tabs of a person's list in one query: all, overdue, today, deferred, checking, call-back."""
    base = holding(viewer, at) if mine else scope(viewer)
    shown = Q(status__in=_values(OPEN)) | Q(
        call_back="due"
    )  # no tab counts other ended cases: do not read them
    counted = Case.objects.filter(base & shown).aggregate(
        all=Count("id", filter=Q(status__in=_values(OPEN))),
        **{tab: Count("id", filter=_tab(tab, at)) for tab in TABS},
    )  # fmt: skip
    return {key: int(value) for key, value in counted.items()}


# A danger's deadline is the arrival on site; once somebody is there it is met.
UNMET = ~Q(danger=True, started_at__isnull=False)


def overdue(at: datetime) -> Q:
    """This will select, of the cases in hand, what is past the category's limit."""
    return UNMET & Q(handle_by__lt=at)


def _tab(tab: str, at: datetime) -> Q:
    in_hand = Q(status__in=_values(IN_HAND))
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
    return ~Q(proposal="") & Q(status__in=_values(OPEN)) if tab == "asked" else Q()


def narrowed(cases: QuerySet[Case], filters: Filter, at: datetime) -> QuerySet[Case]:
    """This will apply the filters of an address."""
    exact = {
        name: value
        for name in ("community", "grid", "category", "status", "level", "source")
        if (value := getattr(filters, name).replace("\0", ""))
    }
    if filters.status == "open":
        del exact["status"]
        cases = cases.filter(status__in=_values(OPEN))
    elif filters.status == "ended":
        del exact["status"]
        cases = cases.filter(status__in=_values(ENDED))
    cases = cases.filter(**exact)
    if filters.tab:
        cases = cases.filter(_tab(filters.tab, at))
    return cases.filter(_found(filters.search)) if filters.search.strip() else cases


def _found(search: str) -> Q:
    """Words anywhere in title or statements; a number or a tracking code by its index."""
    words = clean(search[:200], 60)
    found = Q(title__icontains=words) | Q(statements__text__icontains=words, statements__kind="report")
    if code := normalise_code(words):
        found |= Q(tracking=code)
    return found | Q(number__istartswith=words)


def _page(cases: QuerySet[Case], filters: Filter, at: datetime) -> Listing:
    cases = cases.distinct() if filters.search.strip() else cases
    total = cases.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(filters.page, 1), pages)
    if filters.sort == "newest":
        ordered = cases.order_by("-reported_at", "-id")
    else:
        # What waits to be handled comes by its deadline; what is handled waits for a check behind it, then the rest.
        urgent = When(
            Is(status__in=_values(IN_HAND | {Status.HELD}), then=Value(0)),
            Is(status=Status.CHECKING, then=Value(1)),
            default=Value(2),
        )
        ordered = cases.order_by(urgent, F("handle_by").asc(nulls_last=True), "-reported_at", "id")
    rows = list(ordered.only(*COLUMNS)[(page - 1) * PAGE : page * PAGE])
    return Listing(rows, total, page, pages)
