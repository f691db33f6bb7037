"""Kinds of news as people think of them, and how each may reach a person by mail. Data and pure functions.

In the system everybody is told everything; a choice is about mail. Danger reaches the duty roster by mail at once,
whatever anybody chose.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum

from linli.notify.rules import Audience


class Group(StrEnum):
    """What a step means to whoever is told of it; of several, the one that stands first."""

    DANGER = "danger"
    ASSIGNED = "assigned"  # given to me by name, and its deadlines
    CHECK = "check"  # waits for me to check or decide
    NEW = "new"  # comes to where I am on duty
    URGING = "urging"
    REMINDER = "reminder"
    COURSE = "course"  # what became of something I had a part in


class When(StrEnum):
    """How a kind of news is sent by mail."""

    NOW = "now"
    DIGEST = "digest"
    OFF = "off"


class Preset(StrEnum):
    """What an office gives to those who chose nothing."""

    ALL_NOW = "all_now"
    URGENT_NOW = "urgent_now"
    DIGEST = "digest"
    OFF = "off"


_BY_KIND: Mapping[Group, tuple[str, ...]] = {
    Group.ASSIGNED: ("dispatched", "consultation_opened"),
    Group.NEW: (
        *("filed", "returned_for_rework", "denied", "reopened", "escalated", "escalated_by_clock"),
        *("sent_back", "handed_over", "redrawn", "whistled", "separated", "classified"),
    ),
    Group.CHECK: ("reported", "handled", "deferral_asked", "void_asked"),
    Group.REMINDER: ("reminded",),
    Group.URGING: ("urged",),
}
_GROUP = {f"case.{kind}": group for group, kinds in _BY_KIND.items() for kind in kinds}
_DEADLINES = frozenset({"case.reminded", "case.urged"})
# Where the audience says more than the step.
_BY_AUDIENCE: Mapping[Audience, Group] = {
    Audience.ROSTER: Group.DANGER,
    Audience.OWNER: Group.ASSIGNED,
    Audience.LOWER: Group.COURSE,
    Audience.CHECKERS: Group.CHECK,
}

# Which groups are sent at once and which in the digest; what is in neither is not sent.
_URGENT = frozenset({Group.ASSIGNED, Group.URGING, Group.DANGER})
_ALL = frozenset(Group)
_PRESETS: Mapping[Preset, tuple[frozenset[Group], frozenset[Group]]] = {
    Preset.ALL_NOW: (_ALL, _ALL),
    Preset.URGENT_NOW: (_URGENT, _ALL),
    Preset.DIGEST: (frozenset({Group.DANGER}), _ALL),
    Preset.OFF: (frozenset({Group.DANGER}), frozenset()),
}


def group_of(kind: str, audience: Audience) -> Group:
    """This will say what a step is to an audience."""
    if kind == "case.dispatched" and audience is Audience.HOLDERS:
        return Group.COURSE  # it was given to somebody else
    if audience is Audience.ASSIGNEE and kind in _DEADLINES:
        return Group.ASSIGNED
    return _BY_AUDIENCE.get(audience) or _GROUP.get(kind, Group.COURSE)


def strongest(groups: Iterable[Group]) -> Group:
    """This will give what a step is to somebody to whom it is several things."""
    return min(groups, key=list(Group).index)


def preset(name: str, group: Group) -> When:
    """This will say how a preset sends a group."""
    now, digest = _PRESETS[Preset(name)]
    return When.NOW if group in now else When.DIGEST if group in digest else When.OFF


def chosen(choices: Mapping[str, str], name: str, group: Group) -> When:
    """This will say how a group is sent to somebody: as they chose, else as their office has it."""
    if group is Group.DANGER:  # only the duty roster is told of danger as such
        return When.NOW
    own = choices.get(group)
    return When(own) if own in set(When) else preset(name, group)


def quiet_hours(start: int, end: int) -> frozenset[int]:
    """This will give the hours of the day within [start, end), over midnight if need be; equal hours mean none."""
    return frozenset((start + n) % 24 for n in range((end - start) % 24))


def after_quiet(local: datetime, hours: frozenset[int]) -> datetime:
    """This will give the moment itself, or the first full hour after it that is not quiet, on the wall of the office.

    If every hour is quiet, none is: nobody is silenced for good.
    """
    if local.hour not in hours or len(hours) == 24:
        return local
    for n in range(1, 24):
        hour = (local.hour + n) % 24
        if hour not in hours:
            day = local.date() + timedelta(days=1 if hour < local.hour else 0)
            return datetime.combine(day, time(hour), tzinfo=local.tzinfo)
    return local
