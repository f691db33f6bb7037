"""The one way into a session, whatever somebody signed in with: duties, second factor, a new session, where to."""

from datetime import UTC, datetime

from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from linli.people import actions
from linli.people import queries as people
from linli.people.models import Person
from linli.web.desk.standing import landing
from linli.web.doors import now
from linli.web.signing import devices

BACKEND = "django.contrib.auth.backends.ModelBackend"
NO_DUTY = _("You have no duty at present. Ask the administrator of your street.")
PENDING = "sign_in_pending"  # in the session, between the first factor and the second
PENDING_SECONDS = 600
CONFIRMED = "confirmed"  # when the person last proved who they are, by the true clock
CONFIRMED_SECONDS = 900
OWED = "second_factor_owed"


def wall() -> datetime:
    """This will read the true clock, which a phone's authenticator has too; a demo may have moved its own."""
    return datetime.now(UTC)


def begin(request: HttpRequest, person: Person, *, way: str, onward: str = "") -> HttpResponse:
    """This will sign somebody in who has shown who they are, or first ask for the second factor they have.

    Raises PermissionDenied with a sentence for who has no duty now.
    """
    if not people.viewer(person, now()).duties:
        raise PermissionDenied(str(NO_DUTY))
    if people.second_factor(person) is None:
        return finish(request, person, way=way, onward=onward)
    request.session.cycle_key()
    request.session[PENDING] = {
        "person": person.pk, "way": way, "next": onward, "at": wall().timestamp(),
        "hash": person.get_session_auth_hash(),
    }  # fmt: skip
    return redirect("sign-in-code")


def pending(request: HttpRequest) -> tuple[Person, str, str] | None:
    """This will give who has shown their first factor here within ten minutes, by which way, and where they want to."""
    kept = request.session.get(PENDING)
    if not kept or wall().timestamp() - kept["at"] > PENDING_SECONDS:
        return None
    person = people.person(kept["person"])
    if person is None or not person.is_active:
        return None
    if not constant_time_compare(person.get_session_auth_hash(), kept["hash"]):
        return None  # the password was changed meanwhile, or somebody signed out everywhere
    return person, kept["way"], kept["next"]


def finish(request: HttpRequest, person: Person, *, way: str, onward: str = "") -> HttpResponse:
    """This will begin a new session, note the sign-in, and go where the person wanted to or where their day begins."""
    viewer = people.viewer(person, now())
    if not viewer.duties:
        raise PermissionDenied(str(NO_DUTY))
    request.session.pop(PENDING, None)
    login(
        request, person, backend=BACKEND
    )  # under another key, so that nobody's prepared session is taken over
    confirm(request)
    actions.signed_in(person=person, way=way, at=now())
    if people.needs_second_factor(person, viewer) and people.second_factor(person) is None:
        request.session[OWED] = True
        onward = reverse("account-second-factor")
    answer = redirect(onward or landing(viewer))
    devices.remember(request, answer, person.username)
    return answer


def confirm(request: HttpRequest) -> None:
    """This will remember that the person proved who they are just now."""
    request.session[CONFIRMED] = wall().timestamp()


def recently(request: HttpRequest) -> bool:
    """This will tell whether the person proved who they are within the last quarter of an hour."""
    return wall().timestamp() - float(request.session.get(CONFIRMED, 0)) <= CONFIRMED_SECONDS


def wanted(request: HttpRequest) -> str:
    """This will give the address somebody wants to go on to, if it is one of ours; "" for any other."""
    return safe(request, request.POST.get("next", request.GET.get("next", "")))


def safe(request: HttpRequest, target: str) -> str:
    """This will give an address if it leads to a page of ours, and not back to signing in or out."""
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours and len(target) <= 2000 and not target.startswith("/sign-") else ""
