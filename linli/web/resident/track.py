"""The page of a code, and looking a code up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from linli.cases import queries as cases
from linli.lib.ids import normalise_code
from linli.places import queries as places
from linli.places.rows import PlaceRow
from linli.privacy import queries as privacy
from linli.web.doors import now, origin, street_or_404
from linli.web.resident import guesses, share, shown
from linli.web.resident.doors import SeeOther, code_of, form_page, go, refuse_guessing, secret_page, with_code
from linli.web.resident.forms.telling import FindForm
from linli.web.resident.wording.notices import notice


@require_http_methods(["GET", "HEAD"])
@with_code
def track(request: HttpRequest, street: PlaceRow, tracked: cases.Tracked) -> HttpResponse:
    """This will show every step of a case to whoever reported it or follows it.

    The open page asks again by itself; while nothing has happened the answer is 304 and costs no more than the door.
    """
    seen = _seen(tracked)
    if request.headers.get("If-None-Match") == seen:
        return HttpResponse(status=304)
    context = shown.page(tracked, street, now())
    done = request.GET.get("done", "")
    context |= {
        "fresh": done in {"new", "following"},
        "link": request.build_absolute_uri(request.path),
        "notice": notice(done),
        "seen": seen,
        "shareable": share.may_be_shared(tracked.root),
    }
    response = render(request, "resident/track.html", context)
    response.headers["ETag"] = seen
    return response


def _seen(tracked: cases.Tracked) -> str:
    """Every step and every word a reporter is told moves a version; one of them moves for a case joined to another."""
    return f'W/"{tracked.root.pk}-{tracked.root.version}-{tracked.own.version}"'


@require_http_methods(["GET", "HEAD", "POST"])
@form_page
@secret_page
def find(request: HttpRequest, street: str) -> HttpResponse:
    """This will lead from a code, however it was typed, to its page: a report, a complaint, or a request."""
    office, form = street_or_404(street), FindForm(request.POST or None)
    if request.method == "POST":
        if refused := refuse_guessing(request):
            return refused
        if form.is_valid() and (found := _found(street, form.cleaned_data["code"])):
            return found
        guesses.missed(origin(request), now())
        form.add_error("code", _wrong(form.cleaned_data.get("code", "")))
    context = {"street": office, "office_name": places.office_name(street), "form": form}
    return render(request, "resident/find.html", context, status=422 if form.errors else 200)


def _found(street: str, typed: str) -> SeeOther | None:
    code = normalise_code(typed)
    if code is None:
        return None
    if tracked := cases.by_tracking(street, code):
        return go("track", street, code_of(tracked))
    if privacy.followed_complaint(street, code):
        return go("complaint-follow", street, code)
    return go("rights-follow", street, code) if privacy.followed_request(street, code) else None


def _wrong(typed: str) -> str:
    return notice("no_code" if normalise_code(typed) is None else "unknown_code")
