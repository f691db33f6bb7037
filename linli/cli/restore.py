"""`linli restore FILE.tar --home DIR`: put a backup back, checked before anything is touched and after."""

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Any

from linli.cli import archive, migrate, putting, running, unpacking, verify
from linli.cli.screen import USAGE, Stop, say
from linli.cli.starting import common, start
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser("restore", parents=[common()], help=_("put a backup back"))
    parser.add_argument("file", type=Path, metavar="FILE.tar")
    parser.add_argument("--force", action="store_true", help=_("put what is there aside"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will check the file, put it in place, migrate it if it is older, and verify it; 1 if something is wrong."""
    if not arguments.file.is_file():
        raise Stop(_("There is no file %s.") % arguments.file, USAGE)
    start(arguments)
    from django.conf import settings
    from django.db import connection

    home = Path(settings.HOME)
    with running.alone(home):
        unpacked = Path(tempfile.mkdtemp(prefix="restore-", dir=home))
        try:
            manifest = unpacking.unpack(arguments.file, unpacked)
            _check(manifest, unpacked, connection.vendor)
            if not arguments.force:
                _check_empty(connection.vendor)
            connection.close()
            putting.put_back(unpacked, manifest.engine)
        finally:
            shutil.rmtree(unpacked, ignore_errors=True)
    say(_("Restored what %(file)s had at %(at)s.") % {"file": arguments.file, "at": manifest.at})
    if not any(name.startswith(archive.KEYS) for name in manifest.files):
        say(_("There were no keys in it: contacts can only be read with the LINLI_CONTACT_KEYS of then."))
    if steps := migrate.migrate():
        say(_("It was of an older version: %s steps done.") % steps)
    return verify.verify()


def _check(manifest: archive.Manifest, unpacked: Path, engine: str) -> None:
    from django.db.migrations.loader import MigrationLoader

    if manifest.engine != engine:
        raise Stop(
            _("The backup is of %(its)s and LINLI_DATABASE is %(ours)s; they must be the same.")
            % {"its": manifest.engine, "ours": engine}
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    if newer := sorted(set(manifest.migrations) - known):
        raise Stop(
            _("The backup is of a newer version of Linli (%s). Install that version first.") % newer[-1]
        )
    if engine == "sqlite":
        from linli.cli import snapshots

        database = unpacked / archive.DATABASES[engine]
        snapshots.check_sqlite(database)
        for folder in snapshots.folders_of(database):
            if not (unpacked / archive.PICTURES / folder).is_dir():
                raise Stop(
                    _("The files of a picture are missing: %s. linli verify tells of the rest.") % folder
                )


def _check_empty(engine: str) -> None:
    from django.conf import settings
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    pictures = Path(settings.PICTURES)
    if engine == "sqlite":
        full = Path(name).exists() and Path(name).stat().st_size > 0
    else:
        full = bool(connection.introspection.table_names())
    where = name if full else str(pictures) if pictures.is_dir() and any(pictures.iterdir()) else ""
    if where:
        raise Stop(
            _("There is data in %s already. --force puts files aside and replaces what a PostgreSQL holds.")
            % where
        )
