"""SIGKILL at any moment: what was acknowledged is there, and nothing half-written."""

import os
import random
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]

from tests.cli.conftest import free_port
from tests.cli.sending import Phone

if TYPE_CHECKING:
    from tests.cli.conftest import Home

KILLS = 5
PATIENCE = 30.0


def test_what_was_acknowledged_survives_being_killed(home: "Home") -> None:
    chance = random.Random(2026)  # noqa: S311
    port = free_port()
    phones = [Phone(port) for _each in range(2)]
    for phone in phones:
        phone.start()
    for _kill in range(KILLS):
        server = home.serve(port)
        parent = psutil.Process(server.pid)
        before = sum(len(phone.codes) for phone in phones)
        last = time.monotonic() + PATIENCE
        while sum(len(phone.codes) for phone in phones) <= before:
            assert time.monotonic() < last, {status for phone in phones for status in phone.answers}
            time.sleep(0.01)
        time.sleep(chance.uniform(0.0, 0.3))
        for each in (parent, *parent.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):  # the kernel was quicker: its parent is dead
                each.kill()
        server.wait()
    for phone in phones:
        phone.enough.set()
        phone.join(PATIENCE)
    codes = [code for phone in phones for code in phone.codes]
    assert len(codes) >= KILLS
    assert not {status for phone in phones for status in phone.answers} & {500, 502, 503}
    assert home.act("find", ",".join(codes)) == ""
    done = home.linli("verify")
    assert done.returncode == 0, done.stdout


def test_files_no_row_names_are_swept_when_they_are_old(home: "Home") -> None:
    stray = home.path / "pictures" / "411329001" / "202601" / "1-1"
    young = stray.with_name("2-1")
    for folder in (stray, young):
        folder.mkdir(parents=True)
        (folder / "large.jpg").write_bytes(b"x")
    old = time.time() - 2 * 3600
    os.utime(stray, (old, old))
    home.act("sweep")
    assert (stray.exists(), young.exists()) == (False, True)
    assert home.act("find", "") == ""
