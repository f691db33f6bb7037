"""The timeline of a case in plain words: each kind of fact says what was done, and by which office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from linli.cases.categories import UNSORTED, CategoryRow
from linli.cases.models import Case
from linli.cases.queries import Entry
from linli.people import queries as people
from linli.places import queries as places
from linli.places.models import PRIVATE_LOCATIONS
from linli.places.rows import in_language
from linli.web.wording import dates


class Reader(Enum):
    """Who reads: the reporter of this case, of one that was joined to it, or somebody who follows it."""

    REPORTER = "reporter"
    JOINED = "joined"
    FOLLOWER = "follower"


class Words(NamedTuple):
    """How a kind of fact is drawn and said; `other` where it reads differently to whoever did not report it."""

    shape: str
    what: Promise
    tone: str = ""
    other: Promise | None = None


# Whose words others than the reporter may read: of the matter, not answers to a person.
OF_THE_MATTER = frozenset({"handled", "no_action", "not_ours", "consultation_decided", "decision_reported"})
# Kinds that nobody of the office did.
NOBODYS = frozenset({
    "reported", "filed", "joined", "confirmed", "denied", "withdrawn", "added", "rated", "erased",
    "escalated_by_clock", "resumed", "reopened", "imported", "closed",
})  # fmt: skip

KINDS: dict[str, Words] = {
    "reported": Words(
        "received",
        pgettext_lazy("step of a case", "You reported it"),
        other=pgettext_lazy("step of a case", "A resident reported it"),
    ),
    "filed": Words("received", pgettext_lazy("step of a case", "Filed")),
    "answered": Words("handling", pgettext_lazy("step of a case", "Answered")),
    "dispatched": Words("sent", pgettext_lazy("step of a case", "Given to somebody to handle")),
    "started": Words("handling", pgettext_lazy("step of a case", "Handling began")),
    "handled": Words("check", pgettext_lazy("step of a case", "Handled, to be checked")),
    "verified": Words("fixed", pgettext_lazy("step of a case", "Checked on site and closed"), "ok"),
    "returned_for_rework": Words(
        "rework", pgettext_lazy("step of a case", "Checked, not right yet; it is handled once more")
    ),
    "escalated": Words("up", pgettext_lazy("step of a case", "Passed up to %(to)s")),
    "escalated_by_clock": Words(
        "up", pgettext_lazy("step of a case", "Time ran out; it went up to %(to)s by itself"), "bad"
    ),
    "sent_back": Words("sent", pgettext_lazy("step of a case", "Passed to %(to)s, which is closer to it")),
    "whistled": Words("away", pgettext_lazy("step of a case", "Called in %(to)s")),
    "deferred": Words("deferred", pgettext_lazy("step of a case", "Deferred to %(until)s")),
    "resumed": Words("handling", pgettext_lazy("step of a case", "Handling goes on")),
    "consultation_opened": Words(
        "handling", pgettext_lazy("step of a case", "Brought before a branch consultation")
    ),
    "consultation_decided": Words("handling", pgettext_lazy("step of a case", "The consultation decided")),
    "decision_reported": Words("handling", pgettext_lazy("step of a case", "What came of the decision")),
    "joined": Words(
        "duplicate", pgettext_lazy("step of a case", "Joined to an earlier case, which you follow")
    ),
    "separated": Words(
        "received",
        pgettext_lazy(
            "step of a case",
            "Not the same matter as the earlier case after all; it is handled as a case of its own again",
        ),
    ),
    "no_action": Words("noaction", pgettext_lazy("step of a case", "Ended without further action")),
    "not_ours": Words("away", pgettext_lazy("step of a case", "Ended: not this office's")),
    "voided": Words("noaction", pgettext_lazy("step of a case", "Ended as void")),
    "confirmed": Words(
        "fixed",
        pgettext_lazy("step of a case", "You said it is fixed; closed"),
        "ok",
        pgettext_lazy("step of a case", "The reporter said it is fixed; closed"),
    ),
    "denied": Words(
        "rework",
        pgettext_lazy("step of a case", "You said it is not fixed; it is handled once more"),
        other=pgettext_lazy("step of a case", "The reporter said it is not fixed; it is handled once more"),
    ),
    "reopened": Words("rework", pgettext_lazy("step of a case", "Opened again, because it is not fixed")),
    "withdrawn": Words(
        "withdrawn",
        pgettext_lazy("step of a case", "You withdrew it"),
        other=pgettext_lazy("step of a case", "The reporter withdrew it"),
    ),
    "added": Words(
        "received",
        pgettext_lazy("step of a case", "You added something"),
        other=pgettext_lazy("step of a case", "The reporter added something"),
    ),
    "rated": Words(
        "fixed",
        pgettext_lazy("step of a case", "You rated how it was handled"),
        other=pgettext_lazy("step of a case", "The reporter rated how it was handled"),
    ),
    "found_and_fixed": Words("fixed", pgettext_lazy("step of a case", "Fixed on the spot"), "ok"),
    "imported": Words("received", pgettext_lazy("step of a case", "Taken over from an earlier list")),
    "closed": Words("fixed", pgettext_lazy("step of a case", "Closed"), "ok"),
    "erased": Words(
        "withdrawn",
        pgettext_lazy("step of a case", "Your words, pictures and number were erased"),
        other=pgettext_lazy("step of a case", "The reporter's words were erased"),
    ),
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held the case at a moment of its history."""

    level: str = ""
    community: str = ""
    grid: str = ""
    group: str = ""
    department_id: int | None = None
    category: str = ""

    def after(self, changed: Mapping[str, Any]) -> "Holder":
        """This will give who holds it after a fact that set these columns."""
        mine = {name: changed.get(name, getattr(self, name)) for name in self.__slots__}
        return Holder(**mine)

    def name(self, street: str) -> str:
        """This will name the office that holds it: never a person."""
        if self.level == "department" and self.department_id:
            found = people.organisation(self.department_id)
            return in_language(found.name) if found else pgettext("office", "a county department")
        if self.level == "group" and (self.grid or self.group):
            return places.name(self.grid or self.group)
        if self.level in {"group", "community"} and self.community:
            return places.name(self.community)
        return places.office_name(street)


