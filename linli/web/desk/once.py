"""The key under which a step is taken or a case entered once, however often its form is sent."""

import hashlib
from collections.abc import Mapping
from typing import Any

from linli.lib.ids import token

_LONGEST = 64
# What changes between two attempts at the same thing; the outbox says `looked` whenever it sends by itself.
_PASSING = frozenset({"csrfmiddlewaretoken", "key", "seen", "looked"})


def new_key() -> str:
    """This will make the key of a page; the queue of a browser makes its own for each thing written."""
    return token(18)


def once_key(sent: Mapping[str, Any], *about: object) -> str:
    """This will give the key of a post: the page's, what it is about, what was said; "" for a page without one.

    Somebody who goes back, writes something else and sends again does a second thing. Pictures do not count:
    they are made smaller anew at each attempt.
    """
    key = str(sent.get("key", ""))
    if not 0 < len(key) <= _LONGEST or not key.isprintable():
        return ""
    said = [f"{name}={sent[name]}" for name in sorted(sent) if name not in _PASSING]
    text = "\x1f".join([key, *(str(part) for part in about), *said])
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
