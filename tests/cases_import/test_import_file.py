"""Another system's file of cases: good rows are stored, bad ones reported, broken runs resumed."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from linli.cases import actions, checks, importing
from linli.cases.importing import import_file, report_path, run
from linli.cases.mapping import Mapping, read_mapping
from linli.cases.models import Case, Source, Statement
from linli.facts import chains
from linli.facts.models import Delivery, Fact
from linli.figures import recount
from linli.people.verdicts import Refused
from linli.places import queries as places
from tests.cases_import.baltimore import FAULTY, HEADINGS, ROWS, rows, write

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
SHIPPED = Path(importing.__file__).parents[1] / "demo" / "mappings" / "baltimore.toml"
STREET = "999999001"
GOOD = ROWS - len(FAULTY)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mapping() -> Mapping:
    """This will read the mapping that is shipped."""
    return read_mapping(SHIPPED)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """This will write the made-up file, gzipped."""
    return write(tmp_path / "requests.csv.gz", rows())


def rejected(file: Path) -> list[dict[str, str]]:
    """This will read the report on rows that were not taken."""
    with report_path(file).open(encoding="utf-8-sig", newline="") as report:
        return list(csv.DictReader(report))


def test_good_rows_are_stored_and_bad_ones_reported_with_line_and_reason(
    file: Path, mapping: Mapping
) -> None:
    outcome = import_file(file, mapping, at=AT)
    assert (outcome.stored, outcome.known, outcome.rejected.total()) == (GOOD, 0, len(FAULTY))
    assert len(outcome.rejected) == len(FAULTY)  # each for a reason of its own
    report = rejected(file)
    assert [int(row["line"]) for row in report] == [number + 2 for number in FAULTY]
    assert all(row["reason"] for row in report)
    assert set(HEADINGS) < set(report[0])


def test_nothing_is_invented(file: Path, mapping: Mapping) -> None:
    import_file(file, mapping, at=AT)
    first = Case.objects.get(street=STREET, idempotency="balt311:16-00000000")
    source = rows()[0]
    here = ZoneInfo("America/New_York")
    assert first.source == Source.IMPORT
    assert first.handle_by is not None
    assert first.closed_at is not None
    assert first.handle_by.astimezone(here).strftime("%m/%d/%Y %I:%M:%S %p") == source["DueDate"]
    assert first.closed_at.astimezone(here).strftime("%m/%d/%Y %I:%M:%S %p") == source["CloseDate"]
    assert (first.lon, first.lat) == (float(source["Longitude"]), float(source["Latitude"]))
    assert (first.handled_at, first.first_answer_at, first.started_at, first.satisfaction) == (None,) * 4
    assert Statement.objects.get(case=first).text == f"{source['SRType']}, {source['Address']}"
    kinds = set(Fact.objects.filter(subject__startswith="case:").values_list("kind", flat=True))
    assert kinds == {"case.imported", "case.closed"}
    assert not Delivery.objects.filter(handler="notify.tell").exists()


def test_types_become_categories_exactly_then_by_beginning_then_by_default(mapping: Mapping) -> None:
    category = mapping.types.category
    assert category("HCD-Illegal Dumping") == ("01-02", "")
    assert category("SW-Dirty Alley") == ("01-04", "dirty")
    assert category("Something never seen") == ("99-01", "")


def test_a_row_without_position_lies_in_its_community(file: Path, mapping: Mapping) -> None:
    import_file(file, mapping, at=AT)
    case = Case.objects.get(idempotency="balt311:16-00000099")
    assert (case.lon, case.lat, case.community) == (None, None, "999999001001")


def test_all_that_follows_fits(file: Path, mapping: Mapping) -> None:
    import_file(file, mapping, at=AT)
    assert not [*chains.faults(), *checks.verify(), *recount.verify()]


def test_the_county_of_the_mapping_is_made_once_with_its_own_box_and_zone(
    file: Path, mapping: Mapping
) -> None:
    import_file(file, mapping, at=AT)
    import_file(file, mapping, at=AT)
    assert places.place("999999") is not None
    calendar = places.calendar(STREET)
    assert str(calendar.zone) == "America/New_York"
    assert not calendar.days_off
    assert Fact.objects.filter(kind="setting.changed").count() == 3


def test_running_twice_changes_nothing(file: Path, mapping: Mapping) -> None:
    import_file(file, mapping, at=AT)
    before = (Case.objects.count(), Fact.objects.count(), report_path(file).read_bytes())
    outcome = import_file(file, mapping, at=AT)
    assert (outcome.stored, outcome.known) == (0, GOOD)
    assert (Case.objects.count(), Fact.objects.count(), report_path(file).read_bytes()) == before


def test_a_broken_run_resumes(file: Path, mapping: Mapping, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 100)
    stored = actions.import_cases
    calls: list[int] = []

    def breaks(cases: Any, **more: Any) -> Any:
        calls.append(len(cases))
        if len(calls) == 2:
            raise OSError("the power is gone")
        return stored(cases, **more)

    monkeypatch.setattr(importing, "import_cases", breaks)
    with pytest.raises(OSError, match="power"):
        import_file(file, mapping, at=AT)
    assert Case.objects.count() == 100
    outcome = import_file(file, mapping, at=AT)
    assert (outcome.stored, outcome.known) == (GOOD - 100, 100)


def test_progress_is_told_with_rows_a_second(
    file: Path, mapping: Mapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 100)
    told: list[str] = []
    import_file(file, mapping, at=AT, progress=told.append)
    assert len(told) == 2
    assert all(each.endswith("/s)") for each in told)


def test_the_same_file_as_xlsx_gives_the_same_cases(tmp_path: Path, mapping: Mapping) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADINGS))
    for row in rows():
        sheet.append([row[heading] for heading in HEADINGS])
    book.save(tmp_path / "requests.xlsx")
    outcome = import_file(tmp_path / "requests.xlsx", mapping, at=AT)
    assert (outcome.stored, outcome.rejected.total()) == (GOOD, len(FAULTY))


def test_an_id_that_comes_twice_in_a_file_is_taken_once_and_reported(
    tmp_path: Path, mapping: Mapping
) -> None:
    good = rows()[:3]
    file = write(tmp_path / "twice.csv", [*good, good[0] | {"Address": "=1+1"}])
    outcome = import_file(file, mapping, at=AT)
    assert (outcome.stored, outcome.rejected.total()) == (3, 1)
    assert rejected(file)[0]["Address"] == "'=1+1"  # no program takes it for a formula
    assert rejected(file)[0]["Longitude"] == good[0]["Longitude"]


def test_what_the_action_refuses_is_reported_too(tmp_path: Path, mapping: Mapping) -> None:
    good = rows()[:3]
    file = write(tmp_path / "long.csv", [good[0], good[1] | {"Address": "x" * 3000}, good[2]])
    outcome = import_file(file, mapping, at=AT)
    assert (outcome.stored, outcome.rejected.total()) == (2, 1)


def test_a_file_without_faults_leaves_no_report(tmp_path: Path, mapping: Mapping) -> None:
    file = write(tmp_path / "good.csv", rows()[:5])
    report_path(file).write_text("of an earlier run")
    import_file(file, mapping, at=AT)
    assert not report_path(file).exists()


def test_a_file_without_the_columns_is_refused_by_their_names(tmp_path: Path, mapping: Mapping) -> None:
    file = tmp_path / "other.csv"
    file.write_text("SRRecordID,Something\n1,2\n")
    with pytest.raises(Refused, match="CreatedDate"):
        import_file(file, mapping, at=AT)
    assert not Case.objects.exists()


@pytest.mark.parametrize("body", [b"", b"\x00\xff\x00", b"%PDF-1.4 nothing", b"\x1f\x8bbroken"])
def test_what_is_no_table_is_refused(tmp_path: Path, mapping: Mapping, body: bytes) -> None:
    file = tmp_path / "no.csv"
    file.write_bytes(body)
    with pytest.raises(Refused):
        import_file(file, mapping, at=AT)
    assert not Case.objects.exists()


def test_a_damaged_line_keeps_what_came_before_it(tmp_path: Path, mapping: Mapping) -> None:
    file = write(tmp_path / "damaged.csv", rows()[:5])
    with file.open("a") as more:
        more.write("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\n")
    with pytest.raises(Refused, match="7"):
        import_file(file, mapping, at=AT)
    assert Case.objects.count() == 5


def test_the_command_says_what_became_of_the_rows(file: Path) -> None:
    said: list[str] = []
    assert run(file, SHIPPED, say=lambda text: said.append(str(text)), progress=lambda *_: None) == 0
    assert str(GOOD) in said[0]
    assert str(report_path(file)) in said[-1]
