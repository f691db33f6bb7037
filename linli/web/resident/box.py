"""The separate box for complaints and suggestions: heard one level above the office it is about."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from linli.lib.ids import normalise_code
from linli.places import queries as places
from linli.places.rows import PlaceRow
from linli.privacy import actions as privacy
from linli.privacy import queries as kept
from linli.web.doors import now, origin, street_or_404
from linli.web.resident import guesses
from linli.web.resident.doors import form_page, go, refuse_guessing, secret_page
from linli.web.resident.forms.asking import ComplaintForm
from linli.web.resident.forms.fields import told_to
from linli.web.resident.forms.reporting import new_key, once
from linli.web.resident.wording.notices import notice


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """This will ask which street or town a complaint is for."""
    return render(request, "resident/complaint_choose.html", {"streets": all_streets()})


def all_streets() -> list[PlaceRow]:
    """This will list every street and town of this installation."""
    codes = [code for county in places.counties() for code in places.streets(county)]
    return [row for row in map(places.place, codes) if row is not None]


@require_http_methods(["GET", "HEAD", "POST"])
@form_page
def complaint(request: HttpRequest, street: str) -> HttpResponse:
    """This will put a complaint or suggestion into the box of the level above whom it names."""
    office = street_or_404(street)
    sent = request.POST if request.method == "POST" else None
    form = ComplaintForm(sent, initial={"key": new_key()}, offices=_offices(office))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        with told_to(form):
            made = privacy.complain(
                street=street, text=said["text"], about_place=said["about_place"], phone=said["phone"], at=now(),
                idempotency=once(request.POST.dict() | {"lon": said["about_place"]}, ()) or new_key(),
            )  # fmt: skip
            return go("complaint-follow", street, made.tracking, done="complaint_kept")
    context = {"street": office, "office_name": places.office_name(street), "form": form}
    return render(request, "resident/complaint.html", context, status=422 if form.errors else 200)


def _offices(street: PlaceRow) -> list[tuple[str, str]]:
    communities = [(row.code, row.title()) for row in places.communities(street.code)]
    return [(street.code, places.office_name(street.code)), *communities]


@require_http_methods(["GET", "HEAD", "POST"])
@form_page
@secret_page
def follow(request: HttpRequest, street: str, code: str) -> HttpResponse:
    """This will show a complaint and its answer to whoever holds its code, and let them take it back."""
    office, at = street_or_404(street), now()
    if refused := refuse_guessing(request):
        return refused
    found = kept.followed_complaint(street, normalise_code(code) or "")
    if found is None:
        guesses.missed(origin(request), at)
        raise Http404
    if request.method == "POST" and "withdraw" in request.POST:
        privacy.withdraw_complaint(street=street, tracking=found.tracking, at=at)
        return go("complaint-street", street, gone="1")
    context = {
        "street": office,
        "office_name": places.office_name(street),
        "now": at,
        "item": found,
        "about": places.name(found.about_place) if found.about_place else "",
        "link": request.build_absolute_uri(request.path),
        "notice": notice(request.GET.get("done", "")),
        "sure": "sure" in request.GET,
    }
    return render(request, "resident/complaint_follow.html", context)
