"""The day's digest: what came, what is due, what is overdue, in one mail on working days; or none, if there is nothing.

`notify.digests` comes each hour and draws up the list of a street once a day; `notify.digest` sends one.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from linli.cases import queries as cases
from linli.cases.models import Case
from linli.facts import deliveries
from linli.facts.actions import deliver
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.notify import choosing, mailing, stopping
from linli.notify.channels import BY_MAIL, DIGEST
from linli.notify.composing import compose, listed
from linli.notify.letters import message
from linli.notify.models import Notice
from linli.notify.settings_keys import DIGEST_HOUR
from linli.people import queries as people
from linli.people.models import Person
from linli.places import queries as places
from linli.places import settings as place_settings

LINES = 20  # of each part; the rest is counted
_HOURLY = datetime(2024, 1, 1, tzinfo=UTC)


def register_all() -> None:
    """This will make both deliveries known; called once at start."""
    deliveries.register("notify.digest", send)
    deliveries.register_periodic("notify.digests", draw_up, every=3600, start=_HOURLY)


def draw_up(_payload: dict[str, Any], at: datetime) -> None:
    """This will ask for the digests of every street (and county) whose hour has come on a working day; once a day."""
    for street in [
        *places.counties(),
        *(street for county in places.counties() for street in places.streets(county)),
    ]:
        calendar = places.calendar(street)
        local = at.astimezone(calendar.zone)
        has_come = local.hour >= int(place_settings.value(DIGEST_HOUR, street, at))
        if has_come and calendar.is_working_day(local.date()) and choosing.can_mail(street, at):
            _draw_up(street, local.date(), at)
            deliveries.renew()


def _draw_up(street: str, day: date, at: datetime) -> None:
    """All of a street in one transaction, with a mark that it is done; nobody's digest is asked for twice."""
    if Notice.objects.filter(street=street, person_id=0, fact_id=day.toordinal(), channel=DIGEST).exists():
        return
    roles = people.roles_by_person(street, at)
    readers = [person for person in people.persons(street) if person.is_active and person.email]
    own = choosing.of_persons(person.pk for person in readers)
    due = [
        person
        for person in readers
        if person.pk in roles
        and choosing.wishes(street, roles[person.pk], own.get(person.pk), at).wants_digest
    ]
    with writing():
        for person_id in (0, *(person.pk for person in due)):
            row, is_new = Notice.objects.get_or_create(
                street=street, person_id=person_id, fact_id=day.toordinal(), channel=DIGEST,
                defaults={
                    "id": new_id(), "kind": "digest", "subject": f"day:{day.isoformat()}", "at": at,
                    "sent_at": None if person_id else at,
                },
            )  # fmt: skip
            if is_new and person_id:
                payload = {"notice": row.pk}
                deliver(
                    street=street, handler="notify.digest", key=f"notice:{row.pk}", payload=payload, due_at=at
                )


def send(payload: dict[str, Any], at: datetime) -> None:
    """This will send one digest, if there is anything to say and its day is not over. Errors are the mail's."""
    row = Notice.objects.filter(pk=payload["notice"], sent_at=None, fault="").first()
    person = people.person(row.person_id) if row else None
    if row is None or person is None:
        return
    waiting = list(
        Notice.objects.filter(
            street=person.street, person_id=person.pk, channel=BY_MAIL, digest=True, sent_at=None, fault=""
        ).order_by("id")
    )
    today = at.astimezone(places.calendar(person.street).zone).date()
    is_over = row.fact_id != today.toordinal()
    mail = None if is_over else _written(row, person, waiting, at)
    if mail is None:
        with writing():
            Notice.objects.filter(pk=row.pk).update(sent_at=at)
        return
    mailing.transmit(mail, [row.pk, *(each.pk for each in waiting)], at)


def _written(row: Notice, person: Person, waiting: list[Notice], at: datetime) -> EmailMessage | None:
    if not person.is_active or not person.email:
        return None
    viewer = people.viewer(person, at)
    ids = {int(each.subject.removeprefix("case:")) for each in waiting}
    about = {f"case:{case.pk}": case for case in Case.objects.filter(pk__in=ids)}
    overdue, today = (cases.inbox(viewer, cases.Filter(tab=tab), at) for tab in ("overdue", "today"))
    with translation.override(person.language):
        came = [
            f"{said.number} {listed(said.sentence, said.where)}"
            for each in waiting
            if (case := about.get(each.subject)) and (said := compose(case, each.kind, person.language))
        ]
        parts = [
            (_("What came"), list(dict.fromkeys(came)), len(set(came)), "/desk/notices/"),
            (_("Due within a day"), list(_lines(today.rows, person)), today.total, "/desk/?tab=today"),
            (_("Overdue"), list(_lines(overdue.rows, person)), overdue.total, "/desk/?tab=overdue"),
        ]
        if not any(count for _title, _rows, count, _address in parts):
            return None
        stop = stopping.staff_link(person.pk, [stopping.DIGEST])
        title = _("Today: %(came)d came, %(due)d due, %(overdue)d overdue") % {
            "came": parts[0][2], "due": parts[1][2], "overdue": parts[2][2],
        }  # fmt: skip
        lines = [line for part in parts if part[2] for line in _part(*part)]
        lines += [_("No more digests: %(address)s") % {"address": stop}]
        lines += [_("This message was written by the system. Please do not reply to it.")]
        return message(row.pk, person.email, title, lines, stop)


def _lines(rows: Iterable[Case], person: Person) -> Iterable[str]:
    for case in rows:
        said = compose(case, "", person.language)
        yield f"{said.number} {listed(said.where, said.deadline)}"


def _part(title: str, rows: list[str], count: int, address: str) -> Iterable[str]:
    yield f"{title} {count}"
    yield from rows[:LINES]
    if count > len(rows[:LINES]):
        yield _("and %(n)d more") % {"n": count - len(rows[:LINES])}
    yield settings.PUBLIC_URL + address
    yield ""
