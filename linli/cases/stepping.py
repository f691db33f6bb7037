"""The one way a case changes: compare-and-swap on its version, its fact, its words, its figures, its news.

Every action ends here, in one transaction. The fact carries each derived column that changed, so that
`linli verify` can replay a case from its chain and compare.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db import connection

from linli.cases.models import Case, Statement
from linli.cases.refusals import Conflict
from linli.cases.rows import insert
from linli.cases.rules import Limits, Times, Told, remind_at
from linli.cases.rules import tick_at as next_tick
from linli.cases.settings_keys import REMIND_PERCENT
from linli.cases.voices import LONGEST_CHAIN, root_of, voices_of
from linli.cases.workflow import ENDED, FACT, Level, Status
from linli.facts.actions import deliver, record
from linli.facts.models import Fact
from linli.figures.actions import move, tally
from linli.figures.rules import Counted
from linli.lib.calendars import Calendar, Clock, Limit
from linli.lib.db import writing
from linli.lib.digests import new_salt, salted
from linli.lib.ids import new_id
from linli.places import settings as place_settings
from linli.places.models import PRIVATE_LOCATIONS
from linli.places.queries import calendar as calendar_of
from linli.privacy.actions import start_clock, stop_clock

_CHAINS = 1  # of the advisory locks of PostgreSQL, the one on chains of joined cases
# States in which nobody outside sees a case, whatever was released before.
HIDDEN = frozenset({Status.HELD, Status.VOID, Status.WITHDRAWN, Status.DUPLICATE})

# Columns that follow from what happened; each change of one stands in a fact.
DERIVED = (
    "status", "level", "category", "item", "danger", "location_type", "community", "grid", "group", "department_id",
    "assignee_id", "answerable_id", "arrived_by", "sent_back", "proposal", "consulting", "clock", "handle_limit",
    "act_limits", "filed_at", "arrived_at", "handle_by", "act_by", "pauses", "deferred_until",
    "first_answer_at", "started_at", "started_by_id", "handled_at", "handled_by_id", "verified_by_id", "closed_at",
    "told", "reworked", "reopened", "deferrals", "followers", "joined_to_id", "call_back", "satisfaction",
    "released_at", "erased_at",
)  # fmt: skip

_derived = attrgetter(*DERIVED)

# What a fact adds to the day's figures of its community.
EVENTS: dict[str, str] = {
    "case.reported": "reported",
    "case.imported": "reported",
    "case.filed": "filed",
    "case.handled": "handled",
    "case.returned_for_rework": "reworked",
    "case.denied": "reworked",
    "case.reopened": "reopened",
    "case.deferred": "deferred",
    "case.escalated": "escalated",
    "case.escalated_by_clock": "escalated",
    "case.verified": "closed",
    "case.confirmed": "closed",
    "case.found_and_fixed": "closed",
    "case.closed": "closed",
    "case.no_action": "closed",
    "case.not_ours": "closed",
    "case.voided": "voided",
    "case.withdrawn": "withdrawn",
    "case.joined": "joined",
    "case.separated": "separated",
}


@dataclass(frozen=True, slots=True)
class Said:
    """Words that go with a step."""

    kind: str
    text: str
    told: bool = False
    by_reporter: bool = False
    follower_id: int | None = None


def change(
    case: Case,
    *,
    kind: str,
    by_id: int | None,
    at: datetime,
    changes: Mapping[str, Any],
    said: Iterable[Said] = (),
    data: Mapping[str, Any] | None = None,
    seen: int | None = None,
    tell: bool = True,
) -> Fact:
    """This will change a case and everything that follows from it, or raise Conflict and change nothing.

    `seen` is the version the person had before them; without it, the version of `case`. `kind` is the past
    tense of what happened. The case object is brought up to date.
    """
    with writing():
        version = case.version if seen is None else seen
        if version != case.version:
            raise conflict(case)
        after = copy(case)
        changed = {name: value for name, value in changes.items() if getattr(case, name) != value}
        for name, value in changed.items():
            setattr(after, name, value)
        after.tick_at = next_tick(times(after))
        after.version = version + 1
        rows = Case.objects.filter(pk=case.pk, version=version).update(
            **changed, tick_at=after.tick_at, version=after.version
        )
        if rows == 0:
            raise conflict(case)
        fact = note_fact(
            after, kind=kind, by_id=by_id, at=at, changed=changed, said=said, data=data, tell=tell
        )
        move(before=counted(case), after=counted(after))
        _contact_clock(after, changed, at)
    for name in (*changed, "tick_at", "version"):
        setattr(case, name, getattr(after, name))
    return fact


def latest(case: Case) -> Case:
    """This will read a case again and keep others from changing it until the end of this `writing()`."""
    return Case.objects.select_for_update().get(pk=case.pk)


def upward(case_id: int | None) -> list[Case]:
    """This will do the same for a case, what it was joined to, and so on up; nothing for None. Call `alone` before."""
    line: list[Case] = []
    while case_id is not None and len(line) <= LONGEST_CHAIN:
        line.append(Case.objects.select_for_update().get(pk=case_id))
        case_id = line[-1].joined_to_id
    return line


def alone(street: str) -> None:
    """This will keep others from joining, separating and following in a street until the end of this `writing()`.

    They lock chains of cases, for which no order of single rows would do. SQLite has one writer as it is.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_CHAINS, int(street)])


