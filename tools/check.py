"""Everything that CI runs, in one command: `make check`.

All phases run, also after one has failed, so that one run tells everything. A part that this machine cannot
have (browser, fonts, PostgreSQL) fails under CI=true; elsewhere it is named at the end and the rest decides.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tools.prepare import prepare

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
TYPED = ("linli", "tools", "tests/conftest.py", "tests/browser/conftest.py")
MIGRATIONS = ("makemigrations", "--check", "--dry-run", "--settings=linli.settings")
# Two processes for two cores; the journeys share one server and one town, so they run one after the other.
PYTEST = (PYTHON, "-m", "pytest", "-p", "no:cacheprovider")


class Result(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Phase:
    """One thing to check: its heading, its command, and the parts of the machine it cannot run without."""

    name: str
    command: tuple[str, ...]
    needs: frozenset[str] = frozenset()


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    """This will return the command line of a program of the environment this runs in."""
    return (str(BIN / name), *arguments)


PHASES = (
    Phase("Format", tool("ruff", "format", "--check", ".")),
    Phase("Lint", tool("ruff", "check", ".")),
    Phase("Types", tool("mypy", *TYPED)),
    Phase("Layers", tool("lint-imports")),
    Phase("Shape of the code", (PYTHON, "-m", "tools.check_shape")),
    Phase("Migrations are complete", (PYTHON, "-m", "django", *MIGRATIONS)),
    Phase("Translations are complete", (PYTHON, "-m", "tools.check_words")),
    Phase("Tests on SQLite", (*PYTEST, "-n", "2")),
    Phase(
        "Tests on PostgreSQL",
        (PYTHON, "tools/with_postgres.py", *PYTEST, "-n", "2"),
        frozenset({"PostgreSQL"}),
    ),
    Phase(
        "Journeys in Chromium",
        (*PYTEST, "-m", "browser", "tests/browser"),
        frozenset({"Chromium", "Chinese fonts"}),
    ),
)


def bold(text: str) -> str:
    """This will make the text stand out on a terminal, and leave it plain in a file."""
    return f"\033[1m{text}\033[0m" if sys.stdout.isatty() else text


def heading(text: str) -> None:
    """This will print a heading, before anything that a command started after it prints."""
    print(f"\n{bold('== ' + text)}", flush=True)


def run(phase: Phase, environment: dict[str, str]) -> tuple[Result, float]:
    """This will run the phase's command and return its result and how many seconds it took."""
    heading(phase.name)
    began = time.monotonic()
    code = subprocess.run(phase.command, cwd=ROOT, env=environment, check=False).returncode
    took = time.monotonic() - began
    result = Result.FAILED if code else Result.PASSED
    print(f"   {phase.name}: {result} in {took:.0f} s", flush=True)
    return result, took


def own_environment(home: Path) -> dict[str, str]:
    """This will return the environment without the operator's settings, so that no check meets real data."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "DJANGO_"))}
    if "LINLI_SHOTS" in os.environ:
        kept["LINLI_SHOTS"] = os.environ["LINLI_SHOTS"]
    paths = [str(ROOT), *filter(None, [kept.get("PYTHONPATH", "")])]
    return kept | {
        "LINLI_HOME": str(home),
        "PYTHONPATH": os.pathsep.join(paths),
    }


def summary(results: Sequence[tuple[Phase, Result, float]], *, strict: bool) -> int:
    """This will print a line a phase and the verdict, and return the exit code: 1 if something failed."""
    heading("Summary")
    for phase, result, took in results:
        print(f"   {result:8}{took:5.0f} s  {phase.name}")
    failed = [phase.name for phase, result, _ in results if result is Result.FAILED]
    absent = [phase for phase, result, _ in results if result is Result.NOT_RUN]
    for phase in absent:
        print(bold(f"NOT RUN: {phase.name}; it needs {', '.join(sorted(phase.needs))}, see the top."))
    if failed:
        print(bold(f"FAILED: {', '.join(failed)}."))
    if failed or (absent and strict):
        return 1
    print(bold("Everything that ran passed." if absent else "Everything passed."))
    return 0


def main() -> int:
    """This will run every phase and return the exit code for the shell."""
    strict = os.environ.get("CI", "").lower() in {"1", "true"}
    heading("What the tests need from the machine")
    absent = {part.name for part in prepare()}
    results: list[tuple[Phase, Result, float]] = []
    with tempfile.TemporaryDirectory(prefix="linli-check-") as home:
        environment = own_environment(Path(home))
        for phase in PHASES:
            if phase.needs & absent:
                results.append((phase, Result.NOT_RUN, 0.0))
            else:
                results.append((phase, *run(phase, environment)))
    return summary(results, strict=strict)


if __name__ == "__main__":
    sys.exit(main())
