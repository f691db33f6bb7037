"""What few may know of: complaints about staff for whoever hears them, requests about personal data."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.people.models import Role
from linli.people.rows import Viewer
from linli.people.verdicts import Verdict
from linli.privacy import actions, policies, queries
from linli.privacy.models import RequestKind, RightsRequest, StaffComplaint
from linli.privacy.rules import is_overdue
from linli.web.desk.letters import complaint_or_404, request_or_404
from linli.web.desk.rail import desk_page
from linli.web.desk.standing import streets_of
from linli.web.desk.taking import entered
from linli.web.doors import now, signed_in, viewer_of


class AnswerForm(forms.Form):
    """The answer, which whoever holds the code reads."""

    answer = forms.CharField(
        label=_("Answer"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write the answer.")},
    )


@never_cache
@require_safe
@signed_in()
def box(request: HttpRequest) -> HttpResponse:
    """This will list the complaints a person hears; to everybody else there is no such page."""
    viewer, at = viewer_of(request), now()
    streets = hearing(viewer)
    rows = [row for street in streets for row in queries.complaints(street, viewer)]
    items = [
        {"row": row, "late": is_overdue(answer_by=row.answer_by, answered_at=row.answered_at, at=at)}
        for row in rows
    ]
    return render(request, "desk/box.html", desk_page(request, "box", items=items))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def complaint(request: HttpRequest, street: str, complaint_id: int) -> HttpResponse:
    """This will show one complaint and take its answer."""
    viewer = viewer_of(request)
    row = complaint_or_404(request, street, complaint_id)

    def answer(words: str) -> Any:
        return actions.answer_complaint(complaint=row, by=viewer, answer=words, at=now())

    return _answered(
        request,
        "box",
        "desk/complaint.html",
        _letter(row, "box", policies.may_reach_complainant(viewer, row)),
        answer,
    )


@never_cache
@require_safe
@signed_in(Role.STREET_ADMIN)
def requests(request: HttpRequest) -> HttpResponse:
    """This will list requests about personal data, open ones first."""
    viewer, at = viewer_of(request), now()
    streets = [street for street in streets_of(viewer) if policies.may_answer_requests(viewer, street=street)]
    rows = [row for street in streets for row in queries.requests(street, viewer)]
    items = [
        {"row": row, "kind": RequestKind(row.kind).label,
         "late": is_overdue(answer_by=row.answer_by, answered_at=row.answered_at, at=at)}
        for row in rows
    ]  # fmt: skip
    return render(request, "desk/requests.html", desk_page(request, "requests", items=items))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(Role.STREET_ADMIN)
def rights_request(request: HttpRequest, street: str, request_id: int) -> HttpResponse:
    """This will show one request and take its answer."""
    viewer = viewer_of(request)
    row = request_or_404(request, street, request_id)

    def answer(words: str) -> Any:
        return actions.answer_request(request=row, by=viewer, answer=words, at=now())

    context = {
        "kind": RequestKind(row.kind).label,
        **_letter(row, "requests", policies.may_reach_requester(viewer, row)),
    }
    return _answered(request, "requests", "desk/request.html", context, answer)


def hearing(viewer: Viewer) -> list[str]:
    """This will list the streets whose complaints a person hears; PermissionDenied if there are none."""
    streets = [street for street in streets_of(viewer) if policies.hears_for(viewer, street=street)]
    if not streets:
        raise PermissionDenied
    return streets


def _letter(row: StaffComplaint | RightsRequest, back: str, reach: Verdict) -> dict[str, Any]:
    address = {"box": "box-contact", "requests": "rights-contact"}[back]
    return {
        "row": row,
        "back": back,
        "contact_address": reverse(address, args=[row.street, row.pk]),
        "contact_closed": getattr(reach, "reason", ""),
    }


def _answered(
    request: HttpRequest, here: str, template: str, context: dict[str, Any], answer: Callable[[str], Any]
) -> HttpResponse:
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and entered(form, lambda: answer(form.cleaned_data["answer"]))
    ):
        messages.success(request, str(_("Answered.")))
        return redirect(here)
    return render(request, template, desk_page(request, here, form=form, **context))
