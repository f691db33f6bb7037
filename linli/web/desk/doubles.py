"""Likely doubles of a case as its page shows them: what speaks for each, and which of the two may join the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from linli.cases import policies, queries
from linli.cases.doubles import ALIKE, NEARLY_SAME, Likely
from linli.cases.models import Case
from linli.cases.workflow import ENDED, Action, Status
from linli.people.rows import Viewer
from linli.web.desk.faces import DESK, Face
from linli.web.desk.lines import status_of, title_of
from linli.web.desk.naming import Names
from linli.web.desk.verbs import Verb

UNDO = "undo"  # in the address of separating: a tap on a message, without a form
_SAME_SPOT = 5  # metres, within which a phone cannot tell two places apart


@dataclass(frozen=True, slots=True)
class Double:
    """One likely double, ready for parts/likely.html. `join` is where the form of joining goes, "" where none may."""

    case: Case
    title: str
    address: str
    shape: str
    status: "str | Promise"
    why: str
    join: str = ""
    joins: Case | None = None  # the later of the two, which the form joins
    into: Case | None = None


def doubles(viewer: Viewer, case: Case, context: Mapping[str, Any]) -> list[Double]:
    """This will list the likely doubles of an open case on the desk; `context` is what its page shows besides."""
    if Status(case.status) in ENDED:
        return []
    names: Names = context["names"]
    may_join = any(
        button.name == Action.JOIN and not button.reason
        for button in (*context["buttons"], *context["more_buttons"])
    )
    return [_double(viewer, case, row, names, may_join) for row in queries.likely_doubles(viewer, case)]


def each_once(viewer: Viewer, case: Case, context: Mapping[str, Any]) -> dict[str, Any]:
    """This will give the likely doubles, and of the cases near by only those that are none."""
    likely = doubles(viewer, case, context)
    told = {double.address for double in likely}
    return {"likely": likely, "beside": [row for row in context["beside"] if row[0] not in told]}


def _double(viewer: Viewer, case: Case, row: queries.LikelyRow, names: Names, may_join: bool) -> Double:
    other = row.case
    shape, status = status_of(other)
    why = pgettext("between two things in a line", ", ").join(_reasons(row.why))
    one = Double(other, title_of(other, names), DESK.case_address(other), shape, status, why)
    if other.street != case.street:
        return one
    # Duplicates join the earlier one (domain, section 3); what has ended is joined to nothing.
    later, earlier = sorted((case, other), key=lambda each: (each.reported_at, each.pk), reverse=True)
    allowed = may_join if later.pk == case.pk else _may_join(viewer, later, names.at)
    if not allowed:
        return one
    join = DESK.step_address(later, str(Action.JOIN))
    return Double(one.case, one.title, one.address, shape, status, one.why, join, later, earlier)


def _may_join(viewer: Viewer, case: Case, at: datetime) -> bool:
    return bool(policies.may(viewer, case, Action.JOIN, at=at)[0])


def _reasons(why: Likely) -> Iterator[str]:
    if why.metres is not None:
        if why.metres <= _SAME_SPOT:
            yield pgettext("likely double", "the same spot")
        else:
            yield pgettext("likely double", "%(metres)d m away") % {"metres": max(round(why.metres, -1), 10)}
    elif why.same_grid:
        yield pgettext("likely double", "the same grid")
    if why.same_category:
        yield pgettext("likely double", "the same category")
    if why.words >= NEARLY_SAME:
        yield pgettext("likely double", "nearly the same words")
    elif why.words >= ALIKE:
        yield pgettext("likely double", "words alike")
    if why.bits is not None:
        yield pgettext("likely double", "pictures alike")
    days = int(why.days)
    yield ngettext("%(n)d day apart", "%(n)d days apart", days) % {"n": days} if days else _("within a day")


def undo_tag(verb: Verb, viewer: Viewer, case: Case, at: datetime, face: Face) -> str:
    """This will give the tag by which a message offers to undo what was just done; of joining alone, to who may."""
    if verb.action is not Action.JOIN or not policies.may(viewer, case, Action.SEPARATE, at=at)[0]:
        return ""
    return f"undo:{face.step_address(case, str(Action.SEPARATE))}?{UNDO}=1"


def undoing(case: Case) -> QueryDict:
    """This will give what the form of separating would send for somebody who takes a joining back at once."""
    sent = QueryDict(mutable=True)
    sent.update({"seen": str(case.version), "words": _("Joined by mistake and undone at once.")})
    return sent
