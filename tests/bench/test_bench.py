"""The bench runs, counts right and leaves other databases alone. How fast anything is, no test says."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linli.bench import filling
from linli.bench.filling import STREET, fill
from linli.bench.serving import machine, memory
from linli.cases import checks
from linli.cases.models import Case
from linli.facts import chains
from linli.figures import recount
from linli.people.models import Person
from linli.people.verdicts import Refused

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_what_is_filled_is_true_to_its_facts_and_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "TEMPLATES", 12)
    monkeypatch.setattr(filling, "_CHUNK", 20)
    fill(cases=60, at=AT)
    assert Case.objects.filter(street=STREET).count() == 60
    assert len(set(Case.objects.values_list("tracking", flat=True))) == 60
    assert not [*chains.faults(), *checks.verify(), *recount.verify()]
    fill(cases=60, at=AT)
    assert Case.objects.count() == 60


@pytest.mark.django_db
def test_a_database_in_use_is_refused_and_left_alone() -> None:
    Person.objects.create(id=1, street=STREET, username="somebody", name="somebody")
    with pytest.raises(Refused):
        fill(cases=10, at=AT)
    assert not Case.objects.exists()


def test_the_whole_bench_prints_a_table_of_what_it_measured(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    done = subprocess.run(
        [sys.executable, "-m", "linli.cli.main", "bench", "--lang", "en", "--home", str(tmp_path / "home"),
         "--cases", "40", "--seconds", "0.2", "--rounds", "1"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("| anonymous report")]
    assert [line.split("|")[2].strip() for line in lines] == ["1", "8", "16"]
    assert all(line.split("|")[-2].strip() == "0" for line in lines)  # none was refused
    for what in (
        "inbox, first page",
        "tracking page",
        "SQL statements",
        "compressed",
        "PSS",
        "a word of every case",
        "likely doubles",
    ):
        assert what in done.stdout


def test_memory_and_machine_are_told_where_the_system_tells() -> None:
    held = memory(os.getpid())
    assert held is None or held > 1
    assert "cores" in machine()
