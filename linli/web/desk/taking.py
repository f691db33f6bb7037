"""A step is taken from a filled form: pictures first, then the action, then what to say when it did not work."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.cases import actions, policies, queries
from linli.cases.models import Case
from linli.cases.queries import Entry
from linli.cases.refusals import Conflict, Invalid
from linli.cases.workflow import FACT
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from linli.pictures import actions as pictures
from linli.pictures.actions import Prepared
from linli.pictures.refusals import BadPicture
from linli.places import words as place_words
from linli.places.rules import OutsideCounty
from linli.privacy.refusals import BadContact
from linli.web.desk.naming import Names
from linli.web.desk.stepforms import PICTURES, StepForm
from linli.web.desk.story import story
from linli.web.desk.verbs import VERBS, Verb
from linli.web.wording.dates import near_date

# What a colleague or the clock may do meanwhile without changing what this person decided on.
HARMLESS = frozenset({
    "reminded", "urged", "followed", "joined_by", "separated_from", "noted", "answered", "added", "rated", "released",
    "unreleased",
})  # fmt: skip


# Of what happened less than this ago a page says "just".
JUST = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a step: it worked, or why not. `closed` is the reason why it cannot be tried again.

    `version` is the case's right after a step with a key: what a queue may build its next step for it on.
    """

    worked: bool
    notice: str = ""
    closed: "str | Promise" = ""
    version: int = 0

    def said(self) -> str:
        """This will give both sentences as one text, for the list of what waits to be sent."""
        if not self.notice or not self.closed:
            return self.notice or str(self.closed)
        return _("%(first)s %(then)s") % {"first": self.notice, "then": self.closed}


def take(verb: Verb, form: StepForm, viewer: Viewer, case: Case, at: datetime) -> Outcome:
    """This will take a step from a valid form, once; refusals are put at their fields and what was typed stays.

    Sent again it has worked, also when the case has moved on since: nothing is done a second time.
    """
    seen, key = int(form.cleaned_data["seen"]), form.once(str(verb.action))
    if key and queries.step_before(case.street, key):
        return Outcome(True, version=queries.version_after(case, key))
    try:
        with prepared(form, PICTURES, street=case.street, at=at) as after:
            given = form.arguments() | ({"pictures_after": after} if after else {})
            act = partial(verb.call, case=case, by=viewer, at=at, seen=acted_on(case, seen), **given)
            if key and not actions.once(case=case, key=key, at=at, take=act):
                _discard(after)
            elif not key:
                act()
    except Invalid as fault:
        put(form, fault.errors)
    except BadPicture as fault:
        form.add_error(None, str(fault.reason))
    except (Conflict, Refused) as fault:
        return _late(verb, viewer, case, seen, at, fault, keyed=bool(key))
    worked = form.is_valid()
    return Outcome(worked, version=queries.version_after(case, key) if worked and key else 0)


def acted_on(case: Case, seen: int) -> int:
    """This will give the version to act on: the present one if only reminders and the like came in between."""
    missed = case.version - seen
    if missed <= 0:
        return seen
    since = queries.timeline(case)[:missed]
    return case.version if all(entry.kind in HARMLESS for entry in since) else seen


def _late(
    verb: Verb,
    viewer: Viewer,
    case: Case,
    seen: int,
    at: datetime,
    fault: Conflict | Refused,
    *,
    keyed: bool,
) -> Outcome:
    """Somebody was first, or the step was never open. Without a key the same person twice is a double click."""
    fresh = queries.get_case(case.pk) or case
    since = queries.timeline(fresh)[: max(fresh.version - seen, 0)]
    if not since:
        return Outcome(False, closed=fault.reason if isinstance(fault, Refused) else "")
    last = since[0]
    if not keyed and last.actor_id == viewer.person_id and last.kind == FACT[verb.action]:
        return Outcome(True)
    verdict, _step = policies.may(viewer, fresh, verb.action, at=at)
    closed = "" if verdict else getattr(verdict, "reason", "")
    decisive = next((entry for entry in since if entry.kind not in HARMLESS), last)
    return Outcome(False, notice=what_happened(decisive, fresh, viewer, at), closed=closed)


def what_happened(entry: Entry, case: Case, viewer: Viewer, at: datetime) -> str:
    """This will say who did what, when unless it was a moment ago, and that nothing typed is lost."""
    names = Names(case.street, at)
    own = entry.actor_id == viewer.person_id
    if at - entry.at < JUST and not own:
        action = next((action for action, kind in FACT.items() if kind == entry.kind), None)
        verb = VERBS.get(action) if action else None
        just = verb.just if verb else _("has just changed this case.")
        words = {"duty": names.duty(entry.actor_id), "just": just}
        return _("%(duty)s %(just)s What you wrote is kept.") % words
    return _(
        "Since you saw it, this happened: %(when)s, %(who)s: %(what)s. What you wrote is kept."
    ) % in_passing(entry, case, viewer, at, names)


def in_passing(entry: Entry, case: Case, viewer: Viewer, at: datetime, names: Names) -> dict[str, str]:
    """This will give when, who (by duty, or you yourself) and what of one entry of a case's history."""
    told = story([entry], case, names)[0]
    who = told.who if entry.actor_id is None else names.duty(entry.actor_id)
    if entry.actor_id == viewer.person_id:
        who = _("you yourself")
    return {"when": near_date(entry.at, now=at), "who": who, "what": str(told.what)}


def _discard(pictures_of_it: Sequence[Prepared]) -> None:
    """Another attempt at the same moment was first and has its own copies."""
    for picture in pictures_of_it:
        pictures.discard(picture)


def put(form: forms.Form, errors: Mapping[str, "str | Promise"]) -> None:
    """This will put an action's sentences at the fields they are about; at the top where there is no such field."""
    for name, sentence in errors.items():
        form.add_error(name if name in form.fields else None, str(sentence))


@contextmanager
def prepared(
    form: forms.Form, fields: Sequence[str], *, street: str, at: datetime
) -> Iterator[list[Prepared]]:
    """This will decode a form's pictures before any transaction, and drop them again if what follows is refused.

    A file that is no picture is said at its field; then BadPicture is raised so that nothing is sent.
    """
    ready: list[Prepared] = []
    try:
        for name in fields:
            file = form.cleaned_data.get(name)
            if isinstance(file, UploadedFile):
                ready.append(_prepare(form, name, file, street, at))
        yield ready
    except BaseException:
        for picture in ready:
            pictures.discard(picture)
        raise


def _prepare(form: forms.Form, name: str, file: Any, street: str, at: datetime) -> Prepared:
    try:
        return pictures.prepare(street=street, file=file.file, at=at)
    except BadPicture as fault:
        form.add_error(name, str(fault.reason))
        raise Invalid({}) from fault


def entered(form: forms.Form, call: Any) -> Any:
    """This will run what stores a form and put whatever it refuses at the fields; None if it was refused."""
    try:
        return call()
    except Invalid as fault:
        put(form, fault.errors)
    except BadContact as fault:
        put(form, {fault.field: fault.reason})
    except OutsideCounty as fault:
        put(form, {"place": place_words.refusal(fault)})
    except Refused as fault:
        form.add_error(None, str(fault.reason))
    return None
