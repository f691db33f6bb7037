"""Likely doubles of a case: those near it, and those with the same picture, ranked with what speaks for each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from linli.cases.doubles import Likely, Sight, Weights, pieces_of, rank
from linli.cases.models import Case, Statement
from linli.cases.policies import may_see
from linli.cases.queries.glimpses import Glimpse, glimpses, looked_at
from linli.cases.queries.inbox import COLUMNS
from linli.cases.search.finding import streets_of
from linli.cases.workflow import Status
from linli.lib.geometry import near_ranges
from linli.people.rows import Viewer
from linli.pictures import queries as pictures
from linli.pictures.models import PictureKind
from linli.places import settings as place_settings

MOST = 3
LOOKED_AT = 100
# What a double can no longer be: it was joined itself, taken back, or never a matter.
NO_DOUBLES = (Status.DUPLICATE, Status.WITHDRAWN, Status.VOID)


@dataclass(frozen=True, slots=True)
class LikelyRow:
    """A case that is likely the same matter, and why."""

    case: Case
    why: Likely


def weights(street: str) -> Weights:
    """This will give what a street's settings say of likely doubles."""
    names = Weights.__dataclass_fields__
    return Weights(**{name: int(place_settings.value(f"cases.double_{name}", street)) for name in names})


def likely_doubles(viewer: Viewer, case: Case, *, most: int = MOST) -> list[LikelyRow]:
    """This will list the likeliest doubles of a case that the viewer may see, also beyond the street's border.

    Only cases that were open at some time together: what was reported after the other's end is a matter of its own.
    Four statements, two more where the case has pictures.
    """
    by = weights(case.street)
    bits = _alike(case, by)
    others = _candidates(viewer, case, by, bits)
    if not others:
        return []
    words = _pieces([case.pk, *(row.pk for row in others)])
    ranked = rank(_sight(case, words), [_sight(row, words) for row in others], by, bits=dict(bits))[:most]
    rows = Case.objects.only(*COLUMNS).in_bulk([each.id for each in ranked]) if ranked else {}
    return [LikelyRow(rows[each.id], each) for each in ranked]


def _candidates(viewer: Viewer, case: Case, by: Weights, bits: Collection[int]) -> list[Glimpse]:
    days = timedelta(days=by.days)
    together = Q(closed_at=None) | Q(closed_at__gte=case.reported_at)
    if case.closed_at is not None:
        together &= Q(reported_seen__lte=case.closed_at)
    cases = looked_at().filter(
        together, reported_seen__range=(case.reported_at - days, case.reported_at + days)
    )
    arms = _near(cases, case, {*streets_of(viewer), case.street}, by.metres)
    arms += [cases.filter(pk__in=list(bits))] if bits else []
    newest = enumerate(sorted(set(glimpses(arms)), reverse=True))
    found = [row for n, row in newest if n < 2 * LOOKED_AT or row.pk in bits]
    # Of so few, whether one sees them is told sooner here than by the database.
    possible = (row for row in found if row.pk != case.pk and row.status not in NO_DOUBLES)
    return [row for row in possible if may_see(viewer, row)][:LOOKED_AT]


def _near(cases: QuerySet[Case], case: Case, streets: Collection[str], metres: float) -> list[QuerySet[Case]]:
    """Those of `cases` around a case, and those of its grid where one of the two has no position."""
    arms = []
    if case.grid:
        grid = cases.filter(street=case.street, grid=case.grid, **{"community_seen": case.community})
        arms.append(grid if case.lon is None else grid.filter(cell=None))
    if case.lon is not None and case.lat is not None:
        here = cases.filter(street__in=sorted(streets))
        arms += [here.filter(cell__range=cells) for cells in near_ranges(case.lon, case.lat, metres)]
    return arms


def _alike(case: Case, by: Weights) -> Mapping[int, int]:
    """By id of a case of the street: in how many bits its picture differs from one of this case, if in few."""
    own = [row for row in pictures.of(case.street, f"case:{case.pk}") if row.kind != PictureKind.AFTER]
    if not own:
        return {}
    days = timedelta(days=by.days)
    since, until = case.reported_at - days, case.reported_at + days
    near = pictures.alike(
        case.street, [row.likeness for row in own], since=since, until=until, within=by.bits
    )
    ids = {
        subject.removeprefix("case:"): bits for subject, bits in near.items() if subject.startswith("case:")
    }
    return {int(pk): bits for pk, bits in ids.items() if int(pk) != case.pk}


def _pieces(ids: Sequence[int]) -> dict[int, frozenset[str]]:
    said: dict[int, list[str]] = {}
    rows = Statement.objects.filter(case_id__in=ids, kind__in=["report", "addition"]).order_by("id")
    for pk, text in rows.values_list("case_id", "text"):
        said.setdefault(pk, []).append(text)
    return {pk: pieces_of(texts) for pk, texts in said.items()}


def _sight(case: Case | Glimpse, words: Mapping[int, frozenset[str]]) -> Sight:
    return Sight(
        case.pk,
        case.reported_at,
        case.category,
        case.grid,
        case.lon,
        case.lat,
        words.get(case.pk, frozenset()),
    )