def note_fact(
    case: Case,
    *,
    kind: str,
    by_id: int | None,
    at: datetime,
    changed: Mapping[str, Any],
    said: Iterable[Said] = (),
    data: Mapping[str, Any] | None = None,
    tell: bool = True,
) -> Fact:
    """This will append the fact of a change, keep its words, count it, and have it told."""
    words = [(sentence, new_salt()) for sentence in said if sentence.text]
    kind = f"case.{kind}"
    payload: dict[str, Any] = {**(data or {}), "area": case.community}
    if derived := {name: code_of(value) for name, value in changed.items() if name in DERIVED}:
        payload["set"] = derived
    fact = record(
        street=case.street,
        subject=f"case:{case.pk}",
        kind=kind,
        at=at,
        actor_id=by_id,
        data=payload,
        digests={f"{s.kind}{n or ''}": salted(s.text, salt) for n, (s, salt) in enumerate(words)},
    )
    if words:
        insert([_statement(case, fact, s, salt, by_id, at) for s, salt in words])
    if event := EVENTS.get(kind):
        tally(street=case.street, community=case.community, day=local_day(case.street, at), event=event)
    if tell:
        _have_told(fact)
    return fact


def _have_told(fact: Fact) -> None:
    payload = {"fact": fact.pk}
    deliver(street=fact.street, handler="notify.tell", key=f"fact:{fact.pk}", payload=payload, due_at=fact.at)


def spoken(case: Case) -> dict[str, Any]:
    """This will give the derived columns of a new case that say something, as its first fact keeps them.

    None, "", 0, False, [] and {} say nothing, and nothing else of these columns is false.
    """
    return {name: code_of(value) for name, value in zip(DERIVED, _derived(case), strict=True) if value}


def _statement(case: Case, fact: Fact, said: Said, salt: bytes, by_id: int | None, at: datetime) -> Statement:
    return Statement(
        id=new_id(),
        street=case.street,
        case_id=case.pk,
        fact_id=fact.pk,
        kind=said.kind,
        text=said.text,
        salt=salt,
        by_id=by_id,
        by_reporter=said.by_reporter,
        follower_id=said.follower_id,
        told=said.told,
        at=at,
    )


