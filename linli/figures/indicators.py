"""The registry of indicators: what each means, in words, and how it is computed.

An indicator has no good or bad direction: near 100 % everywhere is a known sign of gaming, and people judge.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from django.utils.functional import Promise


class Unit(StrEnum):
    COUNT = "count"
    PERCENT = "percent"
    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Reading:
    """What an indicator reads for one area: its value, and for a rate the two numbers it is made of.

    None: there is nothing to compute it from, which is not zero.
    """

    value: Decimal | int | None
    part: int | None = None
    whole: int | None = None

    @classmethod
    def rate(cls, part: int, whole: int) -> Self:
        """This will give part of whole in percent with one decimal, rounded half up."""
        if not whole:
            return cls(None, part, whole)
        tenths = (2000 * part + whole) // (2 * whole)
        return cls(Decimal(tenths).scaleb(-1), part, whole)


NO_READING = Reading(None)

# (street, areas, start, end) → a reading for each area: the street's own code, or a community's. Both days
# belong to the period.
Compute = Callable[[str, Sequence[str], date, date], Mapping[str, Reading]]


@dataclass(frozen=True)
class Indicator:
    """A figure with a name. `definition` says in a sentence what is divided by what and what is left out."""

    key: str
    name: str | Promise
    definition: str | Promise
    unit: Unit
    compute: Compute


class UnknownIndicator(LookupError):
    """No installed package registered an indicator of this key."""


_indicators: dict[str, Indicator] = {}


def register(indicator: Indicator) -> None:
    """This will add an indicator; ValueError if its key is taken by another."""
    if _indicators.setdefault(indicator.key, indicator) is not indicator:
        raise ValueError(f"two indicators are called {indicator.key}")


def indicator(key: str) -> Indicator:
    """This will give the indicator `key`; raises UnknownIndicator."""
    try:
        return _indicators[key]
    except KeyError:
        raise UnknownIndicator(key) from None


def registered() -> list[Indicator]:
    """This will list all indicators in the order in which they were registered."""
    return list(_indicators.values())
