"""Workers that are processes of their own, and one that is killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PATIENCE = 60


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


def start(log: Path, verb: str, number: int) -> "subprocess.Popen[bytes]":
    script = str(Path(__file__).with_name("process.py"))
    command = [sys.executable, script, str(log.with_name("facts.sqlite3")), str(log), verb, str(number)]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(HOUSE)})


def run(log: Path, verb: str, number: int) -> None:
    assert start(log, verb, number).wait(PATIENCE) == 0


def lines(log: Path) -> list[str]:
    return log.read_text().splitlines() if log.exists() else []


def wait_for_a_line(log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not lines(log):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_what_a_killed_worker_was_doing_is_done_by_another(log: Path) -> None:
    run(log, "prepare", 1)
    with start(log, "hang", 0) as doomed:
        wait_for_a_line(log)
        doomed.kill()
    run(log, "work", 30)
    assert lines(log) == ["began 0"]  # the dead one's lease still holds
    run(log, "work", 3600)
    assert lines(log) == ["began 0", "began 0", "ended 0"]
    run(log, "work", 7200)
    assert len(lines(log)) == 3


def test_two_workers_share_the_work_and_do_nothing_twice(log: Path) -> None:
    run(log, "prepare", 60)
    workers = [start(log, "work", 1) for _ in range(2)]
    assert [worker.wait(PATIENCE) for worker in workers] == [0, 0]
    assert sorted(lines(log)) == sorted(f"{word} {n}" for n in range(60) for word in ("began", "ended"))
