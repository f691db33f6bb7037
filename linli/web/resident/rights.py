"""What is kept about people here, for how long and why; and their requests about it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from linli.cases import queries as cases
from linli.lib.ids import normalise_code
from linli.places import queries as places
from linli.places import settings
from linli.places.rows import PlaceRow
from linli.privacy import actions as privacy
from linli.privacy import queries as kept
from linli.privacy import retention
from linli.privacy.models import RequestKind
from linli.web.doors import now, origin, street_or_404
from linli.web.resident import copies, guesses
from linli.web.resident.box import all_streets
from linli.web.resident.doors import (
    code_of,
    form_page,
    go,
    refuse_guessing,
    secret_page,
    subject_of,
    with_code,
)
from linli.web.resident.forms.asking import RequestForm
from linli.web.resident.forms.fields import told_to
from linli.web.resident.forms.reporting import new_key, once
from linli.web.resident.wording.notices import notice


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """This will show the rules of the county, and lead to those of each street."""
    county = next(iter(places.counties()), "")
    context = {"rules": retention.shown(county, now()), "streets": all_streets()}
    return render(request, "resident/rights.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@form_page
def rights_street(request: HttpRequest, street: str) -> HttpResponse:
    """This will show a street's rules, and take a request; a copy asked for with a code is given at once."""
    office = street_or_404(street)
    form = RequestForm(request.POST if request.method == "POST" else None, initial={"key": new_key()})
    if form.is_bound:
        if refused := refuse_guessing(request):
            return refused
        if form.is_valid() and (done := _asked(request, street, form)):
            return done
    at = now()
    context = {
        "street": office,
        "office_name": places.office_name(street),
        "office_phone": settings.value("office.phone", street, at),
        "answer_days": settings.value("privacy.answer_days", street, at),
        "rules": retention.shown(street, at),
        "form": form,
    }
    return render(request, "resident/rights.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, street: str, form: RequestForm) -> HttpResponse | None:
    said, subject = form.cleaned_data, ""
    if code := normalise_code(said["case_code"]):
        tracked = cases.by_tracking(street, code)
        if tracked is None:
            guesses.missed(origin(request), now())
            form.add_error("case_code", notice("unknown_code"))
            return None
        if said["kind"] in {RequestKind.ACCESS, RequestKind.COPY} and not said["text"].strip():
            return go("copy", street, code_of(tracked))
        subject = subject_of(tracked)
    with told_to(form):
        made = privacy.make_request(
            street=street, kind=said["kind"], text=said["text"], case_code=said["case_code"], subject=subject,
            phone=said["phone"], at=now(), idempotency=_once(request, said),
        )  # fmt: skip
        return go("rights-follow", street, made.tracking, done="complaint_kept")
    return None


def _once(request: HttpRequest, said: dict[str, Any]) -> str:
    return once(request.POST.dict() | {"lon": said["kind"], "lat": said["case_code"]}, ()) or new_key()


@require_safe
@secret_page
def follow(request: HttpRequest, street: str, code: str) -> HttpResponse:
    """This will show a request and its answer to whoever holds its code."""
    office, at = street_or_404(street), now()
    if refused := refuse_guessing(request):
        return refused
    found = kept.followed_request(street, normalise_code(code) or "")
    if found is None:
        guesses.missed(origin(request), at)
        raise Http404
    context = {
        "street": office,
        "office_name": places.office_name(street),
        "now": at,
        "item": found,
        "link": request.build_absolute_uri(request.path),
        "notice": notice(request.GET.get("done", "")),
        "may_erase": found.kind == RequestKind.DELETE and found.subject.startswith("case:"),
    }
    return render(request, "resident/rights_follow.html", context)


@require_http_methods(["GET", "HEAD"])
@with_code
def copy(request: HttpRequest, street: PlaceRow, tracked: cases.Tracked) -> HttpResponse:
    """This will show, or give as a text file, everything that is kept about whoever holds the code."""
    parts = copies.of(tracked)
    if "file" in request.GET:
        file = HttpResponse(copies.as_text(parts), content_type="text/plain; charset=utf-8")
        file["Content-Disposition"] = f'attachment; filename="linli-{code_of(tracked)}.txt"'
        return file
    context = {
        "street": street,
        "office_name": places.office_name(street.code),
        "now": now(),
        "code": code_of(tracked),
        "parts": parts,
    }
    return render(request, "resident/copy.html", context)
