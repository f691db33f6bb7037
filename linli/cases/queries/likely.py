"""Likely doubles of a case: those near it, and those with the same picture, ranked with what speaks for each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from linli.cases.doubles import Likely, Sight, Weights, pieces_of, rank
from linli.cases.models import Case, Statement
from linli.cases.queries.inbox import COLUMNS
from linli.cases.queries.work import scope
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
    others = {row.pk: row for row in _candidates(viewer, case, by, bits)}
    if not others:
        return []
    words = _pieces([case.pk, *others])
    sights = [_sight(row, words) for row in others.values()]
    ranked = rank(_sight(case, words), sights, by, bits=dict(bits))
    return [LikelyRow(others[each.id], each) for each in ranked[:most]]


def _candidates(viewer: Viewer, case: Case, by: Weights, bits: Collection[int]) -> list[Case]:
    days = timedelta(days=by.days)
    span = Q(reported_at__range=(case.reported_at - days, case.reported_at + days))
    together = Q(closed_at=None) | Q(closed_at__gte=case.reported_at)
    if case.closed_at is not None:
        together &= Q(reported_at__lte=case.closed_at)
    ids = _near(case, {*streets_of(viewer), case.street}, by.metres, span & together)
    found = Case.objects.filter(scope(viewer), span, together, pk__in=[*ids, *bits])
    found = found.exclude(pk=case.pk).exclude(status__in=[str(status) for status in NO_DOUBLES])
    return list(found.only(*COLUMNS).order_by("-id")[:LOOKED_AT])


def _near(case: Case, streets: Collection[str], metres: float, other: Q) -> list[int]:
    """The newest around a case, and those of its grid where one of the two has no position.

    Joined arms, for each may find its own index, which one condition with OR may not.
    """
    arms = []
    if case.grid:
        grid = Case.objects.filter(other, street=case.street, community=case.community, grid=case.grid)
        arms.append(grid if case.lon is None else grid.filter(cell=None))
    if case.lon is not None and case.lat is not None:
        ranges = near_ranges(case.lon, case.lat, metres)
        here = Case.objects.filter(other, street__in=sorted(streets))
        arms += [here.filter(cell__range=cells) for cells in ranges]
    ids = [arm.order_by().values_list("pk", flat=True) for arm in arms]
    return sorted(ids[0].union(*ids[1:]), reverse=True)[: 2 * LOOKED_AT] if ids else []


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


def _sight(case: Case, words: Mapping[int, frozenset[str]]) -> Sight:
    return Sight(
        case.pk,
        case.reported_at,
        case.category,
        case.grid,
        case.lon,
        case.lat,
        words.get(case.pk, frozenset()),
    )
