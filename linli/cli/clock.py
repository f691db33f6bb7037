"""`linli clock`: show a demo's time, or move it forward, doing on the way what time alone causes."""

import argparse
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from linli.cli.screen import USAGE, Stop, progress, say
from linli.cli.starting import common, start
from linli.cli.words import gettext as _

STEP = timedelta(hours=1)
FARTHEST = timedelta(days=2 * 366)
_LATER = re.compile(r"\+(\d{1,5})([mhd])", re.ASCII)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser("clock", parents=[common()], help=_("show or move the time of a demo"))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--show", action="store_true", help=_("show the demo's time"))
    what.add_argument(
        "--at", metavar="TIME", help=_('move to a time: "2026-12-01 09:00", or on by +3d, +2h, +30m')
    )
    what.add_argument("--reset", action="store_true", help=_("go by the real time again"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will show or move the clock of the demo in this home."""
    start(arguments, mode="demo")
    from linli.facts.actions import keep_rhythms
    from linli.lib import clock
    from linli.people.queries import demo_accounts

    if not demo_accounts():
        raise Stop(_("There is no demo in this folder; only a demo's time can be moved."), USAGE)
    if arguments.at:
        goal = moment(arguments.at, clock.present())
        events = advance(clock.present(), goal)
        clock.move_to(goal)
        say(_("What time alone caused on the way: %s.") % events)
    elif arguments.reset:
        go_back()
    if arguments.at or arguments.reset:
        # What comes again is planned by the clock as it was; none of it may wait for a time that was left.
        keep_rhythms(at=clock.present())
    say(_("The demo's time is %s.") % _written(clock.present()))
    return 0


def moment(text: str, now: datetime) -> datetime:
    """This will read a time as somebody in China writes it, or a distance from now. Raises Stop."""
    if later := _LATER.fullmatch(text.strip()):
        goal = now + timedelta(**{_UNITS[later[2]]: int(later[1])})
    else:
        try:
            goal = datetime.fromisoformat(text.strip())
        except ValueError:
            raise Stop(
                _('"%s" is no time. Write it as 2026-12-01 09:00, or as +3d, +2h, +30m.') % text, USAGE
            ) from None
        goal = (goal if goal.tzinfo else goal.replace(tzinfo=_zone())).astimezone(UTC)
    if goal < now:
        raise Stop(
            _("It is %s already, and time only goes forward; --reset follows the real time.") % _written(now)
        )
    if goal - now > FARTHEST:
        raise Stop(_("That is more than two years away."))
    return goal


def advance(now: datetime, goal: datetime) -> int:
    """This will run all clocks in steps of an hour, so that things happen in their order, up to the goal."""
    from linli.cases import clockwork
    from linli.privacy import clockwork as complaints

    show = progress(_("%s events …"))
    events = 0
    for at in _steps(now, goal):
        events += clockwork.tick(at) + complaints.tick(at)
        show(events)
    return events


def go_back() -> None:
    """This will let the demo follow the real time again. Raises Stop if something has happened in it later than that.

    What happens next would else be written before it: histories would read backwards, and clocks that have run
    out would run again.
    """
    from linli.facts import queries as facts
    from linli.lib import clock

    last, real = facts.last_moment(), datetime.now(UTC)
    if last is not None and last > real:
        raise Stop(
            _("Things have happened in this demo up to %s, and time cannot go back before them. "
              "Wait until then, or make a new demo: LINLI_HOME=another-folder linli demo")
            % _written(last)
        )  # fmt: skip
    clock.move_to(real)


def _steps(now: datetime, goal: datetime) -> Iterator[datetime]:
    at = now + STEP
    while at < goal:
        yield at
        at += STEP
    yield goal


def _zone() -> Any:
    from linli.lib.calendars import CHINA

    return CHINA


def _written(at: datetime) -> str:
    return f"{at.astimezone(_zone()):%Y-%m-%d %H:%M}"
