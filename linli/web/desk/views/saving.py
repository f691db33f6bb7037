"""Keeping a list under a name, and putting kept lists in order."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.cases import actions, queries
from linli.cases.refusals import Invalid
from linli.people.rows import Viewer
from linli.web.desk import saved
from linli.web.desk.filtering import asked_of
from linli.web.desk.rail import desk_page
from linli.web.desk.taking import put
from linli.web.doors import signed_in, viewer_of

STEPS = {"up": -1, "down": 1}


class NameForm(forms.Form):
    """The name of a kept list."""

    name = forms.CharField(
        label=gettext_lazy("Name of the list"),
        help_text=gettext_lazy("At most 40 characters. Only you see it."),
        error_messages={"required": gettext_lazy("Give the list a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def kept_lists(request: HttpRequest) -> HttpResponse:
    """This will keep the list an address asks for, or rename, order and take out what is kept."""
    viewer = viewer_of(request)
    form = NameForm(request.POST if request.POST.get("action") in {"save", "rename"} else None)
    if request.method == "POST" and (said := _done(request, viewer, form)):
        messages.success(request, said.words)
        return redirect(said.leads_to or request.get_full_path())
    everything = request.GET.get("in") == "all"
    filters = asked_of(request.GET, everything=everything)
    page: dict[str, Any] = {
        "form": form,
        "keeps": not saved.is_plain(filters, everything=everything),
        "renamed": _id(request) if request.POST.get("action") == "rename" else 0,
        "most": queries.MOST_SAVED,
    }
    return render(request, "desk/saved.html", desk_page(request, "", **page))


@dataclass(frozen=True, slots=True)
class Said:
    """What was done, in words, and where it leads; "" for the same page."""

    words: str
    leads_to: str = ""


def _done(request: HttpRequest, viewer: Viewer, form: NameForm) -> Said | None:
    """What was done; None for what the form says is not right yet."""
    action, saved_id = request.POST.get("action", ""), _id(request)
    if action == "drop":
        actions.drop_filter(by=viewer, saved_id=saved_id)
        return Said(_("Taken out."))
    if action in STEPS:
        actions.move_filter(by=viewer, saved_id=saved_id, step=STEPS[action])
        return Said(_("The order is changed."))
    if action not in {"save", "rename"} or not form.is_valid():
        return None
    try:
        return _named(request, viewer, form.cleaned_data["name"], saved_id)
    except Invalid as fault:
        put(form, fault.errors)
        return None


def _named(request: HttpRequest, viewer: Viewer, name: str, saved_id: int) -> Said:
    if request.POST.get("action") == "rename":
        actions.rename_filter(by=viewer, saved_id=saved_id, name=name)
        return Said(_("Renamed."))
    everything = request.GET.get("in") == "all"
    filters = asked_of(request.GET, everything=everything)
    row = actions.save_filter(by=viewer, name=name, filters=filters, everything=everything)
    return Said(_("Kept; it stands at the left."), saved.address(row))


def _id(request: HttpRequest) -> int:
    text = request.POST.get("id", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
