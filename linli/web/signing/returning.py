"""allauth's view of whoever comes back with a code, told the state they left with. Imported once somebody does."""

from typing import Any

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import HttpRequest


class Returning(OAuth2CallbackView):
    """As allauth's, but the exchange knows the state, in which the nonce stands."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, answer = super()._get_state(request, provider)
        self.adapter.state = state
        return state, answer
