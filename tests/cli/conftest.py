"""Homes of their own for commands that run as people run them: as processes, on the database of this test run."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0
_numbers = count(1)


@dataclass
class Home:
    """A folder, and the environment in which every command works on it."""

    path: Path
    environment: dict[str, str]
    servers: list["subprocess.Popen[str]"] = field(default_factory=list)

    def linli(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """This will run `linli ...`; `more` is added to its environment."""
        return subprocess.run(
            [sys.executable, "-m", "linli.cli.main", *arguments],
            env=self.environment | more, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def begin(self, *arguments: str, **more: str) -> "subprocess.Popen[str]":
        """This will start a process of Python on the home that the test ends, or its fixture does."""
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=self.environment | more, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.servers.append(process)
        return process

    def act(self, *arguments: str) -> str:
        """This will run the script that acts in the town of the tests, and give what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.cli.acting", *arguments],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def serve(self, port: int, **more: str) -> "subprocess.Popen[str]":
        """This will start `linli serve` and come back when it answers."""
        server = self.begin("-m", "linli.cli.main", "serve", "--port", str(port), **more)
        wait_for(port, server)
        return server


def free_port() -> int:
    """This will find a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answer(port: int, path: str = "/display/") -> int:
    """This will ask the server for a page and give the status of the answer."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method="GET")
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=5) as response:
            status: int = response.status
            return status
    except urllib.error.HTTPError as error:
        return error.code


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        return None


def wait_for(port: int, server: "subprocess.Popen[str]") -> None:
    """This will come back once the server answers, or fail with what it said."""
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last and server.poll() is None:
        try:
            answer(port)
        except OSError:
            time.sleep(0.05)
        else:
            return
    server.kill()
    pytest.fail(f"linli serve does not answer: {server.communicate()[0]}")


@pytest.fixture(scope="session")
def _town(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Home]:
    """The town of the tests in a home of its own, made once; on PostgreSQL as a template of databases."""
    home = _made(tmp_path_factory.mktemp("town"), "", django_db_blocker)
    home.act("town")
    yield home
    _dropped(home, django_db_blocker)


@pytest.fixture
def home(_town: Home, tmp_path: Path, django_db_blocker: Any) -> Iterator[Home]:
    """A copy of the town for one test."""
    shutil.copytree(_town.path, tmp_path / "home")
    home = _made(tmp_path / "home", _town.environment.get("LINLI_DATABASE", ""), django_db_blocker)
    yield home
    for server in home.servers:
        if server.poll() is None:
            server.send_signal(signal.SIGKILL)
        server.communicate()
    _dropped(home, django_db_blocker)


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    """A home in which nothing is yet, on SQLite: no command has run."""
    return Home(tmp_path / "empty", _environment(tmp_path / "empty"))


def _environment(path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "DJANGO_"))}
    return kept | {"LINLI_HOME": str(path), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def _made(path: Path, template: str, blocker: Any) -> Home:
    home = Home(path, _environment(path))
    if connection.vendor == "postgresql":
        name = f"linli_cli_{os.getpid()}_{next(_numbers)}"
        like = f' TEMPLATE "{template.rpartition("/")[2]}"' if template else ""
        _administer(blocker, f'CREATE DATABASE "{name}"{like}')
        place = settings.DATABASES["default"]
        account = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}"
        home.environment["LINLI_DATABASE"] = f"postgresql://{account}/{name}"
    return home


def _dropped(home: Home, blocker: Any) -> None:
    if url := home.environment.get("LINLI_DATABASE", ""):
        _administer(blocker, f'DROP DATABASE IF EXISTS "{url.rpartition("/")[2]}" WITH (FORCE)')


def _administer(blocker: Any, statement: str) -> None:
    with blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(statement)


Serving = Callable[..., "subprocess.Popen[str]"]
