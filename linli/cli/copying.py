"""The parts of a backup, gathered on the disk of the home."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linli.cli import archive
from linli.cli.screen import Stop
from linli.cli.words import gettext as _

STAGING = "backup-"
# A picture that is covered or erased between the copy of the database and ours has moved on: we look again.
_TRIES = 5


@contextmanager
def staging(home: Path) -> Iterator[Path]:
    """This will give a folder beside the pictures, so that they can be linked, and remove it after.

    What a backup that was killed left behind goes first.
    """
    for left in home.glob(f"{STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copied(folder: Path, database: str) -> list[Path]:
    """This will copy the database and link the pictures it names, and list those. Raises Stop if some are missing."""
    from linli.cli import snapshots

    missing = ""
    for _try in range(_TRIES):
        (folder / database).unlink(missing_ok=True)
        shutil.rmtree(folder / archive.PICTURES, ignore_errors=True)
        names = snapshots.take(folder / database)
        missing = next((name for name in names if not _linked(name, folder)), "")
        if not missing:
            return sorted((folder / archive.PICTURES).rglob("*.jpg"))
    raise Stop(_("The files of a picture are missing: %s. linli verify tells of the rest.") % missing)


def _linked(name: str, folder: Path) -> bool:
    """Links a picture's files, which are never written to again; False if they are not all there."""
    from linli.pictures import files
    from linli.pictures.rules import EDGES

    source, target = files.root() / name, folder / archive.PICTURES / name
    target.mkdir(parents=True, exist_ok=True)
    try:
        for path in source.iterdir():
            try:
                os.link(path, target / path.name)
            except OSError:
                shutil.copyfile(path, target / path.name)
    except FileNotFoundError:
        return False
    return all((target / f"{size}.jpg").exists() for size in EDGES)
