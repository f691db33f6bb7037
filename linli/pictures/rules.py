"""What counts as a picture, in which sizes it is kept, which boxes may be drawn, what looks alike."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.people.verdicts import Refused

# A side shorter than this shows nothing.
LEAST_SIDE = 16
# Scans of one progressive JPEG; cameras write up to 14. Thousands make a small file decode for minutes.
MOST_SCANS = 100
MOST_BOXES = 50
QUALITY = 80
# Hamming distance up to which two likenesses are the same picture, saved again or made smaller.
SAME_WITHIN = 6


class Size(StrEnum):
    """The files of a picture."""

    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"
    ORIGINAL = "original"


# Longest side in pixels of what is served.
EDGES: dict[Size, int] = {Size.LARGE: 1600, Size.MIDDLE: 800, Size.SMALL: 240}


class BadPicture(Refused):
    """A file that cannot be kept as a picture, and why, in a sentence for whoever sent it."""


class NoSuchPicture(LookupError):
    """There is no such picture or size, or its file is gone."""


class Format(StrEnum):
    """What we read, by the names Pillow knows them under."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"


# 50 binary megapixels: the 50-megapixel sensors of phones give 8192 × 6144, which is 50.3 million. WebP is what
# browsers and chats make, smaller; its decoder needs four times the memory.
MOST_PIXELS = {
    Format.JPEG: 50 * 1024 * 1024,
    Format.HEIC: 50 * 1024 * 1024,
    Format.PNG: 50 * 1024 * 1024,
    Format.WEBP: 16 * 1024 * 1024,
}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_ADVICE = _("Choose a photo: JPEG, PNG, WebP or HEIC.")
_THINGS: tuple[tuple[bytes, "str | Promise"], ...] = (
    (b"%PDF", _("This is a PDF, not a picture.")),
    (b"GIF8", _("This is a GIF.")),
    (b"BM", _("This is a BMP.")),
    (b"II*\x00", _("This is a TIFF.")),
    (b"MM\x00*", _("This is a TIFF.")),
    (b"PK\x03\x04", _("This is a document or an archive, not a picture.")),
    (b"\xd0\xcf\x11\xe0", _("This is a document, not a picture.")),
    (b"Rar!", _("This is an archive, not a picture.")),
    (b"7z\xbc\xaf", _("This is an archive, not a picture.")),
    (b"\x1f\x8b", _("This is an archive, not a picture.")),
    (b"\x1aE\xdf\xa3", _("This is a video, not a picture.")),
    (b"ID3", _("This is a sound, not a picture.")),
    (b"MZ", _("This is a program, not a picture.")),
    (b"\x7fELF", _("This is a program, not a picture.")),
)


def sniff(head: bytes) -> Format:
    """This will tell the format by the first bytes, whatever the name says; 64 are enough.

    Raises BadPicture, which names what it is instead, as far as that can be seen.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.WEBP
    if head[4:8] == b"ftyp":
        return _of_brand(head)
    raise _not_taken(_thing(head))


def _not_taken(what: "str | Promise") -> BadPicture:
    return BadPicture(format_lazy(_("{what} {advice}"), what=what, advice=_ADVICE))


def _of_brand(head: bytes) -> Format:
    """The family of MP4 names itself after its length and `ftyp`: a main brand, a version, other brands."""
    main = head[8:12]
    if main in {b"avif", b"avis"} or (main in {b"mif1", b"msf1"} and b"avif" in head[16:64]):
        raise _not_taken(_("This is an AVIF."))
    if main in _HEIC_BRANDS:
        return Format.HEIC
    raise _not_taken(_("This is a video, not a picture."))


def _thing(head: bytes) -> "str | Promise":
    if not head:
        return _("This file is empty.")
    for start, sentence in _THINGS:
        if head.startswith(start):
            return sentence
    if head[:4] == b"RIFF":
        return _("This is a video or a sound, not a picture.")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype", b"<html")):
        return _("This is a web page or a drawing, not a photo.")
    return _("This is not a picture.")


def check_size(bytes_: int, most_mb: int) -> None:
    """This will raise BadPicture for a file of more than `most_mb` megabytes, or of none."""
    if bytes_ > most_mb * 1024 * 1024:
        raise BadPicture(
            format_lazy(_("This picture is over {mb} MB and was not sent. Your text is kept."), mb=most_mb)
        )
    if bytes_ == 0:
        raise _not_taken(_("This file is empty."))


def check_pixels(form: Format, width: int, height: int) -> None:
    """This will raise BadPicture for a picture of too many pixels or of too few."""
    if width * height > MOST_PIXELS[form]:
        raise BadPicture(
            format_lazy(
                _("This picture has {width} × {height} pixels and is too large. Make it smaller."),
                width=width,
                height=height,
            )
        )
    if min(width, height) < LEAST_SIDE:
        raise BadPicture(
            format_lazy(
                _("This picture has only {width} × {height} pixels and shows nothing."),
                width=width,
                height=height,
            )
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, in thousandths of its width and height, left and top first."""

    left: int
    top: int
    right: int
    bottom: int

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """This will give the corners in pixels, both included, rounded outward so that nothing shows beside."""
        return (
            self.left * width // 1000,
            self.top * height // 1000,
            min(-(-self.right * width // 1000), width) - 1,
            min(-(-self.bottom * height // 1000), height) - 1,
        )


def boxes_of(drawn: object) -> list[Box]:
    """This will check boxes as a page sends them, [[left, top, right, bottom], …]. Raises Refused."""
    if not isinstance(drawn, list | tuple) or not drawn:
        raise Refused(_("Draw a box over what must not be seen."))
    if len(drawn) > MOST_BOXES:
        raise Refused(_("At most 50 boxes fit on one picture."))
    return [_box(each) for each in drawn]


def _box(drawn: object) -> Box:
    if (
        not isinstance(drawn, list | tuple)
        or len(drawn) != 4
        or not all(type(side) is int and 0 <= side <= 1000 for side in drawn)
        or drawn[0] >= drawn[2]
        or drawn[1] >= drawn[3]
    ):
        raise Refused(_("One of the boxes is not within the picture. Draw it again."))
    return Box(*drawn)


def is_telling(likeness: int) -> bool:
    """This will say whether a likeness can be compared: an even picture, such as a black one, is like any other."""
    ones = (likeness & (1 << 64) - 1).bit_count()
    return 4 <= ones <= 60


def distance(one: int, other: int) -> int:
    """This will count the bits in which two likenesses differ, 0 to 64."""
    return ((one ^ other) & (1 << 64) - 1).bit_count()
