"""The file a backup is: a tar with the database, the pictures its rows name, and a manifest of hashes at its end.

The manifest is written last, so that a file that was cut off has none.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

FORM = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
PICTURES = "pictures"
KEYS = "keys"


@dataclass
class Manifest:
    """What is in an archive, and the SHA-256 of each part."""

    linli: str
    engine: str
    at: str
    migrations: list[str]
    form: int = FORM
    files: dict[str, str] = field(default_factory=dict)


class Writer:
    """An archive that is being written."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self.tar = tar
        self.manifest = manifest

    def add(self, path: Path, name: str) -> None:
        """This will add a file and remember its hash."""
        with path.open("rb") as file:
            info = self.tar.gettarinfo(arcname=name, fileobj=file)
            info.mode, info.uid, info.gid, info.uname, info.gname = 0o600, 0, 0, "", ""
            reader = _Hashing(file)
            self.tar.addfile(info, reader)
        self.manifest.files[name] = reader.digest.hexdigest()

    def add_text(self, text: str, name: str) -> None:
        """This will add a short text."""
        content = text.encode()
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        self.tar.addfile(info, io.BytesIO(content))
        self.manifest.files[name] = hashlib.sha256(content).hexdigest()


class _Hashing:
    """A file that is hashed while tarfile reads it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.digest.update(chunk)
        return chunk


@contextmanager
def written(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """This will write an archive; on leaving the block, its manifest. A name that ends in .gz packs it."""
    mode = "w:gz" if path.name.removesuffix(".part").endswith((".gz", ".tgz")) else "w"
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]  # one of two literals
        writer = Writer(tar, manifest)
        yield writer
        content = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(content), 0o600
        tar.addfile(info, io.BytesIO(content))
