"""Everything a case's page shows, for desk, phone and paper alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases import policies, queries
from linli.cases.models import Case, LevelName, Source
from linli.cases.policies import Offer
from linli.cases.queries import Entry
from linli.cases.reaching import may_reach_reporter, reachable
from linli.cases.stepping import is_public
from linli.cases.workflow import Action, Status
from linli.people import queries as people
from linli.people.rows import Viewer
from linli.people.verdicts import Denied
from linli.pictures import queries as picture_queries
from linli.pictures.models import Picture, PictureKind
from linli.places.models import LocationType
from linli.privacy import queries as privacy
from linli.web.desk.choosing import beside_words
from linli.web.desk.faces import Face
from linli.web.desk.lines import deadline_of, level_deadline_of, status_of, title_of
from linli.web.desk.naming import Names, place_words
from linli.web.desk.once import new_key
from linli.web.desk.story import story
from linli.web.desk.verbs import VERBS, Verb
from linli.web.wording.numbers import named

# Steps that need no form: one tap on the case's page.
AT_ONCE = frozenset({Action.START, Action.ACCEPT})
# What most likely comes next, by state: the jade button, if it is open.
NEXT: dict[Status, tuple[Action, ...]] = {
    Status.SENT: (Action.START, Action.FIX),
    Status.HANDLING: (Action.FIX,),
    Status.REWORK: (Action.FIX,),
}
# Keys of the desk beside E, which takes the likeliest step, and M, which opens the rest.
KEYS = {Action.DISPATCH: ("A",)}
# In this order under the thumb; whatever else is open stands further up the page.
THUMB = (
    Action.VERIFY, Action.REJECT, Action.START, Action.FIX, Action.ESCALATE, Action.RESUME, Action.GRANT_DEFERRAL,
    Action.DISPATCH, Action.ANSWER, Action.REOPEN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Button:
    """One step as parts/actions.html draws it."""

    name: str
    label: "str | Promise"
    reason: "str | Promise"
    tone: str
    address: str
    seldom: bool
    keys: str = ""  # as aria-keyshortcuts writes them


def buttons(case: Case, offers: Iterable[Offer], face: Face) -> list[Button]:
    """This will give the steps a person's page shows, in the order of the verbs; one open step is the jade one."""
    by_action = {
        offer.step.action: offer
        for offer in offers
        # A note has its own line on the page, and nobody decides what nobody asked for.
        if offer.step.action is not Action.NOTE and offer.step.needs_proposal in {None, "", case.proposal}
    }
    shown = [action for action in VERBS if action in by_action]
    opened = [action for action in shown if by_action[action].verdict and not VERBS[action].seldom]
    likely = [action for action in NEXT.get(Status(case.status), ()) if action in opened]
    if case.closed_at is not None:  # after the end one thing may still be owed
        opened = [Action.CALL_BACK] if case.call_back == "due" and Action.CALL_BACK in opened else []
    first = next(iter([*likely, *opened]), None)
    return [_button(case, VERBS[action], by_action[action], action is first, face) for action in shown]


def _button(case: Case, verb: Verb, offer: Offer, is_first: bool, face: Face) -> Button:
    reason = offer.verdict.reason if isinstance(offer.verdict, Denied) else ""
    address = "" if verb.action in AT_ONCE else face.step_address(case, str(verb.action))
    keys = " ".join([*(["E"] if is_first else []), *KEYS.get(verb.action, ())])
    return Button(
        str(verb.action), verb.label, reason, "" if is_first else "second", address, verb.seldom, keys
    )


def under_thumb(shown: Sequence[Button]) -> dict[str, list[Button]]:
    """This will part the steps for a phone: at most two in the bottom bar, the likelier one jade, and the rest."""
    opened = {button.name: button for button in shown if not button.reason}
    first = [opened[str(action)] for action in THUMB if str(action) in opened][:2]
    toned = [replace(button, tone="second" if n else "") for n, button in enumerate(first)]
    rest = [replace(button, tone="second") for button in shown if button not in first]
    return {"first": toned, "rest": rest}


