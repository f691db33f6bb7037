"""Text as people type it: cleaned, compared; and their telephone numbers."""

import re
import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_MARKS = {"Mn", "Me"}
_MAX_MARKS = 8  # more on one character is not writing but a way to cover the lines around it
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{4,}")


def clean(text: str, limit: int | None = None) -> str:
    """This will give `text` fit to be stored and shown: NFC, and nothing in it invisible or misleading.

    Control, zero-width, direction-changing and private-use characters go, line breaks stay, at most two
    blank lines follow each other. Emoji and rare characters stay, those newer than this Python too. At
    most `limit` characters are left; check the length before to tell the person. Cleaning twice changes
    nothing.
    """
    if text.isascii() and text.isprintable():  # one plain line, as most of an import is: nothing to take out
        text = text.strip()
    else:
        text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text).replace("\t", " "))
        text = unicodedata.normalize("NFC", "".join(_kept(text)))
        text = "\n".join(line.rstrip() for line in text.split("\n"))
        text = _BLANK_LINES.sub("\n\n\n", text).strip()
    if limit is not None and len(text) > limit:
        text = text[:limit].rstrip().rstrip(_JOINER)
    return text


def _kept(text: str) -> Iterator[str]:
    marks = 0
    for place, char in enumerate(text):
        category = unicodedata.category(char)
        if category in _MARKS:
            marks += 1
            if marks <= _MAX_MARKS:
                yield char
        elif _joins(text, place) if char == _JOINER else char == "\n" or not _unwanted(char, category):
            marks = 0
            yield char


def _unwanted(char: str, category: str) -> bool:
    if category == "Cn":  # unassigned as far as this Python knows; only those that never will be are wrong
        return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
    return category in {"Cc", "Cf", "Cs", "Co"}


def _joins(text: str, place: int) -> bool:
    """Whether the zero-width joiner at `place` holds two emoji together, as in a family."""
    before = text[max(place - 2, 0) : place].rstrip("\ufe0f")[-1:]
    return _is_emoji(before) and _is_emoji(text[place + 1 : place + 2])


def _is_emoji(char: str) -> bool:
    newer = "\U0001f000" <= char <= "\U0001faff"  # than this Python, perhaps
    return char != "" and (newer or unicodedata.category(char) in {"So", "Sk", "Sm"})


_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3005\u3007"
_WORDS = re.compile(f"[{_CJK}]+|[^\\W_{_CJK}]+")
_IS_CJK = re.compile(f"[{_CJK}]")


def shingles(text: str, n: int = 2) -> frozenset[str]:
    """This will give the pieces by which two texts are compared: `n` Chinese characters in a row, or a word.

    Width, case, punctuation and white space make no difference. A run shorter than `n` is one piece.
    """
    pieces: set[str] = set()
    for word in _WORDS.findall(unicodedata.normalize("NFKC", text).casefold()):
        if _IS_CJK.match(word):
            pieces.update(word[i : i + n] for i in range(max(len(word) - n + 1, 1)))
        else:
            pieces.add(word)
    return frozenset(pieces)


def likeness(a: str, b: str) -> float:
    """This will tell how alike two texts are, 0 to 1: the share of their pieces that they have in common
    (Jaccard)."""
    ours, theirs = shingles(a), shingles(b)
    either = len(ours | theirs)
    return len(ours & theirs) / either if either else 0.0


_PHONE_NOISE = re.compile(r"[\s\-‐‑‒–—―−·.()]+")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0(?:10\d{8}|2\d{9}|[3-9]\d{2}\d{7,8})", re.ASCII)
_LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)


def plain_phone(text: str, area: str = "") -> str | None:
    """This will read a Chinese mobile or landline number as people type it, and give its digits, or None.

    +86 is dropped, a landline keeps its 0 and area code. With `area`, as `0377`, a local number gets it
    in front.
    """
    if len(text) > 40:
        return None
    digits = _PHONE_NOISE.sub("", unicodedata.normalize("NFKC", text))
    abroad = re.match(r"(?:\+|00)86|86(?=1[3-9]\d{9}$)", digits)
    if abroad:
        digits = digits[abroad.end() :]
        if not digits.startswith(("0", "1")) or digits.startswith("10"):
            digits = f"0{digits}"
    elif area and _LOCAL.fullmatch(digits):
        digits = area + digits
    return digits if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) else None


def mask_phone(text: str) -> str:
    """This will hide the middle of a number: 138****5678, 0377****45; all of it if it is no number."""
    digits = plain_phone(text)
    if digits is None:
        return "****"
    return f"{digits[:3]}****{digits[-4:]}" if digits.startswith("1") else f"{digits[:4]}****{digits[-2:]}"
