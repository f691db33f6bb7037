"""From the bytes somebody sent to an upright picture of plain colours without a word about where it was taken.

Nothing of the file survives but its pixels: they are copied onto a new picture, which is encoded anew.
"""

import io
import logging
import warnings
from typing import BinaryIO

from PIL import Image, ImageCms, ImageDraw

from linli.pictures import refusals, rules
from linli.pictures.refusals import BadPicture
from linli.pictures.rules import EDGES, Box, Format, Size

log = logging.getLogger(__name__)
# A second wall behind `refusals.check_pixels`, for whatever else opens a picture in this process.
Image.MAX_IMAGE_PIXELS = max(rules.MOST_PIXELS.values())

_LARGEST = EDGES[Size.LARGE]
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
_MOST_PROFILE = 1 << 20
_INK = (29, 33, 31)


def decode(file: BinaryIO) -> Image.Image:
    """This will read a JPEG, PNG, WebP or HEIC as a new upright RGB picture of at most 1600 pixels a side.

    Of an animation it takes the first frame; what is transparent becomes white. Raises BadPicture. The largest
    PNG or HEIC needs 360 MB of memory for a second; a JPEG is read at an eighth to a half of its size.
    """
    file.seek(0)
    form = refusals.format_of(file.read(64))
    if form == Format.JPEG:
        _check_scans(file)
    try:
        return _decoded(file, form)
    except BadPicture:
        raise
    except Image.DecompressionBombError as fault:
        raise BadPicture(refusals.FAR_TOO_LARGE) from fault
    except Exception as fault:
        # Decoders fed with broken or hostile bytes raise whatever comes to them.
        log.info("not decoded: %s of %s", type(fault).__name__, form)
        raise BadPicture(refusals.DAMAGED) from fault


def _decoded(file: BinaryIO, form: Format) -> Image.Image:
    if form == Format.HEIC:
        _learn_heic()
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of bombs, which are refused, and of odd metadata, which is dropped
        with Image.open(file, formats=[form]) as image:
            refusals.check_pixels(form, *image.size)
            turn, profile = _turn(image), image.info.get("icc_profile")
            image.draft(None, (_LARGEST, _LARGEST))
            image.load()
            shown = _smaller(image)
    if turn is not None:
        shown = shown.transpose(turn)
    shown = _in_srgb(shown, profile).convert("RGB")
    clean = Image.new("RGB", shown.size)
    clean.paste(shown)
    return clean


def _check_scans(file: BinaryIO) -> None:
    """Counts the starts of scans; within the coded data of a JPEG these two bytes mean nothing else."""
    file.seek(0)
    scans, last = 0, b""
    while chunk := file.read(1 << 20):
        scans += (last + chunk).count(b"\xff\xda")
        last = chunk[-1:]
    if scans > rules.MOST_SCANS:
        raise BadPicture(refusals.UNUSUAL)


def _learn_heic() -> None:
    import pillow_heif

    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.options.AUX_IMAGES = False
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener()


def _turn(image: Image.Image) -> Image.Transpose | None:
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:
        return None  # metadata that cannot be read is no reason to refuse the picture


def _smaller(image: Image.Image) -> Image.Image:
    """The picture at no more than 1600 pixels a side, in L, RGB or CMYK.

    A large one is first reduced strip by strip, so that it is in memory once and not once more for each step.
    """
    factor = max(image.size) // (2 * _LARGEST)
    if factor > 1:
        width, height = image.size
        high = factor * 64
        strips = [
            _plain(image.crop((0, top, width, min(top + high, height)))).reduce(factor)
            for top in range(0, height, high)
        ]
        image.close()
        small = Image.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
        for number, strip in enumerate(strips):
            small.paste(strip, (0, number * 64))
    else:
        small = _plain(image)
    small.thumbnail((_LARGEST, _LARGEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return small


def _plain(image: Image.Image) -> Image.Image:
    """A picture in L, RGB or CMYK: without palette, 16 bits, or transparency, which becomes white."""
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        over = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, over).convert("RGB")
    if image.mode.startswith("I;16"):
        # 16 bits of grey; convert() alone would cut off instead of scaling.
        image = image.convert("I")
    if image.mode in {"I", "F"}:
        return image.point(lambda level: level * (1 / 257) + 0).convert("L")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Colours as any screen shows them: phones write Display P3, which looks dull when its profile is dropped."""
    if not isinstance(profile, bytes) or len(profile) > _MOST_PROFILE:
        return image
    try:
        source = ImageCms.getOpenProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return turned or image


def covered(large: Image.Image, boxes: list[Box]) -> Image.Image:
    """This will paint the boxes over, solid: a blur can be undone."""
    picture = large.copy()
    brush = ImageDraw.Draw(picture)
    for box in boxes:
        brush.rectangle(box.pixels(*picture.size), fill=_INK)
    return picture


def sizes(large: Image.Image) -> dict[Size, Image.Image]:
    """This will give the picture in all sizes that are kept, none larger than it is."""
    made: dict[Size, Image.Image] = {}
    picture = large
    for size, edge in EDGES.items():  # each from the one before, largest first
        picture = picture.copy()
        picture.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3.0)
        made[size] = picture
    return made


def likeness(picture: Image.Image) -> int:
    """This will give the picture's difference hash as a signed number of 64 bits.

    Each bit says whether a place of a 9 × 8 grid is brighter than its right neighbour: the same after saving
    again, making smaller or a change of light.
    """
    grey = picture.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (grey[row * 9 + column] > grey[row * 9 + column + 1])
    return bits - (1 << 64) if bits >= 1 << 63 else bits
