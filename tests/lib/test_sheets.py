"""Tables in and out."""

import gzip
import io
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from linli.lib import sheets
from linli.lib.sheets import Row, SheetError, read_sheet, write_xlsx

PLAIN = "社区,问题\n东关,乱堆乱放\n南关,积水\n"
TWO = [{"社区": "东关", "问题": "乱堆乱放"}, {"社区": "南关", "问题": "积水"}]


def read(data: bytes | str, encoding: str = "utf-8") -> list[Row]:
    return list(read_sheet(io.BytesIO(data.encode(encoding) if isinstance(data, str) else data)))


def values(data: bytes | str, encoding: str = "utf-8") -> list[dict[str, str]]:
    return [row.values for row in read(data, encoding)]


def book(*rows: list[Any], merge: tuple[str, ...] = ()) -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    for area in merge:
        sheet.merge_cells(area)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def trouble(data: bytes | str, encoding: str = "utf-8", **limits: int) -> tuple[int, str]:
    with pytest.raises(SheetError) as caught:
        list(read_sheet(io.BytesIO(data.encode(encoding) if isinstance(data, str) else data), **limits))
    return caught.value.line, caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_is_read_as_every_program_saves_it(encoding: str, delimiter: str, end: str) -> None:
    assert values(PLAIN.replace(",", delimiter).replace("\n", end), encoding) == TWO


def test_gb18030_is_noticed_far_down_the_file() -> None:
    text = "code,name\n" + "1,plain\n" * 200_000 + "2,𠮷家\n"
    assert values(text, "gb18030")[-1] == {"code": "2", "name": "𠮷家"}


def test_a_gzipped_table_is_unpacked(tmp_path: Path) -> None:
    assert values(gzip.compress(PLAIN.encode())) == TWO
    assert values(gzip.compress(book(["社区", "问题"], ["东关", "乱堆乱放"]))) == TWO[:1]
    file = tmp_path / "table.csv.gz"
    file.write_bytes(gzip.compress(PLAIN.encode("gb18030")))
    assert [row.values for row in read_sheet(file)] == TWO


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    rows = read('a,b\n\n1,"two\nlines"\n,\n2,x\n')
    assert rows == [Row(3, {"a": "1", "b": "two\nlines"}), Row(6, {"a": "2", "b": "x"})]


def test_a_title_above_the_headings_is_passed_over_and_stretched_headings_are_understood() -> None:
    ledger = book(["汉城街道整治台账"], [], ["序 号", "整改\n期限", None], [1, date(2026, 11, 24), "note"])
    assert read(ledger) == [Row(4, {"序号": "1", "整改期限": "2026-11-24"})]


def test_a_table_of_one_column_is_a_table() -> None:
    assert values("name\na\nb\n") == [{"name": "a"}, {"name": "b"}]


def test_cells_of_any_kind_become_text() -> None:
    when = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001  Excel knows no zones
    row = [13812345678.0, 2.5, True, when, date(2026, 11, 24), time(8, 30), None, " x ", 0.1 + 0.2]
    headings = ["phone", "half", "yes", "at", "on", "hour", "none", "text", "sum"]
    assert list(values(book(headings, row))[0].values()) == [
        "13812345678",
        "2.5",
        "True",
        "2026-11-24 09:30:00",
        "2026-11-24",
        "08:30:00",
        "",
        "x",
        "0.3",
    ]


def test_a_cell_merged_over_rows_counts_for_each() -> None:
    data = book(
        ["社区", "问题"], ["东关", "a"], [None, "b"], [None, None], ["南关", "c"], [None, "d"], ["西关", "e"],
        merge=("A2:A4", "A5:A6"),
    )  # fmt: skip
    assert [list(row.values()) for row in values(data)] == [
        ["东关", "a"],
        ["东关", "b"],
        ["南关", "c"],
        ["南关", "d"],
        ["西关", "e"],
    ]


def test_wrong_dimensions_as_wps_writes_them_do_not_hide_cells() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(["a", "b"], [1, 2]))) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1"'))
    assert values(data.getvalue()) == [{"a": "1", "b": "2"}]


