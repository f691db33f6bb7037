"""The tables an office brings: which headings they may have, and the words of their cells."""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from linli.lib.sheets import Row, SheetError, read_sheet
from linli.people.models import OrganisationKind, Role
from linli.places import queries as places
from linli.places.rows import PlaceRow

# One transaction holds them all, and others wait for it.
MOST_LINES = 2_000
MOST_BYTES = 10_000_000

# Field: headings it is known by, Chinese and English, without spaces and in lower case.
HEADINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "people": {
        "username": ("用户名", "账号", "帐号", "username", "account"),
        "name": ("姓名", "name"),
        "email": ("邮箱", "电子邮箱", "邮件", "email", "e-mail"),
        "work_phone": ("工作电话", "办公电话", "电话", "workphone", "phone"),
        "language": ("语言", "language"),
    },
    "organisations": {
        "code": ("代码", "机构代码", "编号", "code"),
        "kind": ("类型", "机构类型", "kind", "type"),
        "name": ("名称", "机构名称", "name"),
        "name_en": ("英文名称", "englishname"),
        "place": ("地点", "所在地", "区划", "place"),
        "phone": ("电话", "联系电话", "phone"),
    },
    "duties": {
        "username": ("用户名", "账号", "帐号", "username", "account"),
        "role": ("职责", "岗位", "角色", "role", "duty"),
        "place": ("地点", "区划", "网格", "place"),
        "organisation": ("机构", "机构代码", "organisation", "organization"),
        "from_on": ("开始", "开始日期", "from"),
        "to_on": ("结束", "结束日期", "to", "until"),
        "on_roster": ("值班", "夜间值班", "onroster", "roster"),
        "agreed": ("本人同意", "agreed", "consent"),
    },
}
NEEDED: Mapping[str, frozenset[str]] = {
    "people": frozenset({"username", "name"}),
    "organisations": frozenset({"code", "kind", "name"}),
    "duties": frozenset({"role"}),
}
_PASSWORDS = frozenset({"密码", "口令", "password", "initialpassword", "初始密码"})
_ID_NUMBERS = frozenset({"身份证", "身份证号", "身份证号码", "idnumber", "idcard"})
_DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?(?:0{1,2}:00(?::00)?)?", re.ASCII)


class Unusable(Exception):  # it becomes a line of the preview
    """A cell, a line or the whole file cannot be used; carries the sentence."""

    def __init__(self, sentence: "str | Promise") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the file by field, with the line's number."""

    line: int
    cells: Mapping[str, str]

    def get(self, field: str) -> str:
        """This will give a cell, empty if the table has no such column."""
        return self.cells.get(field, "")

    def given(self, field: str) -> str | None:
        """This will give a cell, None if the table has no such column."""
        return self.cells.get(field)


def entries(file: Path | bytes, table: str) -> Iterator[Entry]:
    """This will read a table; Unusable if the file as a whole cannot be taken."""
    source = io.BytesIO(file) if isinstance(file, bytes) else file
    fields: dict[str, str] | None = None
    read = 0
    try:
        for row in read_sheet(source, limit_bytes=MOST_BYTES):
            fields = _fields(row, table) if fields is None else fields
            read += 1
            if read > MOST_LINES:
                raise Unusable(_("The file has more than 2,000 lines. Split it into several."))
            yield Entry(
                row.line, {field: row.values.get(heading, "").strip() for heading, field in fields.items()}
            )
    except SheetError as problem:
        raise Unusable(translated(problem.message)) from None
    if not read:
        raise Unusable(_("The file has no lines below its headings."))


def _fields(row: Row, table: str) -> dict[str, str]:
    """Which heading holds which field; headings nobody knows are passed over."""
    plain = {heading: _plain(heading) for heading in row.values}
    if _PASSWORDS & set(plain.values()):
        raise Unusable(
            _("Passwords are never imported. Remove the column; everybody gets a link to set their own.")
        )
    if _ID_NUMBERS & set(plain.values()):
        raise Unusable(_("ID numbers are never kept. Remove the column."))
    found = {
        heading: field
        for heading, word in plain.items()
        for field, words in HEADINGS[table].items()
        if word in words
    }
    if len(set(found.values())) < len(found):
        raise Unusable(_("Two columns mean the same. Remove one."))
    if missing := NEEDED[table] - set(found.values()):
        chinese = (get_language() or "").startswith("zh")
        names = (
            next(word for word in HEADINGS[table][each] if word.isascii() != chinese)
            for each in sorted(missing)
        )
        raise Unusable(translated("A column is missing: {names}.").format(names=", ".join(names)))
    return found


def _plain(heading: str) -> str:
    """A heading without what people add to it: spaces, a star for "needed", a note in brackets."""
    word = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"\(.*|[\s_*:]", "", word)


def read_date(text: str) -> date | None:
    """This will read 2026-11-24, 2026/11/24 or 2026年11月24日; Unusable for anything else, None for nothing."""
    if not text:
        return None
    found = _DATE.fullmatch(text.strip())
    try:
        return date(*(int(part) for part in found.groups())) if found else _no_date()
    except ValueError:
        return _no_date()


def _no_date() -> date:
    raise Unusable(_("A date is written like 2026-11-24."))


def read_yes(text: str) -> bool:
    """This will read yes or no in either language; Unusable for anything else."""
    word = text.casefold()
    if word in {"是", "有", "√", "yes", "y", "1", "true"}:
        return True
    if word in {"", "否", "无", "no", "n", "0", "false"}:
        return False
    raise Unusable(_("Write yes or no."))


def read_choice(text: str, choices: type[Role] | type[OrganisationKind]) -> str:
    """This will read a role or kind by its code or by its label in either language; Unusable if there is none."""
    wanted = text.strip().casefold()
    for language in ("zh-hans", "en"):
        with override(language):
            for value, label in choices.choices:
                if wanted in {str(value), str(label).casefold()}:
                    return str(value)
    raise Unusable(translated("“{text}” is not known here.").format(text=text[:40]))


def read_place(text: str, street: str) -> str:
    """This will read a place of the street by code or by its name in either language; Unusable if not exactly one."""
    if not text:
        return ""
    found = places.place(text) if text.isascii() else None
    if found is not None and found.street == street and not found.ended:
        return found.code
    named = [row.code for row in _all(street) if text in row.name.values()]
    if len(named) != 1:
        sentence = translated("Several places are called “{text}”. Write the code.") if named else None
        raise Unusable(
            (sentence or translated("“{text}” is no place of this street.")).format(text=text[:40])
        )
    return named[0]


def _all(street: str) -> Iterable[PlaceRow]:
    own = places.place(street)
    yield from [own] if own else ()
    for community in places.communities(street):
        yield community
        yield from places.grids(community.code)
        yield from places.groups(community.code)
