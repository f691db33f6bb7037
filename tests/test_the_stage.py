"""The ground that all other tests stand on."""

import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from tools import with_postgres

ROOT = Path(__file__).resolve().parent.parent


def test_tests_live_in_a_temporary_home() -> None:
    assert settings.HOME.is_relative_to(tempfile.gettempdir())
    assert not settings.HOME.is_relative_to(ROOT)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_tests_cannot_leave_this_machine(host: str) -> None:
    with pytest.raises(RuntimeError, match="A test"):
        socket.create_connection((host, 80), timeout=1)


def test_a_command_beside_postgresql_keeps_its_exit_code_and_leaves_nothing() -> None:
    script = "import os, sys; print(os.environ['LINLI_DATABASE']); sys.exit(7)"
    command = [sys.executable, "tools/with_postgres.py", sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if with_postgres.binaries() is None:
        assert done.returncode == 2
        assert "no PostgreSQL server" in done.stderr
        return
    assert done.returncode == 7
    assert done.stdout.startswith("postgresql://linli:")
    port = int(done.stdout.rsplit(":", 1)[1].split("/")[0])
    with pytest.raises(OSError):  # noqa: PT011 each system words a refused connection in its own way
        socket.create_connection(("127.0.0.1", port), timeout=1)
