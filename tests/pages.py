"""Every page of the house: the names the resolver knows, and a walk along the links that people are shown.

What a walk finds is held against the resolver, so that a new page is looked at too, or a test says nobody gets there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

# No page of their own: a choice, a file, a tile, what leads elsewhere.
NO_PAGE = frozenset(
    {
        "areas",
        "base-tile",
        "desk-news",
        "desk-tile",
        "display",
        "outbox-token",
        "public-tile",
        "picture",
        "report-picture",
        "service-worker",
        "sign-in-as",
        "sign-in-back",
        "sign-in-with",
        "account-link",
        "track-fixed",
        "track-rate",
        "setup",
    }
)
DEVELOPMENT = frozenset({"kit"})
NOWHERE = "/nowhere/"
HREF = re.compile(r'<a [^>]*?href="([^"#]+)')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: where one ended, and the page ("" for what is no page, or is refused)."""

    address: str
    page: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page: who sees it, where, under which name of the resolver (a step with its own), and what it says."""

    who: str
    address: str
    key: str
    page: str


Get = Callable[[str], Answer]


@dataclass
class Walk:
    """What was found so far; `most` says of which pages how many are wanted, of the others it is one.

    On `hubs` everybody is shown other links, so each person reads them, wanted or not.
    """

    most: dict[str, int]
    hubs: frozenset[str]
    found: list[Found] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def follow(self, who: str, get: Get, beginnings: Iterable[str]) -> None:
        """This will read the pages one person gets to from where they begin."""
        waiting = list(beginnings)
        while waiting:
            address = waiting.pop(0)
            key, path = name_of(address), urlsplit(address).path
            if key is None or not self._wanted(key) or (who, path) in self.seen:
                continue
            self.seen.add((who, path))
            answer = get(address)
            if not answer.page:
                continue
            if name_of(answer.address) != key:
                waiting.append(answer.address)
                continue
            self._keep(Found(who, address, key, answer.page))
            links = HREF.findall(answer.page)
            waiting += [path_of(urljoin(answer.address, unescape(link))) for link in links]

    def missing(self) -> set[str]:
        """This will give the names of pages nobody got to."""
        return every_name() - NO_PAGE - {found.key.split()[0] for found in self.found}

    def _wanted(self, key: str) -> bool:
        return key in self.hubs or self.taken.get(key, 0) < self.most.get(key, 1)

    def _keep(self, found: Found) -> None:
        if self.taken.get(found.key, 0) < self.most.get(found.key, 1):
            self.taken[found.key] = self.taken.get(found.key, 0) + 1
            self.found.append(found)


def path_of(address: str) -> str:
    """This will give an address without its host; "" for another host's."""
    parts = urlsplit(address)
    if parts.hostname not in {None, "127.0.0.1"} or parts.scheme not in {"", "http"}:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def name_of(address: str) -> str | None:
    """This will give the name under which the resolver knows a page, that of a step with the step's own."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return "error" if address == NOWHERE else None
    if match.namespaces or match.url_name is None or match.url_name in DEVELOPMENT | NO_PAGE - {"setup"}:
        return None
    step = match.kwargs.get("address")
    return f"{match.url_name} {step}" if step else match.url_name


def every_name() -> set[str]:
    """This will give the names of all addresses but the development pages'."""

    def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield pattern.name or str(pattern.pattern)
            elif not pattern.namespace:
                yield from names(pattern.url_patterns)

    return set(names(get_resolver().url_patterns)) - DEVELOPMENT
