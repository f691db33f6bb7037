"""What allauth asks the house: nobody signs up, and what goes wrong is said on a page of ours.

allauth carries state, PKCE and codes between us and an issuer. Accounts, links, second factors, limits and sessions
are the house's own (docs/adr/), so that none of its pages is mounted and none of its tables is used.
"""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.people.models import Person
from linli.web.signing.ways import Way, label

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody gets an account but from an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """This will refuse."""
        return False


class SocialAdapter(DefaultSocialAccountAdapter):
    """Nobody gets an account by merely signing in; requests leave by `Asking`."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """This will refuse."""
        return False

    def get_requests_session(self) -> Any:
        """This will give a session that speaks TLS and follows no redirect."""
        from linli.web.signing.outgoing import Asking

        return Asking()

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """This will show why signing in did not work, in a sentence, with the way that is left."""
        raise ImmediateHttpResponse(failed(request, provider.id, error, exception))


def failed(request: HttpRequest, key: str, error: Any, fault: Exception | None) -> HttpResponse:
    """This will say why a way of signing in did not work, and note for the operator what happened."""
    if fault is not None:
        log.warning("signing in by %s: %s: %.300s", key, type(fault).__name__, fault)
    way = label(key)
    if error == "cancelled":
        return refusal(request, key, _("You stopped signing in with %(way)s.") % {"way": way})
    if sentence := str(getattr(fault, "sentence", "")):
        return refusal(request, key, sentence)
    if fault is None:
        words = _(
            "This sign-in was begun elsewhere, was used already, or took longer than ten minutes. Begin again."
        )
        return refusal(request, key, words)
    words = _("%(way)s does not answer as it should just now. Try again later, or use name and password.")
    return refusal(request, key, words % {"way": way})


def refusal(request: HttpRequest, key: str, reason: str, *, subject: str = "") -> HttpResponse:
    """This will show why nobody was signed in; `subject` is who the person is there, for the administrator to enter."""
    inside = isinstance(request.user, Person)
    context = {
        "title": _("Not signed in") if not inside else _("Not linked"),
        "reason": reason,
        "subject": subject,
        "way": Way(key, label(key)),
        "back": reverse("account" if inside else "sign-in"),
        "back_words": _("My account") if inside else _("To the sign-in page"),
    }
    return render(request, "signing/refused.html", context, status=403)
