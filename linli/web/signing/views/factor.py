"""Switching two-factor sign-in on and off, and new recovery codes."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from linli.lib.verdicts import Refused
from linli.people import actions, attempts, totp
from linli.people import queries as people
from linli.people.models import Person
from linli.web.desk.marks import qr_drawing
from linli.web.desk.standing import landing
from linli.web.desk.taking import put
from linli.web.doors import now, viewer_of
from linli.web.signing.beginning import OWED, wall
from linli.web.signing.door import person_of, proven
from linli.web.signing.forms import CodeForm
from linli.web.signing.trying import tries_of, wait


@sensitive_post_parameters("code", "offer")
@proven
def second_factor(request: HttpRequest) -> HttpResponse:
    """This will show what an authenticator scans, and switch two-factor sign-in on once its code is right.

    Where it is on: the page with new recovery codes and the way to switch it off.
    """
    person = person_of(request)
    if people.second_factor(person) is not None:
        return _on(request, person)
    form, offer = CodeForm(request.POST if request.method == "POST" else None), request.POST.get("offer", "")
    if request.method == "POST" and form.is_valid():
        codes = _switched_on(request, person, form, offer)
        if codes:
            return _codes(request, codes)
    secret = actions.offered(person=person, offer=offer)
    if secret is None:
        secret, offer = actions.offer_second_factor(person=person)
    address = totp.address(secret, issuer=_("Linli"), account=person.username)
    context = {"form": form, "offer": offer, "secret": _in_fours(secret), "drawing": qr_drawing(address)}
    return render(request, "signing/second_factor.html", context)


def _switched_on(request: HttpRequest, person: Person, form: CodeForm, offer: str) -> list[str]:
    at, tries = now(), tries_of(request, person.username, what="code")
    if minutes := attempts.minutes_left(**tries):
        form.add_error(None, wait(minutes))
        return []
    try:
        codes = actions.set_second_factor(
            person=person, offer=offer, typed=form.cleaned_data["code"],
            wall=wall(), at=at, by=viewer_of(request),
        )  # fmt: skip
    except Refused as fault:
        attempts.refused(**tries)
        put(form, {"code": fault.reason})
        return []
    request.session.pop(OWED, None)
    update_session_auth_hash(request, person)
    return codes


def _on(request: HttpRequest, person: Person) -> HttpResponse:
    """Where two-factor sign-in is on: new recovery codes, or off again."""
    viewer, at = viewer_of(request), now()
    try:
        if request.POST.get("action") == "codes":
            return _codes(request, actions.new_recovery_codes(person=person, at=at, by=viewer))
        if request.POST.get("action") == "off":
            actions.drop_second_factor(person=person, at=at, by=viewer)
            messages.success(request, _("Two-factor sign-in is off."))
            return redirect("account")
    except Refused as fault:
        messages.error(request, str(fault.reason))
        return redirect("account-second-factor")
    factor = people.second_factor(person)
    context = {
        "factor": factor,
        "left": len(factor.codes) if factor else 0,
        "needed": people.needs_second_factor(person, viewer),
        "now": at,
    }
    return render(request, "signing/second_factor_on.html", context)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The recovery codes, shown this once and in no address."""
    return render(
        request, "signing/recovery_codes.html", {"codes": codes, "home": landing(viewer_of(request))}
    )


def _in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
