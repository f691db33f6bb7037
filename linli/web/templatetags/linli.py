"""Tags and filters of every page: `{% load linli %}`."""

from datetime import date, datetime

from django import template
from django.contrib.messages.storage.base import Message
from django.http import QueryDict
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from linli.lib.calendars import CHINA
from linli.web import icons
from linli.web.wording import dates, deadlines, numbers, statuses, steps

register = template.Library()


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str, size: str = "") -> SafeString:
    """This will draw an icon beside its word: `{% icon 'camera' %}`, small `{% icon 'clock' 's' %}`."""
    return icons.drawing(getattr(context, "request", None), f"i-{name}", f"i {size}".strip())


@register.simple_tag(takes_context=True)
def status_shape(context: Context, name: str) -> SafeString:
    """This will draw the moon phase of a status: `{% status_shape 'handling' %}`."""
    return icons.drawing(getattr(context, "request", None), f"s-{name}", "st")


@register.simple_tag(takes_context=True)
def sprite(context: Context) -> SafeString:
    """This will give the symbols used above it; base.html calls it last, an htmx fragment calls it at its own end."""
    return icons.sprite(getattr(context, "request", None))


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime | date | None) -> SafeString:
    """This will write a moment or day near the page's `now`: `{% when case.filed_at %}` gives 今天 10:05."""
    if moment is None:
        return SafeString(numbers.NONE)
    now = _now(context)
    if isinstance(moment, datetime):
        return _time(moment, dates.near_date(moment, now=now))
    return _time(moment, dates.near_day(moment, today=now.astimezone(CHINA).date()))


@register.simple_tag(takes_context=True)
def when_day(context: Context, moment: datetime | date | None) -> SafeString:
    """This will write only the day: `{% when_day case.filed_at %}` gives <time>11月24日 周二</time>, near ones 今天."""
    if moment is None:
        return SafeString(numbers.NONE)
    on = moment.astimezone(CHINA).date() if isinstance(moment, datetime) else moment
    return _time(moment, dates.near_day(on, today=_now(context).astimezone(CHINA).date()))


@register.filter
def full_date(moment: datetime) -> SafeString:
    """This will write a moment with its year, for paper: 2026年11月24日 周二 10:42."""
    return _time(moment, dates.full_date(moment))


@register.filter
def full_day(on: date) -> SafeString:
    """This will write a day with its year, for what is passed on: 2026年11月24日 周二."""
    return _time(on, dates.full_day(on))


@register.filter
def undo_address(message: Message) -> str:
    """This will give the address a message's undo posts to: the part of its extra_tags after `undo:`."""
    for tag in (message.extra_tags or "").split():
        if tag.startswith("undo:/") and not tag.startswith("undo://"):
            return tag.removeprefix("undo:")
    return ""


@register.filter
def status_tone(shape: str) -> str:
    """This will give the CSS tone of a status shape."""
    return statuses.look(shape).tone


@register.filter
def status_words(shape: str) -> str:
    """This will give the default words of a status shape."""
    return str(statuses.look(shape).words)


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: object) -> str:
    """This will give this page's query with some parts changed: `?{% address_with page=2 %}`; None or '' takes one out.

    A changed filter begins at the first page again.
    """
    request = getattr(context, "request", None)
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return str(query.urlencode())


@register.simple_tag(takes_context=True)
def kept_query(context: Context, without: str) -> list[tuple[str, str]]:
    """This will give this page's filters as pairs for hidden inputs, without one of them and the page number."""
    request = getattr(context, "request", None)
    query: QueryDict = request.GET if request is not None else QueryDict()
    return [(key, value) for key, values in query.lists() if key not in {without, "page"} for value in values]


@register.simple_tag
def list_comma() -> str:
    """This will part two things in one line as the language does: ， or a comma and a space."""
    return pgettext("between two things in a line", ", ")


@register.filter
def seven_steps(step_now: int) -> list[steps.Step]:
    """This will give the seven standard steps with what is done, where it stands and what is to come."""
    return steps.seven_steps(step_now)


register.filter("thousands", numbers.thousands)
register.filter("rate", numbers.rate)
register.filter("duration", numbers.duration_words)
register.filter("tracking_code", numbers.tracking_code)
register.filter("named", numbers.named)
register.filter("cases", numbers.cases)
register.filter("clock_words", deadlines.clock_words)


def _now(context: Context) -> datetime:
    # the views pass `now`, so that a demo whose clock was moved shows its own today
    given = context.get("now")
    return given if isinstance(given, datetime) else timezone.now()


def _time(moment: datetime | date, words: str) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>',
        moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat(),
        words,
    )
