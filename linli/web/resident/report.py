"""Reporting: one page of three taps, by a street's address or a board's QR code."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from linli.cases.models import Case, Follower
from linli.cases.queries import Sent
from linli.places import queries as places
from linli.web.doors import now, street_or_404
from linli.web.outbox import explain
from linli.web.resident import staging
from linli.web.resident.doors import form_page, go
from linli.web.resident.intake import Intake
from linli.web.worker import may_be_kept


@require_http_methods(["GET", "HEAD", "POST"])
@form_page
def report(request: HttpRequest, street: str) -> HttpResponse:
    """This will take a report whose place is the phone's position or a community from the list."""
    return _visit(Intake(request, street_or_404(street), now()))


@require_http_methods(["GET", "HEAD", "POST"])
@form_page
def report_spot(request: HttpRequest, street: str, token: str) -> HttpResponse:
    """This will take a report from a board's QR code; a code out of use leads to the page without one."""
    office = street_or_404(street)
    spot = places.spot(street, token)
    if spot is None or spot.retired_at is not None:
        if request.method == "POST":
            return _visit(Intake(request, office, now()))
        return HttpResponseRedirect(f"{reverse('report', args=[street])}?board=gone")
    return _visit(Intake(request, office, now(), spot))


def _visit(visit: Intake) -> HttpResponse:
    if visit.request.method != "POST":
        return _page(visit)
    if case := visit.straight():
        return _done(case)
    if done := visit.sent_before():
        return _done(done)
    fine = visit.read()
    if {"drop", "change"} & visit.request.POST.keys():
        visit.again(elsewhere="change" in visit.request.POST)
        return _page(visit)
    if fine and "same" in visit.request.POST and (follower := visit.follow()):
        staging.discard(visit.waiting)
        return _done(follower)
    if fine and "same" not in visit.request.POST:
        if visit.must_look() and (rows := visit.near()):
            context = {**visit.page(), "near": rows}
            return explain(render(visit.request, "resident/near.html", context), outcome="look")
        if case := visit.report():
            return _done(case)
    return _page(visit, status=422)


def _page(visit: Intake, status: int = 200) -> HttpResponse:
    near = visit.near() if visit.on_spot else []
    gone = visit.request.GET.get("board") == "gone"
    context = {**visit.page(), "near": near, "board_gone": gone}
    page = render(visit.request, "resident/report.html", context, status=status)
    if may_be_kept(visit.request):
        page.headers["X-Linli-Shell"] = "1"
    return explain(page, form=visit.form, expired=visit.expired)


def _done(sent: Case | Follower | Sent) -> HttpResponse:
    follows = sent.follows if isinstance(sent, Sent) else isinstance(sent, Follower)
    page = go("track", sent.street, sent.tracking, done="following" if follows else "new")
    return explain(page, code=sent.tracking)
