"""Finds words a person would see in the wrong language: `python -m tools.check_words`.

The catalogues must be complete and agree with each other (`linli.lib.words` looks at that), and every message
that code or a template uses must be in one of them.
"""

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

from linli.lib import words

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "linli"
LANGUAGE = "zh_Hans"
# What each function's arguments mean: (1, "c") is a context, a number is a message.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


class Key(NamedTuple):
    """What a translation is looked up by."""

    context: str | None
    message: str


class Use(NamedTuple):
    """Where a message is used, for the person who has to translate it."""

    place: str
    key: Key


def source_of(path: Path) -> bytes:
    """This will return Python that Babel can read, of a module or of a template's translation tags."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    # Django blanks out all but the tags; what it leaves is one message a line, indented as the template was.
    lines = templatize(text, origin=str(path)).splitlines()
    return "\n".join(line.strip() for line in lines).encode()


def first(messages: str | Sequence[str]) -> str:
    """This will return the singular, which is the key of a message with a plural."""
    return messages if isinstance(messages, str) else messages[0]


def uses_in(path: Path) -> Iterator[Use]:
    """This will walk over the messages of one module or template."""
    name = path.relative_to(ROOT).as_posix()
    for line, messages, _, context in extract("python", io.BytesIO(source_of(path)), keywords=KEYWORDS):
        if message := first(messages):
            yield Use(f"{name}:{line}", Key(context, message))


def sources() -> Iterator[Path]:
    """This will walk over all modules and templates of the package."""
    for suffix in ("*.py", "*.html", "*.txt"):
        for path in sorted(PACKAGE.rglob(suffix)):
            if suffix == "*.py" or "templates" in path.parts:
                yield path


def known() -> set[Key]:
    """This will list the messages of all Chinese catalogues."""
    keys = set()
    for path in words.catalogues():
        if path.parts[-3] == LANGUAGE:
            with path.open("rb") as file:
                keys |= {Key(m.context, first(m.id)) for m in read_po(file, locale=LANGUAGE) if m.id}
    return keys


def faults(in_catalogues: set[Key]) -> Iterator[str]:
    """This will say which messages of code and templates no catalogue has."""
    for path in sources():
        for place, key in uses_in(path):
            if key not in in_catalogues:
                context = f" (context {key.context!r})" if key.context else ""
                yield f"{place}: {key.message!r}{context} is in no catalogue"


def main() -> int:
    """This will print every flaw of the catalogues and every message they lack; 1 if there is one."""
    settings.configure()  # templatize asks for nothing in it, but for its being there
    flawed = words.main()
    in_catalogues = known()
    found = list(faults(in_catalogues))
    for fault in found:
        print(fault)
    print(f"{len(in_catalogues)} messages in the catalogues, {len(found)} used that are in none.")
    return 1 if found or flawed else 0


if __name__ == "__main__":
    sys.exit(main())