def detail(viewer: Viewer, case: Case, at: datetime, face: Face) -> dict[str, Any]:
    """This will gather what a case's page shows; the number of queries does not grow with its history."""
    names = Names(case.street, at)
    entries = queries.timeline(case)
    beside = queries.beside(viewer, case, at)
    return {
        "case": case,
        "names": names,
        "step_now": _step_now(entries, case),
        "timeline": story(entries, case, names, face.case_address),
        "said": _said(entries),
        "beside": [(face.case_address(row.case), beside_words(row, names)) for row in beside],
        "proposal": _proposal(case, names),
        "case_address": face.case_address(case),
        "contact_address": face.contact_address(case),
        "note_address": face.step_address(case, str(Action.NOTE)),
        "is_public": is_public(case),
        **_head(case, at, names),
        **_deed(viewer, case, at, face),
        **_facts(case, names),
        **_contact(viewer, case, at),
        **_pictures(case),
    }


def _head(case: Case, at: datetime, names: Names) -> dict[str, Any]:
    shape, status = status_of(case)
    return {
        "title": title_of(case, names),
        "source": Source(case.source).label,
        "shape": shape,
        "status": status,
        "deadline": deadline_of(case, at, danger=case.danger),
        "level_deadline": level_deadline_of(case, at),
    }


def _deed(viewer: Viewer, case: Case, at: datetime, face: Face) -> dict[str, Any]:
    offers = policies.offers(viewer, case, at=at)
    if queries.open_decision(case) is None:
        offers = [offer for offer in offers if offer.step.action is not Action.REPORT_DECISION]
    shown = buttons(case, offers, face)
    return {
        "buttons": [button for button in shown if not button.seldom],
        "more_buttons": [button for button in shown if button.seldom],
        "key": new_key(),
        "may_note": any(offer.step.action is Action.NOTE and offer.verdict for offer in offers),
        **under_thumb(shown),
    }


def _step_now(entries: Sequence[Entry], case: Case) -> int:
    """The first of the seven steps not done yet, counted from 1; 8 when all are."""
    done = [step.at is not None for step in queries.standard_steps(list(entries), case)]
    if case.closed_at is not None:
        return 8 if done[-1] else 7
    return next((n for n, is_done in enumerate(done[:6], start=1) if not is_done), 6)


def _said(entries: Sequence[Entry]) -> list[str]:
    """The words of the report itself and what its reporter added, oldest first."""
    words = [word for entry in reversed(entries) for word in entry.words]
    return [word.text for word in words if word.kind in {"report", "addition"}]


def _proposal(case: Case, names: Names) -> dict[str, Any] | None:
    waiting = queries.waiting_proposal(case)
    if waiting is None:
        return None
    names.know([waiting.by_id])
    lead = (
        _("A deferral is asked for.") if waiting.kind == "deferral" else _("It is asked to make this void.")
    )
    return {"lead": lead, "who": names.person(waiting.by_id), "at": waiting.at, "until": waiting.until}


def _facts(case: Case, names: Names) -> dict[str, Any]:
    answerable = people.organisation(case.answerable_id) if case.answerable_id else None
    names.know([case.assignee_id])
    return {
        "category": names.matter(case.category, case.item),
        "place": place_words(case.community, case.grid),
        "location": LocationType(case.location_type).label,
        "answerable": named(answerable.name) if answerable else "",
        "level": LevelName(case.level).label,
        "assignee": names.person(case.assignee_id) if case.assignee_id else "",
        "position": "" if case.lon is None else f"{case.lat:.5f}, {case.lon:.5f}",
    }


def _contact(viewer: Viewer, case: Case, at: datetime) -> dict[str, Any]:
    row = privacy.contact(case.street, f"case:{case.pk}")
    followers = sum(not voice.is_reporter for voice in reachable(case)) if case.followers else 0
    verdict = may_reach_reporter(viewer, case, at=at)
    return {
        "contact": row,
        "contact_followers": followers,
        "contact_closed": verdict.reason if isinstance(verdict, Denied) else "",
        "call_back_agreed": bool(row and row.call_back_agreed),
    }


def _pictures(case: Case) -> dict[str, Any]:
    found = picture_queries.of(case.street, f"case:{case.pk}")
    return {
        "pictures_before": [shot(row) for row in found if row.kind != PictureKind.AFTER],
        "pictures_after": [shot(row) for row in found if row.kind == PictureKind.AFTER],
    }


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture as a page shows it."""

    picture: Picture
    small: str
    large: str


def shot(picture: Picture) -> Shot:
    """This will give a picture with the addresses of its sizes."""
    stem = f"/p/{picture.street}/{picture.token}"
    return Shot(picture, f"{stem}-small.jpg", f"{stem}-large.jpg")
