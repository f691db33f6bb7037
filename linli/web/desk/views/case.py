"""One case: its page, the forms of its steps, its paper."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from linli.cases import policies, queries
from linli.cases.models import Case
from linli.cases.refusals import SENTENCES
from linli.cases.rules import Reason
from linli.cases.workflow import Action, rows
from linli.notify import actions as notify
from linli.people.rows import Viewer
from linli.people.verdicts import Denied
from linli.places import queries as places
from linli.web.desk.detail import detail
from linli.web.desk.doubles import UNDO, doubles, undo_tag, undoing
from linli.web.desk.faces import DESK, PHONE, Face
from linli.web.desk.filtering import kept, stayed
from linli.web.desk.listing import beside
from linli.web.desk.naming import Names, viewer_words
from linli.web.desk.stepforms import Scene, StepForm
from linli.web.desk.taking import Outcome, take
from linli.web.desk.verbs import Verb, at_address
from linli.web.doors import case_or_404, now, signed_in, viewer_of
from linli.web.outbox import explain
from linli.web.worker import keep_of_person


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def show(request: HttpRequest, street: str, number: str, face: Face = DESK) -> HttpResponseBase:
    """This will show a case; a step that needs no form is posted here by its name."""
    case = case_or_404(request, street, number)
    if request.method == "POST":
        return step(request, street, number, request.POST.get("action", "").replace("_", "-"), face)
    if "X-Linli-Keep" not in request.headers:  # a phone that keeps it for later has shown it to nobody yet
        notify.read(case=case, by=viewer_of(request), at=now())
    context = around(request, case, face) | detail(viewer_of(request), case, now(), face)
    if face is DESK:
        context["likely"] = doubles(viewer_of(request), case, context)
    return _keepable(render(request, face.template("case"), context), case, face)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def step(request: HttpRequest, street: str, number: str, address: str, face: Face = DESK) -> HttpResponse:
    """This will show the form of a step, and take it."""
    case, viewer = case_or_404(request, street, number), viewer_of(request)
    verb = at_address(address)
    if verb is None:
        raise Http404
    form = _form(request, case, viewer, verb)
    if request.method == "POST" and form.is_valid():
        outcome = take(verb, form, viewer, case, now())
        if outcome.worked:
            messages.success(request, str(verb.done), undo_tag(verb, viewer, case, now(), face))
            return redirect(face.case_address(case) + stayed(request.GET))
    else:
        outcome = Outcome(False, closed=_closed(viewer, case, verb))
    if str(outcome.closed) == str(SENTENCES[Reason.NOT_YOURS]) and not outcome.notice:
        raise PermissionDenied(str(outcome.closed))
    context = around(request, case, face) | _shown(form, case, viewer, verb, outcome, face)
    page = render(request, face.template("step"), context, status=409 if outcome.notice else 200)
    if request.method != "POST":
        return _keepable(page, case, face)
    told = {"words": said} if (said := outcome.said()) else {}
    return explain(page, form=form, seen=context["case"].version, **told)


@require_safe
@signed_in()
def paper(request: HttpRequest, street: str, number: str) -> HttpResponse:
    """This will show the record of a case for printing: steps, words, history; never a contact."""
    case = case_or_404(request, street, number)
    context = detail(viewer_of(request), case, now(), DESK) | {
        "printed_at": now(),
        "office_name": places.office_name(case.street),
        # Paper is read on another day: seen from far away every day is written with its year, none as today.
        "now": now() + timedelta(days=36525),
    }
    return render(request, "desk/paper.html", context)


def _keepable(page: HttpResponse, case: Case, face: Face) -> HttpResponse:
    return keep_of_person(page, street=case.street) if face is PHONE else page


def around(request: HttpRequest, case: Case, face: Face) -> dict[str, Any]:
    """This will give what stands around a case: on the desk the list it was opened from."""
    if face is DESK:
        return beside(request, case)
    viewer = viewer_of(request)
    return {"now": now(), "viewer": viewer, "duty_words": viewer_words(viewer), "query": kept(request.GET)}


def _closed(viewer: Viewer, case: Case, verb: Verb) -> Any:
    """Why the step cannot be taken now, "" when it can."""
    verdict, _step = policies.may(viewer, case, verb.action, at=now())
    return verdict.reason if isinstance(verdict, Denied) else ""


def _form(request: HttpRequest, case: Case, viewer: Viewer, verb: Verb) -> StepForm:
    """The filled form of a post; else an empty one, perhaps with words to start from."""
    row = policies.may(viewer, case, verb.action, at=now())[1] or rows(verb.action)[0]
    scene = Scene(case, row, viewer, now(), Names(case.street, now()))
    if request.method == "POST":
        sent = undoing(case) if verb.action is Action.SEPARATE and UNDO in request.GET else request.POST
        return verb.form(sent, request.FILES, scene=scene, words_label=verb.words)
    chosen = request.GET.get("start", "")
    start = next((row.text for row in queries.starts(case, verb.action) if str(row.id) == chosen), "")
    return verb.form(scene=scene, words_label=verb.words, start=start)


def _shown(
    form: StepForm, case: Case, viewer: Viewer, verb: Verb, outcome: Outcome, face: Face
) -> dict[str, Any]:
    """What the page of a step shows. After a conflict the form carries the version that is true now."""
    fresh = queries.get_case(case.pk) or case
    if outcome.notice:
        form.data = (
            {**form.data.dict(), "seen": str(fresh.version)}
            if isinstance(form.data, QueryDict)
            else form.data
        )
    names = form.scene.names
    return {
        "case": fresh,
        "names": names,
        "title": fresh.title or names.category(fresh.category),
        "verb": verb,
        "form": form,
        "outcome": outcome,
        "starts": queries.starts(fresh, verb.action) if "words" in form.fields else [],
        "case_address": face.case_address(fresh),
        "step_address": face.step_address(fresh, str(verb.action)),
        "destructive": verb.action in {Action.GRANT_VOID, Action.ASK_VOID},
    }
