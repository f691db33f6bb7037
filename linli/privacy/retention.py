"""How long each kind of record is kept, in one list: for the page of rights, and for the sweep that holds to it.

A package registers its rules when it is ready; the sweep runs once a day and records what it erased.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.facts import actions as facts
from linli.facts import deliveries
from linli.lib.db import writing
from linli.people.models import SignIn
from linli.people.settings_keys import SIGN_IN_DAYS
from linli.places import settings
from linli.privacy.models import Consent, Contact, ContactLook, RightsRequest, StaffComplaint
from linli.privacy.settings_keys import CONTACT_DAYS, RECORD_DAYS

# Half past two in China, when nobody waits for the database.
_NIGHT = datetime(2024, 1, 1, 18, 30, tzinfo=UTC)
_BATCH = 500

STREET_ADMIN = _("The street's administrator")
# What a rule's sweep gives back: how many records it erased in each street.
Swept = Mapping[str, int]


@dataclass(frozen=True)
class Rule:
    """What is kept, why, how long (a setting in days), who answers for it, and what ends it."""

    kind: str
    name: "str | Promise"
    why: "str | Promise"
    keep_days_setting: str
    sweep: Callable[[datetime], Swept]
    counted_from: "str | Promise" = ""
    who: "str | Promise" = STREET_ADMIN


@dataclass(frozen=True)
class Shown:
    """A rule as the page of rights shows it, with the days that hold in one street."""

    rule: Rule
    days: int


_rules: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """This will make a rule known; ValueError if its kind is taken by a different one."""
    if _rules.setdefault(rule.kind, rule) != rule:
        raise ValueError(f"two retention rules are called {rule.kind}")


def rules() -> list[Rule]:
    """This will list all rules in the order in which packages registered them."""
    return list(_rules.values())


def shown(street: str, at: datetime) -> list[Shown]:
    """This will list the rules with the days that hold in `street`, for the public page of rights."""
    return [Shown(rule, int(settings.value(rule.keep_days_setting, street, at))) for rule in rules()]


def sweep(at: datetime) -> dict[str, dict[str, int]]:
    """This will erase what has been kept long enough, and give the counts by street and kind.

    Each street where something was erased gets one fact with the counts. Safe to run twice or at any moment.
    """
    counts: dict[str, dict[str, int]] = {}
    for rule in rules():
        for street, n in rule.sweep(at).items():
            if n:
                counts.setdefault(street, {})[rule.kind] = n
        deliveries.renew()
    for street, by_kind in sorted(counts.items()):
        facts.record(
            street=street, subject=f"street:{street}", kind="retention.swept", at=at, data={"erased": by_kind}
        )
    return counts


def older_than(
    model: type[models.Model], column: str, setting: str, at: datetime, *, also: models.Q | None = None
) -> dict[str, models.QuerySet[Any]]:
    """This will give, by street, the rows whose `column` lies more than the setting's days before `at`."""
    rows = model._default_manager.filter(**{f"{column}__isnull": False})
    if also is not None:
        rows = rows.filter(also)
    streets = rows.order_by("street").values_list("street", flat=True).distinct()
    return {
        street: rows.filter(
            street=street, **{f"{column}__lte": at - timedelta(days=int(settings.value(setting, street, at)))}
        ).order_by("id")
        for street in streets
    }


def in_batches(rows: models.QuerySet[Any], act: Callable[[models.QuerySet[Any]], object]) -> int:
    """This will call `act` on the rows, some hundred at a time, each batch one short transaction; gives how many."""
    n = 0
    while batch := list(rows.values_list("id", flat=True)[:_BATCH]):
        with writing():
            act(rows.model._default_manager.filter(id__in=batch))
        n += len(batch)
    return n


