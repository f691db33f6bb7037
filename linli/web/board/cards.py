"""Released cases as public pages show them: the office's words, the community, days, released pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.utils.translation import pgettext

from linli.cases import categories
from linli.cases import queries as cases
from linli.cases.queries import PublicFilter, PublicRow
from linli.cases.queries.public import EVERYTHING, PAGE
from linli.cases.workflow import ENDED, FIXED, Status
from linli.pictures import queries as pictures
from linli.pictures.models import Picture, PictureKind
from linli.places import queries as places
from linli.places.rows import in_language
from linli.web.resident.grants import address
from linli.web.resident.wording.states import State, state

NEWEST = 6
PAIRS = 3  # side by side on a wide page
MOST_PAGES = 50_000  # what a page number in an address may be at most; far beyond any street's list


@dataclass(frozen=True, slots=True)
class Shot:
    """A released picture as parts/picture_pair.html draws it; the day is all that is told of its time."""

    url: str
    large: str
    at: date
    alt: str


@dataclass(frozen=True, slots=True)
class Card:
    """A released case; no position, no hour, no person."""

    number: str
    title: str
    text: str
    category: str
    community: str
    community_code: str
    state: State
    fixed: bool
    reported_on: date
    ended_on: date | None
    days: int | None
    before: Shot | None
    after: Shot | None
    more: Sequence[Shot]
    late: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list of released cases."""

    cards: list[Card]
    total: int
    page: int

    @property
    def has_next(self) -> bool:
        """Whether there are later pages."""
        return self.page * PAGE < self.total


def listed(
    street: str, filters: PublicFilter = EVERYTHING, *, page: int = 1, at: datetime | None = None
) -> Listed:
    """This will list released cases, the latest released first; beyond the end it is the last page."""
    page = min(max(page, 1), MOST_PAGES)
    rows, total = cases.public_list(street, filters=filters, page=page, at=at)
    if not rows and total:
        page = (total + PAGE - 1) // PAGE
        rows, total = cases.public_list(street, filters=filters, page=page, at=at)
    return Listed(_cards(street, rows), total, page)


def newest(street: str) -> list[Card]:
    """This will give the latest released cases of a street."""
    return listed(street).cards[:NEWEST]


def newest_fixed(street: str, community: str) -> tuple[list[Card], list[Card]]:
    """This will give a community's latest released cases that ended as fixed: those with pictures, and others.

    A pair of before and after goes before a single picture.
    """
    ended = listed(street, PublicFilter(community=community, state="ended")).cards
    fixed = [card for card in ended if card.fixed]
    shown = [card for card in fixed if card.before or card.after]
    pairs = sorted(shown, key=lambda card: not (card.before and card.after))[:PAIRS]
    return pairs, [card for card in fixed if card not in pairs][: NEWEST - len(pairs)]


def one(street: str, number: str) -> Card | None:
    """This will give a released case by its number; None for every other."""
    row = cases.public_case(street, number)
    return None if row is None else _cards(street, [row])[0]


def _cards(street: str, rows: Sequence[PublicRow]) -> list[Card]:
    if not rows:
        return []
    shots = pictures.of_many(street, [f"case:{row.id}" for row in rows])
    zone, known = places.calendar(street).zone, categories.of_street(street, retired=True)
    return [_card(row, shots.get(f"case:{row.id}", []), zone, known) for row in rows]


def _card(
    row: PublicRow, shots: list[Picture], zone: tzinfo, known: dict[str, categories.CategoryRow]
) -> Card:
    released = [shot for shot in shots if shot.released_at is not None]
    before = [_shot(shot, zone) for shot in released if shot.kind != PictureKind.AFTER]
    after = [_shot(shot, zone) for shot in released if shot.kind == PictureKind.AFTER]
    category = in_language(known[row.category].name) if row.category in known else ""
    reported_on = row.reported_at.astimezone(zone).date()
    ended_on = _ended(row.closed_at, row.status, zone)
    return Card(
        number=row.number, title=row.title or category, text=row.text, category=category,
        community=places.name(row.community), community_code=row.community,
        state=state(row.status), fixed=Status(row.status) in FIXED, reported_on=reported_on, ended_on=ended_on,
        days=(ended_on - reported_on).days if ended_on else None,
        before=before[0] if before else None, after=after[-1] if after else None,
        more=[*before[1:], *after[:-1]], late=row.late,
    )  # fmt: skip


def _ended(closed_at: datetime | None, status: str, zone: tzinfo) -> date | None:
    if closed_at is None or Status(status) not in ENDED:
        return None
    return closed_at.astimezone(zone).date()


def _shot(picture: Picture, zone: tzinfo) -> Shot:
    return Shot(
        address(picture, "middle", permit=False), address(picture, "large", permit=False),
        picture.at.astimezone(zone).date(), _alt(picture),
    )  # fmt: skip


def _alt(picture: Picture) -> str:
    if picture.kind == PictureKind.AFTER:
        return pgettext("board", "picture taken after the work")
    return pgettext("board", "picture taken before the work")
