"""One's own account: password, ways of signing in, devices. Nobody but the person sees these pages."""

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from linli.lib.verdicts import Refused
from linli.people import actions, attempts
from linli.people import queries as people
from linli.web.desk.naming import viewer_words
from linli.web.desk.standing import landing
from linli.web.desk.taking import put
from linli.web.doors import now, viewer_of
from linli.web.signing.beginning import OWED, confirm, recently, wanted
from linli.web.signing.door import own, person_of, proven
from linli.web.signing.forms import ConfirmForm, PasswordForm
from linli.web.signing.trying import tries_of, wait
from linli.web.signing.ways import how, ways

SHOWN = 10


@own
def account(request: HttpRequest) -> HttpResponse:
    """This will show how one signs in, and one's own newest sign-ins."""
    person, viewer = person_of(request), viewer_of(request)
    linked = people.links(person)
    context = {
        "person": person,
        "duty": viewer_words(viewer),
        "factor": people.second_factor(person),
        "needed": people.needs_second_factor(person, viewer),
        "owed": request.session.get(OWED, False),
        "ways": [{"way": way, "subject": linked.get(way.key, "")} for way in ways()],
        "sign_ins": [{"row": row, "how": how(row.way)} for row in people.own_sign_ins(person, SHOWN)],
        "home": landing(viewer),
        "now": now(),
    }
    return render(request, "signing/account.html", context)


@sensitive_post_parameters("password", "again")
@proven
def password(request: HttpRequest) -> HttpResponse:
    """This will change one's own password; this device stays signed in, others do not."""
    person, form = person_of(request), PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_password(
                person=person, password=form.cleaned_data["password"], at=now(), by=viewer_of(request)
            )
        except Refused as fault:
            put(form, {"password": fault.reason})
        else:
            return _kept_here(request, _("The password is changed. Other devices are signed out."))
    return render(request, "signing/password.html", {"form": form, "person": person})


@own
def everywhere(request: HttpRequest) -> HttpResponse:
    """This will sign out on all other devices; a mere link shows a page with the button."""
    if request.method == "POST":
        actions.sign_out_everywhere(person=person_of(request), at=now(), by=viewer_of(request))
        return _kept_here(request, _("All other devices are signed out."))
    return render(request, "signing/everywhere.html")


@sensitive_post_parameters("password")
@own
def confirm_again(request: HttpRequest) -> HttpResponse:
    """This will ask for the password once more before something that decides who may sign in."""
    person, onward = person_of(request), wanted(request) or "account"
    if recently(request):
        return redirect(onward)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        tries, given = tries_of(request, person.username), form.cleaned_data["password"]
        if minutes := attempts.minutes_left(**tries):
            form.add_error(None, wait(minutes, password=True))
        elif authenticate(request, username=person.username, password=given) is None:
            attempts.refused(**tries)
            form.add_error("password", _("The password is not right."))
        else:
            confirm(request)
            return redirect(onward)
    context = {"form": form, "person": person, "next": wanted(request)}
    return render(request, "signing/confirm.html", context)


@proven
def unlink(request: HttpRequest, way: str) -> HttpResponse:
    """This will take a way of signing in away from one's account."""
    found = next((each for each in ways() if each.key == way), None)
    if found is None:
        raise Http404
    if request.method != "POST":
        return render(request, "signing/unlink.html", {"way": found})
    try:
        actions.unlink(person=person_of(request), way=way, at=now(), by=viewer_of(request))
    except Refused as fault:
        messages.error(request, str(fault.reason))
    else:
        messages.success(request, _("%(way)s no longer opens this account.") % {"way": found.label})
    return redirect("account")


def _kept_here(request: HttpRequest, done: object) -> HttpResponse:
    """This session goes on under what it is now checked against; the others are over."""
    person = people.person(person_of(request).pk)
    if person is not None:
        update_session_auth_hash(request, person)
    messages.success(request, str(done))
    return redirect("account")
