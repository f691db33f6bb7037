"""What queries give out: places and spots as plain values that are safe to keep in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language


def in_language(name: Mapping[str, str], language: str | None = None) -> str:
    """This will pick a data row's name in `language` (default: that of the page), or in Chinese if it has none."""
    wanted = (language or get_language() or "zh-hans").lower()
    return name.get(wanted) or name.get(wanted.split("-")[0]) or name.get("zh-hans") or name.get("en") or ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A division, community, resident group or grid without its polygon."""

    code: str
    kind: str
    street: str
    parent: str
    name: Mapping[str, str]
    prefix: str
    households: int | None
    schematic: bool
    lon: float | None
    lat: float | None
    valid_from: date
    valid_to: date | None
    successors: Sequence[str]

    @property
    def ended(self) -> bool:
        """Whether a redraw has replaced it."""
        return self.valid_to is not None

    def title(self, language: str | None = None) -> str:
        """This will give the name in `language`, by default that of the page."""
        return in_language(self.name, language)


@dataclass(frozen=True, slots=True)
class SpotRow:
    """A board, gate or bin; `asked` is the token that was scanned, which may be an older label's."""

    id: int
    street: str
    token: str
    asked: str
    name: Mapping[str, str]
    community: str
    grid: str
    location_type: str
    lon: float | None
    lat: float | None
    retired_at: datetime | None

    def title(self, language: str | None = None) -> str:
        """This will give the name in `language`, by default that of the page."""
        return in_language(self.name, language)


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A day on which a calendar differs from Monday to Friday; `owner` is the county or the street that set it."""

    owner: str
    day: date
    working: bool
    name: Mapping[str, str]

    def title(self, language: str | None = None) -> str:
        """This will give the name in `language`, by default that of the page."""
        return in_language(self.name, language)
