"""Asking an issuer or WeCom something: by TLS, briefly, and never somewhere else than where we were told."""

from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.providers.base import ProviderException
from django.conf import settings
from django.utils.functional import Promise

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SECONDS = 8


class Fault(ProviderException):
    """Why signing in did not work: `str()` is for the operator's log, `sentence`, if there is one, for the person."""

    def __init__(self, what: str, sentence: "str | Promise" = "") -> None:
        super().__init__(what)
        self.sentence = sentence


class Asking(requests.Session):
    """A session of requests that follows no redirect, waits `SECONDS`, and speaks TLS except on this machine."""

    def request(  # type: ignore[override]  # its twenty arguments are passed on as they come
        self, method: str, url: str, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """This will send one request. Raises Fault for an address without TLS, RequestException as requests does."""
        if not is_safe(url):
            raise Fault(f"{url} is not https://")
        kwargs = {"timeout": SECONDS, "allow_redirects": False, **kwargs}
        if settings.OUTGOING_PROXY and urlsplit(url).hostname not in LOOPBACK:
            kwargs["proxies"] = {"https": settings.OUTGOING_PROXY}
        return super().request(method, url, *args, **kwargs)


def is_safe(url: str) -> bool:
    """This will tell whether what is said to an address cannot be overheard: TLS, or this machine itself."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def ask(
    url: str, *, headers: dict[str, str] | None = None, params: dict[str, str] | None = None
) -> dict[str, Any]:
    """This will get a JSON object. Raises Fault for any other answer, RequestException where there is none."""
    with Asking() as session:
        answer = session.get(url, headers=headers, params=params)
    where = url.partition("?")[0]
    if answer.status_code != requests.codes.ok:
        raise Fault(f"{where} answered {answer.status_code}")
    found = answer.json()
    if not isinstance(found, dict):
        raise Fault(f"{where} gave no JSON object")
    return found
