"""Reads of this package."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from linli.pictures import files, rules
from linli.pictures.models import Picture, PictureKind
from linli.pictures.refusals import NoSuchPicture
from linli.pictures.rules import Size
from linli.pictures.serving import existing

_LOOKED_AT = 20_000


def of(street: str, subject: str) -> list[Picture]:
    """This will list the pictures of a subject, oldest first. One statement."""
    return list(Picture.objects.filter(street=street, subject=subject).order_by("id"))


def of_many(street: str, subjects: list[str]) -> dict[str, list[Picture]]:
    """This will give the pictures of many subjects, oldest first; subjects without any are left out. One statement."""
    found: dict[str, list[Picture]] = {}
    for row in Picture.objects.filter(street=street, subject__in=subjects).order_by("id"):
        found.setdefault(row.subject, []).append(row)
    return found


def by_token(street: str, token: str) -> Picture | None:
    """This will give the picture at an address, or None: there never was one, or it has another address now."""
    return Picture.objects.filter(street=street, token=token[:24]).first()


def file(picture: Picture, size: str) -> Path:
    """This will give the path of one size. Raises NoSuchPicture when there is no such size or file."""
    if size not in set(Size):
        raise NoSuchPicture(size)
    return existing(picture, Size(size))


def near(
    street: str, likeness: int, *, within: int = rules.SAME_WITHIN, days: int = 400, at: datetime
) -> list[tuple[int, int]]:
    """This will give id and distance of pictures of the last days that look like `likeness`, nearest first.

    An even picture is like nothing. One statement, which reads an index only: 16 bytes a picture.
    """
    if not rules.is_telling(likeness):
        return []
    rows = Picture.objects.filter(street=street, at__gt=at - timedelta(days=days), at__lte=at)
    pairs = rows.values_list("id", "likeness").iterator(chunk_size=5000)
    found = ((row_id, rules.distance(likeness, other)) for row_id, other in pairs)
    return sorted((pair for pair in found if pair[1] <= within), key=lambda pair: (pair[1], pair[0]))


def alike(
    street: str,
    likenesses: Sequence[int],
    *,
    since: datetime,
    until: datetime,
    within: int = rules.SAME_WITHIN,
) -> dict[str, int]:
    """This will give by subject in how many bits its nearest picture differs from one of these, if in few.

    Of the newest 20,000 pictures between two moments, which is an index only; one statement more names subjects.
    """
    telling = [each for each in likenesses if rules.is_telling(each)]
    if not telling:
        return {}
    rows = Picture.objects.filter(street=street, at__range=(since, until)).order_by("-at")
    found = {}
    for row_id, other in rows.values_list("id", "likeness")[:_LOOKED_AT]:
        bits = min(rules.distance(each, other) for each in telling)
        if bits <= within and rules.is_telling(other):
            found[row_id] = bits
    nearest: dict[str, int] = {}
    named = Picture.objects.filter(id__in=list(found)).exclude(kind=PictureKind.AFTER).order_by("id")
    for row_id, subject in named.values_list("id", "subject") if found else ():
        nearest[subject] = min(found[row_id], nearest.get(subject, within))
    return nearest


def repeats(picture: Picture, *, at: datetime, limit: int = 10) -> list[Picture]:
    """This will list other subjects' pictures that are the same as this one, nearest first: sent twice, or reused."""
    ids = [
        row_id for row_id, _distance in near(picture.street, picture.likeness, at=at) if row_id != picture.id
    ]
    rows = Picture.objects.filter(id__in=ids[:200]).exclude(street=picture.street, subject=picture.subject)
    return sorted(rows, key=lambda row: ids.index(row.id))[:limit]


def missing() -> Iterator[str]:
    """This will walk over the files that rows name and the disk does not have, for `linli verify`."""
    rows = Picture.objects.order_by("id").values_list("folder", "original_until")
    for folder, original_until in rows.iterator(chunk_size=2000):
        wanted = [Size.SMALL, Size.MIDDLE, Size.LARGE]
        if original_until is not None:
            wanted.append(Size.ORIGINAL)
        for size in wanted:
            if not files.path_of(folder, size).is_file():
                yield f"{folder}/{size}.jpg"
