"""One decision for many cases: what was chosen, what would become of each, and what became of each.

The rules are those of one case: `cases.workflow.STEPS` says which steps are for many, the same policies say who may,
and each case changes in its own transaction, by the version its preview showed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from linli.cases import actions, policies, queries
from linli.cases.models import Case, LevelName
from linli.cases.refusals import SENTENCES, Conflict, Invalid
from linli.cases.rules import Reason
from linli.cases.workflow import Action, Level, Move, Status, above, for_many, only_row
from linli.people.rows import Viewer
from linli.people.verdicts import ALLOWED, Denied, Refused, Verdict
from linli.places import queries as places
from linli.places import settings as place_settings
from linli.web.desk.lines import SHAPES, title_of
from linli.web.desk.naming import Names, place_words
from linli.web.desk.once import once_key
from linli.web.desk.taking import HARMLESS, acted_on, in_passing
from linli.web.desk.verbs import VERBS, Verb

NO_VERSION = 0
OUT_OF_DATE = gettext_lazy("It has changed since the preview. Look at it again.")
_LONGEST_PICK, _VERSION_DIGITS = 80, 9


@dataclass(frozen=True, slots=True)
class Pick:
    """A case as a page's tick names it: "411329001.DG-2611-0093", with the version its preview showed: ".7"."""

    street: str
    number: str
    version: int = NO_VERSION

    def __str__(self) -> str:
        return f"{self.street}.{self.number}" + (f".{self.version}" if self.version else "")


@dataclass(frozen=True, slots=True)
class Prospect:
    """A case of a batch as a page shows it: what would become of it, or why nothing can."""

    case: Case
    pick: Pick
    title: str
    place: str
    reason: "str | Promise" = ""
    becomes: str = ""


def picks_of(sent: Sequence[str]) -> list[Pick]:
    """This will read what was ticked, each case once; what is no case's name is left out."""
    found: dict[tuple[str, str], Pick] = {}
    for text in sent:
        parts = text[:_LONGEST_PICK].split(".")
        if len(parts) in {2, 3} and all(part.isascii() and part.isprintable() for part in parts):
            version = parts[2] if len(parts) == 3 else ""
            known = int(version) if version.isdigit() and len(version) <= _VERSION_DIGITS else NO_VERSION
            found.setdefault((parts[0], parts[1]), Pick(parts[0], parts[1], known))
    return list(found.values())


def most(street: str) -> int:
    """This will give how many cases a street lets be acted on at once."""
    return int(place_settings.value("cases.batch_most", street))


def back_of(asked: str) -> str:
    """This will give the list to go back to if the address names one of the desk's, else "" for the inbox."""
    ours = url_has_allowed_host_and_scheme(asked, None) and asked.startswith("/desk/")
    return asked if ours and "\0" not in asked else ""


Given = Mapping[str, Any]
Judged = list[tuple[Pick, Case, dict[Action, Verdict]]]


def judged(viewer: Viewer, picks: Sequence[Pick], at: datetime) -> Judged:
    """This will find what was chosen and tell which steps for many are open for each case; a few statements each."""
    by_name = {(pick.street, pick.number): pick for pick in picks}
    return [
        (by_name[case.street, case.number], case, policies.verdicts(viewer, case, for_many(), at=at))
        for case in queries.picked(viewer, list(by_name))
    ]


def open_counts(rows: Judged) -> dict[Action, int]:
    """This will count for how many of the chosen each step is open; steps of other duties throughout are left out."""
    counts: dict[Action, int] = {}
    for action in (action for action in VERBS if action in for_many()):
        verdicts = [row[2][action] for row in rows]
        foreign = str(SENTENCES[Reason.NOT_YOURS])
        if any(bool(each) or str(getattr(each, "reason", "")) != foreign for each in verdicts):
            counts[action] = sum(map(bool, verdicts))
    return counts


