"""To an issuer or WeCom and back. What speaks with them is imported only once somebody goes that way."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.people import queries as people
from linli.people.models import Person
from linli.web.doors import now
from linli.web.signing.adapters import failed
from linli.web.signing.arriving import Arrived, arrive, connect
from linli.web.signing.beginning import wanted
from linli.web.signing.door import person_of, proven


@never_cache
@require_safe
def sign_in_with(request: HttpRequest, way: str) -> HttpResponse:
    """This will send the browser to sign in elsewhere; a plain link, as our policy lets no form lead away."""
    return _go(request, way, "login", wanted(request), {})


@require_safe
@proven
def link(request: HttpRequest, way: str) -> HttpResponse:
    """This will send who is signed in to prove who they are elsewhere, so that it opens their account from then on."""
    if way in people.links(person_of(request)):
        return redirect("account")
    return _go(request, way, "connect", "", {"person": person_of(request).pk})


@never_cache
@require_safe
def sign_in_back(request: HttpRequest, way: str) -> HttpResponse:
    """This will take up whoever comes back with a code, and sign them in or link them, or say why not."""
    from linli.web.signing.returning import Returning

    provider = _provider(request, way)
    try:
        answer: HttpResponse = Returning.adapter_view(provider.get_oauth2_adapter(request))(request)
    except Arrived as who:
        if who.state.get("process") != "connect":
            return arrive(request, way, who)
        if isinstance(request.user, Person):
            request.viewer = people.viewer(request.user, now())  # type: ignore[attr-defined]  # as the doors do
        return connect(request, way, who)
    except (KeyError, TypeError, ValueError) as fault:  # an answer that is not of the protocol
        return failed(request, way, None, fault)
    return answer


def _go(request: HttpRequest, way: str, process: str, onward: str, data: dict[str, Any]) -> HttpResponse:
    provider = _provider(request, way)
    from allauth.socialaccount.providers.base import ProviderException
    from requests import RequestException

    try:
        answer: HttpResponse = provider.go(request, process, onward, data)
    except (RequestException, ProviderException) as fault:
        return failed(request, way, None, fault)
    return answer


def _provider(request: HttpRequest, way: str) -> Any:
    if way not in settings.SIGN_IN_WAYS:
        raise Http404
    if way == "oidc":
        from linli.web.signing.oidc import OidcProvider

        return OidcProvider(request, settings.SIGN_IN_WAYS)
    from linli.web.signing.wecom import WecomProvider

    return WecomProvider(request, settings.SIGN_IN_WAYS)
