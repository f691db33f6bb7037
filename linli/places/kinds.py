"""Kinds of values a setting may have: how each is read from a form, checked, stored as JSON and written out."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Protocol
from zoneinfo import ZoneInfo, available_timezones

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.lib.calendars import Calendar, Limit
from linli.lib.geometry import Box

Sentence = str | Promise


class BadValue(ValueError):
    """What was typed is no such value; `sentence` says what would be one."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Kind(Protocol):
    """What every kind can do. `parse` reads what a person typed and raises BadValue with a sentence for them."""

    # Whether values are codes or whole numbers, which a fact may hold.
    code_like: ClassVar[bool]

    def parse(self, text: str) -> Any: ...

    def write(self, value: Any) -> str: ...

    def dump(self, value: Any) -> Any: ...

    def load(self, stored: Any) -> Any: ...


@dataclass(frozen=True)
class _Written(ABC):
    """A kind whose stored form is what a person would type."""

    code_like: ClassVar[bool] = False

    @abstractmethod
    def parse(self, text: str) -> Any:
        """This will read what a person typed. Raises BadValue."""

    def write(self, value: Any) -> str:
        """This will give the text a form shows for `value`."""
        return str(value)

    def dump(self, value: Any) -> Any:
        """This will give the JSON that is stored for `value`."""
        return self.write(value)

    def load(self, stored: Any) -> Any:
        """This will read the stored JSON back."""
        return self.parse(str(stored))


@dataclass(frozen=True)
class Whole(_Written):
    """A whole number from `least` to `most`."""

    code_like: ClassVar[bool] = True

    least: int = 0
    most: int = 1_000_000

    def parse(self, text: str) -> int:
        """This will read digits; BadValue outside the range."""
        try:
            number = int(text) if len(text) <= 20 else None
        except ValueError:
            number = None
        if number is None or not self.least <= number <= self.most:
            raise BadValue(
                format_lazy(
                    _("Enter a whole number from {least} to {most}."), least=self.least, most=self.most
                )
            )
        return number


@dataclass(frozen=True)
class Exact(_Written):
    """A decimal number from `least` to `most`, kept exactly."""

    least: Decimal = Decimal(0)
    most: Decimal = Decimal(1_000_000)

    def parse(self, text: str) -> Decimal:
        """This will read a decimal number; BadValue outside the range."""
        try:
            number = Decimal(text.strip()) if len(text) <= 30 else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or not self.least <= number <= self.most:
            raise BadValue(
                format_lazy(_("Enter a number from {least} to {most}."), least=self.least, most=self.most)
            )
        return number

    def write(self, value: Any) -> str:
        """This will write the number without an exponent."""
        return format(value, "f")


_YES = frozenset({"1", "true", "yes", "on", "是", "开"})
_NO = frozenset({"", "0", "false", "no", "off", "否", "关"})


@dataclass(frozen=True)
class YesNo(_Written):
    """Yes or no."""

    code_like: ClassVar[bool] = True

    def parse(self, text: str) -> bool:
        """This will read yes or no as a form or a file says it."""
        word = text.strip().lower()
        if word in _YES or word in _NO:
            return word in _YES
        raise BadValue(_("Choose yes or no."))

    def write(self, value: Any) -> str:
        """This will write 1 or 0, as a form sends it."""
        return "1" if value else "0"

    def dump(self, value: Any) -> bool:
        """This will store true or false."""
        return bool(value)


@dataclass(frozen=True)
class LimitOf(_Written):
    """Counted time such as 30min, 4h or 2wd."""

    code_like: ClassVar[bool] = True

    def parse(self, text: str) -> Limit:
        """This will read a limit; BadValue for anything else."""
        try:
            return Limit.parse(text)
        except ValueError:
            raise BadValue(
                _("A limit is a number of minutes, hours or working days, such as 30min, 4h or 2wd.")
            ) from None


@dataclass(frozen=True)
class Text(_Written):
    """One line or more of text, up to `most` characters."""

    most: int = 200
    lines: bool = False

    def parse(self, text: str) -> str:
        """This will trim the text; BadValue if it is too long, or has lines or invisible signs it may not have."""
        trimmed = text.strip()
        if len(trimmed) > self.most:
            raise BadValue(format_lazy(_("Enter at most {most} characters."), most=self.most))
        if any(ord(sign) < 32 and not (self.lines and sign in "\r\n") for sign in trimmed):
            raise BadValue(_("Enter one line of text."))
        return trimmed


