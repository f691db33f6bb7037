"""Runs a command beside a PostgreSQL server that is made for it and removed after it.

`python tools/with_postgres.py pytest -n 2` starts a fresh cluster in a temporary folder on a free port of
127.0.0.1, sets LINLI_DATABASE, runs the command, and stops and deletes the cluster however the command ended.
It touches no other server.
"""

import ctypes
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

PREFIX = "linli-postgres-"
# Nothing here outlives the tests, so nothing is worth waiting for a disk.
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "unix_socket_directories": "",  # a deep temporary folder would be too long for a socket's name
    "listen_addresses": "127.0.0.1",
}
START_SECONDS = 30.0
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotStart(Exception):
    """There is no PostgreSQL here, or it does not start; the message says which and why."""


def binaries() -> Path | None:
    """This will find the folder of the newest PostgreSQL's programs, or return None."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    complete = [folder for folder in folders if (folder / "postgres").exists()]
    return max(complete, key=_version, default=None)


def _version(folder: Path) -> tuple[int, ...]:
    numbers = re.findall(r"\d+", folder.parent.name)
    return tuple(int(number) for number in numbers)


def _account() -> pwd.struct_passwd | None:
    """This will return whom the server runs as: PostgreSQL refuses root. None means the present user."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam("postgres")
    return pwd.getpwnam("nobody")


@dataclass(frozen=True)
class Cluster:
    """A folder of databases, whom its processes run as, and the password of its one account."""

    programs: Path
    folder: Path
    account: pwd.struct_passwd | None
    password: str

    def command(self, program: str, *arguments: str) -> list[str]:
        """This will return the command line of one of PostgreSQL's programs."""
        return [str(self.programs / program), *arguments]

    def process(self) -> dict[str, Any]:
        """This will return how to start a process of this cluster: as whom, where, with which settings."""
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "PGPASSWORD": self.password}
        # Its own session: Ctrl-C belongs to the tests, which may still need the server to clear up.
        options: dict[str, Any] = {"cwd": self.folder, "env": environment, "start_new_session": True}
        if self.account is not None:
            options |= {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        return options

    def run(self, program: str, *arguments: str) -> None:
        """This will run one of PostgreSQL's programs to its end, or raise CannotStart with what it said."""
        done = subprocess.run(
            self.command(program, *arguments), capture_output=True, text=True, check=False, **self.process()
        )
        if done.returncode:
            raise CannotStart(f"{program} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def _folder(account: pwd.struct_passwd | None) -> Iterator[Path]:
    _sweep()
    # The folder's name holds our process id, so that a later run knows a left-over one by its dead owner.
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_open_temporary()))
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _open_temporary() -> str:
    """This will return a temporary folder that another account can walk into: TMPDIR, or /tmp."""
    chosen = Path(tempfile.gettempdir()).resolve()
    is_open = all(path.stat().st_mode & 0o001 for path in (chosen, *chosen.parents))
    return str(chosen) if is_open or os.geteuid() != 0 else "/tmp"  # noqa: S108 the name below is random


def _sweep() -> None:
    """This will remove what a killed run left behind; its server ended with it."""
    for left in Path(_open_temporary()).glob(f"{PREFIX}*"):
        owner = left.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists() and Path("/proc/self").exists():
            shutil.rmtree(left, ignore_errors=True)


def _die_with_parent() -> None:
    """This will have Linux end the server when this process is killed; elsewhere it does nothing."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextmanager
def _server(cluster: Cluster) -> Iterator[int]:
    """This will keep the server running for the body and give the port it listens on."""
    port = _free_port()
    settings = [word for key, value in FAST.items() for word in ("-c", f"{key}={value}")]
    command = cluster.command("postgres", "-D", str(cluster.folder / "data"), "-p", str(port), *settings)
    log = (cluster.folder / "log").open("wb")
    with (
        log,
        subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 this process has no threads
            **cluster.process(),
        ) as server,
    ):
        try:
            _wait(server, port, cluster.folder / "log")
            yield port
        finally:
            server.send_signal(signal.SIGINT)  # "fast": closes connections, does not wait for them
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    last = time.monotonic() + START_SECONDS
    while not _answers(port):
        if server.poll() is not None or time.monotonic() > last:
            raise CannotStart(f"The PostgreSQL server did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


@contextmanager
def postgres() -> Iterator[str]:
    """This will give the address of an empty database `linli` for LINLI_DATABASE, or raise CannotStart."""
    programs = binaries()
    if programs is None:
        raise CannotStart("There is no PostgreSQL server here. On Debian: apt-get install postgresql")
    account = _account()
    with _folder(account) as folder:
        cluster = Cluster(programs, folder, account, secrets.token_urlsafe(24))
        secret = folder / "password"
        secret.write_text(cluster.password)
        cluster.run(
            "initdb", "--pgdata", str(folder / "data"), "--username=linli", f"--pwfile={secret}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        with _server(cluster) as port:
            cluster.run("createdb", "--host=127.0.0.1", f"--port={port}", "--username=linli", "linli")
            yield f"postgresql://linli:{cluster.password}@127.0.0.1:{port}/linli"


def _leave(number: int, _frame: FrameType | None) -> None:
    for other in ENDINGS:
        signal.signal(other, signal.SIG_IGN)  # a second Ctrl-C must not cut the clearing up short
    raise SystemExit(128 + number)


def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """This will run the command and return its exit code; asked to leave, it ends the command first."""
    with subprocess.Popen(command, env=environment) as child:
        try:
            return child.wait()
        except BaseException:
            child.terminate()
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=15)
            child.kill()
            raise


def main(command: Sequence[str]) -> int:
    """This will run the command with LINLI_DATABASE set and return its exit code, or 2 without a database."""
    if not command:
        print("usage: with_postgres.py COMMAND [ARGUMENT ...]", file=sys.stderr)
        return 2
    for number in ENDINGS:
        signal.signal(number, _leave)
    try:
        with postgres() as address:
            return _run(command, {**os.environ, "LINLI_DATABASE": address})
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
