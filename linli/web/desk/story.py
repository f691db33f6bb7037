"""What happened to a case in the office's words: one sentence for each kind of fact, who did it, what they said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

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


# kind: (shape, tone, words). What needs a name or a day has its own function below.
KINDS: dict[str, tuple[str, str, Sentence]] = {
    "reported": ("received", "", gettext_lazy("Reported")),
    "imported": ("received", "", gettext_lazy("Imported")),
    "filed": ("received", "", gettext_lazy("Filed")),
    "found_and_fixed": ("fixed", "ok", gettext_lazy("Found and fixed on the spot")),
    "closed": ("fixed", "ok", gettext_lazy("Closed")),
    "classified": ("received", "", gettext_lazy("Category or place corrected")),
    "answered": ("handling", "", gettext_lazy("Answered the reporter")),
    "noted": ("received", "", gettext_lazy("Note for colleagues")),
    "dispatched": ("sent", "", gettext_lazy("Dispatched")),
    "started": ("handling", "", gettext_lazy("Handling began")),
    "handled": ("check", "", gettext_lazy("Reported as handled")),
    "verified": ("fixed", "ok", gettext_lazy("Verified on site and closed")),
    "returned_for_rework": ("rework", "bad", gettext_lazy("Not fixed, sent to rework")),
    "escalated": ("up", "", gettext_lazy("Escalated")),
    "escalated_by_clock": ("up", "bad", gettext_lazy("Time ran out, escalated by the clock")),
    "sent_back": ("rework", "", gettext_lazy("Sent back one level")),
    "handed_over": ("away", "", gettext_lazy("Handed to another grid")),
    "whistled": ("away", "", gettext_lazy("Whistled to a county department")),
    "deferral_asked": ("deferred", "", gettext_lazy("Asked for a deferral")),
    "deferred": ("deferred", "", gettext_lazy("Deferral granted")),
    "deferral_refused": ("handling", "", gettext_lazy("Deferral refused")),
    "resumed": ("handling", "", gettext_lazy("Resumed")),
    "consultation_opened": ("handling", "", gettext_lazy("Put before the branch")),
    "consultation_decided": ("handling", "", gettext_lazy("The branch decided")),
    "decision_reported": ("handling", "ok", gettext_lazy("The decision was reported back")),
    "joined": ("duplicate", "", gettext_lazy("Joined to another case")),
    "joined_by": ("duplicate", "", gettext_lazy("Another report was joined to this case")),
    "followed": ("received", "", gettext_lazy("One more person follows this case")),
    "no_action": ("noaction", "", gettext_lazy("Closed without further action")),
    "not_ours": ("away", "", gettext_lazy("Closed as not ours")),
    "void_asked": ("withdrawn", "", gettext_lazy("Asked to make it void")),
    "voided": ("withdrawn", "", gettext_lazy("Made void")),
    "void_refused": ("received", "", gettext_lazy("The report was kept")),
    "urged": ("up", "bad", gettext_lazy("Urged")),
    "reminded": ("received", "", gettext_lazy("Reminded that the time at this level is running out")),
    "confirmed": ("fixed", "ok", gettext_lazy("The reporter says it is fixed; closed")),
    "denied": ("rework", "bad", gettext_lazy("The reporter says it is not fixed")),
    "reopened": ("rework", "bad", gettext_lazy("Reopened")),
    "withdrawn": ("withdrawn", "", gettext_lazy("Withdrawn by the reporter")),
    "added": ("received", "", gettext_lazy("The reporter added something")),
    "called_back": ("check", "", gettext_lazy("Called back")),
    "rated": ("check", "", gettext_lazy("The reporter gave a mark")),
    "released": ("check", "", gettext_lazy("Made public")),
    "unreleased": ("withdrawn", "", gettext_lazy("Taken back from the public")),
    "erased": ("withdrawn", "", gettext_lazy("The reporter erased what was theirs")),
    "redrawn": ("away", "", gettext_lazy("Moved with a redrawn grid")),
}
URGED: dict[str, Sentence] = {
    "top": gettext_lazy("The time of the highest level ran out; urged"),
    "overdue": gettext_lazy("The deadline of the case passed; urged"),
    "answer": gettext_lazy("No first answer in time; urged"),
    "check": gettext_lazy("Not checked in time; urged"),
}
TO_LEVEL: dict[str, Sentence] = {
    "group": pgettext_lazy("to a level", "the grid"),
    "community": pgettext_lazy("to a level", "the community"),
    "street": pgettext_lazy("to a level", "the street"),
}
# Facts of which the reporter, not the system, is the unnamed actor.
REPORTERS = frozenset({"reported", "confirmed", "denied", "withdrawn", "added", "rated", "erased"})


def story(entries: Sequence[Entry], case: Case, names: Names) -> list[Told]:
    """This will word a case's history, newest first. Names of people who left are asked for at once."""
    names.know(_people_in(entries))
    shown = []
    for entry in entries:
        shape, tone, words = KINDS.get(entry.kind, ("received", "", entry.kind))
        detail = _DETAILS.get(entry.kind)
        what = (detail(entry, case, names) if detail else "") or words
        text = "\n".join(statement.text for statement in entry.words)
        shown.append(Told(shape, what, entry.at, _who(entry, names), text, tone))
    return shown


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
