"""Putting the parts of a checked backup where they belong."""

import os
import shutil
import time
from pathlib import Path

from linli.cli import archive


def put_back(unpacked: Path, engine: str) -> None:
    """This will put pictures, database and keys in place.

    Pictures first: a folder that no row names is swept, a row without its folder would be a fault.
    """
    from django.conf import settings
    from django.db import connection

    from linli.cli import snapshots

    if (unpacked / archive.PICTURES).is_dir():
        _put(unpacked / archive.PICTURES, Path(settings.PICTURES))
    if engine == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        _put(unpacked / archive.DATABASES[engine], target)
    else:
        snapshots.client(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction",
            str(unpacked / archive.DATABASES[engine]),
        )  # fmt: skip
    keys = unpacked / archive.KEYS
    for key in keys.iterdir() if keys.is_dir() else ():
        key.chmod(0o600)
        _put(key, Path(settings.HOME) / key.name)


def _put(source: Path, target: Path) -> None:
    """Moves a file or folder into place; what was there is kept beside it, a database with its log."""
    aside = f"{target}.before-{time.strftime('%Y%m%d-%H%M%S')}"
    for end in ("", "-wal", "-shm"):
        if (there := Path(f"{target}{end}")).exists():
            there.rename(f"{aside}{end}")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
