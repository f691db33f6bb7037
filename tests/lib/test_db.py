"""The door to a write transaction."""

import errno
import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import IntegrityError, connections, transaction
from pytest_django import DjangoDbBlocker

from linli.lib import db
from linli.lib.db import after_commit, at_the_end, writing

FILE = "file_for_writing"


@pytest.fixture
def path(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    file = tmp_path / "town.sqlite3"
    connections.databases[FILE] = {
        **connections.databases["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"},
    }
    with django_db_blocker.unblock():
        with connections[FILE].cursor() as cursor:
            cursor.execute("CREATE TABLE number (value integer UNIQUE)")
            cursor.execute("INSERT INTO number VALUES (0)")
        yield file
        connections[FILE].close()
        del connections[FILE]
        del connections.databases[FILE]


def add(number: int) -> None:
    with writing(FILE), connections[FILE].cursor() as cursor:
        cursor.execute("INSERT INTO number VALUES (%s)", [number])


def numbers() -> list[int]:
    with connections[FILE].cursor() as cursor:
        return [row[0] for row in cursor.execute("SELECT value FROM number ORDER BY value").fetchall()]


def is_locked(path: Path) -> bool:
    with open(f"{path}.writelock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def start(path: Path, verb: str, number: int) -> "subprocess.Popen[str]":
    command = [sys.executable, str(Path(__file__).with_name("writer.py")), str(path), verb, str(number)]
    house = str(Path(__file__).parents[2])
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": house}
    )


def test_two_processes_take_turns_and_lose_nothing(path: Path) -> None:
    writers = [start(path, "count", 25) for _ in range(2)]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert numbers() == [50]


def test_threads_of_one_process_exclude_each_other(path: Path) -> None:
    seen = []

    def look() -> None:
        with writing(FILE):
            seen.append("other thread")
        connections[FILE].close()

    with writing(FILE):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join(0.2)
        seen.append("first thread")
    thread.join()
    assert seen == ["first thread", "other thread"]


def test_a_killed_writer_leaves_neither_lock_nor_half_a_write(path: Path) -> None:
    with start(path, "hold", 7) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "holding\n"
        assert is_locked(path)
        writer.kill()
    add(1)
    assert numbers() == [0, 1]


def test_a_child_forked_while_writing_does_not_keep_the_lock(path: Path) -> None:
    with start(path, "fork", 1) as writer:
        assert writer.wait(60) == 0
        add(5)
        assert numbers() == [1, 5]
        writer.stdout = None  # the child still holds the other end


def test_a_nested_write_is_committed_with_the_outer(path: Path) -> None:
    with writing(FILE):
        add(1)
        add(2)
        assert is_locked(path)
    assert not is_locked(path)
    assert numbers() == [0, 1, 2]


def test_an_error_undoes_everything_and_lets_go(path: Path) -> None:
    with suppress(ZeroDivisionError), writing(FILE):
        add(1)
        raise ZeroDivisionError
    assert not is_locked(path)
    add(2)
    assert numbers() == [0, 2]


def test_an_inner_error_that_is_caught_still_undoes_the_outer(path: Path) -> None:
    with writing(FILE):
        add(1)
        with suppress(IntegrityError):
            add(0)
    assert numbers() == [0]


def test_an_inner_write_with_a_savepoint_can_be_tried_again(path: Path) -> None:
    with writing(FILE):
        add(1)
        with suppress(IntegrityError), writing(FILE, savepoint=True):
            add(2)
            add(0)
        add(3)
    assert numbers() == [0, 1, 3]


def test_the_log_is_synced_after_the_lock_is_released(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    monkeypatch.setattr(
        db, "_sync_data", lambda fd: synced.append((os.readlink(f"/proc/self/fd/{fd}"), is_locked(path)))
    )
    add(1)
    assert synced == [(f"{path}-wal", False)]


def test_a_sync_that_fails_is_never_taken_for_stored(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.EIO, "no")

    told: list[str] = []
    monkeypatch.setattr(db, "_sync_data", full)
    with pytest.raises(OSError, match="no"), writing(FILE):
        after_commit(lambda: told.append("stored"), FILE)
    assert not told
    assert not is_locked(path)


def test_what_would_only_be_done_again_does_not_wait_for_the_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(db, "_sync_data", synced.append)
    with writing(FILE, durable=False):
        add(1)
    assert not synced
    assert numbers() == [0, 1]
    add(2)
    assert len(synced) == 1


def test_who_waits_for_the_disk_at_once_shares_one_sync(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on, synced = threading.Event(), threading.Event(), []

    def slow(fd: int) -> None:
        synced.append(fd)
        begun.set()
        go_on.wait(30)

    def add_and_leave(number: int) -> None:
        add(number)
        connections[FILE].close()

    with connections[FILE].cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")  # the log stays while a connection is open
    monkeypatch.setattr(db, "_sync_data", slow)
    threads = [threading.Thread(target=add_and_leave, args=(number,)) for number in range(1, 6)]
    threads[0].start()
    assert begun.wait(30)
    for thread in threads[1:]:
        thread.start()
    while db._durable_of(str(path)).asked < 5:
        threading.Event().wait(0.01)
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert len(synced) == 2
    assert numbers() == [0, 1, 2, 3, 4, 5]


def test_a_sync_that_fails_fails_for_all_who_wait_for_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    durable = db._durable_of(str(path))
    durable.asked = 1  # another thread has committed and waits, and has not been told
    monkeypatch.setattr(db, "_sync_data", lambda _fd: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add(1)
    assert durable.failed == 2
    monkeypatch.undo()
    durable.asked = 1
    with pytest.raises(OSError, match="did not confirm"):
        durable.wait()


def test_what_is_written_at_the_end_is_written_once_and_in_the_transaction(path: Path) -> None:
    written: list[list[str]] = []

    def write(items: list[str]) -> None:
        assert is_locked(path)
        written.append(items)
        add(len(items))

    with writing(FILE):
        at_the_end(write, "a", FILE)
        with writing(FILE):
            at_the_end(write, "b", FILE)
        with suppress(ZeroDivisionError), writing(FILE, savepoint=True):
            at_the_end(write, "undone", FILE)
            raise ZeroDivisionError
        assert not written
    assert written == [["a", "b"]]
    assert numbers() == [0, 2]
    with suppress(ZeroDivisionError), writing(FILE):
        at_the_end(write, "undone", FILE)
        raise ZeroDivisionError
    assert written == [["a", "b"]]


def test_what_fails_at_the_end_undoes_all(path: Path) -> None:
    with suppress(IntegrityError), writing(FILE):
        add(1)
        at_the_end(lambda _items: add(0), "again", FILE)
    assert numbers() == [0]
    assert not is_locked(path)


def test_what_follows_a_commit_runs_unlocked_and_may_write(path: Path) -> None:
    locked = []

    def follow() -> None:
        locked.append(is_locked(path))
        add(2)

    with writing(FILE):
        after_commit(follow, FILE)
        add(1)
        assert not locked
    assert locked == [False]
    assert numbers() == [0, 1, 2]


def test_what_was_undone_is_not_followed_up(path: Path) -> None:
    told: list[str] = []
    with writing(FILE):
        after_commit(lambda: told.append("kept"), FILE)
        with suppress(ZeroDivisionError), writing(FILE, savepoint=True):
            after_commit(lambda: told.append("undone"), FILE)
            raise ZeroDivisionError
    with suppress(ZeroDivisionError), writing(FILE):
        after_commit(lambda: told.append("undone"), FILE)
        raise ZeroDivisionError
    after_commit(lambda: told.append("at once"), FILE)
    assert told == ["kept", "at once"]


def test_a_follow_up_that_fails_is_logged_and_the_next_still_runs(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    with writing(FILE):
        after_commit(lambda: 1 / 0, FILE)
        after_commit(lambda: told.append("next"), FILE)
        add(1)
    assert told == ["next"]
    assert "the write before it stands" in caplog.text
    assert numbers() == [0, 1]


def test_a_django_hook_may_write_while_the_first_write_is_committing(path: Path) -> None:
    with writing(FILE):
        transaction.on_commit(lambda: add(2), using=FILE)
        add(1)
    assert numbers() == [0, 1, 2]
    assert not is_locked(path)


def test_within_somebody_elses_transaction_it_only_nests(path: Path) -> None:
    told: list[str] = []
    with transaction.atomic(using=FILE):
        with suppress(IntegrityError):
            add(0)
        with writing(FILE):
            after_commit(lambda: told.append("committed"), FILE)
            add(1)
        assert not Path(f"{path}.writelock").exists()
        assert not told
    assert numbers() == [0, 1]
    assert told == ["committed"]


@pytest.mark.django_db
def test_the_tests_own_database_needs_no_file() -> None:
    with writing(), connections["default"].cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE scratch (value integer)")
        with suppress(ZeroDivisionError), writing(savepoint=True):
            cursor.execute("INSERT INTO scratch VALUES (1)")
            raise ZeroDivisionError
        cursor.execute("SELECT count(*) FROM scratch")
        assert cursor.fetchone() == (0,)