def _sweep_contacts(at: datetime) -> Swept:
    """Contacts carry their own day, set when the case ended; each one's chain tells that it is gone."""
    erased: dict[str, int] = {}
    due = Contact.objects.filter(erase_at__lte=at).order_by("erase_at", "id")
    while batch := list(due[:_BATCH]):
        with writing():
            for row in batch:
                # Asked again within the transaction: the case may have been reopened since.
                gone, _per_table = Contact.objects.filter(id=row.id, erase_at__lte=at).delete()
                if gone:
                    erased[row.street] = erased.get(row.street, 0) + 1
                    facts.record(street=row.street, subject=row.subject, kind="contact.expired", at=at)
    return erased


def _sweep_answered_contacts(at: datetime) -> Swept:
    return _sealed_gone(at, "answered_at", CONTACT_DAYS, models.Q())


def _sweep_unanswered_contacts(at: datetime) -> Swept:
    """What nobody answers has no day of answer to count from; its contact goes all the same."""
    return _sealed_gone(at, "answer_by", RECORD_DAYS, models.Q(answered_at=None))


def _sealed_gone(at: datetime, column: str, setting: str, which: models.Q) -> Swept:
    """Drops the contact left with a request or complaint; the letter itself stays."""
    counts: dict[str, int] = {}
    left = models.Q(sealed_contact__isnull=False) & which
    for model in (RightsRequest, StaffComplaint):
        for street, rows in older_than(model, column, setting, at, also=left).items():
            counts[street] = counts.get(street, 0) + in_batches(
                rows, lambda batch: batch.update(sealed_contact=None)
            )
    return counts


def _sweep_records(at: datetime) -> Swept:
    counts: dict[str, int] = {}
    ended: tuple[tuple[type[models.Model], str], ...] = (
        (ContactLook, "at"),
        (RightsRequest, "answered_at"),
        (StaffComplaint, "answered_at"),
        (Consent, "withdrawn_at"),
    )
    for model, column in ended:
        for street, rows in older_than(model, column, RECORD_DAYS, at).items():
            counts[street] = counts.get(street, 0) + in_batches(rows, lambda batch: batch.delete())
    return counts


def _sweep_sign_ins(at: datetime) -> Swept:
    return {
        street: in_batches(rows, lambda batch: batch.delete())
        for street, rows in older_than(SignIn, "at", SIGN_IN_DAYS, at).items()
    }


def register_all() -> None:
    """This will make this package's rules and its nightly sweep known; called once at start."""
    for rule in _OWN:
        register(rule)
    deliveries.register_periodic("privacy.sweep", _sweep_by_night, every=86_400, start=_NIGHT)


def _sweep_by_night(_payload: dict[str, Any], at: datetime) -> None:
    sweep(at)


_OWN = (
    Rule(
        kind="contact",
        name=_("Name, phone or e-mail of who reported"),
        why=_("To tell you each step and to ask whether it is fixed"),
        keep_days_setting=CONTACT_DAYS,
        counted_from=_("After the case has ended"),
        sweep=_sweep_contacts,
    ),
    Rule(
        kind="answered_contact",
        name=_("Contact left with a request or a complaint"),
        why=_("To answer you"),
        keep_days_setting=CONTACT_DAYS,
        counted_from=_("After the answer"),
        sweep=_sweep_answered_contacts,
    ),
    Rule(
        kind="unanswered_contact",
        name=_("Contact left with a request or a complaint that has no answer"),
        why=_("To answer you, late as it is"),
        keep_days_setting=RECORD_DAYS,
        counted_from=_("After the day on which an answer was due"),
        sweep=_sweep_unanswered_contacts,
    ),
    Rule(
        kind="record",
        name=_("Who looked at a contact and why; requests and complaints without contact; ended consents"),
        why=_("So that a misuse can still be looked into"),
        keep_days_setting=RECORD_DAYS,
        counted_from=_("After the look, the answer or the withdrawal"),
        sweep=_sweep_records,
    ),
    Rule(
        kind="sign_in",
        name=_("When and how somebody on duty signed in"),
        why=_("So that a sign-in that was not theirs is found"),
        keep_days_setting=SIGN_IN_DAYS,
        counted_from=_("After the sign-in"),
        sweep=_sweep_sign_ins,
    ),
)
