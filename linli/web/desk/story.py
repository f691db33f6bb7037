"""What happened to a case in the office's words: one sentence for each kind of fact, who did it, what they said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from linli.cases import queries
from linli.cases.models import Case, Source
from linli.cases.queries import Entry
from linli.people import queries as people
from linli.places import queries as places
from linli.web.desk.naming import Names
from linli.web.wording.dates import day
from linli.web.wording.numbers import named

Sentence = str | Promise


@dataclass(frozen=True, slots=True)
class Told:
    """One item of parts/timeline.html."""

    shape: str
    what: Sentence
    at: datetime | None
    who: str
    text: str = ""
    tone: str = ""
    pictures: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    other: str = ""  # number and address of the case it was joined to or separated from
    address: str = ""


# kind: (shape, tone, words). What needs a name or a day has its own function below.
KINDS: dict[str, tuple[str, str, Sentence]] = {
    "reported": ("received", "", pgettext_lazy("fact", "Reported")),
    "imported": ("received", "", pgettext_lazy("fact", "Imported")),
    "filed": ("received", "", pgettext_lazy("fact", "Filed")),
    "found_and_fixed": ("fixed", "ok", pgettext_lazy("fact", "Found and fixed on the spot")),
    "closed": ("fixed", "ok", pgettext_lazy("fact", "Closed")),
    "classified": ("received", "", pgettext_lazy("fact", "Category or place corrected")),
    "answered": ("handling", "", pgettext_lazy("fact", "Answered the reporter")),
    "noted": ("received", "", pgettext_lazy("fact", "Note for colleagues")),
    "dispatched": ("sent", "", pgettext_lazy("fact", "Dispatched")),
    "started": ("handling", "", pgettext_lazy("fact", "Handling began")),
    "handled": ("check", "", pgettext_lazy("fact", "Reported as handled")),
    "verified": ("fixed", "ok", pgettext_lazy("fact", "Verified on site and closed")),
    "returned_for_rework": ("rework", "bad", pgettext_lazy("fact", "Not fixed, sent to rework")),
    "escalated": ("up", "", pgettext_lazy("fact", "Escalated")),
    "escalated_by_clock": ("up", "bad", pgettext_lazy("fact", "Time ran out, escalated by the clock")),
    "sent_back": ("rework", "", pgettext_lazy("fact", "Sent back one level")),
    "handed_over": ("away", "", pgettext_lazy("fact", "Handed to another grid")),
    "whistled": ("away", "", pgettext_lazy("fact", "Whistled to a county department")),
    "deferral_asked": ("deferred", "", pgettext_lazy("fact", "Asked for a deferral")),
    "deferred": ("deferred", "", pgettext_lazy("fact", "Deferral granted")),
    "deferral_refused": ("handling", "", pgettext_lazy("fact", "Deferral refused")),
    "resumed": ("handling", "", pgettext_lazy("fact", "Resumed")),
    "consultation_opened": ("handling", "", pgettext_lazy("fact", "Put before the branch")),
    "consultation_decided": ("handling", "", pgettext_lazy("fact", "The branch decided")),
    "decision_reported": ("handling", "ok", pgettext_lazy("fact", "The decision was reported back")),
    "joined": ("duplicate", "", pgettext_lazy("fact", "Joined to another case")),
    "joined_by": ("duplicate", "", pgettext_lazy("fact", "Another report was joined to this case")),
    "separated": ("received", "", pgettext_lazy("fact", "Separated, not the same matter")),
    "separated_from": (
        "received",
        "",
        pgettext_lazy("fact", "A report joined to this case was separated from it"),
    ),
    "followed": ("received", "", pgettext_lazy("fact", "One more person follows this case")),
    "unfollowed": ("withdrawn", "", pgettext_lazy("fact", "One person follows this case no more")),
    "no_action": ("noaction", "", pgettext_lazy("fact", "Closed without further action")),
    "not_ours": ("away", "", pgettext_lazy("fact", "Closed as not ours")),
    "void_asked": ("withdrawn", "", pgettext_lazy("fact", "Asked to make it void")),
    "voided": ("withdrawn", "", pgettext_lazy("fact", "Made void")),
    "void_refused": ("received", "", pgettext_lazy("fact", "The report was kept")),
    "urged": ("up", "bad", pgettext_lazy("fact", "Urged")),
    "reminded": (
        "received",
        "",
        pgettext_lazy("fact", "Reminded that the time at this level is running out"),
    ),
    "confirmed": ("fixed", "ok", pgettext_lazy("fact", "The reporter says it is fixed; closed")),
    "denied": ("rework", "bad", pgettext_lazy("fact", "The reporter says it is not fixed")),
    "reopened": ("rework", "bad", pgettext_lazy("fact", "Reopened")),
    "withdrawn": ("withdrawn", "", pgettext_lazy("fact", "Withdrawn by the reporter")),
    "added": ("received", "", pgettext_lazy("fact", "The reporter added something")),
    "called_back": ("check", "", pgettext_lazy("fact", "Called back")),
    "rated": ("check", "", pgettext_lazy("fact", "The reporter gave a mark")),
    "released": ("check", "", pgettext_lazy("fact", "Made public")),
    "unreleased": ("withdrawn", "", pgettext_lazy("fact", "Taken back from the public")),
    "erased": ("withdrawn", "", pgettext_lazy("fact", "The reporter erased what was theirs")),
    "redrawn": ("away", "", pgettext_lazy("fact", "Moved with a redrawn grid")),
    "handed_on": ("sent", "", pgettext_lazy("fact", "Went along with a duty that was handed over")),
    "recomputed": ("deferred", "", pgettext_lazy("fact", "Deadlines counted anew by a changed calendar")),
}
URGED: dict[str, Sentence] = {
    "top": pgettext_lazy("fact", "The time of the highest level ran out; urged"),
    "overdue": pgettext_lazy("fact", "The deadline of the case passed; urged"),
    "answer": pgettext_lazy("fact", "No first answer in time; urged"),
    "check": pgettext_lazy("fact", "Not checked in time; urged"),
}
TO_LEVEL: dict[str, Sentence] = {
    "group": pgettext_lazy("to a level", "the grid"),
    "community": pgettext_lazy("to a level", "the community"),
    "street": pgettext_lazy("to a level", "the street"),
}
_OF_TWO = frozenset({"joined", "joined_by", "separated", "separated_from"})
# Facts of which the reporter, not the system, is the unnamed actor.
REPORTERS = frozenset({"reported", "confirmed", "denied", "withdrawn", "added", "rated", "erased"})


def story(
    entries: Sequence[Entry], case: Case, names: Names, address: Callable[[Case], str] | None = None
) -> list[Told]:
    """This will word a case's history, newest first. Names of people who left are asked for at once.

    With `address` it leads to the cases that were joined; one query for their numbers, if there are any.
    """
    names.know(_people_in(entries))
    others = queries.cases_of([pk for entry in entries if (pk := _other(entry))]) if address else {}
    shown = []
    for entry in entries:
        shape, tone, words = KINDS.get(entry.kind, ("received", "", entry.kind))
        detail = _DETAILS.get(entry.kind)
        what = (detail(entry, case, names) if detail else "") or words
        text = "\n".join(statement.text for statement in entry.words)
        told = Told(shape, what, entry.at, _who(entry, names), text, tone)
        other = others.get(_other(entry))
        shown.append(replace(told, other=other.number, address=address(other)) if other and address else told)
    return shown


def _other(entry: Entry) -> int:
    """The id of the case it was joined to or separated from; 0 of every other fact."""
    return int(entry.data.get("into") or entry.data.get("from") or 0) if entry.kind in _OF_TWO else 0


def _people_in(entries: Sequence[Entry]) -> list[int | None]:
    found: list[int | None] = []
    for entry in entries:
        found += [entry.actor_id, entry.data.get("owner"), entry.data.get("set", {}).get("assignee_id")]
    return found


def _who(entry: Entry, names: Names) -> str:
    if entry.actor_id is not None:
        return names.person(entry.actor_id)
    if entry.kind in REPORTERS or (entry.kind == "reopened" and entry.data.get("by") != "hand"):
        return _("Reporter")
    return "" if entry.kind == "filed" else _("System")


def _set(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = entry.data.get("set", {})
    return found


def _reported(entry: Entry, case: Case, names: Names) -> str:
    source = str(entry.data.get("source", ""))
    if source not in Source.values:
        return ""
    return _("Reported: %(source)s") % {"source": Source(source).label}


def _dispatched(entry: Entry, case: Case, names: Names) -> str:
    person = _set(entry).get("assignee_id") or case.assignee_id
    return _("Dispatched to %(person)s") % {"person": names.person(person)} if person else ""


def _moved(entry: Entry, case: Case, names: Names) -> str:
    level = TO_LEVEL.get(str(_set(entry).get("level", "")))
    if level is None:
        return ""
    words = {
        "escalated": _("Escalated to %(level)s"),
        "escalated_by_clock": _("Time ran out, escalated by the clock to %(level)s"),
        "sent_back": _("Sent back to %(level)s"),
    }[entry.kind]
    return words % {"level": level}


def _handed(entry: Entry, case: Case, names: Names) -> str:
    grid = str(_set(entry).get("grid", ""))
    return _("Handed to %(grid)s") % {"grid": places.name(grid)} if grid else ""


def _whistled(entry: Entry, case: Case, names: Names) -> str:
    number = _set(entry).get("department_id")
    row = people.organisation(int(number)) if number else None
    return _("Whistled to %(department)s") % {"department": named(row.name)} if row else ""


def _until(entry: Entry, case: Case, names: Names) -> str:
    try:
        until = datetime.fromisoformat(str(entry.data.get("until")))
    except ValueError:
        return ""
    zone = places.calendar(case.street).zone
    when = day(until.astimezone(zone).date(), today=names.at.astimezone(zone).date())
    words = {
        "deferral_asked": _("Asked for a deferral until %(day)s"),
        "deferred": _("Deferred until %(day)s"),
    }
    return words[entry.kind] % {"day": when}


def _decided(entry: Entry, case: Case, names: Names) -> str:
    owner = entry.data.get("owner")
    try:
        by_on = datetime.fromisoformat(str(entry.data.get("by_on"))).date()
    except ValueError:
        return ""
    today = names.at.astimezone(places.calendar(case.street).zone).date()
    return _("The branch decided: %(person)s, by %(day)s") % {
        "person": names.person(int(owner)) if owner else "",
        "day": day(by_on, today=today),
    }


def _urged(entry: Entry, case: Case, names: Names) -> str:
    return str(URGED.get(str(entry.data.get("event", "")), ""))


def _called(entry: Entry, case: Case, names: Names) -> str:
    if not entry.data.get("reached"):
        return _("Called back, not reached")
    return _("Called back: fixed") if entry.data.get("solved") else _("Called back: not fixed")


def _rated(entry: Entry, case: Case, names: Names) -> str:
    mark = _set(entry).get("satisfaction")
    return _("The reporter gave %(mark)s of 5") % {"mark": mark} if mark else ""


_DETAILS: dict[str, Callable[[Entry, Case, Names], str]] = {
    "reported": _reported,
    "dispatched": _dispatched,
    "escalated": _moved,
    "escalated_by_clock": _moved,
    "sent_back": _moved,
    "handed_over": _handed,
    "whistled": _whistled,
    "deferral_asked": _until,
    "deferred": _until,
    "consultation_decided": _decided,
    "urged": _urged,
    "called_back": _called,
    "rated": _rated,
}
