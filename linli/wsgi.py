"""The door of the web server: `linli serve` starts granian on `linli.wsgi:application`."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.settings")
_django = get_wsgi_application()

# Four pictures as phones make them, and room; what is larger is not even read.
MOST_BYTES = 120_000_000
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
_TOO_LARGE = "发送的内容太大，没有接收。 What you sent is too large and was not taken.".encode()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """This will answer one request; headers that only a proxy of ours may set are dropped where there is none."""
    if not settings.TRUSTED_PROXIES:
        for name in _FORWARDED:
            environ.pop(name, None)
    if _length(environ) > MOST_BYTES:
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close")]
        start_response("413 Content Too Large", headers)
        return [_TOO_LARGE]
    answer: Iterable[bytes] = _django(environ, start_response)
    return answer


def _length(environ: dict[str, Any]) -> int:
    text = str(environ.get("CONTENT_LENGTH") or "0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else MOST_BYTES + 1
