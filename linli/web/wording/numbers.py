"""Figures as text: thousands, rates with one decimal, lengths of time, codes people read aloud."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, ngettext, pgettext

NONE = "–"  # nothing to count: not the same as zero


def thousands(number: int | None) -> str:
    """This will write 2812 as 2,812, and nothing as –."""
    return NONE if number is None else f"{number:,}"


def rate(share: Decimal | float | None) -> str:
    """This will write a share from 0 to 1 as a percentage with one decimal: 91.4%.

    100.0% and 0.0% are kept for exactly all and exactly none: 2 of 3,000 overdue must not round away.
    """
    if share is None:
        return NONE
    exact = Decimal(str(share)) * 100
    shown = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    if shown == 100 and exact < 100:
        shown = Decimal("99.9")
    if shown == 0 and exact > 0:
        shown = Decimal("0.1")
    return f"{shown:,}%"


def duration_words(length: timedelta, *, day_length: timedelta = timedelta(hours=24)) -> str:
    """This will write a length: 48分 under an hour, 4小时50分 under a day, then 2天3小时. Seconds are cut off.

    `day_length` is a day of the calendar it was counted in: 8 hours of office time are a day.
    """
    minutes = int(abs(length).total_seconds()) // 60
    per_day = max(1, int(day_length.total_seconds()) // 60)
    if minutes < 60:
        return pgettext("length", "%(m)d min") % {"m": minutes}
    if minutes < per_day:
        hours, rest = divmod(minutes, 60)
        pattern = pgettext("length", "%(h)d h %(m)d min") if rest else pgettext("length", "%(h)d h")
        return pattern % {"h": hours, "m": rest}
    days, rest = divmod(minutes, per_day)
    hours = rest // 60
    pattern = pgettext("length", "%(d)d d %(h)d h") if hours else pgettext("length", "%(d)d d")
    return pattern % {"d": days, "h": hours}


def tracking_code(code: str) -> str:
    """This will group a tracking code so that it can be read aloud: 7K39QF is 7K3-9QF."""
    plain = code.replace("-", "").upper()
    return f"{plain[:3]}-{plain[3:]}" if len(plain) > 3 else plain


def grid_name(community: str, grid_code: str) -> str:
    """This will name a grid after its community and the serial in its 15-digit code: 东关第1网格."""
    return pgettext("grid", "%(community)s grid %(serial)d") % {
        "community": community,
        "serial": int(grid_code[12:15]),
    }


def named(names: Mapping[str, str] | str | None) -> str:
    """This will pick a row's name for the page's language, else the Chinese one, else any."""
    if not isinstance(names, Mapping):
        return names or ""
    wanted = "en" if (get_language() or "").startswith("en") else "zh-hans"
    return names.get(wanted) or names.get("zh-hans") or next(iter(names.values()), "")


def cases(number: int) -> str:
    """This will count cases in words: 26件."""
    return ngettext("%(n)s case", "%(n)s cases", number) % {"n": thousands(number)}
