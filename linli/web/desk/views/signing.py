"""Signing in and out, demo accounts, and the first password of somebody who was invited."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from linli.lib.verdicts import Refused
from linli.people import actions, attempts
from linli.people import queries as people
from linli.people.models import Person
from linli.web.desk.invented import accounts
from linli.web.desk.standing import landing
from linli.web.desk.taking import put
from linli.web.doors import now, origin

BACKEND = "django.contrib.auth.backends.ModelBackend"
WRONG = _("The name or the password is not right.")
TOO_OFTEN = _("Too many tries. Wait a quarter of an hour, or ask your administrator for a new password.")
NO_DUTY = _("You have no duty at present. Ask the administrator of your street.")


class SignInForm(forms.Form):
    """Name and password; which of the two was wrong is not said."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": _("Enter your sign-in name."), "max_length": WRONG},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password."), "max_length": WRONG},
    )


class PasswordForm(forms.Form):
    """A first password, typed twice."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters; a short sentence is easiest to remember."),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a password.")},
    )
    again = forms.CharField(
        label=_("The same once more"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter it once more.")},
    )

    def clean(self) -> dict[str, Any]:
        """This will compare the two."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("again") and given.get("password") != given.get("again"):
            self.add_error("again", _("The two are not the same."))
        return given


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """This will sign somebody in by name and password, slowed down after too many refusals."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = _known(request, form)
        if person is not None:
            return _begin(request, person)
    if request.method != "POST" and isinstance(request.user, Person):
        return _onward(request, request.user)
    groups = accounts(now()) if settings.MODE == "demo" else []
    context = {"form": form, "groups": groups, "next": _next(request)}
    return render(request, "desk/sign_in.html", context)


@never_cache
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """This will sign in as one of a demo's invented people, with one tap; in a demo only."""
    if settings.MODE != "demo":
        raise Http404
    asked = request.POST.get("person", "")
    person = next((each for each in people.demo_accounts() if str(each.pk) == asked), None)
    if person is None:
        raise Http404
    return _begin(request, person)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """This will sign out by a post; a mere link shows a page with the button, so that no other site can do it."""
    if request.method == "POST":
        logout(request)
        return redirect("sign-in")
    return render(request, "desk/sign_out.html")


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: HttpRequest, secret: str) -> HttpResponse:
    """This will let somebody who was invited choose their password; the link works once."""
    person = actions.invited(secret)
    if person is None:
        return render(request, "desk/first_password.html", {"gone": True}, status=410)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_invitation(secret=secret, password=form.cleaned_data["password"], at=now())
        except Refused as fault:
            put(form, {"password": fault.reason})
        else:
            return _begin(request, people.person(person.pk) or person)
    return render(request, "desk/first_password.html", {"form": form, "person": person})


def _known(request: HttpRequest, form: SignInForm) -> Person | None:
    username, address, at = form.cleaned_data["username"], origin(request), now()
    if attempts.too_many(username=username, address=address, at=at):
        form.add_error(None, TOO_OFTEN)
        return None
    person = authenticate(request, username=username, password=form.cleaned_data["password"])
    if person is None:
        attempts.refused(username=username, address=address, at=at)
        form.add_error(None, WRONG)
    return person if isinstance(person, Person) else None


def _begin(request: HttpRequest, person: Person) -> HttpResponse:
    login(request, person, backend=BACKEND)
    return _onward(request, person)


def _onward(request: HttpRequest, person: Person) -> HttpResponse:
    viewer = people.viewer(person, now())
    if not viewer.duties:
        raise PermissionDenied(str(NO_DUTY))
    return redirect(_next(request) or landing(viewer))


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next", request.GET.get("next", ""))
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours and len(target) <= 2000 and not target.startswith("/sign-") else ""
