"""How a picture is handed to a browser: which file, as what, and how long it may be kept there."""

from dataclasses import dataclass
from pathlib import Path

from linli.pictures import files
from linli.pictures.models import Picture
from linli.pictures.refusals import NoSuchPicture
from linli.pictures.rules import Size

# An hour, not a year: a picture taken back because of a face must be gone from phones by then.
_RELEASED = "public, max-age=3600, immutable"
# Lists of a desk show the same small pictures again and again; shared caches must not.
_UNRELEASED = "private, max-age=300"
_NEVER = "private, no-store"


@dataclass(frozen=True, slots=True)
class Served:
    """A file, its type, and the headers that keep a browser from making anything else of it."""

    path: Path
    content_type: str
    headers: dict[str, str]


def served(picture: Picture, size: str) -> Served:
    """This will say how one size of a picture is served, after `policies.may_see` allowed it.

    Raises NoSuchPicture for a size that is not served to everybody, and when the file is gone.
    """
    if size not in (Size.SMALL, Size.MIDDLE, Size.LARGE):
        raise NoSuchPicture(size)
    cache = _UNRELEASED if picture.released_at is None else _RELEASED
    return _served(picture, Size(size), cache)


def served_original(picture: Picture) -> Served:
    """This will say how the picture from before parts were covered is served; `actions.see_original` is its door."""
    return _served(picture, Size.ORIGINAL, _NEVER)


def existing(picture: Picture, size: Size) -> Path:
    """This will give the path of a file that is there. Raises NoSuchPicture."""
    path = files.path_of(picture.folder, size)
    if not path.is_file():
        raise NoSuchPicture(f"{picture.folder} {size}")
    return path


def _served(picture: Picture, size: Size, cache: str) -> Served:
    return Served(
        path=existing(picture, size),
        content_type="image/jpeg",
        headers={
            "Cache-Control": cache,
            "Content-Disposition": f'inline; filename="linli-{picture.id}-{size}.jpg"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )
