"""The small pages behind a code: fixed or not, add, rate, leave a number, withdraw, erase, follow no more."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from linli.cases import actions
from linli.cases import queries as cases
from linli.cases.refusals import Conflict, Invalid
from linli.cases.workflow import OPEN
from linli.notify.choosing import can_mail
from linli.people.verdicts import Refused
from linli.places import queries as places
from linli.places import settings
from linli.places.rows import PlaceRow
from linli.privacy import actions as privacy
from linli.privacy import queries as kept
from linli.web.doors import now
from linli.web.resident import staging, telling
from linli.web.resident.doors import code_of, go, subject_of, with_code, with_reporters_code
from linli.web.resident.forms.fields import told_to
from linli.web.resident.forms.telling import ContactForm, SayForm
from linli.web.resident.shown import title_of

Tracked = cases.Tracked


def _back(tracked: Tracked, **query: str) -> HttpResponse:
    return go("track", tracked.own.street, code_of(tracked), **query)


def _page(
    request: HttpRequest,
    street: PlaceRow,
    tracked: Tracked,
    name: str,
    *,
    form: forms.Form | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        "street": street,
        "office_name": places.office_name(street.code),
        "now": now(),
        "code": code_of(tracked),
        "title": title_of(tracked),
        "case": tracked.own,
        "contact_days": settings.value("privacy.contact_days", street.code),
        "form": form,
        **more,
    }
    wrong = form is not None and form.is_bound and form.errors
    return render(request, f"resident/{name}.html", context, status=422 if wrong else 200)


@require_POST
@with_reporters_code
def fixed(request: HttpRequest, street: PlaceRow, tracked: Tracked) -> HttpResponse:
    """This will take "fixed" in one tap."""
    try:
        telling.confirm(case=tracked.own, at=now())
    except (Refused, Conflict):
        return _back(tracked, done="changed")
    return _back(tracked, done="fixed")


@require_http_methods(["GET", "HEAD", "POST"])
@with_reporters_code
def not_fixed(request: HttpRequest, street: PlaceRow, tracked: Tracked) -> HttpResponse:
    """This will take "not fixed", with a line and pictures if the reporter likes."""
    form, waiting, ready = _said(request, street, tracked)
    if ready:
        with told_to(form):
            whole = telling.deny(
                case=tracked.own, words=form.cleaned_data["words"], at=now(),
                pictures=[each.prepared for each in waiting],
            )  # fmt: skip
            return _back(tracked, done="not_fixed" if whole else "not_fixed_without_picture")
        waiting = staging.still(waiting)
    return _page(request, street, tracked, "not_fixed", form=form, **_free(form, waiting))


@require_http_methods(["GET", "HEAD", "POST"])
@with_reporters_code
def add(request: HttpRequest, street: PlaceRow, tracked: Tracked) -> HttpResponse:
    """This will add words or pictures to a report."""
    form, waiting, ready = _said(request, street, tracked)
    if ready:
        with told_to(form):
            telling.add(
                case=tracked.own, words=form.cleaned_data["words"], seen=form.version, at=now(),
                pictures=[each.prepared for each in waiting],
            )  # fmt: skip
            return _back(tracked, done="added")
        waiting = staging.still(waiting)
    return _page(request, street, tracked, "add", form=form, **_free(form, waiting))


@require_POST
@with_reporters_code
def rate(request: HttpRequest, street: PlaceRow, tracked: Tracked) -> HttpResponse:
    """This will keep one to five."""
    given = request.POST.get("satisfaction", "")
    try:
        actions.rate(case=tracked.own, at=now(), satisfaction=int(given) if given in set("12345") else 0)
    except (Refused, Conflict, Invalid):
        return _back(tracked, done="refused")
    return _back(tracked, done="rated")


@require_http_methods(["GET", "HEAD", "POST"])
@with_code
def contact(request: HttpRequest, street: PlaceRow, tracked: Tracked) -> HttpResponse:
    """This will keep a number to tell the result on, or erase the one that is kept."""
    subject = subject_of(tracked)
    if request.method == "POST" and "erase" in request.POST:
        privacy.erase(street=street.code, subject=subject, at=now())
        return _back(tracked, done="contact_erased")
    # Mail goes to whoever reported; who follows a case is called.
    by_mail = tracked.follower is None and can_mail(street.code)
    form = ContactForm(request.POST if request.method == "POST" else None, by_mail=by_mail)
    if form.is_bound and form.is_valid() and tracked.root.status in OPEN:
        said = form.cleaned_data
        with told_to(form):
            privacy.keep_contact(
                street=street.code, subject=subject, phone=said["phone"], at=now(),
                email=said.get("email", ""), age_14=said["age_14"], call_back_agreed=said["call_back"],
            )  # fmt: skip
            return _back(tracked, done="contact")
    row = kept.contact(street.code, subject)
    return _page(
        request, street, tracked, "contact", form=form, contact=row, open=tracked.root.status in OPEN
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_reporters_code
def withdraw(request: HttpRequest, street: PlaceRow, tracked: Tracked) -> HttpResponse:
    """This will ask once, and then take the report back."""
    if request.method != "POST":
        return _page(request, street, tracked, "withdraw")
    try:
        telling.withdraw(case=tracked.own, words="", at=now())
    except (Refused, Conflict):
        return _back(tracked, done="changed")
    return _back(tracked, done="withdrawn")


@require_http_methods(["GET", "HEAD", "POST"])
@with_reporters_code
def erase(request: HttpRequest, street: PlaceRow, tracked: Tracked) -> HttpResponse:
    """This will say what goes and what stays, and then erase all that is the reporter's."""
    if request.method != "POST":
        return _page(request, street, tracked, "erase")
    if tracked.own.erased_at is None:
        try:
            actions.erase(case=tracked.own, at=now())
        except Conflict:
            return _back(tracked, done="changed")
    return _back(tracked, done="erased")


@require_http_methods(["GET", "HEAD", "POST"])
@with_code
def leave(request: HttpRequest, street: PlaceRow, tracked: Tracked) -> HttpResponse:
    """This will ask once, and then let a follower follow no more: the link ends with it."""
    if tracked.follower is None:
        return _back(tracked)
    if request.method != "POST":
        return _page(request, street, tracked, "leave")
    actions.unfollow(follower=tracked.follower, at=now())
    return go("track-find", street.code, left="1")


def _said(
    request: HttpRequest, street: PlaceRow, tracked: Tracked
) -> tuple[SayForm, list[staging.Waiting], bool]:
    if request.method != "POST":
        return SayForm(initial={"seen": tracked.own.version}), [], False
    form = SayForm(request.POST, request.FILES)
    waiting = staging.received(request, form, street=street.code, at=now())
    fine = form.is_valid()
    if "drop" in request.POST and fine:
        return SayForm(initial=request.POST.dict()), waiting, False
    return form, waiting, fine


def _free(form: SayForm, waiting: list[staging.Waiting]) -> dict[str, Any]:
    return {
        "waiting": waiting,
        "free": [form[name] for name in staging.FIELDS[: staging.MOST - len(waiting)]],
    }
