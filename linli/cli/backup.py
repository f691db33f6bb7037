"""`linli backup FILE.tar`: everything that grows, in one file, while the system goes on serving."""

import argparse
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from linli.cli import archive, copying, unpacking
from linli.cli.screen import USAGE, Stop, say
from linli.cli.starting import common, start
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser("backup", parents=[common()], help=_("write everything into one file"))
    parser.add_argument("file", type=Path, metavar="FILE.tar")
    parser.add_argument(
        "--with-keys", action="store_true", help=_("the secrets too; keep such a file locked away")
    )
    parser.add_argument("--force", action="store_true", help=_("replace a file that is there"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will write the file under another name, read it again, and only then give it its own."""
    target = arguments.file.expanduser().resolve()
    if target.exists() and not arguments.force:
        raise Stop(_("%s is there already. Choose another name, or --force.") % target, USAGE)
    if not target.parent.is_dir():
        raise Stop(_("There is no folder %s.") % target.parent, USAGE)
    start(arguments)
    part = target.with_name(target.name + ".part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        manifest = write(part, with_keys=arguments.with_keys)
        unpacking.unpack(part, None)
        _sync(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    pictures = sum(name.startswith(archive.PICTURES) for name in manifest.files)
    say(
        _("%(file)s: %(bytes)s bytes, %(pictures)s files of pictures, read again and whole.")
        % {"file": target, "bytes": target.stat().st_size, "pictures": pictures}
    )
    say(f"SHA-256 {_digest(target)}")
    if not arguments.with_keys:
        say(
            _(
                "The keys are not in it. Contacts are only readable with LINLI_CONTACT_KEYS: keep those elsewhere."
            )
        )
    return 0


def write(part: Path, *, with_keys: bool) -> archive.Manifest:
    """This will write an archive of this home. Raises Stop if it cannot be made whole."""
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    import linli

    done = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    manifest = archive.Manifest(
        linli=linli.__version__, engine=connection.vendor, at=datetime.now(UTC).isoformat(), migrations=done
    )
    with copying.staging(Path(settings.HOME)) as folder, archive.written(part, manifest) as writer:
        database = archive.DATABASES[connection.vendor]
        pictures = copying.copied(folder, database)
        writer.add(folder / database, database)
        for path in pictures:
            writer.add(path, path.relative_to(folder).as_posix())
        if with_keys:
            writer.add_text(settings.SECRET_KEY, f"{archive.KEYS}/secret-key")
            writer.add_text(",".join(settings.CONTACT_KEYS), f"{archive.KEYS}/contact-keys")
    return manifest


def _sync(path: Path) -> None:
    for each in (path, path.parent):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
