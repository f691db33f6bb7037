"""Why a file is no picture of ours, in sentences for whoever sent it."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.people.verdicts import Refused
from linli.pictures.rules import LEAST_SIDE, MOST_BOXES, MOST_PIXELS, Box, Format, Thing, box_of, sniff


class BadPicture(Refused):
    """A file that cannot be kept as a picture, and why."""


class NoSuchPicture(LookupError):
    """There is no such picture or size, or its file is gone."""


DAMAGED = _("This picture is damaged or did not arrive whole. Choose it again, or take a new one.")
FAR_TOO_LARGE = _("This picture has far too many pixels. Make it smaller.")
UNUSUAL = _("This picture is built in an unusual way and was not taken. Take a new one.")
NO_ROOM = _(
    "The server has no room for pictures just now. Your text is kept; send it without the picture, or later."
)
ENOUGH = _("This case holds as many pictures as it can.")

_ADVICE = _("Choose a photo: JPEG, PNG, WebP or HEIC.")
_WHAT: dict[Thing, "str | Promise"] = {
    Thing.EMPTY: _("This file is empty."),
    Thing.PDF: _("This is a PDF, not a picture."),
    Thing.GIF: _("This is a GIF."),
    Thing.BMP: _("This is a BMP."),
    Thing.TIFF: _("This is a TIFF."),
    Thing.AVIF: _("This is an AVIF."),
    Thing.DOCUMENT: _("This is a document, not a picture."),
    Thing.PACKED: _("This is a document or an archive, not a picture."),
    Thing.ARCHIVE: _("This is an archive, not a picture."),
    Thing.VIDEO: _("This is a video, not a picture."),
    Thing.SOUND: _("This is a sound, not a picture."),
    Thing.MEDIA: _("This is a video or a sound, not a picture."),
    Thing.PROGRAM: _("This is a program, not a picture."),
    Thing.PAGE: _("This is a web page or a drawing, not a photo."),
    Thing.UNKNOWN: _("This is not a picture."),
}


def format_of(head: bytes) -> Format:
    """This will tell the format by a file's first 64 bytes. Raises BadPicture, which names what it is instead."""
    kind = sniff(head)
    if isinstance(kind, Thing):
        raise BadPicture(format_lazy(_("{what} {advice}"), what=_WHAT[kind], advice=_ADVICE))
    return kind


def check_size(bytes_: int, most_mb: int) -> None:
    """This will raise BadPicture for a file of more than `most_mb` megabytes."""
    if bytes_ > most_mb * 1024 * 1024:
        raise BadPicture(
            format_lazy(_("This picture is over {mb} MB and was not sent. Your text is kept."), mb=most_mb)
        )


def check_pixels(form: Format, width: int, height: int) -> None:
    """This will raise BadPicture for a picture of too many pixels or of too few."""
    if width * height > MOST_PIXELS[form]:
        sentence = _("This picture has {width} × {height} pixels and is too large. Make it smaller.")
        raise BadPicture(format_lazy(sentence, width=width, height=height))
    if min(width, height) < LEAST_SIDE:
        sentence = _("This picture has only {width} × {height} pixels and shows nothing.")
        raise BadPicture(format_lazy(sentence, width=width, height=height))


def boxes_of(drawn: object) -> list[Box]:
    """This will check boxes as a page sends them, [[left, top, right, bottom], …]. Raises Refused."""
    if not isinstance(drawn, list | tuple) or not drawn:
        raise Refused(_("Draw a box over what must not be seen."))
    if len(drawn) > MOST_BOXES:
        raise Refused(_("At most 50 boxes fit on one picture."))
    boxes = [box for each in drawn if (box := box_of(each)) is not None]
    if len(boxes) < len(drawn):
        raise Refused(_("One of the boxes is not within the picture. Draw it again."))
    return boxes
