"""A picture of a case: parts are covered, it is released to the public and taken back, or brought back as it was."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from linli.cases.models import Case
from linli.cases.stepping import is_public
from linli.lib.verdicts import ALLOWED, Denied, Refused, Verdict
from linli.people.rows import Viewer
from linli.pictures import actions, policies, queries
from linli.pictures.models import Picture
from linli.web.desk.detail import shot
from linli.web.desk.faces import DESK
from linli.web.desk.views.case import around
from linli.web.doors import case_or_404, now, signed_in, viewer_of

BOXES = 6
SIDES = ("left", "top", "right", "bottom")
SAID = {
    "redact": _("The parts are covered for good."),
    "release": _("The picture is public."),
    "unrelease": _("The picture is taken back from the public."),
    "restore": _("The picture is back as it was before anything was covered."),
}
NOT_PUBLIC = _("Make the case public first. One in a yard or at a house is public only as a count.")


class BoxForm(forms.Form):
    """Up to six boxes by their four sides, in thousandths of the picture; script lets one draw them instead."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for n in range(1, BOXES + 1):
            for side in SIDES:
                self.fields[f"{side}_{n}"] = forms.IntegerField(
                    label=_SIDE_WORDS[side],
                    required=False,
                    min_value=0,
                    max_value=1000,
                    error_messages={"invalid": WHOLE, "min_value": WHOLE, "max_value": WHOLE},
                )

    def boxes(self) -> list[list[int]]:
        """This will give the boxes that were filled in whole, as the action takes them."""
        rows = [[self.cleaned_data.get(f"{side}_{n}") for side in SIDES] for n in range(1, BOXES + 1)]
        return [[-1 if side is None else side for side in row] for row in rows if set(row) != {None}]

    def rows(self) -> list[list[Any]]:
        """This will give the inputs of each box for the page."""
        return [[self[f"{side}_{n}"] for side in SIDES] for n in range(1, BOXES + 1)]


WHOLE = _("Enter a whole number from 0 to 1000.")
_SIDE_WORDS = {"left": _("Left"), "top": _("Top"), "right": _("Right"), "bottom": _("Bottom")}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def picture(request: HttpRequest, street: str, number: str, picture_id: int) -> HttpResponse:
    """This will show a picture large, with what may be done to it."""
    case = case_or_404(request, street, number)
    found = next((row for row in queries.of(street, f"case:{case.pk}") if row.pk == picture_id), None)
    if found is None:
        raise Http404
    form = BoxForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            done = _act(request.POST.get("action", ""), found, form, case, viewer_of(request))
        except Refused as fault:
            form.add_error(None, str(fault.reason))
        else:
            messages.success(request, str(done))
            return redirect(request.get_full_path())
    context = around(request, case, DESK) | _state(found, case, viewer_of(request), form)
    return render(request, "desk/picture.html", context)


def _act(name: str, picture: Picture, form: BoxForm, case: Case, viewer: Viewer) -> Any:
    """Does what the pressed button says."""
    at = now()
    if name == "redact":
        actions.redact(picture=picture, boxes=form.boxes(), by=viewer, at=at)
    elif name == "release":
        actions.release(picture=picture, by=viewer, verdict=may_release(case), at=at)
    elif name == "unrelease":
        actions.unrelease(picture=picture, by=viewer, at=at)
    elif name == "restore":
        actions.restore(picture=picture, by=viewer, at=at)
    else:
        raise Http404
    return SAID[name]


def may_release(case: Case) -> Verdict:
    """This will tell whether pictures of a case may be public at all: only while the case itself is."""
    return ALLOWED if is_public(case) else Denied(NOT_PUBLIC)


def _state(picture: Picture, case: Case, viewer: Viewer, form: BoxForm) -> dict[str, Any]:
    change = policies.may_change(viewer, picture)
    release = policies.may_change(viewer, picture, verdict=may_release(case))
    original = policies.may_see_original(viewer, picture)
    return {
        "case": case,
        "shot": shot(picture),
        "form": form,
        "closed": getattr(change, "reason", ""),
        "release_closed": getattr(release, "reason", ""),
        "may_restore": bool(original) and picture.original_until is not None,
        "case_address": DESK.case_address(case),
    }