def code_of(value: Any) -> Any:
    """This will give a column's value as a fact keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, str) else int(value) if isinstance(value, Told) else value


def _contact_clock(case: Case, changed: Mapping[str, Any], at: datetime) -> None:
    """Contacts go some days after what they are for has ended; of a joined case that is the one it joined."""
    if "closed_at" not in changed:
        return
    root = root_of(case)
    for subject in voices_of(case):
        if root.closed_at is None:
            stop_clock(street=case.street, subject=subject)
        else:
            start_clock(street=case.street, subject=subject, at=at)


def conflict(case: Case) -> Conflict:
    """This will say who acted on a case last, and how."""
    # The failed transaction may be doomed, but a read in it still shows the winner's committed row.
    fact = (
        Fact.objects.filter(street=case.street, subject=f"case:{case.pk}")
        .order_by("-seq")
        .only("kind", "actor_id")
        .first()
    )
    action = next((a for a, name in FACT.items() if fact and fact.kind == f"case.{name}"), None)
    return Conflict(case.pk, action=action, by_id=fact.actor_id if fact else None)


def counted(case: Case) -> Counted:
    """This will give what the figures know of a case."""
    return Counted(
        street=case.street,
        community=case.community,
        grid=case.grid,
        status=str(case.status),
        category=case.category,
        lon=case.lon,
        lat=case.lat,
        is_open=Status(case.status) not in ENDED,
        is_public=is_public(case),
    )


def is_public(case: Case) -> bool:
    """This will tell whether the public may see the case itself, not only a count (domain section 9, rule 6)."""
    return (
        case.released_at is not None
        and case.location_type not in PRIVATE_LOCATIONS
        and case.status not in HIDDEN
    )


def limits_of(case: Case) -> Limits:
    """This will read back the limits a case copied when it was filed."""
    levels = {level: Limit.parse(case.act_limits[level]) for level in Level if level in case.act_limits}
    first = case.act_limits.get("first")
    return Limits(
        Clock(case.clock), Limit.parse(case.handle_limit), levels, Limit.parse(first) if first else None
    )


def pauses_of(case: Case) -> list[tuple[datetime, datetime]]:
    """This will give the deferrals that have ended, first to last."""
    return [
        (datetime.fromisoformat(began), datetime.fromisoformat(ended))
        for began, ended in case.pauses
        if ended
    ]


def times(case: Case) -> Times:
    """This will give what the clockwork must know of a case."""
    place = case.community or case.street
    hours = int(place_settings.value("cases.first_answer_hours", place))
    check_by = None
    if case.handled_at and case.status == Status.CHECKING:
        limit = Limit.parse(str(place_settings.value("cases.check_limit", place)))
        check_by = calendar(case).add(Clock.OFFICE, case.handled_at, limit)
    return Times(
        status=Status(case.status),
        level=Level(case.level),
        reported_at=case.reported_at,
        arrived_at=case.arrived_at,
        handle_by=case.handle_by,
        act_by=case.act_by,
        deferred_until=case.deferred_until,
        handled_at=case.handled_at,
        check_by=check_by,
        first_answer_at=case.first_answer_at,
        answer_by=case.reported_at + timedelta(hours=hours),
        told=Told(case.told),
        met=case.danger and case.started_at is not None,
        remind_at=_remind_at(case, place),
    )


def _remind_at(case: Case, place: str) -> datetime | None:
    resumed_at = datetime.fromisoformat(case.pauses[-1][1]) if case.pauses and case.pauses[-1][1] else None
    return remind_at(
        calendar(case),
        Clock(case.clock),
        arrived_at=case.arrived_at,
        resumed_at=resumed_at,
        act_by=case.act_by,
        percent=int(place_settings.value(REMIND_PERCENT, place)),
    )


def calendar(case: Case) -> Calendar:
    """This will give the calendar of the case's street."""
    return calendar_of(case.street)


def local_day(street: str, at: datetime) -> date:
    """This will give the date on the wall of the street's offices."""
    return at.astimezone(calendar_of(street).zone).date()
