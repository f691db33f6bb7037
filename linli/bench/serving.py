"""The real server, started for the bench on this machine alone, and what memory its processes take."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HOST = "127.0.0.1"
_START_SECONDS = 60.0
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class CannotServe(Exception):
    """The server did not come up; the message holds what it said."""


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """This will keep `linli serve` running on a free port of 127.0.0.1; gives its port and process."""
    port = _free_port()
    command = [sys.executable, "-m", "linli.cli.main", "serve", "--host", HOST, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:  # noqa: S603  our own words
        try:
            _wait(server, port)
            yield port, server.pid
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=20)
            if server.poll() is None:
                server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: "subprocess.Popen[bytes]", port: int) -> None:
    last = time.monotonic() + _START_SECONDS
    while time.monotonic() < last and server.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.1)
    server.kill()
    said = server.stdout.read() if server.stdout else b""
    raise CannotServe(said.decode(errors="replace"))


def memory(pid: int) -> float | None:
    """This will give the PSS of a process and all below it, in MB; None where the system does not tell."""
    parents = _parents()
    family, grown = {pid}, True
    while grown:
        more = {child for child, parent in parents.items() if parent in family} - family
        family |= more
        grown = bool(more)
    sizes = [size for each in family if (size := _pss(each)) is not None]
    return sum(sizes) / 1024 if sizes else None


def _parents() -> dict[int, int]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            # The name in brackets may hold anything.
            found[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    return found


def _pss(pid: int) -> int | None:
    with suppress(OSError):
        if told := _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text()):
            return int(told[1])
    return None


def machine() -> str:
    """This will describe the machine in a few words: cores, processor, memory."""
    model, total = "", ""
    with suppress(OSError):
        named = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
        model = named[1].strip() if named else ""
        held = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
        total = f"{int(held[1]) / 1024 / 1024:.0f} GB" if held else ""
    words = [f"{os.cpu_count()} cores", model, total, f"Python {sys.version.split()[0]}"]
    return ", ".join(word for word in words if word)
