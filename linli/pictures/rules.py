"""What counts as a picture, in which sizes it is kept, which boxes may be drawn, what looks alike."""

from dataclasses import dataclass
from enum import StrEnum

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


class Format(StrEnum):
    """What we read, by the names Pillow knows them under."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"


class Thing(StrEnum):
    """What people send instead of a picture."""

    EMPTY = "empty"
    PDF = "pdf"
    GIF = "gif"
    BMP = "bmp"
    TIFF = "tiff"
    AVIF = "avif"
    DOCUMENT = "document"
    PACKED = "packed"  # an archive, or a document of today, which is one
    ARCHIVE = "archive"
    VIDEO = "video"
    SOUND = "sound"
    MEDIA = "media"  # a video or a sound
    PROGRAM = "program"
    PAGE = "page"
    UNKNOWN = "unknown"


# 50 binary megapixels: the 50-megapixel sensors of phones give 8192 × 6144, which is 50.3 million. WebP is what
# browsers and chats make, smaller; its decoder needs four times the memory.
MOST_PIXELS = {
    Format.JPEG: 50 * 1024 * 1024,
    Format.HEIC: 50 * 1024 * 1024,
    Format.PNG: 50 * 1024 * 1024,
    Format.WEBP: 16 * 1024 * 1024,
}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_STARTS: tuple[tuple[bytes, Format | Thing], ...] = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"%PDF", Thing.PDF),
    (b"GIF8", Thing.GIF),
    (b"BM", Thing.BMP),
    (b"II*\x00", Thing.TIFF),
    (b"MM\x00*", Thing.TIFF),
    (b"PK\x03\x04", Thing.PACKED),
    (b"\xd0\xcf\x11\xe0", Thing.DOCUMENT),
    (b"Rar!", Thing.ARCHIVE),
    (b"7z\xbc\xaf", Thing.ARCHIVE),
    (b"\x1f\x8b", Thing.ARCHIVE),
    (b"\x1aE\xdf\xa3", Thing.VIDEO),
    (b"ID3", Thing.SOUND),
    (b"MZ", Thing.PROGRAM),
    (b"\x7fELF", Thing.PROGRAM),
)
_PAGES = (b"<svg", b"<?xml", b"<!doctype", b"<html")


def sniff(head: bytes) -> Format | Thing:
    """This will tell what a file is by its first bytes, whatever its name says; 64 are enough."""
    if not head:
        return Thing.EMPTY
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return Format.WEBP if head[8:12] == b"WEBP" else Thing.MEDIA
    if head[4:8] == b"ftyp":
        return _of_brand(head)
    is_page = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES)
    return Thing.PAGE if is_page else Thing.UNKNOWN


def _of_brand(head: bytes) -> Format | Thing:
    """The family of MP4 names itself after its length and `ftyp`: a main brand, a version, other brands."""
    main = head[8:12]
    if main in {b"avif", b"avis"} or (main in {b"mif1", b"msf1"} and b"avif" in head[16:64]):
        return Thing.AVIF
    return Format.HEIC if main in _HEIC_BRANDS else Thing.VIDEO


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


def box_of(drawn: object) -> Box | None:
    """This will read one box as a page sends it, [left, top, right, bottom]; None if it is none."""
    if not isinstance(drawn, list | tuple) or len(drawn) != 4:
        return None
    if not all(type(side) is int and 0 <= side <= 1000 for side in drawn):
        return None
    box = Box(*drawn)
    return box if box.left < box.right and box.top < box.bottom else None


def is_telling(likeness: int) -> bool:
    """This will say whether a likeness can be compared: an even picture, such as a black one, is like any other."""
    ones = (likeness & (1 << 64) - 1).bit_count()
    return 4 <= ones <= 60


def distance(one: int, other: int) -> int:
    """This will count the bits in which two likenesses differ, 0 to 64."""
    return ((one ^ other) & (1 << 64) - 1).bit_count()
