"""The deliveries `notify.tell` and `notify.letter`: one fact becomes notices, and the messages with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from linli.cases import categories
from linli.cases.models import Case
from linli.cases.rows import insert
from linli.cases.voices import joined_to
from linli.facts import queries as facts
from linli.facts.actions import deliver
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.notify import choosing, recipients, robots
from linli.notify.channels import APP, BY_MAIL, CHANNELS, REPORTER, ROBOT
from linli.notify.groups import Group, When, group_of, strongest
from linli.notify.models import Notice
from linli.notify.recipients import Scene
from linli.notify.rules import ANSWERS_AT_ONCE, DANGEROUS, Audience, audiences
from linli.people import queries as people
from linli.people.rows import PersonRow
from linli.privacy import queries as privacy

MERGED_FOR = timedelta(hours=1)  # one mail for a case and receiver


@dataclass(frozen=True, slots=True)
class _Message:
    """A notice to be written; `due_at` where a message goes with it, `urgent` where it waits for no other."""

    street: str
    person_id: int
    channel: str
    subject: str
    due_at: datetime | None = None
    urgent: bool = False
    digest: bool = False
    group: str = ""


def tell(payload: dict[str, Any], at: datetime) -> None:
    """This will write the notices of a fact and ask for its messages, in one transaction; twice tells once."""
    known = facts.known_at(payload["fact"])
    if not known or not known[-1].subject.startswith("case:"):
        return
    if messages := list(_messages(Scene.of(known[-1], known), at)):
        _write(known[-1], messages)


def tell_readers(payload: dict[str, Any], at: datetime) -> None:
    """This will tell whoever answers a complaint or a request about data that it waits; the delivery `notify.letter`.

    In the system alone: no mail says that there is a complaint.
    """
    fact = Fact.objects.filter(pk=payload["fact"]).first()
    if fact is None:
        return
    readers = privacy.readers_of(fact.subject, at)
    _write(fact, [_Message(person.street, person.id, APP, fact.subject) for person in readers])


def _messages(scene: Scene, at: datetime) -> Iterable[_Message]:
    fact = scene.fact
    mail = choosing.can_mail(fact.street, at)
    heard: dict[int, PersonRow] = {}
    groups: dict[int, list[Group]] = {}
    for audience in audiences(fact.kind, danger=_danger(scene)):
        if audience is Audience.REPORTERS:
            yield from _to_reporters(fact, at) if mail else ()
            continue
        for person in recipients.of(audience, scene, at):
            if person.id != fact.actor_id:
                heard.setdefault(person.id, person)
                groups.setdefault(person.id, []).append(group_of(fact.kind, audience))
    for person in heard.values():
        yield _Message(person.street, person.id, APP, fact.subject)
    if mail:
        yield from _mails([(row, strongest(groups[row.id])) for row in heard.values() if row.email], fact, at)
    yield from _to_groups(scene, at)


def _mails(heard: list[tuple[PersonRow, Group]], fact: Fact, at: datetime) -> Iterable[_Message]:
    """Mail to staff: at once, with the digest, or not, by what it is to them and what they chose."""
    own = choosing.of_persons(person.id for person, _group in heard)
    for person, group in heard:
        roles = person.roles or people.roles_of(person.id, at)
        wishes = choosing.wishes(person.street, roles, own.get(person.id), at)
        message = partial(_Message, person.street, person.id, BY_MAIL, fact.subject, group=str(group))
        way, urgent = wishes.when(group), group is Group.DANGER
        if way is When.NOW:
            due_at = at if urgent else choosing.morning(fact.street, at, wishes.quiet)
            yield message(due_at=due_at, urgent=urgent)
        elif way is When.DIGEST:
            yield message(digest=True)


def _to_reporters(fact: Fact, at: datetime) -> Iterable[_Message]:
    """The reporter of the case, and those whose cases were joined to it."""
    number = int(fact.subject.removeprefix("case:"))
    case = Case.objects.only("street", "followers").filter(pk=number).order_by().first()
    if case is None:
        return
    # What happened before they were joined is not theirs.
    subjects = [fact.subject, *(f"case:{pk}" for pk in joined_to(case, by=fact.at))]
    due_at = choosing.morning(fact.street, at)
    # An answer to what they have just done does not wait, and takes nothing with it that does.
    at_once = fact.kind in ANSWERS_AT_ONCE and due_at != at
    for subject, has in privacy.kept(case.street, subjects).items():
        if "email" in has:
            own = int(subject.removeprefix("case:"))
            yield _Message(case.street, own, REPORTER, subject, at if at_once else due_at, urgent=at_once)


def _to_groups(scene: Scene, at: datetime) -> Iterable[_Message]:
    danger = _danger(scene) and scene.fact.kind in DANGEROUS
    for robot in robots.hearing(scene, danger=danger):
        due_at = at if danger else choosing.morning(robot.street, at)
        yield _Message(robot.street, robot.id, ROBOT, scene.fact.subject, due_at, urgent=danger)


def _danger(scene: Scene) -> bool:
    row = categories.of_street(scene.fact.street, retired=True).get(scene.text("category"))
    return row is not None and row.danger


def _write(fact: Fact, messages: Sequence[_Message]) -> None:
    """Writes what is new of them and asks for what is still to be sent: three statements, and one a message sent."""
    rows = [
        Notice(
            id=new_id(), street=each.street, person_id=each.person_id, fact_id=fact.pk, channel=each.channel,
            kind=fact.kind, subject=each.subject, at=fact.at, digest=each.digest, group=each.group,
        )
        for each in messages
    ]  # fmt: skip
    sent = [each for each in messages if each.due_at is not None]
    with writing():
        insert(rows, unless_there=True)
        there = (
            Notice.objects.filter(fact_id=fact.pk, street__in={each.street for each in sent}) if sent else ()
        )
        waiting = {(row.channel, row.person_id): row for row in there if row.sent_at is None}
        for each in sent:
            if notice := waiting.get((each.channel, each.person_id)):
                key, payload, due_at = _delivery(notice, each)
                handler = CHANNELS[each.channel].handler
                deliver(street=fact.street, handler=handler, key=key, payload=payload, due_at=due_at)


def _delivery(notice: Notice, message: _Message) -> tuple[str, dict[str, Any], datetime]:
    """Key, payload and time: what waits for one robot, or for one receiver of a case, goes together under one key."""
    to, due_at = message.person_id, message.due_at or notice.at
    payload: dict[str, Any]
    if message.urgent:
        payload = {"robot": to, "notice": notice.pk} if message.channel == ROBOT else {"notice": notice.pk}
        return f"notice:{notice.pk}", payload, due_at
    if message.channel == ROBOT:
        return f"robot:{to}", {"robot": to}, due_at
    payload = {"street": message.street, "channel": message.channel, "to": to, "subject": message.subject}
    return f"{message.channel}:{to}:{message.subject}", payload, max(due_at, _free_again(message, due_at))


def _free_again(message: _Message, at: datetime) -> datetime:
    """When the receiver may be sent a mail about this case again."""
    last = (
        Notice.objects.filter(
            street=message.street, person_id=message.person_id, channel=message.channel, digest=False,
            subject=message.subject, sent_at__gt=at - MERGED_FOR, sent_at__lt=at + MERGED_FOR,
        )
        .order_by("-sent_at")
        .values_list("sent_at", flat=True)
        .first()
    )  # fmt: skip
    return last + MERGED_FOR if last else at
