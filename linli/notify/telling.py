"""The deliveries `notify.tell` and `notify.letter`: one fact becomes notices, and the messages with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from linli.cases import categories
from linli.cases import queries as cases
from linli.cases.models import Case
from linli.cases.voices import joined_to
from linli.facts import queries as facts
from linli.facts.actions import deliver
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.notify import recipients, robots
from linli.notify.channels import APP, BY_MAIL, CHANNELS, NO_MAIL, REPORTER, ROBOT
from linli.notify.models import Notice
from linli.notify.recipients import Scene
from linli.notify.rules import ANSWERS_AT_ONCE, DANGEROUS, MAILED, Audience, after_quiet, audiences
from linli.notify.settings_keys import MAIL, QUIET_FROM, QUIET_TO
from linli.people.rows import PersonRow
from linli.places import queries as places
from linli.places import settings as place_settings
from linli.privacy import queries as privacy


@dataclass(frozen=True, slots=True)
class _Message:
    """A notice to be written; `due_at` where a message goes with it, `urgent` where it waits for no other."""

    street: str
    person_id: int
    channel: str
    subject: str
    due_at: datetime | None = None
    urgent: bool = False


def tell(payload: dict[str, Any], at: datetime) -> None:
    """This will write the notices of a fact and ask for its messages, in one transaction; twice tells once."""
    fact = Fact.objects.filter(pk=payload["fact"]).first()
    if fact is None or not fact.subject.startswith("case:"):
        return
    case = cases.get_case(int(fact.subject.removeprefix("case:")))
    if case is None:
        return
    messages = list(_messages(case, Scene.of(fact, facts.history(fact.street, fact.subject)), at))
    with writing():
        for message in messages:
            _write(fact, message, at)


def tell_readers(payload: dict[str, Any], at: datetime) -> None:
    """This will tell whoever answers a complaint or a request about data that it waits; the delivery `notify.letter`.

    In the system alone: no mail says that there is a complaint.
    """
    fact = Fact.objects.filter(pk=payload["fact"]).first()
    if fact is None:
        return
    readers = privacy.readers_of(fact.subject, at)
    with writing():
        for person in readers:
            _write(fact, _Message(person.street, person.id, APP, fact.subject), at)


def _messages(case: Case, scene: Scene, at: datetime) -> Iterable[_Message]:
    fact = scene.fact
    mail = bool(place_settings.value(MAIL, fact.street, at)) and settings.EMAIL_BACKEND != NO_MAIL
    told: dict[tuple[int, str], _Message] = {}
    for audience in audiences(fact.kind, danger=_danger(scene)):
        if audience is Audience.REPORTERS:
            yield from _to_reporters(case, fact, at) if mail else ()
            continue
        for person in recipients.of(audience, scene, at):
            if person.id == fact.actor_id:
                continue
            told.setdefault((person.id, APP), _Message(person.street, person.id, APP, fact.subject))
            if mail and person.email and audience in MAILED:
                told[person.id, BY_MAIL] = _mail(person, audience, fact, at)
    yield from told.values()
    yield from _to_groups(scene, at)


def _mail(person: PersonRow, audience: Audience, fact: Fact, at: datetime) -> _Message:
    due_at = at if audience is Audience.ROSTER else _morning(fact.street, at)
    return _Message(person.street, person.id, BY_MAIL, fact.subject, due_at)


def _to_reporters(case: Case, fact: Fact, at: datetime) -> Iterable[_Message]:
    """The reporter of the case, and those whose cases were joined to it."""
    # What happened before they were joined is not theirs.
    subjects = [fact.subject, *(f"case:{pk}" for pk in joined_to(case, by=fact.at))]
    due_at = at if fact.kind in ANSWERS_AT_ONCE else _morning(fact.street, at)
    for subject, has in privacy.kept(case.street, subjects).items():
        if "email" in has:
            own = int(subject.removeprefix("case:"))
            yield _Message(case.street, own, REPORTER, subject, due_at)


def _to_groups(scene: Scene, at: datetime) -> Iterable[_Message]:
    danger = _danger(scene) and scene.fact.kind in DANGEROUS
    for robot in robots.hearing(scene, danger=danger):
        due_at = at if danger else _morning(robot.street, at)
        yield _Message(robot.street, robot.id, ROBOT, scene.fact.subject, due_at, urgent=danger)


def _danger(scene: Scene) -> bool:
    row = categories.of_street(scene.fact.street, retired=True).get(scene.text("category"))
    return row is not None and row.danger


def _morning(street: str, at: datetime) -> datetime:
    local = at.astimezone(places.calendar(street).zone)
    quiet = (place_settings.value(QUIET_FROM, street, at), place_settings.value(QUIET_TO, street, at))
    return after_quiet(local, *quiet)


def _write(fact: Fact, message: _Message, at: datetime) -> None:
    notice, _is_new = Notice.objects.get_or_create(
        street=message.street,
        person_id=message.person_id,
        fact_id=fact.pk,
        channel=message.channel,
        defaults={"id": new_id(), "kind": fact.kind, "subject": message.subject, "at": fact.at},
    )
    if message.due_at is not None and notice.sent_at is None:
        key, payload = _delivery(notice, message)
        deliver(
            street=fact.street, handler=CHANNELS[message.channel].handler, key=key, payload=payload,
            due_at=message.due_at,
        )  # fmt: skip


def _delivery(notice: Notice, message: _Message) -> tuple[str, dict[str, int]]:
    """What waits for one robot goes together, under one key; the rest each by itself."""
    if message.channel != ROBOT:
        return f"notice:{notice.pk}", {"notice": notice.pk}
    if message.urgent:
        return f"robot:{message.person_id}:{notice.pk}", {"robot": message.person_id, "notice": notice.pk}
    return f"robot:{message.person_id}", {"robot": message.person_id}
