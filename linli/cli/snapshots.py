"""One consistent copy of the database while everybody goes on writing, and the folders of pictures it names."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from linli.cli.screen import Stop
from linli.cli.words import gettext as _

_FOLDERS = "SELECT folder FROM pictures_picture ORDER BY folder"


def take(target: Path) -> list[str]:
    """This will write a copy of the database to `target` and list the pictures' folders that it names."""
    if connection.vendor == "sqlite":
        return _sqlite(target)
    return _postgresql(target)


def _sqlite(target: Path) -> list[str]:
    """By SQLite's own backup, in one step: readers of a write-ahead log hold up nobody."""
    source = Path(str(connection.settings_dict["NAME"]))
    with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    check_sqlite(target)
    return folders_of(target)


def check_sqlite(path: Path) -> None:
    """This will raise Stop unless SQLite finds the file whole."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        answer = str(error)
    if answer != "ok":
        raise Stop(_("The database is damaged: %s.") % answer)


def folders_of(path: Path) -> list[str]:
    """This will list the pictures' folders that a copy of an SQLite database names."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        return [row[0] for row in copy.execute(_FOLDERS)]


def _postgresql(target: Path) -> list[str]:
    """By pg_dump, in the same snapshot in which the pictures are listed."""
    with _repeatable() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        client("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}")
        cursor.execute(_FOLDERS)
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def _repeatable() -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield cursor
        finally:
            cursor.execute("ROLLBACK")


def client(program: str, *arguments: str) -> None:
    """This will run one of PostgreSQL's own programs on the database. Raises Stop if it is missing or fails."""
    if shutil.which(program) is None:
        raise Stop(
            _("%s is not installed. It comes with PostgreSQL's client, as Debian's postgresql-client.")
            % program
        )
    place = connection.settings_dict
    environment = os.environ | {
        name: str(place[key])
        for name, key in (
            ("PGHOST", "HOST"),
            ("PGPORT", "PORT"),
            ("PGUSER", "USER"),
            ("PGPASSWORD", "PASSWORD"),
        )
        if place[key]
    }
    # The password goes by the environment, which other users cannot list, unlike arguments.
    done = subprocess.run(  # noqa: S603  the program is ours, the arguments are no shell's
        [program, f"--dbname={place['NAME']}", *arguments], env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    if done.returncode:
        raise Stop(_("%(program)s failed: %(why)s") % {"program": program, "why": done.stderr.strip()})
