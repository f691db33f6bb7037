"""Another process that writes; started by test_db.py with a database file, a verb and a number."""

import os
import sys
import time

import django
from django.conf import settings

settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sys.argv[1],
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 0.2,  # without the file lock, waiting writers would fail
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
)
django.setup()

from django.db import connection  # noqa: E402

from linli.lib.db import writing  # noqa: E402


def count(times: int) -> None:
    """Reads and writes back a number; two that do not exclude each other lose some."""
    for _ in range(times):
        with writing(), connection.cursor() as cursor:
            value = cursor.execute("SELECT value FROM number").fetchone()[0]
            time.sleep(0.01)
            cursor.execute("UPDATE number SET value = %s", [value + 1])


def hold(times: int) -> None:
    """Writes, says so, and never commits."""
    with writing(), connection.cursor() as cursor:
        cursor.execute("UPDATE number SET value = value + %s", [times])
        print("holding", flush=True)  # noqa: T201  the test waits for this line
        time.sleep(60)


def fork(times: int) -> None:
    """Leaves a child behind that was forked while the lock was held, then counts."""
    with writing():
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
    count(times)


{"count": count, "hold": hold, "fork": fork}[sys.argv[2]](int(sys.argv[3]))
