"""What a search finds: how text is folded, which tokens stand for it, and when a case's words hold a query.

Pure. The index narrows by tokens, the plain scan reads every word, and both end in the same `Part.in_texts`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from linli.lib.ids import normalise_code

# Changes with what tokens are; an index of another scheme is filled anew (Python's letters grow with Unicode).
SCHEME = f"1 {unicodedata.unidata_version}"
LONGEST = 100  # characters of a query that are read
MOST_PARTS = 6  # of a query; each may mean a text or a place
TOKEN = 40  # characters of a Latin word or number that its token keeps
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3005\u3007"
_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(f"[{_CJK}]+|[^{_CJK}]+")
_IS_CJK = re.compile(f"[{_CJK}]")
_DASHES = re.compile("[‐‑‒–—―−]")
_NUMBER = re.compile(r"[A-Z0-9]{1,8}-\d{1,4}(-\d{0,9})?", re.ASCII)
_WHOLE_NUMBER = re.compile(r"[^-]+-\d{4}-\d{4,}", re.ASCII)
# Two characters of a private plane write any nine-digit code: no table to keep, and no two streets alike.
_PLANE, _BASE = 0xF0000, 65_534


def fold(text: str) -> str:
    """This will give the words of a text, one space between them: width, case and punctuation make no difference."""
    while (plain := _folded(text)) != text:
        text = plain
    return text


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_WORD.findall(plain))


def sign(street: str) -> str:
    """This will give the two characters before each token of a street, so that no search reads another's words."""
    return "".join(chr(_PLANE + part) for part in divmod(int(street), _BASE))


def tokens(folded: str) -> frozenset[str]:
    """This will give what stands for a folded text: two Chinese characters in a row, the last of a run, words."""
    return frozenset(_tokens(folded))


def _tokens(folded: str) -> Iterator[str]:
    for run in (run for word in folded.split() for run in _RUN.findall(word)):
        if _IS_CJK.match(run):
            yield from (run[at : at + 2] for at in range(len(run)))
        else:
            yield run[:TOKEN]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A token the index must hold; with `begins`, any token that begins so."""

    token: str
    begins: bool = False


def wanted(word: str) -> tuple[Wanted, ...]:
    """This will give the tokens of every text that holds the word."""
    found: list[Wanted] = []
    runs = _RUN.findall(word)
    for number, run in enumerate(runs, start=1):
        if not _IS_CJK.match(run):
            found.append(Wanted(run[:TOKEN], begins=number == len(runs)))
        elif len(run) == 1:
            found.append(Wanted(run, begins=number == len(runs)))
        else:
            found += [Wanted(run[at : at + 2]) for at in range(len(run) - 1)]
    return tuple(dict.fromkeys(found))


def exact(word: str) -> bool:
    """This will tell whether the tokens alone say that a text holds the word, so that nobody must read it."""
    return _RUN.fullmatch(word) is not None and len(word) <= (2 if _IS_CJK.match(word) else TOKEN)


def holds(folded: str, word: str) -> bool:
    """This will tell whether a folded text holds a word: Chinese anywhere, Latin and numbers from their beginning."""
    anywhere = bool(_IS_CJK.match(word))
    at = folded.find(word)
    while at >= 0:
        if anywhere or at == 0 or folded[at - 1] == " " or _IS_CJK.match(folded[at - 1]):
            return True
        at = folded.find(word, at + 1)
    return False


@dataclass(frozen=True, slots=True)
class Part:
    """What was typed between two spaces: words, which may also be (the beginning of) a number or a tracking code."""

    words: tuple[str, ...]
    number: str = ""
    tracking: str = ""

    def in_texts(self, folded: Sequence[str]) -> bool:
        """This will tell whether the texts of a case hold each of its words."""
        return bool(self.words) and all(any(holds(text, word) for text in folded) for word in self.words)

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """The tokens of every case whose texts hold its words."""
        return tuple(dict.fromkeys(each for word in self.words for each in wanted(word)))

    @property
    def is_whole_number(self) -> bool:
        """Whether the case number is complete, and not its beginning."""
        return _WHOLE_NUMBER.fullmatch(self.number) is not None

    @property
    def exact(self) -> bool:
        """Whether the tokens alone decide."""
        return all(exact(word) for word in self.words)


def read(query: str) -> tuple[Part, ...]:
    """This will read what somebody typed; nothing where there is neither letter nor digit, and that finds nothing."""
    query = unicodedata.normalize("NFKC", query[:LONGEST])
    if tracking := normalise_code(query):
        return (Part(tuple(fold(query).split()), tracking=tracking),)
    parts = [part for typed in query.split() for part in _parts(typed)]
    return tuple(dict.fromkeys(parts))[:MOST_PARTS]


def _parts(typed: str) -> Iterable[Part]:
    words = tuple(fold(typed).split())
    number = _DASHES.sub("-", typed).upper()
    tracking = normalise_code(typed) or ""
    if tracking or _NUMBER.fullmatch(number):
        return [Part(words, number if _NUMBER.fullmatch(number) else "", tracking)]
    return [Part((word,)) for word in words]
