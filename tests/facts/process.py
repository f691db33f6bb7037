"""Another process that does what is due; started by test_work.py with a database, a log, and what to do.

Its handler `note` writes `began KEY` and `ended KEY` to the log; between them it sleeps if it was started to hang.
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import django
from django.conf import settings

database, log, verb, number = sys.argv[1:]
settings.configure(
    INSTALLED_APPS=["linli.facts"],
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": database,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    },
)
django.setup()

from django.core.management import call_command  # noqa: E402

from linli.facts import actions, deliveries, worker  # noqa: E402

STREET = "411329001"
AT = datetime(2026, 11, 24, 4, tzinfo=UTC)


def write(word: str, key: str) -> None:
    """One line, which the kernel appends whole."""
    line = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(line, f"{word} {key}\n".encode())
    os.close(line)


def note(payload: dict[str, Any], at: datetime) -> None:
    """Says when it begins and when it has ended."""
    write("began", payload["key"])
    time.sleep(60 if verb == "hang" else 0.002)
    write("ended", payload["key"])


deliveries.register("note", note)
if verb == "prepare":
    call_command("migrate", verbosity=0)
    for n in range(int(number)):
        actions.deliver(street=STREET, handler="note", key=str(n), payload={"key": str(n)}, due_at=AT)
else:
    worker.run_due(AT + timedelta(seconds=int(number)))
