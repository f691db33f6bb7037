"""Limits as people say them; forms take them as 30min, 4h or 2wd."""

from django.utils.translation import npgettext

from linli.lib.calendars import Limit, Unit


def limit_words(limit: Limit) -> str:
    """This will write a limit: 4小时, 2个工作日."""
    if limit.unit is Unit.MINUTES:
        words = npgettext("limit", "%(n)d minute", "%(n)d minutes", limit.amount)
    elif limit.unit is Unit.HOURS:
        words = npgettext("limit", "%(n)d hour", "%(n)d hours", limit.amount)
    else:
        words = npgettext("limit", "%(n)d working day", "%(n)d working days", limit.amount)
    return words % {"n": limit.amount}