def test_the_caller_keeps_the_file() -> None:
    file = io.BytesIO(PLAIN.encode())
    assert len(list(read_sheet(file))) == 2
    assert len(list(read_sheet(file))) == 2


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        ("", 0, sheets.NO_HEADINGS),
        ("\n\n,,\n", 0, sheets.NO_HEADINGS),
        ("a,b,a\n1,2,3\n", 1, sheets.DOUBLE_HEADING),
        ("a,b\n1,2\n1,2,3\n", 3, sheets.TOO_MANY_FIELDS),
        ('a,b\n1,"2\n3,4\n', 2, sheets.QUOTES),
        ("a,b\n1," + "x" * 200_000, 2, sheets.QUOTES),
        (b"a,b\n1,\xff\xff\xff\n", 1, sheets.ENCODING),
        (b"\xff\xfea\x00,\x00\x00\xd8x", 1, sheets.ENCODING),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), 0, sheets.OLD_OR_LOCKED),
        (b"PK\x03\x04 no zip", 0, sheets.UNREADABLE),
        (book(["a"], [1])[:-300], 0, sheets.UNREADABLE),
        (gzip.compress(PLAIN.encode(), mtime=0)[:-9], 0, sheets.UNREADABLE),
        (b"\x1f\x8b no gzip", 0, sheets.UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(data: bytes | str, line: int, message: str) -> None:
    assert trouble(data) == (line, message)


def test_a_zip_that_is_no_table_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    assert trouble(data.getvalue()) == (0, sheets.UNREADABLE)


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(2_000_000))
    assert trouble(data.getvalue(), limit_bytes=1_000_000) == (0, sheets.TOO_LARGE)
    assert trouble(gzip.compress(bytes(2_000_000)), limit_bytes=1_000_000) == (0, sheets.TOO_LARGE)
    assert trouble("a\n" * 1000, limit_bytes=1000) == (0, sheets.TOO_LARGE)


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_sheet_error(data: bytes) -> None:
    with suppress(SheetError):
        assert all(row.line > 0 and row.values for row in read(data))


def written(*rows: list[object], headings: tuple[str, ...] = ("a", "b", "c")) -> bytes:
    file = io.BytesIO()
    write_xlsx(file, headings, rows)
    return file.getvalue()


@given(st.lists(st.text(st.characters(exclude_characters="\r")), min_size=3, max_size=3))
def test_any_text_can_be_written_and_none_is_a_formula(texts: list[str]) -> None:
    data = written(list(texts))
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    for cell, text in zip(next(sheet.iter_rows(min_row=2, max_row=2)), texts, strict=False):
        assert cell.data_type != "f"
        assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t"))
        assert str(cell.value or "").removeprefix("'") == sheets._ILLEGAL.sub("", text).removeprefix("'")


def test_what_was_written_is_read_back() -> None:
    row: list[object] = ["=1+1", "-5 度", "@邻里"]
    assert [list(r.values()) for r in values(written(row, ["+86 138", "'", "乱\n堆"]))] == [
        ["=1+1", "-5 度", "@邻里"],
        ["+86 138", "'", "乱\n堆"],
    ]


def test_numbers_and_times_stay_what_they_are() -> None:
    at = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    data = written(
        [at, date(2026, 11, 24), 383466341279353297],
        [Decimal("1.5"), float("nan"), date(1, 1, 1)],
        [Decimal("NaN"), 10**400, -0.0],
        [None, True, 7],
    )
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert cells[0] == [datetime(2026, 11, 24, 9, 30), datetime(2026, 11, 24), "383466341279353297"]  # noqa: DTZ001
    assert cells[1] == [1.5, "nan", "0001-01-01"]
    assert cells[2] == ["NaN", "1" + "0" * 400, 0]
    assert cells[3] == [None, True, 7]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


def test_a_text_longer_than_a_cell_is_cut(tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    write_xlsx(file, ["a"], [["=" + "x" * 50_000]], title="台账/[2026]: 11*")
    made = load_workbook(file)
    assert made.sheetnames == ["台账  2026   11 "]
    assert len(str(made.worksheets[0]["A2"].value)) == 32_767
