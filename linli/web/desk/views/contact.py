"""The reporter's contact: opened for a reason, shown once, never cached, kept in the log the auditor reads."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.cases.reaching import may_reach_reporter
from linli.privacy import actions as privacy
from linli.privacy import queries
from linli.web.desk.faces import Face
from linli.web.desk.taking import entered
from linli.web.desk.views.case import around
from linli.web.doors import case_or_404, now, signed_in, viewer_of


class ReasonForm(forms.Form):
    """Why somebody needs the contact."""

    reason = forms.CharField(
        label=_("Why do you need it?"),
        help_text=_("One line. It is kept with your name and the time, and the auditor reads it."),
        max_length=200,
        error_messages={
            "required": _("Say why you need the contact; it is kept with your look."),
            "max_length": _("The reason can have at most 200 characters."),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def contact(request: HttpRequest, street: str, number: str, face: Face) -> HttpResponse:
    """This will ask why, and then show the contact on this page and on no other."""
    case, viewer, at = case_or_404(request, street, number), viewer_of(request), now()
    subject, details = f"case:{case.pk}", None
    verdict = may_reach_reporter(viewer, case, at=at)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        details = entered(form, lambda: privacy.look(
            street=street, contact_subject=subject, by=viewer, verdict=verdict, reason=reason, at=at
        ))  # fmt: skip
    context = around(request, case, face) | {
        "case": case,
        "form": form,
        "details": details,
        "left": queries.contact(street, subject),
        "closed": getattr(verdict, "reason", ""),
        "case_address": face.case_address(case),
    }
    return render(request, face.template("contact"), context)
