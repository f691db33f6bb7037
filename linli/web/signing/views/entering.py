"""Signing in and out, demo accounts, the second factor, and the first password of somebody who was invited."""

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from linli.lib.verdicts import Refused
from linli.people import actions, attempts
from linli.people import queries as people
from linli.people.models import Person
from linli.web.desk.standing import landing
from linli.web.desk.taking import put
from linli.web.doors import now
from linli.web.signing.beginning import NO_DUTY, begin, finish, pending, wall, wanted
from linli.web.signing.forms import WRONG, CodeForm, PasswordForm, SignInForm
from linli.web.signing.invented import accounts
from linli.web.signing.trying import tries_of, wait
from linli.web.signing.ways import ways

WRONG_CODE = _("This code is not right or was used already. Wait for the next one.")


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """This will sign somebody in by name and password, slowed down after too many refusals."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = _known(request, form)
        if person is not None:
            return begin(request, person, way="password", onward=wanted(request))
    if request.method != "POST" and isinstance(request.user, Person):
        return _onward(request, request.user)
    groups = accounts(now()) if settings.MODE == "demo" else []
    context = {"form": form, "groups": groups, "next": wanted(request), "ways": ways()}
    return render(request, "signing/sign_in.html", context)


@never_cache
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """This will sign in as one of a demo's invented people, with one tap; in a demo only.

    No second step is asked: the tap proves nothing, and whoever tried two steps out would lock the next visitor out.
    """
    if settings.MODE != "demo":
        raise Http404
    asked = request.POST.get("person", "")
    person = next((each for each in people.demo_accounts() if str(each.pk) == asked), None)
    if person is None:
        raise Http404
    return finish(request, person, way="demo", onward=wanted(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """This will ask who has shown their first factor for a code, slowed down after too many refusals."""
    found = pending(request)
    if found is None:
        return redirect("sign-in")
    person, way, onward = found
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        at, tries = now(), tries_of(request, person.username, what="code")
        if minutes := attempts.minutes_left(**tries):
            form.add_error(None, wait(minutes))
        elif actions.check_second_factor(person=person, typed=form.cleaned_data["code"], wall=wall(), at=at):
            return finish(request, person, way=way, onward=onward)
        else:
            attempts.refused(**tries)
            form.add_error("code", WRONG_CODE)
    return render(request, "signing/code.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """This will sign out by a post; a mere link shows a page with the button, so that no other site can do it."""
    if request.method == "POST":
        logout(request)
        return redirect("sign-in")
    return render(request, "signing/sign_out.html")


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: HttpRequest, secret: str) -> HttpResponse:
    """This will let somebody who was invited choose their password; the link works once."""
    person = actions.invited(secret)
    if person is None:
        return render(request, "signing/first_password.html", {"gone": True}, status=410)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_invitation(secret=secret, password=form.cleaned_data["password"], at=now())
        except Refused as fault:
            put(form, {"password": fault.reason})
        else:
            return begin(request, people.person(person.pk) or person, way="invitation")
    return render(request, "signing/first_password.html", {"form": form, "person": person})


def _known(request: HttpRequest, form: SignInForm) -> Person | None:
    username = form.cleaned_data["username"]
    tries = tries_of(request, username)
    if minutes := attempts.minutes_left(**tries):
        form.add_error(None, wait(minutes, password=True))
        return None
    # For an unknown name Django hashes the password all the same: the time tells nobody who exists.
    person = authenticate(request, username=username, password=form.cleaned_data["password"])
    if person is None:
        attempts.refused(**tries)
        form.add_error(None, WRONG)
    return person if isinstance(person, Person) else None


def _onward(request: HttpRequest, person: Person) -> HttpResponse:
    viewer = people.viewer(person, now())
    if not viewer.duties:
        raise PermissionDenied(str(NO_DUTY))
    return redirect(wanted(request) or landing(viewer))
