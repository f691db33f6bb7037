"""Who runs on a home: serving and working share it, a restore needs it alone. The kernel forgets with the process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linli.cli.screen import Stop
from linli.cli.words import gettext as _

FILE = "running.lock"


def share(home: Path) -> None:
    """This will say for as long as this process and its children live that Linli runs here."""
    handle = _open(home)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Stop(_("A backup is being restored here. Start again when it is done.")) from None


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """This will run its block while nothing else runs on the home. Raises Stop if something does."""
    handle = _open(home)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(_("Linli runs in %s. Stop it first.") % home) from None
        yield
    finally:
        os.close(handle)


def _open(home: Path) -> int:
    return os.open(home / FILE, os.O_RDWR | os.O_CREAT, 0o640)
