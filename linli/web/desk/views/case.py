"""One case: its page, the forms of its steps, its paper."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from linli.cases.models import Case
from linli.cases.refusals import SENTENCES
from linli.cases.rules import Reason
from linli.notify import actions as notify
from linli.places import queries as places
from linli.web.desk import steppages
from linli.web.desk.detail import detail
from linli.web.desk.doubles import each_once, undo_tag
from linli.web.desk.faces import DESK, PHONE, Face
from linli.web.desk.filtering import kept, stayed
from linli.web.desk.listing import beside
from linli.web.desk.naming import viewer_words
from linli.web.desk.taking import Outcome, take
from linli.web.desk.verbs import at_address
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
    context = around(request, case, face) | detail(viewer_of(request), case, now(), face)
    if "X-Linli-Keep" in request.headers:  # a phone that keeps it for later has shown it to nobody yet
        context["kept_steps"] = steppages.to_keep(viewer_of(request), case, context, face)
    else:
        notify.read(case=case, by=viewer_of(request), at=now())
    if face is DESK:
        context |= each_once(viewer_of(request), case, context)
    return _keepable(render(request, face.template("case"), context), case, face)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def step(request: HttpRequest, street: str, number: str, address: str, face: Face = DESK) -> HttpResponse:
    """This will show the form of a step, and take it."""
    case, viewer = case_or_404(request, street, number), viewer_of(request)
    verb = at_address(address)
    if verb is None:
        raise Http404
    form = steppages.form_of(request, case, viewer, verb)
    if request.method == "POST" and form.is_valid():
        outcome = take(verb, form, viewer, case, now())
        if outcome.worked:
            messages.success(request, str(verb.done), undo_tag(verb, viewer, case, now(), face))
            done = redirect(face.case_address(case) + stayed(request.GET))
            return explain(done, seen=outcome.version) if outcome.version else done
    else:
        outcome = Outcome(False, closed=steppages.closed(viewer, case, verb))
    if str(outcome.closed) == str(SENTENCES[Reason.NOT_YOURS]) and not outcome.notice:
        raise PermissionDenied(str(outcome.closed))
    context = around(request, case, face) | steppages.shown(form, case, viewer, verb, outcome, face)
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