def history(
    entries: list[Entry], case: Case, known: Mapping[str, CategoryRow], *, reader: Reader, now: datetime
) -> list[dict[str, Any]]:
    """This will word a case's entries (newest first, as the queries give them) for parts/timeline.html."""
    told: list[dict[str, Any]] = []
    holder = Holder()
    for entry in reversed(entries):
        before, holder = holder, holder.after(entry.data.get("set", {}))
        if entry.kind in KINDS and not (reader is Reader.JOINED and entry.kind == "joined"):
            told.append(_item(entry, case, before, holder, known, reader, now))
    return told[::-1]


def _item(
    entry: Entry,
    case: Case,
    before: Holder,
    after: Holder,
    known: Mapping[str, CategoryRow],
    reader: Reader,
    now: datetime,
) -> dict[str, Any]:
    words = KINDS[entry.kind]
    what = str(words.other if reader is not Reader.REPORTER and words.other else words.what)
    gaps = {"to": after.name(case.street), "until": _until(entry, now)} if "%(" in what else {}
    who = "" if entry.kind in NOBODYS else before.name(case.street)
    if entry.kind == "joined" and case.joined_to_id is None:
        what = pgettext("step of a case", "Joined to an earlier case")  # it was separated again
    if entry.kind == "filed":
        what, who = _filed(case, after, known), _due(case, now)
    return {
        "shape": words.shape,
        "what": what % gaps if gaps else what,
        "who": who,
        "at": entry.at,
        "tone": words.tone,
        "text": _quoted(entry, case, reader),
    }


def _until(entry: Entry, now: datetime) -> str:
    try:
        until = datetime.fromisoformat(str(entry.data.get("until", "")))
    except ValueError:
        return pgettext("deferred to", "a later day")
    return dates.near_date(until, now=now)


def _filed(case: Case, holder: Holder, known: Mapping[str, CategoryRow]) -> str:
    category = known.get(holder.category)
    if category is None or category.code == UNSORTED:
        return pgettext("step of a case", "Filed")
    return pgettext("step of a case", "Filed as %(category)s") % {"category": in_language(category.name)}


def _due(case: Case, now: datetime) -> str:
    if case.handle_by is None:
        return ""
    return _("due %(time)s") % {"time": dates.near_date(case.handle_by, now=now)}


def _quoted(entry: Entry, case: Case, reader: Reader) -> str:
    if reader is Reader.REPORTER:
        return "\n".join(word.text for word in entry.words)
    if case.location_type in PRIVATE_LOCATIONS or entry.kind not in OF_THE_MATTER:
        return ""
    return "\n".join(word.text for word in entry.words if word.told and not word.by_reporter)
