"""The office's own tables, in and out: CSV as Excel and WPS save it, and xlsx.

Reading streams, takes everything for text, and answers a file it cannot take with a `SheetError` whose
message is an English msgid of this package's catalogue. Writing makes xlsx only, since that is what an
office opens without asking for the encoding.
"""

import codecs
import csv
import gzip
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, islice, repeat
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from linli.lib.calendars import CHINA

MAX_UNPACKED = 256 * 1024 * 1024
MAX_COLUMNS = 256
MAX_ROWS = 1_048_576  # what xlsx holds
_CHUNK = 1 << 20
_HEADINGS_WITHIN = 10

OLD_OR_LOCKED = "This is an old .xls file or locked with a password. Save it as .xlsx without a password."
UNREADABLE = "The file is damaged or is no table. Save it again as .xlsx or CSV."
TOO_LARGE = "The file is too large. Split it into several."
NO_HEADINGS = "The file has no row of headings."
DOUBLE_HEADING = "Two columns have the same heading."
ENCODING = "The text is neither UTF-8 nor GB 18030. Save the file as .xlsx."
QUOTES = "A quotation mark is not closed, or a field is too long."
TOO_MANY_FIELDS = (
    "The row has more fields than there are headings. A comma inside a field needs quotation marks."
)


class SheetError(Exception):
    """The file, or its line `line` (0: all of it), cannot be read; `message` is a msgid that tells why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}" if line else message)
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, as Excel or an editor numbers it, and its texts by heading."""

    line: int
    values: dict[str, str]


Cells = list[str]


def read_sheet(source: IO[bytes] | Path, *, limit_bytes: int = MAX_UNPACKED) -> Iterator[Row]:
    """This will read the rows of a CSV or xlsx file, gzipped or not, told apart by their first bytes.

    The first row with two filled cells has the headings; a title above it is passed over, empty rows are
    left out. CSV may be UTF-8, UTF-16 with a mark, or GB 18030, with comma, semicolon or tab. Of xlsx the
    first sheet is read; a cell merged over several rows counts for each. `limit_bytes` is what the file
    may unpack to. Raises SheetError.
    """
    with _opened(source) as file, _unpacked(file, limit_bytes) as plain:
        magic = plain.read(8)
        plain.seek(0)
        if magic.startswith(b"\xd0\xcf\x11\xe0"):
            raise SheetError(0, OLD_OR_LOCKED)
        if magic.startswith(b"PK\x03\x04"):
            yield from _by_heading(_xlsx_lines(plain, limit_bytes), strict=False)
        else:
            yield from _by_heading(_csv_lines(plain, limit_bytes), strict=True)


@contextmanager
def _opened(source: IO[bytes] | Path) -> Iterator[IO[bytes]]:
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        source.seek(0)
        yield source


@contextmanager
def _unpacked(file: IO[bytes], limit: int) -> Iterator[IO[bytes]]:
    """The file itself, or what a gzip holds, in a temporary file that can be read twice."""
    magic = file.read(2)
    file.seek(0)
    if magic != b"\x1f\x8b":
        yield file
        return
    with tempfile.SpooledTemporaryFile(max_size=_CHUNK) as plain:
        try:
            with gzip.GzipFile(fileobj=file) as packed:
                while chunk := packed.read(_CHUNK):
                    plain.write(chunk)
                    if plain.tell() > limit:
                        raise SheetError(0, TOO_LARGE)
        except (OSError, EOFError, zlib.error) as error:
            raise SheetError(0, UNREADABLE) from error
        plain.seek(0)
        yield plain


def _by_heading(lines: Iterator[tuple[int, Cells]], *, strict: bool) -> Iterator[Row]:
    """Joins cells to headings. Strictly, a cell beyond the headings is an error, for it means a comma too
    many."""
    filled = ((line, cells) for line, cells in lines if any(cells))
    start = list(islice(filled, _HEADINGS_WITHIN))
    if not start:
        raise SheetError(0, NO_HEADINGS)
    at = next((n for n, (_, cells) in enumerate(start) if sum(map(bool, cells)) > 1), 0)
    headings = [_heading(cell) for cell in start[at][1]]
    while not headings[-1]:
        headings.pop()
    named = [heading for heading in headings if heading]
    if len(set(named)) < len(named):
        raise SheetError(start[at][0], DOUBLE_HEADING)
    for line, cells in chain(start[at + 1 :], filled):
        if strict and any(cells[len(headings) :]):
            raise SheetError(line, TOO_MANY_FIELDS)
        padded = chain(cells, repeat(""))
        values = {heading: cell for heading, cell in zip(headings, padded, strict=False) if heading}
        if any(values.values()):
            yield Row(line, values)