def prospects(rows: Judged, verb: Verb, given: Given, names: Names) -> list[Prospect]:
    """This will say of each case what would become of it, or why nothing can; `given` is what the form holds."""
    shown = []
    for pick, case, verdicts in rows:
        verdict = verdicts[verb.action]
        if verdict and given:
            verdict = _fits(verb.action, case, given, names.at)
        if isinstance(verdict, Denied):
            shown.append(_prospect(pick, case, names, reason=verdict.reason))
        else:
            shown.append(_prospect(pick, case, names, becomes=becomes(verb.action, case, given, names)))
    return shown


def _prospect(pick: Pick, case: Case, names: Names, **more: Any) -> Prospect:
    now = Pick(pick.street, pick.number, case.version)
    return Prospect(case, now, title_of(case, names), place_words(case.community, case.grid), **more)


def _fits(action: Action, case: Case, given: Given, at: datetime) -> Verdict:
    """Whether what is asked once for all suits this one too."""
    if action is Action.DISPATCH:
        return policies.may_be_given(given.get("assignee_id"), case, at)
    return policies.may_lie_in(str(given.get("grid", "")), case) if action is Action.HAND_OVER else ALLOWED


def becomes(action: Action, case: Case, given: Given, names: Names) -> str:
    """This will say in a few words what a step would make of a case."""
    step = only_row(action, Status(case.status), Level(case.level))
    if step.move is Move.UP:
        return _("Goes up: %(level)s") % {"level": LevelName(above(Level(case.level))).label}
    if step.move is Move.ACROSS:
        return _("Goes to %(grid)s") % {"grid": places.name(str(given.get("grid", "")))} if given else ""
    if action is Action.DISPATCH:
        return _("Goes to %(person)s") % {"person": names.person(given.get("assignee_id"))} if given else ""
    if step.target is None:
        return _("Whoever holds it is told")
    was, then = SHAPES[Status(case.status)][1], SHAPES[step.target][1]
    return pgettext("status before and after", "%(was)s → %(then)s") % {"was": was, "then": then}


@dataclass(frozen=True, slots=True)
class Done:
    """What a batch did: the cases it was done for, and the others with the sentence why not."""

    done: list[Prospect]
    left: list[Prospect]


def take_many(verb: Verb, given: Given, viewer: Viewer, rows: Judged, *, key: str, names: Names) -> Done:
    """This will take a step for each case in a transaction of its own, by the version its preview showed.

    A colleague who was first, a refusal or a changed case leaves that case as it is and says so; the others go
    on. Sent again under the same key, what was done counts as done and nothing is done twice.
    """
    result = Done([], [])
    for pick, case, _verdicts in rows:
        once = once_key({"key": key, **given}, viewer.person_id, case.pk, str(verb.action))
        reason = _take(verb, given, viewer, case, pick.version, once, names)
        (result.left if reason else result.done).append(_prospect(pick, case, names, reason=reason))
    return result


def _take(
    verb: Verb, given: Given, viewer: Viewer, case: Case, version: int, key: str, names: Names
) -> "str | Promise":
    """Why it was not done; "" for done, now or at an earlier attempt."""
    if queries.step_before(case.street, key):
        return ""
    try:
        act = partial(verb.call, case=case, by=viewer, at=names.at, seen=acted_on(case, version), **given)
        actions.once(case=case, key=key, at=names.at, take=act)
    except Invalid as fault:
        return next(iter(fault.errors.values()), "")
    except (Conflict, Refused) as fault:
        return _meanwhile(case, version, viewer, names) or getattr(fault, "reason", OUT_OF_DATE)
    return ""


def _meanwhile(case: Case, version: int, viewer: Viewer, names: Names) -> str:
    """Who did what since the preview; "" if nothing happened, as after a version that never was."""
    fresh = queries.get_case(case.pk) or case
    since = queries.timeline(fresh)[: max(fresh.version - version, 0)] if version else []
    if not since:
        return ""
    decisive = next((entry for entry in since if entry.kind not in HARMLESS), since[0])
    names.know([decisive.actor_id])
    return pgettext("meanwhile", "%(when)s, %(who)s: %(what)s") % in_passing(
        decisive, fresh, viewer, names.at, names
    )


def chosen_words(n: int) -> str:
    """This will say how many cases were chosen."""
    return ngettext("%(n)d case chosen", "%(n)d cases chosen", n) % {"n": n}
