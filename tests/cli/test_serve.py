"""Serving: web and worker in one command, started again when they die, gone when it is gone."""

import os
import signal
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]
import pytest

from tests.cli.conftest import answer, free_port

if TYPE_CHECKING:
    from tests.cli.conftest import Home

PATIENCE = 20.0


def until(condition: Callable[[], bool]) -> None:
    """This will come back when the condition holds, and fail if it never does."""
    last = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < last, "it never came true"
        time.sleep(0.05)


def answers(port: int) -> bool:
    try:
        return answer(port) < 500
    except OSError:
        return False


def gone(processes: list[psutil.Process]) -> bool:
    return not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in processes)


def test_a_port_somebody_uses_is_refused_with_a_sentence(empty: "Home") -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = empty.linli("serve", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} of 127.0.0.1 cannot be used")
    assert not empty.path.exists()


@pytest.mark.parametrize("arguments", [("--port", "0"), ("--port", "99999"), ("--workers", "0")])
def test_impossible_numbers_are_refused(empty: "Home", arguments: tuple[str, str]) -> None:
    done = empty.linli("serve", *arguments)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_it_serves_a_new_home_and_stops_when_told(empty: "Home") -> None:
    port = free_port()
    server = empty.serve(port, LINLI_MODE="demo")
    try:
        family = psutil.Process(server.pid).children(recursive=True)
        assert len(family) == 4  # the web server and its two processes, and the worker
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=PATIENCE) == 0
        assert gone(family)
    finally:
        server.kill()
        server.communicate()


def test_web_and_worker_together_stay_within_their_memory(home: "Home") -> None:
    port = free_port()
    server = home.serve(port)
    for path in ("/", "/sign-in/", "/411329001/", "/411329001/report/", "/definitions/") * 10:
        answer(port, path)
    parent = psutil.Process(server.pid)
    family = [parent, *parent.children(recursive=True)]
    assert sum(each.memory_full_info().pss for each in family) <= 300 * 1024 * 1024


def test_what_dies_is_started_again(home: "Home") -> None:
    port = free_port()
    server = home.serve(port)
    parent = psutil.Process(server.pid)
    for child in parent.children():
        below = child.children()
        child.kill()
        until(lambda below=below: len(parent.children()) == 2 and gone(below))  # type: ignore[misc]
    until(lambda: len(parent.children(recursive=True)) == 4 and answers(port))
    assert server.poll() is None


def test_nothing_outlives_a_killed_parent(home: "Home") -> None:
    port = free_port()
    server = home.serve(port)
    family = psutil.Process(server.pid).children(recursive=True)
    server.send_signal(signal.SIGKILL)
    server.wait()
    until(lambda: gone(family))
    again = home.serve(port)  # the port is free and the home is not locked
    assert again.poll() is None


def test_the_worker_does_what_is_due(home: "Home") -> None:
    home.serve(free_port())
    until(lambda: "told" in home.act("notices"))


def test_a_request_larger_than_any_report_is_not_read(home: "Home") -> None:
    port = free_port()
    home.serve(port)
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"POST /display/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\nx")
        assert client.recv(100).startswith(b"HTTP/1.1 413 ")


def test_slow_senders_do_not_hold_up_the_others(home: "Home") -> None:
    port = free_port()
    home.serve(port)
    head = (
        f"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken={'a' * 32}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nx"
    )
    slow = [socket.create_connection(("127.0.0.1", port)) for _each in range(4)]
    try:
        for client in slow:
            client.sendall(head.encode())
        assert answer(port) == 302
    finally:
        for client in slow:
            client.close()


def test_production_is_never_migrated_by_serving(empty: "Home") -> None:
    secret = {"LINLI_SECRET_KEY": "s" * 40, "LINLI_CONTACT_KEYS": "c" * 40}
    production = {
        **secret,
        "LINLI_MODE": "production",
        "LINLI_HOSTS": "linli.example",
        "LINLI_URL": "https://linli.example",
        "LINLI_PROXIES": "1",
    }
    done = empty.linli("serve", "--port", str(free_port()), **production)
    assert done.returncode == 1
    assert "linli migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_without_leave_to_write_says_so(empty: "Home") -> None:
    done = empty.linli("serve", "--port", str(free_port()), LINLI_HOME=os.devnull)
    assert done.returncode == 1
    assert "/dev/null" in done.stderr
    assert "Traceback" not in done.stderr
