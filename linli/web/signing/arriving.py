"""Who came back from an issuer or from WeCom, and which account they may enter. Nobody gets one by coming back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.lib.verdicts import Refused
from linli.people import actions
from linli.people import queries as people
from linli.people.models import Person
from linli.web.doors import now, viewer_of
from linli.web.signing.adapters import refusal
from linli.web.signing.beginning import begin, safe
from linli.web.signing.ways import label


class Arrived(Exception):  # it ends allauth's part of the way and is no error
    """Somebody proved who they are elsewhere: their `subject` there, the `state` they left with, and what may match."""

    def __init__(self, subject: str, state: Mapping[str, Any], match: tuple[str, str] | None) -> None:
        super().__init__(subject)
        self.subject = subject
        self.state = state
        self.match = match


def arrive(request: HttpRequest, way: str, who: Arrived) -> HttpResponse:
    """This will sign in whose account is linked to who came, or matches by the claim that is set; refuse others."""
    person = people.linked(way, who.subject)
    if person is None and who.match is not None:
        person = _matched(way, who)
    if person is None or not person.is_active:
        reason = _(
            "No account here belongs to your account with %(way)s. Ask the administrator of your street to link it, "
            "or sign in with name and password and link it yourself under “My account”."
        )
        return refusal(request, way, reason % {"way": label(way)}, subject=who.subject)
    return begin(request, person, way=way, onward=safe(request, str(who.state.get("next") or "")))


def _matched(way: str, who: Arrived) -> Person | None:
    """The account a verified claim names; it is linked from now on, by what does not change there."""
    field, value = who.match or ("", "")
    person = people.by_claim(field, value)
    if person is None:
        return None
    try:
        actions.link(person=person, way=way, subject=who.subject, at=now(), by=None)
    except Refused:  # this account is linked to somebody else there
        return None
    return person


def connect(request: HttpRequest, way: str, who: Arrived) -> HttpResponse:
    """This will link who came to the account of who is signed in, if it is the same who went."""
    person, data = request.user, who.state.get("data") or {}
    if not isinstance(person, Person) or person.pk != data.get("person"):
        return refusal(request, way, _("You were signed out meanwhile. Sign in and link it again."))
    try:
        actions.link(person=person, way=way, subject=who.subject, at=now(), by=viewer_of(request))
    except Refused as fault:
        return refusal(request, way, str(fault.reason), subject=who.subject)
    messages.success(request, _("You can sign in with %(way)s from now on.") % {"way": label(way)})
    return redirect("account")
