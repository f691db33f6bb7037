"""SIGKILL at any moment: what was acknowledged is there, and nothing half-written."""

import os
import random
import select
import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

    from tests.cli.conftest import Home

KILLS = 5


def acknowledged(process: "subprocess.Popen[str]", seconds: float) -> list[str]:
    """What a writer acknowledged until it was killed, `seconds` after its first word."""
    assert process.stdout is not None
    codes: list[str] = []
    last = None
    while last is None or time.monotonic() < last:
        if select.select([process.stdout], [], [], 0.02)[0]:
            line = process.stdout.readline()
            assert line, "the writer ended by itself"
            codes.append(line.strip())
            last = last or time.monotonic() + seconds
    process.send_signal(signal.SIGKILL)
    # The last line may be cut off in the pipe: then nobody was told.
    codes += [line.strip() for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    process.wait()
    return codes


def test_what_was_acknowledged_survives_being_killed(home: "Home") -> None:
    chance = random.Random(2026)  # noqa: S311
    codes: list[str] = []
    for _kill in range(KILLS):
        writers = [home.begin("-m", "tests.cli.acting", "report") for _each in range(2)]
        for writer in writers:
            codes += acknowledged(writer, chance.uniform(0.0, 0.4))
    assert len(codes) >= 2 * KILLS
    assert home.act("find", ",".join(codes)) == ""
    done = home.linli("verify")
    assert done.returncode == 0, done.stdout


def test_files_no_row_names_are_younger_than_the_sweep(home: "Home") -> None:
    writer = home.begin("-m", "tests.cli.acting", "report")
    acknowledged(writer, 0.1)
    stray = home.path / "pictures" / "411329001" / "202601" / "1-1"
    stray.mkdir(parents=True)
    (stray / "large.jpg").write_bytes(b"x")
    old = time.time() - 2 * 3600
    os.utime(stray, (old, old))
    home.act("sweep")
    assert not stray.exists()
    assert home.act("find", "") == ""
