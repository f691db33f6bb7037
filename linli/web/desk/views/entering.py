"""Entering what came on paper or by phone, and what somebody found and fixed on the spot."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.cases import actions, queries
from linli.cases.actions import Report
from linli.cases.models import Case, Source
from linli.cases.policies import may_report_for
from linli.people.models import Role
from linli.people.rows import Viewer
from linli.people.verdicts import Denied
from linli.web.desk import choosing
from linli.web.desk.faces import DESK, PHONE, Face
from linli.web.desk.marks import qr_drawing, tracking_address
from linli.web.desk.naming import Names, viewer_words
from linli.web.desk.once import new_key, once_key
from linli.web.desk.rail import desk_page
from linli.web.desk.standing import street_of
from linli.web.desk.stepforms import CHOOSE, NOTHING, PICTURES
from linli.web.desk.taking import entered, prepared
from linli.web.doors import case_or_404, now, signed_in, viewer_of
from linli.web.outbox import explain
from linli.web.worker import keep_of_person

UNREADABLE = gettext_lazy("The position could not be read. Choose the community instead.")


class EntryForm(forms.Form):
    """What, where, and perhaps who; the key makes a report that is sent twice one report."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(
        label=gettext_lazy("What is it?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please say it in a sentence.")},
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Where?"), error_messages={"invalid_choice": CHOOSE, "required": CHOOSE}
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Category"), required=False, error_messages={"invalid_choice": CHOOSE}
    )
    lon = forms.FloatField(widget=forms.HiddenInput, required=False, error_messages={"invalid": UNREADABLE})
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, error_messages={"invalid": UNREADABLE})

    def __init__(self, *args: Any, street: str, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        self.street, self.viewer = street, viewer
        self.initial.setdefault("key", new_key())
        own = sorted(place for place in viewer.places() if place.startswith(street) and len(place) >= 12)
        grid = next((place for place in own if len(place) == 15 and place.isdigit()), "")
        self.initial.setdefault("place", grid or next((place[:12] for place in own), ""))
        within = {place[:12] for place in own}
        self._offer("place", [NOTHING, *choosing.whereabouts(street, sorted(within))])
        self._offer("category", [NOTHING, *choosing.matters(Names(street, now()).categories)])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def once(self) -> str:
        """This will give the key under which what was entered is kept once, "" for a key not of ours."""
        return once_key(dict(self.data.items()), self.viewer.person_id)

    def report(self, street: str, source: Source, **more: Any) -> Report:
        """This will give what was entered as a report; a place of 15 digits is a grid."""
        given = self.cleaned_data
        category, _colon, item = given["category"].partition(":")
        place = given["place"]
        return Report(
            street=street, text=given["text"], idempotency=given["key"], source=source, category=category,
            item=item, community=place[:12], grid=place if len(place) > 12 else "",
            lon=given["lon"], lat=given["lat"], **more,
        )  # fmt: skip


class BehalfForm(EntryForm):
    """A report of somebody who uses no phone, or wrote it on paper."""

    name = forms.CharField(label=gettext_lazy("Name of the reporter"), required=False, max_length=200)
    phone = forms.CharField(
        label=gettext_lazy("Telephone of the reporter"),
        help_text=gettext_lazy("Only if they want to hear the result. It is kept encrypted."),
        required=False,
        max_length=200,
    )
    call_back = forms.BooleanField(
        label=gettext_lazy("They agree to be called about the result"), required=False
    )
    age_14 = forms.BooleanField(label=gettext_lazy("They are 14 or older"), required=False, initial=True)
    picture_1 = forms.FileField(label=gettext_lazy("Picture"), required=False)


class FoundForm(EntryForm):
    """What was found and fixed on the spot, in one go: the pictures first, taken where one stands."""

    field_order = ("key", "picture_1", "picture_2", "text", "place", "category", "result")

    result = forms.CharField(label=gettext_lazy("What was done?"), required=False, max_length=4000)
    picture_1 = forms.FileField(label=gettext_lazy("Picture before"), required=False)
    picture_2 = forms.FileField(label=gettext_lazy("Picture after"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def new(request: HttpRequest, face: Face) -> HttpResponse:
    """This will enter a report for somebody else, and give the slip with their code."""
    viewer, street = _may_enter(request)
    form = _form(BehalfForm, request, street, viewer)
    if (case := _entered(request, form, lambda: _report(form, street, viewer))) is not None:
        return redirect(reverse("slip", args=[case.street, case.number]))
    return _shown(request, face, "new", form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def found(request: HttpRequest, face: Face) -> HttpResponse:
    """This will keep what was found and fixed on the spot."""
    viewer, street = _may_enter(request)
    form = _form(FoundForm, request, street, viewer)
    if (case := _entered(request, form, lambda: _find(form, street, viewer))) is not None:
        messages.success(request, _("Kept as fixed: %(number)s.") % {"number": case.number})
        return redirect(reverse(face.home))
    return _shown(request, face, "found", form)


@never_cache
@require_safe
@signed_in()
def slip(request: HttpRequest, street: str, number: str) -> HttpResponse:
    """This will show the tracking code of a report to whoever entered it, to hand over or print."""
    case = case_or_404(request, street, number)
    first = queries.timeline(case)[-1]
    if case.source != Source.ON_BEHALF or first.actor_id != viewer_of(request).person_id:
        raise Http404
    address = tracking_address(case.street, case.tracking)
    has_phone_duty = viewer_of(request).has(Role.GRID_LEAD, Role.GRID_MEMBER, Role.GROUP_HEAD)
    context = {
        "case": case,
        "address": address,
        "drawing": qr_drawing(address),
        "now": now(),
        "title": _title(case),
    }
    return render(
        request, "desk/slip.html", context | {"home": reverse("phone-list" if has_phone_duty else "inbox")}
    )


def _may_enter(request: HttpRequest) -> tuple[Viewer, str]:
    viewer = viewer_of(request)
    street = street_of(viewer)
    verdict = may_report_for(viewer, street)
    if isinstance(verdict, Denied):
        raise PermissionDenied(str(verdict.reason))
    return viewer, street


def _entered(request: HttpRequest, form: EntryForm, store: Callable[[], Case]) -> Case | None:
    """What a post became, now or at an earlier attempt; None for a form not sent yet, or to be put right."""
    if request.method != "POST" or not form.is_valid():
        return None
    form.cleaned_data["key"] = key = form.once()
    return queries.entered_before(form.street, key) or entered(form, store)


def _form(kind: type[EntryForm], request: HttpRequest, street: str, viewer: Viewer) -> EntryForm:
    if request.method == "POST":
        return kind(request.POST, request.FILES, street=street, viewer=viewer)
    return kind(street=street, viewer=viewer)


def _shown(request: HttpRequest, face: Face, here: str, form: EntryForm) -> HttpResponse:
    page = explain(render(request, face.template(here), _page(request, face, here, form)), form=form)
    return keep_of_person(page, street=form.street) if face is PHONE and request.method == "GET" else page


def _page(request: HttpRequest, face: Face, here: str, form: EntryForm) -> dict[str, Any]:
    if face is DESK:
        sheet = reverse("paper", args=[street_of(viewer_of(request))])
        return desk_page(request, here, form=form, paper=sheet)
    return {
        "now": now(),
        "form": form,
        "duty_words": viewer_words(viewer_of(request)),
        "home": reverse(face.home),
    }


def _report(form: EntryForm, street: str, viewer: Viewer) -> Case:
    given, at = form.cleaned_data, now()
    with prepared(form, ("picture_1",), street=street, at=at) as before:
        whole = form.report(
            street, Source.ON_BEHALF, name=given["name"], phone=given["phone"],
            call_back_agreed=given["call_back"], age_14=given["age_14"], pictures=before,
        )  # fmt: skip
        return actions.report(report=whole, at=at, by=viewer)


def _find(form: EntryForm, street: str, viewer: Viewer) -> Case:
    at = now()
    with (
        prepared(form, PICTURES[:1], street=street, at=at) as before,
        prepared(form, PICTURES[1:2], street=street, at=at) as after,
    ):
        whole = form.report(street, Source.FIND, pictures=before)
        return actions.found_and_fixed(
            report=whole, by=viewer, at=at, result=form.cleaned_data["result"], pictures_after=after
        )


def _title(case: Case) -> str:
    return case.title or case.number
