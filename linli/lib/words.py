"""The catalogues of all packages: compiling them, and finding what is not yet said in Chinese.

Babel does the reading and writing, so that nobody needs gettext's own programs. It is needed to build
Linli and to work on it, never to run it; hence it is imported only where it is used.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

PACKAGE = Path(__file__).resolve().parents[1]
_LINE = re.compile(r'(?:#.*)?|(?:msg\w+(?:\[\d+\])?\s+)?"(?:[^"\\]|\\.)*"')
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


@dataclass(frozen=True, order=True)
class Flaw:
    """A message that is not fit to be shown: where, which, and why."""

    path: Path
    message: str
    why: str

    def __str__(self) -> str:
        return f"{self.path}: {self.why}: {self.message!r}"


def catalogues(root: Path = PACKAGE) -> list[Path]:
    """This will list the .po files below `root`, in order."""
    return sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))


def compile_catalogues(root: Path = PACKAGE) -> list[Path]:
    """This will compile each .po below `root` whose .mo is missing or older, and list the .mo files it wrote.

    Raises ValueError naming the file if one cannot be read.
    """
    written = []
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        changed = source.stat().st_mtime_ns
        if target.exists() and target.stat().st_mtime_ns >= changed:
            continue
        _write(target, _read(source), changed)
        written.append(target)
    return written


def missing(root: Path = PACKAGE) -> list[Flaw]:
    """This will list the messages below `root` that are untranslated, fuzzy, or whose placeholders differ."""
    return sorted(
        Flaw(source, _name(message), why)
        for source in catalogues(root)
        for message in _messages(_read(source))
        if (why := _flaw(message))
    )


def conflicts(root: Path = PACKAGE) -> list[Flaw]:
    """This will list the messages that two catalogues of one language translate differently.

    Django merges the catalogues of all packages, so that only one of the two is ever shown.
    """
    said: dict[tuple[str, str], tuple[str, Path]] = {}
    found = []
    for source in catalogues(root):
        for message in _messages(_read(source)):
            texts = "|".join(_texts(message.string))
            earlier, where = said.setdefault((source.parts[-3], _name(message)), (texts, source))
            if texts and earlier and texts != earlier:
                found.append(Flaw(source, _name(message), f"{texts!r} here, {earlier!r} in {where}"))
    return found


def _read(source: Path) -> "Catalog":
    from babel.messages.pofile import PoFileError, read_po

    try:
        # Babel would take a line with a stray or missing quotation mark for what is left of it.
        for number, line in enumerate(source.read_text("utf-8").splitlines(), start=1):
            if not _LINE.fullmatch(line.strip()):
                raise ValueError(f"line {number} is not as it should be")
        with source.open("rb") as file:
            return read_po(file, locale=source.parts[-3], abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise ValueError(f"{source}: {error}") from error


def _write(target: Path, catalogue: "Catalog", changed: int) -> None:
    """Puts the file in place whole, dated as its source, so that an edit made meanwhile is seen next time."""
    from babel.messages.mofile import write_mo

    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        write_mo(file, catalogue)
    Path(file.name).chmod(0o644)
    os.utime(file.name, ns=(changed, changed))
    Path(file.name).replace(target)


def _messages(catalogue: "Catalog") -> Iterator["Message"]:
    return (message for message in catalogue if message.id)


def _texts(text: object) -> tuple[str, ...]:
    return tuple(str(one) for one in text) if isinstance(text, (list, tuple)) else (str(text or ""),)


def _name(message: "Message") -> str:
    name = _texts(message.id)[0]
    return f"{message.context}|{name}" if message.context else name


def _flaw(message: "Message") -> str:
    if not all(_texts(message.string)):
        return "untranslated"
    if message.fuzzy:
        return "fuzzy"
    # The plural, if there is one, has the number that the singular may leave out.
    wanted = set(_PLACEHOLDER.findall(_texts(message.id)[-1]))
    if any(set(_PLACEHOLDER.findall(text)) != wanted for text in _texts(message.string)):
        return "placeholders differ"
    return ""


def main() -> int:
    """This will compile what is stale, tell of every flaw, and return 1 if there is one."""
    for path in compile_catalogues():
        sys.stdout.write(f"{path}\n")
    flaws = missing() + conflicts()
    for flaw in flaws:
        sys.stdout.write(f"{flaw}\n")
    return 1 if flaws else 0


if __name__ == "__main__":
    sys.exit(main())
