"""The folders of pictures on disk. A folder is complete and on disk before a row may name it.

Sets of files are written to PICTURES/staging, synced, and renamed into place; what no row names is an orphan of a
rolled-back transaction or a killed process, and is swept.
"""

import io
import os
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from PIL import Image

from linli.pictures.refusals import NO_ROOM, BadPicture
from linli.pictures.rules import QUALITY, Size

_STAGING = "staging"


def root() -> Path:
    """This will give the folder below which all pictures lie."""
    return Path(settings.PICTURES)


def path_of(folder: str, size: Size) -> Path:
    """This will give the path of one file."""
    return root() / folder / f"{size}.jpg"


@contextmanager
def kept_or_gone(folder: Path) -> Iterator[None]:
    """This will remove `folder` if its block fails; a full or failing disk becomes a BadPicture."""
    try:
        yield
    except OSError as fault:
        remove(folder)
        raise BadPicture(NO_ROOM) from fault
    except BaseException:
        remove(folder)
        raise


def stage(pictures: Mapping[Size, Image.Image], *, original: Path | None = None) -> Path:
    """This will write a set of files, and perhaps a link to an original, to a new folder in staging, synced.

    Raises BadPicture when the disk is full or fails; nothing is left behind.
    """
    folder = root() / _STAGING / uuid.uuid4().hex
    with kept_or_gone(folder):
        folder.mkdir(parents=True, mode=0o750)
        for size, picture in pictures.items():
            with (folder / f"{size}.jpg").open("wb") as file:
                file.write(_encoded(picture))
                file.flush()
                os.fsync(file.fileno())
        if original is not None:
            os.link(original, folder / f"{Size.ORIGINAL}.jpg")
        _sync(folder)
    return folder


def _encoded(picture: Image.Image) -> bytes:
    """In memory, because Pillow writes straight to a file's descriptor and takes a short write for a whole one.

    On a disk that is just filling up that leaves half a picture and no error.
    """
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return buffer.getvalue()


def place(staged: Path, folder: str) -> None:
    """This will move a staged folder to where a row may name it, synced. Raises BadPicture; nothing is left."""
    target = root() / folder
    with kept_or_gone(staged), kept_or_gone(target):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        os.utime(staged)  # it may have waited; young again, no sweep takes it before its row commits
        staged.rename(target)
        for parent in (target.parent, target.parent.parent, root()):
            _sync(parent)


def name_for(picture_id: int, staged: Path) -> str:
    """This will name the folder a staged one moves to: by its picture, and never as another set of it was named."""
    return f"{picture_id}-{staged.name[:8]}"


def weight(folder: Path) -> int:
    """This will give the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.iterdir())


def remove(folder: Path | str) -> None:
    """This will remove a folder if it is there; what cannot be removed now is swept later."""
    shutil.rmtree(root() / folder, ignore_errors=True)


def remove_original(folder: str) -> None:
    """This will remove the picture from before boxes were drawn, if it is there."""
    with suppress(FileNotFoundError):
        path_of(folder, Size.ORIGINAL).unlink()
        _sync(root() / folder)


def old_staged(age: float) -> Iterator[Path]:
    """This will walk over what has lain in staging for more than `age` seconds."""
    yield from _older(root() / _STAGING, age)


def staged() -> list[tuple[float, Path]]:
    """This will list what lies in staging with its age in seconds, the oldest first."""
    now, found = _clock(), []
    for folder in _folders(root() / _STAGING):
        with suppress(FileNotFoundError):
            found.append((now - folder.stat().st_mtime, folder))
    return sorted(found, reverse=True)


def months() -> Iterator[Path]:
    """This will walk over the folders of each street and month."""
    for street in _folders(root()):
        if street.name.isdigit():
            yield from (month for month in _folders(street) if month.name.isdigit())


def old_of(month: Path, age: float) -> Iterator[Path]:
    """This will walk over the pictures' folders of a month that are older than `age` seconds."""
    yield from _older(month, age)


def _older(parent: Path, age: float) -> Iterator[Path]:
    now = _clock()
    for folder in _folders(parent):
        with suppress(FileNotFoundError):
            if now - folder.stat().st_mtime > age:
                yield folder


def _folders(parent: Path) -> list[Path]:
    return sorted(path for path in parent.iterdir() if path.is_dir()) if parent.is_dir() else []


def _clock() -> float:
    """The time by the disk's own clock, the one folders are dated with; a demo's moved clock is no measure here.

    A disk that takes no file any more leaves the machine's.
    """
    mark = root() / ".clock"
    try:
        mark.touch()
        return mark.stat().st_mtime
    except OSError:
        return time.time()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
