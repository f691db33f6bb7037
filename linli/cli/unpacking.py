"""Reading a backup: every part is compared with the manifest before anybody believes any of it."""

import hashlib
import json
import re
import tarfile
import zlib
from gzip import BadGzipFile
from pathlib import Path

from linli.cli import archive
from linli.cli.screen import Stop
from linli.cli.words import gettext as _

_CHUNK = 1 << 20
_MOST_MANIFEST = 1 << 30
# Only what a backup writes is ever unpacked: no links, no way out of the folder.
_NAME = re.compile(
    r"database\.(sqlite3|pgdump)|keys/(secret-key|contact-keys)"
    r"|pictures/\d{6,9}/\d{6}/[A-Za-z0-9_-]+/(small|middle|large|original)\.jpg",
    re.ASCII,
)


def unpack(path: Path, folder: Path | None) -> archive.Manifest:
    """This will check every part of an archive against its manifest, and unpack it into `folder` if one is given.

    Raises Stop for a file that is no backup, was cut off or was changed.
    """
    hashes: dict[str, str] = {}
    manifest: archive.Manifest | None = None
    try:
        with tarfile.open(path, "r:*") as tar:
            for member in tar:
                if member.name == archive.MANIFEST and manifest is None and member.size < _MOST_MANIFEST:
                    manifest = _manifest(tar, member)
                else:
                    hashes[member.name] = _part(tar, member, folder)
    except (EOFError, BadGzipFile, zlib.error, tarfile.TarError, ValueError, TypeError) as error:
        raise Stop(_("%s is no backup of Linli, or is damaged.") % path) from error
    if manifest is None:
        raise Stop(_("%s is not whole: it was cut off, or is no backup of Linli.") % path)
    if manifest.form != archive.FORM:
        raise Stop(_("%s was made by another version of Linli and cannot be read by this one.") % path)
    wrong = sorted(
        name for name in hashes.keys() | manifest.files.keys() if hashes.get(name) != manifest.files.get(name)
    )
    if wrong:
        raise Stop(
            _("%(file)s was changed after it was made; the first wrong part is %(part)s.")
            % {"file": path, "part": wrong[0]}
        )
    return manifest


def _manifest(tar: tarfile.TarFile, member: tarfile.TarInfo) -> archive.Manifest:
    file = tar.extractfile(member)
    return archive.Manifest(**json.loads(file.read() if file else b""))


def _part(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path | None) -> str:
    if not member.isfile() or not _NAME.fullmatch(member.name):
        raise ValueError(member.name)
    source = tar.extractfile(member)
    if source is None:
        raise ValueError(member.name)
    digest = hashlib.sha256()
    target = None if folder is None else folder / member.name
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    with open(target or "/dev/null", "wb") as out:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()
