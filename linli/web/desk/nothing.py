"""An empty list says what comes there, when, and what may be looked at instead."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases import queries
from linli.cases.queries import Filter, Work
from linli.people.rows import Viewer
from linli.web.wording.dates import near_date

Sentence = str | Promise
# By tab: that nothing is there, and what comes there when; of deadlines, the next one is told instead.
WORDS: dict[str, tuple[Sentence, Sentence]] = {
    "overdue": (
        gettext_lazy("Nothing is overdue"),
        "",
    ),
    "today": (
        gettext_lazy("Nothing is due within a day"),
        "",
    ),
    "checking": (
        gettext_lazy("Nothing waits to be checked"),
        gettext_lazy(
            "A case comes here once it is reported as handled; somebody who took no part checks it on site."
        ),
    ),
    "deferred": (
        gettext_lazy("Nothing is deferred"),
        gettext_lazy("A deferral that was granted stands here until its day, with both clocks stopped."),
    ),
    "asked": (
        gettext_lazy("Nothing waits for a decision"),
        gettext_lazy(
            "Requests for a deferral, or to make a report void, come here; somebody else than who asked decides."
        ),
    ),
    "call_back": (
        gettext_lazy("No call-back is due"),
        gettext_lazy("A share of what ended as fixed comes here: ask the reporter whether it is fixed."),
    ),
    "waiting": (
        gettext_lazy("Nothing waits for others"),
        gettext_lazy("What you handled stands here until it is checked, and what is deferred until its day."),
    ),
}


@dataclass(frozen=True, slots=True)
class Nothing:
    """The words of an empty tab."""

    title: Sentence
    words: Sentence


def of_tab(viewer: Viewer, filters: Filter, at: datetime, own: Work | None) -> Nothing | None:
    """This will give the words of an empty tab; None for a list that is no tab. At most one statement."""
    if filters.tab not in WORDS:
        return None
    title, words = WORDS[filters.tab]
    return Nothing(title, words or _next(queries.next_due(viewer, at, own=own), at))


def _next(due: datetime | None, at: datetime) -> str:
    if due is None:
        return _("No deadline is running.")
    return _("The next is due %(when)s.") % {"when": near_date(due, now=at)}
