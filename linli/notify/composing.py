"""A message is composed once, from facts and tables alone, and then dressed for its channel.

It holds what everybody in a group chat may read: the step, number, category, community or grid, deadline, link. Never a
name, a contact, a position, or a word that somebody typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import dateformat, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.cases import categories
from linli.cases.models import Case
from linli.cases.workflow import IN_HAND, Level, Status
from linli.notify import wecom
from linli.notify.wording import for_staff, to_do
from linli.places import queries as places

# What would be a mark of the form or a mention if a name held it.
_PLAIN = str.maketrans({"<": "＜", ">": "＞", "[": "［", "]": "］", "*": "＊", "`": "'", "@": "＠"})

_MOST_LINES = 40  # more than fit


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said of one case, in one language."""

    sentence: str
    to_do: str  # "" where nothing is asked of anybody
    number: str
    where: str  # place and category
    deadline: str  # "" where none runs
    link: str
    danger: bool


def listed(*parts: str) -> str:
    """This will put parts into one line, in the language that is active; empty ones are left out."""
    return pgettext("between the parts of a line", ", ").join(part for part in parts if part)


def compose(case: Case, kind: str, language: str) -> Message:
    """This will say what a step means to those who work on its case."""
    with translation.override(language):
        row = categories.of_street(case.street, retired=True).get(case.category)
        name = row.name.get(language) or row.name["zh-hans"] if row else case.category
        deadline = _deadline(case)
        face = "m" if case.level == Level.GROUP else "desk"
        return Message(
            sentence=_("Danger: %(what)s") % {"what": for_staff(kind)} if case.danger else for_staff(kind),
            to_do=to_do(kind),
            number=case.number,
            where=listed(_place(case).translate(_PLAIN), name.translate(_PLAIN)),
            deadline=_("Due %(when)s") % {"when": deadline} if deadline else "",
            link=f"{settings.PUBLIC_URL}/{face}/{case.street}/{case.number}/",
            danger=case.danger,
        )


def _place(case: Case) -> str:
    community = places.name(case.community)
    if not case.grid:
        return community
    return pgettext("community and grid", "%(community)s %(grid)s") % {
        "community": community,
        "grid": places.name(case.grid),
    }


def _deadline(case: Case) -> str:
    if case.handle_by is None or Status(case.status) not in IN_HAND:
        return ""
    local = case.handle_by.astimezone(places.calendar(case.street).zone)
    return dateformat.format(local, pgettext("form of a day and time", "D j M, H:i"))


def one(message: Message, form: str) -> str:
    """This will dress one message for a group chat."""
    lines = [
        f"{message.number} {message.sentence}",
        message.where,
        message.deadline,
        message.to_do,
        message.link,
    ]
    if form == wecom.MARKDOWN:
        lines[0] = f"{message.number} **{message.sentence}**"
        lines[-1] = f"[{pgettext('link to a case', 'Open')}]({message.link})"
    return "\n".join(line for line in lines if line)


def many(messages: Sequence[Message], form: str, everything: str) -> str:
    """This will dress many as one: how many, a line for each while there is room, and where all of them are."""
    head = _("%(n)d matters have come together") % {"n": len(messages)}
    foot = _("All cases: %(address)s") % {"address": everything}
    lines = [f"{m.number} {listed(m.sentence, m.where)}" for m in messages[:_MOST_LINES]]
    room = wecom.BYTES[form]
    for shown in range(len(lines), -1, -1):
        more = len(messages) - shown
        rest = [_("and %(n)d more") % {"n": more}] if more else []
        text = "\n".join([head, *lines[:shown], *rest, foot])
        if len(text.encode()) <= room:
            return text
    return head


def trial(name: str) -> str:
    """This will say that a robot works, to whoever pressed the button."""
    return _("Linli can write to this group as %(name)s.") % {"name": name.translate(_PLAIN)}
