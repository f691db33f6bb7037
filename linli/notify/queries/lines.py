"""The channels of a street as its administrator sees them: what they are, how they do, how much waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _

from linli.notify import states
from linli.notify.channels import APP, BY_MAIL, CHANNELS, NO_MAIL, ROBOT
from linli.notify.faults import words
from linli.notify.models import ChannelState, Notice, Robot
from linli.people.models import Organisation
from linli.places import queries as places
from linli.places.rows import in_language


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One channel. `condition` is "works", "unused", "failing", "dead", "paused" or "off"."""

    channel: str  # "mail", "robot:77"
    name: str
    whose: str
    condition: str
    worked_at: datetime | None
    since: datetime | None
    reason: str
    waiting: int
    robot_id: int | None = None

    @property
    def is_bad(self) -> bool:
        """Whether somebody should look at it."""
        return self.condition in {"failing", "dead"}


def robot(street: str, robot_id: int) -> Robot | None:
    """This will give a robot of a street, or None."""
    return Robot.objects.filter(street=street, pk=robot_id).first()


def lines(street: str) -> list[ChannelLine]:
    """This will list mail and the street's robots, with what waits for each. Four statements at most."""
    known = {each.channel: each for each in ChannelState.objects.filter(street__in=["", street])}
    waiting = _waiting(street)
    robots = list(Robot.objects.filter(street=street).order_by("name", "id"))
    return [_mail(known, waiting), *_robots(robots, known, waiting)]


def robot_line(row: Robot) -> ChannelLine:
    """This will describe one robot as the list does."""
    key = states.of_robot(row.pk)
    known = {key: states.state(row.street, key)}
    return _robots([row], known, _waiting(row.street))[0]


def _waiting(street: str) -> dict[str, int]:
    rows = Notice.objects.filter(street=street, sent_at=None, fault="", digest=False).exclude(channel=APP)
    found: dict[str, int] = {}
    counted = rows.order_by().values_list("channel", "person_id").annotate(n=Count("id"))
    for channel, receiver, n in counted:
        key = states.of_robot(receiver) if channel == ROBOT else states.MAIL
        found[key] = found.get(key, 0) + n
    return found


def _mail(known: Mapping[str, ChannelState], waiting: Mapping[str, int]) -> ChannelLine:
    found = known.get(states.MAIL) or ChannelState(channel=states.MAIL)
    off = settings.EMAIL_BACKEND == NO_MAIL
    return ChannelLine(
        channel=states.MAIL,
        name=str(CHANNELS[BY_MAIL].name),
        whose=_("Of the whole installation"),
        condition="off" if off else _condition(found),
        worked_at=found.worked_at,
        since=found.failing_since,
        reason=words(found.fault),
        waiting=waiting.get(states.MAIL, 0),
    )


def _robots(
    robots: list[Robot], known: Mapping[str, ChannelState], waiting: Mapping[str, int]
) -> list[ChannelLine]:
    ids = {each.organisation_id for each in robots if each.organisation_id}
    named = dict(Organisation.objects.filter(pk__in=ids).values_list("id", "name")) if ids else {}
    found = []
    for each in robots:
        key = states.of_robot(each.pk)
        state = known.get(key) or ChannelState(channel=key)
        name = named.get(each.organisation_id or 0)
        found.append(
            ChannelLine(
                channel=key,
                name=each.name,
                whose=in_language(name) if name else places.name(each.place),
                condition="paused" if each.paused_at else _condition(state),
                worked_at=state.worked_at,
                since=each.paused_at or state.dead_at or state.failing_since,
                reason=words(state.fault),
                waiting=waiting.get(key, 0),
                robot_id=each.pk,
            )
        )
    return found


def _condition(state: ChannelState) -> str:
    if state.dead_at is not None:
        return "dead"
    if state.failing_since is not None:
        return "failing"
    return "works" if state.worked_at is not None else "unused"
