"""The part of `linli check` that names channels which fail or were given up, and what fails again and again."""

from linli.cli.screen import say
from linli.cli.words import gettext as _


def say_channels() -> bool:
    """This will name each of them; True if there are none, or no tables to look in yet."""
    from django.db import DatabaseError

    try:
        bad, failing = _bad(), _failing()
    except DatabaseError:
        return True
    for sentence in (*bad, *failing):
        say(f"✗ {sentence}")
    if not bad and not failing:
        say("✓ " + _("Channels"))
    return not bad and not failing


def _bad() -> list[str]:
    from linli.notify import queries as notify
    from linli.places import queries as places

    found: dict[str, str] = {}
    for street in (street for county in places.counties() for street in places.streets(county)):
        for line in notify.lines(street):
            if line.is_bad:  # mail is everybody's, and is named once
                found[line.channel] = _("%(channel)s%(where)s: %(reason)s Since %(since)s; waiting: %(n)d.") % {
                    "channel": line.name, "where": f" {street}" if line.robot_id else "", "reason": line.reason,
                    "since": line.since, "n": line.waiting,
                }  # fmt: skip
    return list(found.values())


def _failing() -> list[str]:
    from linli.facts import queries as facts

    counts: dict[str, int] = {}
    for row in facts.failing():
        counts[row.handler] = counts.get(row.handler, 0) + 1
    return [
        _("%(handler)s failed three times or more: %(n)d.") % {"handler": handler, "n": count}
        for handler, count in sorted(counts.items())
    ]