@dataclass(frozen=True)
class Choice(_Written):
    """One of some values, each with its label."""

    code_like: ClassVar[bool] = True

    options: Mapping[str, Sentence]

    def parse(self, text: str) -> str:
        """This will take a value that is offered; BadValue for another."""
        if text not in self.options:
            raise BadValue(_("Choose one of the options."))
        return text


@dataclass(frozen=True)
class Zone(_Written):
    """A time zone by its name, `Asia/Shanghai`."""

    def parse(self, text: str) -> ZoneInfo:
        """This will find the zone; BadValue if there is none of that name."""
        if text.strip() not in available_timezones():
            raise BadValue(_("Enter a time zone such as Asia/Shanghai."))
        return ZoneInfo(text.strip())


@dataclass(frozen=True)
class Boxed(_Written):
    """West, south, east and north in degrees, separated by commas or spaces."""

    def parse(self, text: str) -> Box:
        """This will read four numbers; BadValue if they are no box on earth."""
        try:
            west, south, east, north = (float(part) for part in text[:200].replace(",", " ").split())
        except ValueError:
            west = south = east = north = float("nan")
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise BadValue(
                _("Enter west, south, east and north in degrees, such as 112.22, 32.32, 112.60, 32.81.")
            )
        return Box(west, south, east, north)

    def write(self, value: Any) -> str:
        """This will write the four numbers with commas."""
        return ", ".join(str(edge) for edge in (value.west, value.south, value.east, value.north))


@dataclass(frozen=True)
class Hours(_Written):
    """Times of a day during which time counts: `8:00-12:00, 14:30-18:00`; 24:00 is the end of the day."""

    def parse(self, text: str) -> tuple[tuple[time, time], ...]:
        """This will read windows in order that do not overlap; BadValue for anything else."""
        try:
            windows = [
                part.strip().split("-") for part in text[:200].replace("，", ",").replace("–", "-").split(",")
            ]
            hours = tuple((_clock(opens), _clock(closes)) for opens, closes in windows)
            Calendar(office_hours=hours)
        except ValueError:
            raise BadValue(_("Enter times in order such as 8:00-12:00, 14:30-18:00.")) from None
        return hours

    def write(self, value: Any) -> str:
        """This will write the windows as a person would."""
        return ", ".join(
            f"{opens:%H:%M}-{'24:00' if closes == time() else f'{closes:%H:%M}'}" for opens, closes in value
        )


def _clock(text: str) -> time:
    hour, minute = text.replace("：", ":").strip().split(":")
    return time(0, int(minute)) if hour == "24" and int(minute) == 0 else time(int(hour), int(minute))


@dataclass(frozen=True)
class Json(_Written):
    """A structure that its own page edits, such as a table of limits; `check` raises ValueError with a sentence."""

    def parse(self, text: str) -> Any:
        """This will read JSON of at most 20,000 characters; BadValue for anything else."""
        try:
            if len(text) > 20_000:
                raise ValueError
            return json.loads(text)
        except (ValueError, RecursionError):
            raise BadValue(_("This is not valid JSON.")) from None

    def write(self, value: Any) -> str:
        """This will write JSON that a person can read."""
        return json.dumps(value, ensure_ascii=False)

    def dump(self, value: Any) -> Any:
        """This will store the structure as it is."""
        return value

    def load(self, stored: Any) -> Any:
        """This will give the structure as it is."""
        return stored


_NAMED: Mapping[str, Kind] = {
    "int": Whole(),
    "decimal": Exact(),
    "bool": YesNo(),
    "limit": LimitOf(),
    "text": Text(),
    "box": Boxed(),
    "hours": Hours(),
    "zone": Zone(),
    "json": Json(),
}


def kind_of(kind: Kind | str) -> Kind:
    """This will turn the name of a kind into the kind with its widest range: `int` is a whole number from 0."""
    return _NAMED[kind] if isinstance(kind, str) else kind
