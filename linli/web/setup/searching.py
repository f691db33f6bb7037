"""Long lists of set-up: words to look for (`?q=`) and pages of fifty, both kept in the address."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

PAGE_SIZE = 50
LONGEST = 60  # characters looked for


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was looked for; `total` counts all pages, `whole` the list without the words."""

    items: Sequence[Any]
    q: str
    page: int
    total: int
    whole: int

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.page * PAGE_SIZE < self.total

    @property
    def is_long(self) -> bool:
        """Whether looking for words helps at all: the list is longer than a screen."""
        return self.whole > 10 or bool(self.q)


def asked_for(request: HttpRequest) -> str:
    """This will give the words the address asks for."""
    return request.GET.get("q", "").strip()[:LONGEST]


def having(items: Iterable[Any], q: str, text: Callable[[Any], str]) -> list[Any]:
    """This will keep the items in whose text each of the words stands, whatever their case."""
    words = q.casefold().split()
    return [item for item in items if all(word in text(item).casefold() for word in words)]


def searched(request: HttpRequest, items: Sequence[Any], text: Callable[[Any], str]) -> Found:
    """This will give the page of a list that the address asks for; a page beyond the last is the last."""
    q = asked_for(request)
    kept = having(items, q, text)
    asked = request.GET.get("page", "")
    last = max(1, -(-len(kept) // PAGE_SIZE))
    page = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return Found(kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], q, page, len(kept), len(items))