def _heading(text: str) -> str:
    """Without the line breaks and spaces that stretch Chinese headings: `序 号` is 序号."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", " ".join(text.split()))


def _plain(text: str) -> str:
    """Without white space around, and without the apostrophe that `write_xlsx` puts before a formula."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def _csv_lines(file: IO[bytes], limit: int) -> Iterator[tuple[int, Cells]]:
    encoding = _encoding(file, limit)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    line = 1
    try:
        reader = csv.reader(text, delimiter=_delimiter(text), strict=True)
        for cells in reader:
            yield line, [_plain(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise SheetError(line, QUOTES) from error
    except UnicodeError as error:
        raise SheetError(line, ENCODING) from error
    finally:
        text.detach()  # the file is the caller's, to close or not


def _encoding(file: IO[bytes], limit: int) -> str:
    """Reads the file through once: UTF-8 if all of it is, for Chinese GB 18030 hardly ever is by accident."""
    if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        file.seek(0)
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding, size = "utf-8-sig", 0
    try:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise SheetError(0, TOO_LARGE)
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        encoding = "gb18030"
    file.seek(0)
    return encoding


def _delimiter(text: io.TextIOWrapper) -> str:
    """The one of comma, semicolon and tab that the first lines have most of, outside quotation marks."""
    sample = re.sub(r'"[^"]*"', "", text.read(4096))
    text.seek(0)
    return max(",;\t", key=sample.count)


def _xlsx_lines(file: IO[bytes], limit: int) -> Iterator[tuple[int, Cells]]:
    from openpyxl import load_workbook

    try:
        _check_zip(file, limit)
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        merged = _merged_down(book, sheet)
        # WPS and many exports state wrong dimensions; a width of our own also bounds what a hostile cell
        # XFD1 costs.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
        held: dict[int, tuple[int, str]] = {}  # by column: down to which row, and what
        for line, values in enumerate(rows, start=1):
            if line > MAX_ROWS:
                raise SheetError(line, TOO_LARGE)
            cells = [_as_text(value) for value in values]
            for column, last in merged.get(line, ()):
                held[column] = (last, cells[column] if cells[column:] else "")
            if any(cells):  # a row of nothing but merged cells is still empty
                for column, (last, text) in held.items():
                    if line <= last and cells[column:]:
                        cells[column] = text
            yield line, cells
    except SheetError:
        raise
    except Exception as error:  # a damaged or hostile file makes openpyxl fail in every way there is
        raise SheetError(0, UNREADABLE) from error


def _check_zip(file: IO[bytes], limit: int) -> None:
    """Refuses a zip bomb by the sizes it declares; zipfile never unpacks more than those."""
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    if len(members) > 10_000 or sum(member.file_size for member in members) > limit:
        raise SheetError(0, TOO_LARGE)
    file.seek(0)


_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})"'
)
Merged = dict[int, list[tuple[int, int]]]


def _merged_down(book: Any, sheet: Any) -> Merged:
    """The merged areas of more than one row: by first row, their first column and last row.

    openpyxl does not tell them in its streaming mode, so they are looked up in the sheet's own text.
    """
    from openpyxl.utils import column_index_from_string

    found: Merged = {}
    with book._archive.open(sheet._worksheet_path) as xml:  # the stream openpyxl itself reads
        rest = b""
        while chunk := xml.read(_CHUNK):
            text = rest + chunk
            end = 0
            for match in _MERGED.finditer(text):
                end = match.end()
                first, last = int(match[2]), int(match[3])
                if last > first:
                    found.setdefault(first, []).append(
                        (column_index_from_string(match[1].decode()) - 1, last)
                    )
            rest = text[max(end, len(text) - 200) :]
    return found


def _as_text(value: object) -> str:
    """A cell as a person reads it: whole numbers without a point, days without an hour."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.time() != time() else value.date().isoformat()
    return _plain(str(value))


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MAX_TEXT = 32_767  # of a cell, by Excel
_EXACT = 10**15  # Excel keeps fifteen digits


def write_xlsx(
    target: IO[bytes] | Path,
    headings: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "Linli",
    zone: ZoneInfo = CHINA,
) -> None:
    """This will write a table as xlsx, row by row, headings bold and fixed above it.

    Texts that a program could take for a formula get an apostrophe in front, as long numbers become
    text, which Excel would otherwise round; characters that xlsx cannot hold go. Aware times are written
    on the wall clock of `zone`. OverflowError for more rows than a sheet has.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", _writable(title))[:31])
    sheet.freeze_panes = "A2"
    _write_headings(sheet, [str(_cell(heading, zone)) for heading in headings])
    for number, row in enumerate(rows, start=2):
        if number > MAX_ROWS:
            raise OverflowError(f"a sheet has {MAX_ROWS} rows")
        sheet.append([_cell(value, zone) for value in row])
    book.save(target)


def _write_headings(sheet: Any, titles: list[str]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    cells = []
    for column, heading in enumerate(titles, start=1):
        width = sum(2 if char > "\u2e7f" else 1 for char in heading)  # a Chinese character is two digits wide
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width + 4, 12), 60)
        cell = WriteOnlyCell(sheet, heading)
        cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)


def _cell(value: object, zone: ZoneInfo) -> object:
    if isinstance(value, datetime) and value.utcoffset() is not None:
        value = value.astimezone(zone).replace(tzinfo=None)
    if value is None or isinstance(value, (bool, time, timedelta)):
        return value
    if isinstance(value, Decimal) and not value.is_finite():
        return str(value)
    if isinstance(value, (int, float, Decimal)) and -_EXACT < value < _EXACT:
        return value
    if isinstance(value, date) and value.year >= 1900:  # where Excel's calendar begins
        return value
    text = _writable(str(value))
    return f"'{text}"[:_MAX_TEXT] if text.startswith(_FORMULA) else text


def _writable(text: str) -> str:
    return _ILLEGAL.sub("", text)[:_MAX_TEXT]
