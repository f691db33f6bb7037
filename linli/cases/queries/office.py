"""What a desk shows beside a case: what waits for a decision, words to start from, similar cases near by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Q

from linli.cases.models import AnswerTemplate, Case, Consultation, Proposal
from linli.cases.policies import may_see
from linli.cases.queries.glimpses import Glimpse, glimpses, looked_at
from linli.cases.queries.inbox import COLUMNS
from linli.cases.workflow import OPEN, Action
from linli.lib.geometry import haversine, near_ranges
from linli.people import queries as people
from linli.people.rows import PersonRow, Viewer
from linli.places import settings as place_settings
from linli.places.rows import in_language

MOST = 6
LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Start:
    """Words an officer may start from."""

    id: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A case near another one; `metres` is None where one of the two has no position."""

    case: Case
    metres: int | None


def waiting_proposal(case: Case) -> Proposal | None:
    """This will give what was asked for on a case and not decided yet: by whom, since when, until when. One query."""
    if not case.proposal:
        return None
    return Proposal.objects.filter(street=case.street, case=case, decided_at=None).first()


def open_decision(case: Case) -> Consultation | None:
    """This will give the newest decision of a consultation that has not been reported back. One query."""
    return (
        Consultation.objects.filter(
            street=case.street, case=case, decided_at__isnull=False, owner_id__isnull=False, reported_at=None
        )
        .order_by("-decided_at", "-id")
        .first()
    )


def starts(case: Case, action: Action) -> list[Start]:
    """This will list the answer templates for a step on a case: its category's own first. One query."""
    rows = AnswerTemplate.objects.filter(
        Q(category="") | Q(category=case.category),
        street__in=[case.street, case.street[:6]],
        action=str(action),
        retired_at=None,
    ).order_by("-category", "id")
    return [Start(row.pk, in_language(row.name), in_language(row.text)) for row in rows]


def templates(street: str) -> list[AnswerTemplate]:
    """This will list the answer templates in use of a street, its county's and its own, by step. One query."""
    rows = AnswerTemplate.objects.filter(street__in=[street[:6], street], retired_at=None)
    return list(rows.order_by("action", "category", "id"))


def template(owner: str, template_id: int) -> AnswerTemplate | None:
    """This will give an answer template in use of a street or county, or None. One query."""
    return AnswerTemplate.objects.filter(street=owner, id=template_id, retired_at=None).first()


def beside(viewer: Viewer, case: Case, at: datetime) -> list[Beside]:
    """This will list the newest cases near another one that the viewer may see; of its grid where it has no position.

    Within the metres and days of the settings, open and ended alike: an ended one may be the same matter again.
    Two queries.
    """
    since = at - timedelta(days=int(place_settings.value("cases.near_days", case.street)))
    metres = float(place_settings.value("cases.near_metres", case.street))
    found = looked_at().filter(street=case.street, reported_seen__gt=since)
    if case.lon is None or case.lat is None:
        same = Q(grid=case.grid) if case.grid else Q(community=case.community)
        arms = [found.filter(same, category=case.category, status__in=[str(status) for status in OPEN])]
    else:
        ranges = near_ranges(case.lon, case.lat, metres)
        arms = [found.filter(cell__range=each) for each in ranges]
    newest = sorted(glimpses(arms), reverse=True)
    # Of so few, whether one sees them is told sooner here than by the database.
    seen = (row for row in newest if row.pk != case.pk and may_see(viewer, row))
    near = [(_apart(case, row), row.pk) for row in islice(seen, LOOKED_AT)]
    near = sorted(
        (row for row in near if row[0] is None or row[0] <= metres), key=lambda row: (row[0] or 0.0, -row[1])
    )[:MOST]
    rows = Case.objects.only(*COLUMNS).in_bulk([pk for _metres, pk in near]) if near else {}
    return [Beside(rows[pk], None if apart is None else round(apart)) for apart, pk in near]


def _apart(one: Case, other: Glimpse) -> float | None:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    return haversine(one.lon, one.lat, other.lon, other.lat)


def danger_roster(street: str, at: datetime) -> list[PersonRow]:
    """This will list who is told of a danger at any hour; nobody: the page says to call 110, 119 or 120."""
    return people.on_roster(street, at)
