"""Who gets to see what of a picture: covered, restored, released."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image

from linli.lib.db import after_commit, writing
from linli.lib.ids import token
from linli.people.rows import Viewer
from linli.people.verdicts import ALLOWED, Denied, Refused, Verdict
from linli.pictures import decoding, files, policies, refusals
from linli.pictures.actions.keeping import record
from linli.pictures.models import Picture
from linli.pictures.refusals import BadPicture, NoSuchPicture
from linli.pictures.rules import Size
from linli.pictures.serving import Served, existing, served_original
from linli.pictures.settings_keys import ORIGINAL_DAYS
from linli.places import settings

_CHANGED = _("A colleague has just changed this picture. Look at it again before you change it.")


def redact(
    *,
    picture: Picture,
    boxes: Sequence[Sequence[int]],
    by: Viewer,
    verdict: Verdict = ALLOWED,
    at: datetime,
) -> Picture:
    """This will cover boxes of a picture in all its sizes, on top of those covered before.

    Boxes are [left, top, right, bottom] in thousandths. The first time, the picture as it was is kept aside
    for some days. The address changes, so that copies of the old one are found no more. Raises Refused when it is
    not this person's to do, a box is malformed, or the picture was changed meanwhile; NoSuchPicture, BadPicture.
    """
    _must(policies.may_change(by, picture, verdict=verdict))
    drawn = refusals.boxes_of(boxes)
    changes: dict[str, Any] = {"boxes": [*picture.boxes, *(list(each) for each in boxes)]}
    original = None
    with _unless_changed(picture):
        if not picture.boxes:
            original = existing(picture, Size.LARGE)
            days = int(settings.value(ORIGINAL_DAYS, picture.street, at))
            changes["original_until"] = at + timedelta(days=days)
        elif picture.original_until is not None:
            original = existing(picture, Size.ORIGINAL)
        with _opened(picture, Size.LARGE) as large:
            covered = decoding.covered(large, drawn)
        staged = files.stage(decoding.sizes(covered), original=original)
    _swap(picture, staged, changes, kind="picture.redacted", by=by, at=at, data={"boxes": len(drawn)})
    return picture


def restore(*, picture: Picture, by: Viewer, at: datetime) -> Picture:
    """This will bring back the picture from before anything was covered, unreleased, while it is still kept.

    For a box drawn in the wrong place. Raises Refused, also when the original is gone, and NoSuchPicture.
    """
    _must(policies.may_see_original(by, picture))
    if picture.original_until is None:
        raise Refused(_("The original is not kept any more."))
    with _unless_changed(picture), _opened(picture, Size.ORIGINAL) as original:
        staged = files.stage(decoding.sizes(original))
    changes: dict[str, Any] = {"boxes": [], "original_until": None, "released_at": None}
    _swap(picture, staged, changes, kind="picture.restored", by=by, at=at)
    return picture


def release(*, picture: Picture, by: Viewer, verdict: Verdict = ALLOWED, at: datetime) -> Picture:
    """This will make a picture public. Raises Refused.

    Whether its case may be shown at all (never inside a yard or at a house) is for `verdict` to say.
    """
    _must(policies.may_change(by, picture, verdict=verdict))
    _change(picture, {"released_at": at}, kind="picture.released", by=by, at=at)
    return picture


def unrelease(*, picture: Picture, by: Viewer, verdict: Verdict = ALLOWED, at: datetime) -> Picture:
    """This will take a picture back from the public, under a new address. Raises Refused."""
    _must(policies.may_change(by, picture, verdict=verdict))
    changes = {"released_at": None, "token": token(18)}
    _change(picture, changes, kind="picture.unreleased", by=by, at=at)
    return picture


def see_original(*, picture: Picture, by: Viewer, at: datetime) -> Served:
    """This will give the file from before parts were covered, and record that `by` opened it. Raises Refused."""
    _must(policies.may_see_original(by, picture))
    if picture.original_until is None or picture.original_until <= at:
        raise Refused(_("The original is not kept any more."))
    served = served_original(picture)
    record(picture, "picture.original_looked", at=at, actor_id=by.person_id)
    return served


def _must(allowed: Verdict) -> None:
    if isinstance(allowed, Denied):
        raise Refused(allowed.reason)


@contextmanager
def _unless_changed(picture: Picture) -> Iterator[None]:
    """Files that are missing because a colleague put others in their place are a lost race, not a fault."""
    try:
        yield
    except (NoSuchPicture, BadPicture) as fault:
        if not Picture.objects.filter(id=picture.id, version=picture.version).exists():
            raise Refused(_CHANGED) from fault
        raise


def _opened(picture: Picture, size: Size) -> Image.Image:
    try:
        return Image.open(existing(picture, size), formats=["JPEG"])
    except OSError as fault:
        raise NoSuchPicture(f"{picture.folder} {size}") from fault


def _swap(
    picture: Picture,
    staged: Path,
    changes: dict[str, Any],
    *,
    kind: str,
    by: Viewer,
    at: datetime,
    data: dict[str, object] | None = None,
) -> None:
    """Puts a new set of files in the place of the old one, which goes once the new one stands."""
    before = picture.folder
    folder = f"{before.rpartition('/')[0]}/{files.name_for(picture.id, staged)}"
    with files.kept_or_gone(staged):
        weight = files.weight(staged)
        with writing():
            changes |= {"folder": folder, "token": token(18), "bytes": weight}
            _change(picture, changes, kind=kind, by=by, at=at, data=data)
            # Last, and within: whoever lost the race has moved nothing, and a commit finds the files in place.
            files.place(staged, folder)
            after_commit(partial(files.remove, before))


def _change(
    picture: Picture,
    changes: dict[str, Any],
    *,
    kind: str,
    by: Viewer,
    at: datetime,
    data: dict[str, object] | None = None,
) -> None:
    """Compare-and-swap on the version: of two officers one wins, and the other is told."""
    with writing():
        rows = Picture.objects.filter(id=picture.id, version=picture.version)
        if not rows.update(version=picture.version + 1, **changes):
            raise Refused(_CHANGED)
        record(picture, kind, at=at, actor_id=by.person_id, data=data)
    picture.refresh_from_db()
