"""Signing in by WeCom (企业微信), as a provider of allauth; its own `weixin` is another protocol.

Sources, all below https://developer.work.weixin.qq.com/document/path/ : 98152 (the address that shows the QR code, or
signs in by WeCom on the same computer), 91022 (OAuth2 inside WeCom's own browser), 91039 (gettoken: valid for
`expires_in` seconds, the same token again within them, must be kept), 91023 (auth/getuserinfo: `userid` of a member,
`openid` of anybody else; a code is good once, for five minutes), 90313 (error codes; decide by errcode, never errmsg).
"""

import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.web.signing.arriving import Arrived
from linli.web.signing.outgoing import Fault, ask

# A token that is no longer good: get another, once.
STALE = frozenset({40014, 42001})
BUSY = -1
SENTENCES = {
    40029: _("WeCom says that this sign-in was used already or is too old. Begin again."),
    60020: _(
        "WeCom does not accept the address of this server. Tell whoever runs it; use name and password for now."
    ),
    BUSY: _("WeCom is busy. Try again in a minute, or use name and password."),
}
MISCONFIGURED = _("WeCom refuses this system. Tell whoever runs it; use name and password for now.")
OUTSIDER = _("You are no member of this organisation in WeCom. Use name and password.")
EARLY_SECONDS = 120  # a token is not used in its last two minutes


class WecomProvider(OAuth2Provider):
    """The one application of `settings.SIGN_IN_WAYS`."""

    id = "wecom"
    name = "WeCom"

    def __init__(self, request: HttpRequest, ways: Mapping[str, Any]) -> None:
        way = ways["wecom"]
        app = SocialApp(
            provider=self.id,
            provider_id=self.id,
            name=self.name,
            client_id=way["corp_id"],
            secret=way["secret"],
        )
        super().__init__(request, app=app)
        self.way: Mapping[str, str] = way

    def get_oauth2_adapter(self, request: HttpRequest) -> "WecomAdapter":
        """This will give what speaks with WeCom."""
        return WecomAdapter(request, self)

    def go(self, request: HttpRequest, process: str, onward: str, data: dict[str, Any]) -> HttpResponse:
        """This will send the browser to WeCom, with the state kept in the session."""
        answer: HttpResponse = self.redirect(request, process, next_url=onward or None, data=data)
        return answer


class WecomClient(OAuth2Client):
    """WeCom's own parameters; the application's token is got where the member is asked for."""

    agent_id = ""
    inside = False

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        """This will give the address of WeCom: for a browser the QR code, inside WeCom at once."""
        if self.inside:
            asked = {
                "appid": self.consumer_key, "redirect_uri": self.callback_url, "response_type": "code",
                "scope": "snsapi_base", "state": self.state, "agentid": self.agent_id,
            }  # fmt: skip
            return f"{authorization_url}?{urlencode(asked)}#wechat_redirect"
        asked = {
            "login_type": "CorpApp", "appid": self.consumer_key, "agentid": self.agent_id,
            "redirect_uri": self.callback_url, "state": self.state,
            "lang": "en" if get_language() == "en" else "zh",
        }  # fmt: skip
        return f"{authorization_url}?{urlencode(asked)}"


class WecomAdapter(OAuth2Adapter):
    """One exchange with WeCom."""

    client_class = WecomClient
    state: Mapping[str, Any] | None = None
    access_token_url = ""

    def __init__(self, request: HttpRequest, provider: WecomProvider) -> None:
        super().__init__(request)
        self.provider_id = provider.id
        self._own = provider

    def get_provider(self) -> WecomProvider:
        """This will give the provider this was made for."""
        return self._own

    @property
    def inside(self) -> bool:
        """Whether the browser is WeCom's own, which says so as `wxwork`."""
        return "wxwork" in self.request.headers.get("User-Agent", "").lower()

    @property
    def authorize_url(self) -> str:
        """Where the browser is sent."""
        return self._own.way["oauth"] if self.inside else self._own.way["login"]

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """This will give where WeCom sends the browser back to; its host must be entered there as trusted."""
        return request.build_absolute_uri(reverse("sign-in-back", args=[self._own.id]))

    def get_client(self, request: HttpRequest, app: Any) -> WecomClient:
        """This will give the client with the application's number."""
        client: WecomClient = super().get_client(request, app)
        client.agent_id, client.inside = self._own.way["agent_id"], self.inside
        return client

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """This will give the application's token; WeCom has none of a person's."""
        return {"access_token": token_of(self._own.way)}

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """This will ask whose code it is and raise Arrived with their userid. Raises Fault for outsiders and errors."""
        way, code = self._own.way, request.GET["code"][:512]
        found = _asked(way, token.token, code)
        if found["errcode"] in STALE:
            forget(way)
            found = _asked(way, token_of(way), code)
        _insist(found, "auth/getuserinfo")
        userid = found.get("userid") or found.get("UserId")  # older private installations write UserId
        if not isinstance(userid, str) or not userid:
            raise Fault("not a member", OUTSIDER)
        raise Arrived(userid, self.state or {}, None)


_tokens: dict[tuple[str, ...], tuple[str, float]] = {}
_lock = threading.Lock()


def token_of(way: Mapping[str, str]) -> str:
    """This will give the application's token, kept in this process for as long as WeCom said. Raises Fault."""
    with _lock:
        kept, until = _tokens.get(_key(way), ("", 0.0))
        if time.monotonic() < until:
            return kept
        found = ask(
            f"{way['api']}/cgi-bin/gettoken", params={"corpid": way["corp_id"], "corpsecret": way["secret"]}
        )
        _insist(found, "gettoken")
        token, seconds = str(found["access_token"]), float(found["expires_in"])
        _tokens[_key(way)] = (token, time.monotonic() + max(0.0, seconds - EARLY_SECONDS))
        return token


def forget(way: Mapping[str, str]) -> None:
    """This will drop the token that is kept, as WeCom no longer takes it."""
    with _lock:
        _tokens.pop(_key(way), None)


def _key(way: Mapping[str, str]) -> tuple[str, ...]:
    return way["api"], way["corp_id"], way["secret"]


def _asked(way: Mapping[str, str], token: str, code: str) -> dict[str, Any]:
    found = ask(f"{way['api']}/cgi-bin/auth/getuserinfo", params={"access_token": token, "code": code})
    found["errcode"] = int(found.get("errcode", 0))
    return found


def _insist(found: Mapping[str, Any], what: str) -> None:
    number = int(found.get("errcode", 0))
    if number:
        raise Fault(f"{what}: errcode {number}", SENTENCES.get(number, MISCONFIGURED))
