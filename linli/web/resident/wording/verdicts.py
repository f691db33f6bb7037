"""What a case's page says first: how it stands in a sentence, what comes next, and by when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.cases.models import Case
from linli.cases.stepping import times
from linli.cases.workflow import Status
from linli.places import settings
from linli.web.resident.wording.states import State, state
from linli.web.wording import dates


@dataclass(frozen=True, slots=True)
class Verdict:
    """The first block of the page, and the step that is still to come (None after the end)."""

    state: State
    sentence: str
    asks: str  # the sentence in bold: what the reporter is asked
    caption: str
    next: dict[str, Any] | None


def verdict(case: Case, *, holder: str, is_reporter: bool, may_answer: bool, now: datetime) -> Verdict:
    """This will say how the case stands; `holder` is the office that has it, `may_answer` asks fixed or not."""
    status = Status(case.status)
    sentence = _sentences(case, holder, is_reporter, now).get(status, "")
    asks = caption = ""
    if status is Status.CHECKING and may_answer:
        asks = _("Please have a look: is it really fixed?")
        caption = _("If you do not answer, somebody else of the office looks at it, by %(time)s.") % {
            "time": _check_by(case, now)
        }
    elif (
        status in {Status.RECEIVED, Status.SENT, Status.HANDLING, Status.REWORK}
        and case.first_answer_at is None
    ):
        caption = _answer_by(case, now)
    return Verdict(state(status), sentence, asks, caption, _next(case, status, now))


def _sentences(case: Case, holder: str, is_reporter: bool, now: datetime) -> dict[Status, str]:
    who = {"who": holder}
    return {
        Status.HELD: _(
            "Many reports came from the same network at once, so somebody looks at this one before it is filed. "
            "Nothing is lost."
        ),
        Status.RECEIVED: _("%(who)s has it.") % who,
        Status.SENT: _("%(who)s has it and has named who handles it.") % who,
        Status.HANDLING: _("%(who)s is at work on it.") % who,
        Status.REWORK: _("It was not right yet. %(who)s handles it once more.") % who,
        Status.CHECKING: _("%(who)s says that it is done.") % who,
        Status.DEFERRED: _("It cannot be done now. It goes on by itself on the day below."),
        Status.FIXED: _("Checked and closed."),
        Status.FIXED_UNVERIFIED: _("Found and fixed on the spot."),
        Status.NO_ACTION: _("It was ended without further action. The reason is below."),
        Status.NOT_OURS: _("It belongs to somebody else. Whose it is stands below."),
        Status.DUPLICATE: _("Somebody had reported the same before; both are handled together."),
        Status.WITHDRAWN: _("You took it back.") if is_reporter else _("Its reporter took it back."),
        Status.VOID: _("It was ended as void. You may complain about this at the foot of the page."),
    }


def _next(case: Case, status: Status, now: datetime) -> dict[str, Any] | None:
    due = (
        ""
        if case.handle_by is None
        else _("due %(time)s") % {"time": dates.near_date(case.handle_by, now=now)}
    )
    coming = {
        Status.HELD: (pgettext("next step", "Looked at, then filed"), ""),
        Status.RECEIVED: (pgettext("next step", "Somebody comes and handles it"), due),
        Status.SENT: (pgettext("next step", "Somebody comes and handles it"), due),
        Status.HANDLING: (pgettext("next step", "Handled"), due),
        Status.REWORK: (pgettext("next step", "Handled once more"), due),
        Status.CHECKING: (
            pgettext("next step", "Checked and closed"),
            pgettext("next step", "by somebody who did not handle it"),
        ),
        Status.DEFERRED: (
            pgettext("next step", "Handling goes on"),
            dates.near_date(case.deferred_until, now=now) if case.deferred_until else "",
        ),
    }.get(status)
    if coming is None:
        return None
    return {"shape": "received", "what": coming[0], "who": coming[1], "tone": "next"}


def _answer_by(case: Case, now: datetime) -> str:
    hours = int(settings.value("cases.first_answer_hours", case.community or case.street))
    by = case.reported_at + timedelta(hours=hours)
    if by <= now:
        return ""
    return _("You get a first answer by %(time)s.") % {"time": dates.near_date(by, now=now)}


def _check_by(case: Case, now: datetime) -> str:
    check_by = times(case).check_by
    return dates.near_date(check_by, now=now) if check_by else ""
