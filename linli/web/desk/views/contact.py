"""Sealed contacts: opened for a reason, shown once, never cached, kept in the log the auditor reads."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.cases.reaching import may_reach_reporter, reachable
from linli.people.models import Role
from linli.people.verdicts import Verdict
from linli.privacy import actions as privacy
from linli.privacy import policies, queries
from linli.privacy.models import RightsRequest, StaffComplaint
from linli.privacy.rules import ContactDetails
from linli.web.desk.faces import Face
from linli.web.desk.letters import complaint_or_404, request_or_404
from linli.web.desk.rail import desk_page
from linli.web.desk.reasons import ReasonForm, WhoseForm
from linli.web.desk.taking import entered
from linli.web.desk.views.case import around
from linli.web.doors import case_or_404, now, signed_in, viewer_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def contact(request: HttpRequest, street: str, number: str, face: Face) -> HttpResponse:
    """This will ask whose and why, and then show one contact of a case on this page and on no other."""
    case, viewer, at = case_or_404(request, street, number), viewer_of(request), now()
    verdict, voices = may_reach_reporter(viewer, case, at=at), reachable(case)
    form = WhoseForm(request.POST if request.method == "POST" else None, voices=voices)

    def look(reason: str) -> ContactDetails:
        return privacy.look(
            street=street, contact_subject=form.subject, by=viewer, verdict=verdict, reason=reason, at=at
        )

    context = around(request, case, face) | {
        "case": case,
        "followers": sum(not voice.is_reporter for voice in voices),
        "agreed_row": queries.contact(street, form.subject),
        "back_address": face.case_address(case),
        "back_words": _("Back to the case"),
        **_opened(form, verdict, bool(voices), look),
    }
    return render(request, face.template("contact"), context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def of_complaint(request: HttpRequest, street: str, complaint_id: int) -> HttpResponse:
    """This will open the contact left with a complaint to whoever hears it in the street; to others there is none."""
    row = complaint_or_404(request, street, complaint_id)
    verdict = policies.may_reach_complainant(viewer_of(request), row)

    def look(reason: str) -> ContactDetails:
        return privacy.look_behind_complaint(complaint=row, by=viewer_of(request), reason=reason, at=now())

    back = {
        "back_address": reverse("box-complaint", args=[street, row.pk]),
        "back_words": _("Back to the complaint"),
    }
    return _behind(request, "box", row, verdict, look, back)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(Role.STREET_ADMIN)
def of_request(request: HttpRequest, street: str, request_id: int) -> HttpResponse:
    """This will open the contact left with a request about personal data to whoever answers it."""
    row = request_or_404(request, street, request_id)
    verdict = policies.may_reach_requester(viewer_of(request), row)

    def look(reason: str) -> ContactDetails:
        return privacy.look_behind_request(request=row, by=viewer_of(request), reason=reason, at=now())

    back = {
        "back_address": reverse("rights-request", args=[street, row.pk]),
        "back_words": _("Back to the request"),
    }
    return _behind(request, "requests", row, verdict, look, back)


def _behind(
    request: HttpRequest,
    here: str,
    row: StaffComplaint | RightsRequest,
    verdict: Verdict,
    look: Callable[[str], ContactDetails],
    back: dict[str, Any],
) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    opened = _opened(form, verdict, row.sealed_contact is not None, look)
    return render(request, "desk/letter_contact.html", desk_page(request, here) | back | opened)


def _opened(
    form: ReasonForm, verdict: Verdict, left: bool, look: Callable[[str], ContactDetails]
) -> dict[str, Any]:
    """What the page says: the contact if the form was sent with a reason and nothing spoke against it."""
    details = None
    if form.is_bound and form.is_valid():
        details = entered(form, lambda: look(form.cleaned_data["reason"]))
    return {"form": form, "details": details, "left": left, "closed": getattr(verdict, "reason", "")}
