"""What must be there before the first request: the tables, and the static files under their hashed names."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections

from linli.cli import migrate
from linli.cli.screen import Stop, say
from linli.cli.words import gettext as _

STAMP = ".collected"


def make_ready() -> None:
    """This will migrate and collect static files if something is new. Production is never migrated by serving."""
    if steps := migrate.waiting():
        if settings.MODE == "production":
            raise Stop(
                _("The database waits for %s steps. Make a backup, then run: linli migrate") % len(steps)
            )
        say(_("Bringing the database up to date …"))
        migrate.migrate()
    for folder in (settings.PICTURES, Path(settings.STATIC_ROOT)):
        folder.mkdir(parents=True, exist_ok=True)
    if settings.MODE != "development":
        collect()
    # Children are forked next, and no two processes may speak over one connection.
    connections.close_all()


def collect() -> bool:
    """This will collect the static files if one of them changed since, and say whether it did."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    wanted = _fingerprint()
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    say(_("Collecting static files …"))
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
