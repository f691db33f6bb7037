"""A small WeCom that plays its two ways of signing in: addresses, gettoken, auth/getuserinfo, error codes.

As documented below https://developer.work.weixin.qq.com/document/path/ : 98152, 91022, 91039, 91023, 90313.
"""

import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.web.signing.playing import Reply, back

CORP, AGENT, SECRET = "ww0123456789abcdef", "1000002", "corp-secret"


@dataclass
class WeCom:
    """One organisation, and who scans the code; `error` is answered by getuserinfo, `token_error` by gettoken."""

    address: str = ""
    member: dict[str, str] = field(default_factory=lambda: {"userid": "ZhangSan"})
    error: int = 0
    token_error: int = 0
    expires_in: int = 7200
    shows_page: bool = False
    tokens: list[str] = field(default_factory=list)
    good: set[str] = field(default_factory=set)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    _codes: dict[str, bool] = field(default_factory=dict)

    def answer(self, method: str, path: str, asked: dict[str, str], headers: Any) -> Reply:
        """This will play one request."""
        self.asked.append((path, asked))
        if path == "/wwlogin/sso/login":
            assert (asked["login_type"], asked["appid"], asked["agentid"]) == ("CorpApp", CORP, AGENT)
            return self._code(asked)
        if path == "/connect/oauth2/authorize":
            assert (asked["response_type"], asked["scope"]) == ("code", "snsapi_base")
            assert (asked["appid"], asked["agentid"]) == (CORP, AGENT)
            return self._code(asked)
        if path == "/cgi-bin/gettoken":
            return self._get_token(asked)
        if path == "/cgi-bin/auth/getuserinfo":
            return self._user_info(asked)
        return Reply(status=404)

    def expire_tokens(self) -> None:
        """This will no longer take the tokens given so far, as when another program asked for one."""
        self.good.clear()

    def _code(self, asked: dict[str, str]) -> Reply:
        assert asked["state"].isascii()
        assert asked["state"].isalnum()
        code = secrets.token_urlsafe(16)
        self._codes[code] = True
        leads = back(asked["redirect_uri"], code=code, state=asked["state"])
        if self.shows_page:
            return Reply(
                page=f'<!doctype html><title>WeCom</title><h1>WeCom</h1><a href="{leads}">Scanned</a>'
            )
        return Reply(to=leads)

    def _get_token(self, asked: dict[str, str]) -> Reply:
        if self.token_error:
            return _fault(self.token_error)
        if asked.get("corpid") != CORP:
            return _fault(40013)
        if asked.get("corpsecret") != SECRET:
            return _fault(40001)
        token = secrets.token_urlsafe(24)
        self.tokens.append(token)
        self.good.add(token)
        return Reply({"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": self.expires_in})

    def _user_info(self, asked: dict[str, str]) -> Reply:
        if asked.get("access_token") not in self.good:
            return _fault(42001 if asked.get("access_token") in self.tokens else 40014)
        if self.error:
            return _fault(self.error)
        if not self._codes.pop(asked.get("code", ""), False):
            return _fault(40029)
        return Reply({"errcode": 0, "errmsg": "ok", **self.member})


def _fault(number: int) -> Reply:
    return Reply({"errcode": number, "errmsg": f"error {number}, hint: [1700000000], from ip: 192.0.2.7"})
