"""Figures in words, as public pages write them."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from linli.figures.indicators import Reading, Unit
from linli.web.wording.numbers import NONE, cases, thousands

UNITS: dict[Unit, Promise] = {
    Unit.COUNT: pgettext_lazy("unit", "cases"),
    Unit.PERCENT: pgettext_lazy("unit", "percent, with one decimal"),
    Unit.DAYS: pgettext_lazy("unit", "days, each of 24 hours"),
    Unit.HOURS: pgettext_lazy("unit", "hours"),
}
# The five figures at the head of a street's and a community's page are counted where they are shown.
HEAD: tuple[tuple[Promise, Promise], ...] = (
    (pgettext_lazy("figure", "Received this year"),
     gettext_lazy("Reports that came in since 1 January, whoever reported. Repeated reports count each.")),
    (pgettext_lazy("figure", "Fixed"),
     gettext_lazy("Cases that ended as fixed since 1 January, also if reported earlier or fixed on the spot.")),
    (pgettext_lazy("figure", "In hand"),
     gettext_lazy("Cases that have not ended now, with those to be checked and those deferred.")),
    (pgettext_lazy("figure", "Overdue"),
     gettext_lazy("Cases not handled yet whose limit has passed. Deferred ones are not overdue.")),
    (pgettext_lazy("figure", "Reopened"),
     gettext_lazy("Cases reported since 1 January that were opened again after their end.")),
)  # fmt: skip


def value(number: Decimal | int | None, unit: Unit) -> str:
    """This will write a value with its unit: 91.4%, 1.6天, 26件; nothing to count is –."""
    if number is None:
        return NONE
    if unit is Unit.PERCENT:
        return f"{number}%"
    if unit is Unit.DAYS:
        return pgettext("figure", "%(number)s days") % {"number": f"{number:,}"}
    if unit is Unit.HOURS:
        return pgettext("figure", "%(number)s hours") % {"number": f"{number:,}"}
    return cases(int(number))


def made_of(reading: Reading) -> str:
    """This will say what a rate was made of: 223件，共244件; empty for what is no rate."""
    if reading.part is None or reading.whole is None:
        return ""
    return _("%(part)s of %(whole)s") % {"part": thousands(reading.part), "whole": thousands(reading.whole)}


def few() -> str:
    """This will say that what people said in call-backs is not shown here, of this area or of one beside it."""
    return _("few call-backs, not shown")


def yearly() -> str:
    """This will say that a month shows nothing of call-backs."""
    return _("shown for whole years only")
