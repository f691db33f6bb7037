"""Pictures come in and go."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from linli.facts import actions as facts
from linli.facts import deliveries
from linli.lib.db import after_commit, writing
from linli.lib.ids import new_id, token
from linli.people.rows import Viewer
from linli.people.verdicts import ALLOWED, Denied, Refused, Verdict
from linli.pictures import decoding, files, policies, refusals
from linli.pictures.models import Picture, PictureKind
from linli.pictures.refusals import BadPicture
from linli.pictures.settings_keys import MAX_MB, MOST
from linli.places import settings

# Seconds a folder may lie without a row; no transaction of ours lasts that long.
_ORPHAN_AGE = 3600.0
# How long a picture waits for its form to be put right, and how many wait at once on this disk: without a bound
# whoever sends pictures with forms that are never right would fill it within the hour. A set of three sizes has
# some 300 kB, 2 MB at most: 1 GB in all.
WAITING_HOURS = 6
MOST_WAITING = 500
# Seconds for which one is surely still on its way from being decoded to its case.
_ON_ITS_WAY = 60.0
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture that is decoded and on disk, and belongs to nothing yet."""

    street: str
    folder: Path
    width: int
    height: int
    bytes: int
    likeness: int


def prepare(*, street: str, file: BinaryIO, at: datetime) -> Prepared:
    """This will turn what was sent into a clean set of files, outside of any transaction.

    `file` must be seekable. Do this first and `attach` within the transaction of the report, so that no lock
    is held while a picture is decoded (some 100 ms); `discard` it if there will be no report. Raises BadPicture.
    Where too many wait already, the one that has waited longest goes.
    """
    refusals.check_size(file.seek(0, 2), int(settings.value(MAX_MB, street, at)))
    _make_room()
    large = decoding.decode(file)
    folder = files.stage(decoding.sizes(large))
    return Prepared(
        street=street,
        folder=folder,
        width=large.width,
        height=large.height,
        bytes=files.weight(folder),
        likeness=decoding.likeness(large),
    )


def _make_room() -> None:
    waiting = files.staged()
    for age, folder in waiting[: max(len(waiting) - MOST_WAITING + 1, 0)]:
        if age < _ON_ITS_WAY:
            raise BadPicture(refusals.NO_ROOM)
        files.remove(folder)


def attach(*, prepared: Prepared, subject: str, kind: str, by_id: int | None, at: datetime) -> Picture:
    """This will make a prepared picture a picture of `subject` ("case:1"); its files are on disk before the row.

    If the caller's transaction is undone the files are swept later. Raises BadPicture when the subject holds as
    many pictures as it can, or the disk fails; ValueError for an unknown kind.
    """
    picture = Picture(
        id=new_id(at),
        street=prepared.street,
        subject=subject,
        kind=PictureKind(kind),
        token=token(18),
        width=prepared.width,
        height=prepared.height,
        bytes=prepared.bytes,
        likeness=prepared.likeness,
        at=at,
        by_id=by_id,
    )
    picture.folder = f"{prepared.street}/{at:%Y%m}/{files.name_for(picture.id, prepared.folder)}"
    with writing():
        most = int(settings.value(MOST, prepared.street, at))
        if Picture.objects.filter(street=prepared.street, subject=subject).count() >= most:
            discard(prepared)
            raise BadPicture(refusals.ENOUGH)
        files.place(prepared.folder, picture.folder)
        picture.save(force_insert=True)
        record(picture, "picture.stored", at=at, actor_id=by_id, data={"as": str(kind)})
    return picture


def discard(prepared: Prepared) -> None:
    """This will remove a prepared picture that will not be attached."""
    files.remove(prepared.folder)


def store(
    *, street: str, subject: str, file: BinaryIO, kind: str, by_id: int | None, at: datetime
) -> Picture:
    """This will prepare and attach a picture in one go. Raises BadPicture, and then nothing is left of it."""
    prepared = prepare(street=street, file=file, at=at)
    try:
        return attach(prepared=prepared, subject=subject, kind=kind, by_id=by_id, at=at)
    except BaseException:
        discard(prepared)
        raise


def erase(
    *,
    street: str,
    subject: str,
    at: datetime,
    actor_id: int | None = None,
    kinds: Collection[str] = PictureKind.values,
) -> int:
    """This will erase the pictures of a subject, all kinds or some, with their files, and give how many there were."""
    with writing():
        rows = list(Picture.objects.filter(street=street, subject=subject, kind__in=kinds).order_by("id"))
        _drop(rows, at=at, actor_id=actor_id)
    return len(rows)


def remove(*, picture: Picture, by: Viewer, verdict: Verdict = ALLOWED, at: datetime) -> None:
    """This will erase one picture that should not be there, with its files. Raises Refused."""
    allowed = policies.may_change(by, picture, verdict=verdict)
    if isinstance(allowed, Denied):
        raise Refused(allowed.reason)
    with writing():
        _drop(list(Picture.objects.filter(id=picture.id)), at=at, actor_id=by.person_id)


def _drop(rows: list[Picture], *, at: datetime, actor_id: int | None) -> None:
    """Rows go with the transaction, files after it: undone, the pictures are all still there."""
    Picture.objects.filter(id__in=[row.id for row in rows]).delete()
    for row in rows:
        record(row, "picture.erased", at=at, actor_id=actor_id)
        after_commit(partial(files.remove, row.folder))


def record(
    picture: Picture, kind: str, *, at: datetime, actor_id: int | None, data: dict[str, object] | None = None
) -> None:
    """This will append a fact about a picture to the chain of its subject."""
    facts.record(
        street=picture.street,
        subject=picture.subject,
        kind=kind,
        at=at,
        actor_id=actor_id,
        data={"picture": picture.id, **(data or {})},
    )


def sweep_waiting() -> int:
    """This will remove pictures that have waited longer than their page was told, and give how many there were."""
    old = list(files.old_staged(WAITING_HOURS * 3600.0))
    for folder in old:
        files.remove(folder)
    return len(old)


def sweep_orphans() -> int:
    """This will remove folders no row names that are older than an hour, and give how many there were.

    They come from transactions that were undone and processes that were killed. Those that wait for a form keep
    their hours. Age is told by the disk's clock.
    """
    swept = sweep_waiting()
    for month in files.months():
        found = list(files.old_of(month, _ORPHAN_AGE))
        for start in range(0, len(found), _BATCH):
            swept += _sweep_unnamed(found[start : start + _BATCH])
        deliveries.renew()
    return swept


def _sweep_unnamed(folders: list[Path]) -> int:
    by_name = {str(folder.relative_to(files.root())): folder for folder in folders}
    ids = {int(first) for folder in folders if (first := folder.name.partition("-")[0]).isdigit()}
    named = set(Picture.objects.filter(id__in=ids).values_list("folder", flat=True))
    orphans = [folder for name, folder in by_name.items() if name not in named]
    for folder in orphans:
        files.remove(folder)
    return len(orphans)
