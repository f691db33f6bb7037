"""Signing in by an issuer of OpenID Connect, by allauth's provider made stricter.

allauth trusts the token endpoint's TLS and reads the ID token without its signature and without a nonce. Here the
signature is checked against the issuer's present keys, and issuer, audience, time and nonce with it
(OpenID Connect Core 1.0, 3.1.3.7). Keys are fetched each time, so that a rotated key needs nothing.
"""

import secrets
from collections.abc import Mapping
from typing import Any

import jwt
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from linli.web.signing.arriving import Arrived
from linli.web.signing.outgoing import Fault, ask

# Only what a public key verifies: no "none", and no secret that could be our own.
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
SKEW_SECONDS = 60
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
# What an issuer must say of these before they count (Core 1.0, 5.1).
VERIFIED = {"email": "email_verified", "phone_number": "phone_number_verified"}


class OidcProvider(OpenIDConnectProvider):
    """The one issuer of `settings.SIGN_IN_WAYS`."""

    id = "oidc"
    pkce_enabled_default = True

    def __init__(self, request: HttpRequest, ways: Mapping[str, Any]) -> None:
        way = ways["oidc"]
        super().__init__(
            request,
            app=SocialApp(
                provider=self.id, provider_id=self.id, name="oidc", client_id=way["client_id"],
                secret=way["secret"], settings={"server_url": way["issuer"]},
            ),
        )  # fmt: skip
        self.issuer: str = way["issuer"]
        self.match: tuple[str, str] | None = way["match"]
        self._scope: list[str] = way["scope"]

    def get_scope(self) -> list[str]:
        """This will ask for no more than the claim needs that finds an account."""
        return self._scope

    def get_oauth2_adapter(self, request: HttpRequest) -> "OidcAdapter":
        """This will give what speaks with the issuer."""
        return OidcAdapter(request, self)

    def go(self, request: HttpRequest, process: str, onward: str, data: dict[str, Any]) -> HttpResponse:
        """This will send the browser to the issuer, with state, nonce and PKCE kept in the session."""
        nonce = secrets.token_urlsafe(24)
        answer: HttpResponse = self.redirect(
            request, process, next_url=onward or None, data=data, auth_params={"nonce": nonce}, nonce=nonce
        )
        return answer


class OidcAdapter(OpenIDConnectOAuth2Adapter):
    """One exchange with the issuer."""

    state: Mapping[str, Any] | None = None

    def __init__(self, request: HttpRequest, provider: OidcProvider) -> None:
        super().__init__(request, provider.id)
        self._own = provider

    def get_provider(self) -> OidcProvider:
        """This will give the provider this was made for."""
        return self._own

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """This will give where the issuer sends the browser back to."""
        return request.build_absolute_uri(reverse("sign-in-back", args=[self._own.id]))

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the issuer says of itself, checked to be of this issuer (Discovery 1.0, 4.3)."""
        if not hasattr(self, "_openid_config"):
            found = ask(self._own.server_url)
            if found.get("issuer") != self._own.issuer:
                raise Fault(f"the issuer calls itself {found.get('issuer')!r}")
            if missing := [name for name in NEEDED if not isinstance(found.get(name), str)]:
                raise Fault(f"the issuer does not name {', '.join(missing)}")
            self._openid_config = found
        return self._openid_config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """This will check the ID token and raise Arrived with who came; Fault if it does not hold."""
        claims = self._checked(str(kwargs["response"].get("id_token", "")))
        raise Arrived(str(claims["sub"]), self.state or {}, self._match(claims, token.token))

    def _checked(self, id_token: str) -> dict[str, Any]:
        try:
            algorithm, key = self._key(id_token)
            claims: dict[str, Any] = jwt.decode(
                id_token, key, algorithms=[algorithm], audience=self._own.app.client_id,
                issuer=self._own.issuer, leeway=SKEW_SECONDS,
                options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
            )  # fmt: skip
        except jwt.PyJWTError as fault:
            raise Fault(f"the ID token does not hold: {type(fault).__name__}: {fault}") from fault
        nonce = str((self.state or {}).get("nonce", ""))
        if not nonce or not secrets.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
            raise Fault("the ID token is of another sign-in: its nonce is not ours")
        if (
            isinstance(claims["aud"], list)
            and len(claims["aud"]) > 1
            and claims.get("azp") != self._own.app.client_id
        ):
            raise Fault("the ID token was issued to another client")
        return claims

    def _key(self, id_token: str) -> tuple[str, Any]:
        """The algorithm of a token, if it is one of ours, and the one key of the issuer that it names."""
        header = jwt.get_unverified_header(id_token)
        algorithm, kid = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS:
            raise Fault(f"the ID token is signed by {algorithm!r}")
        keys = jwt.PyJWKSet.from_dict(ask(self.openid_config["jwks_uri"])).keys
        fitting = [
            each
            for each in keys
            if each.key_id in {kid, None} or kid is None
            if each.public_key_use in {"sig", None}
        ]
        if len(fitting) != 1:
            raise Fault(f"the issuer has {len(fitting)} keys that could be {kid!r}")
        return algorithm, fitting[0].key

    def _match(self, claims: Mapping[str, Any], access_token: str) -> tuple[str, str] | None:
        """The field of an account and its value by which a first sign-in may find it, if that is set and verified."""
        if self._own.match is None:
            return None
        claim, field = self._own.match
        said = claims
        if claim not in claims and (address := self.openid_config.get("userinfo_endpoint")):
            said = ask(str(address), headers={"Authorization": f"Bearer {access_token}"})
            if said.get("sub") != claims["sub"]:
                raise Fault("the issuer's user info is about somebody else")
        if claim in VERIFIED and said.get(VERIFIED[claim]) is not True:
            return None
        value = said.get(claim)
        return (field, value) if isinstance(value, str) and value else None
