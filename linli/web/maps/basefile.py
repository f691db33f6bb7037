"""A base map of the office's own: a file in the folder `maps` of LINLI_HOME, and why one cannot be drawn."""

import io
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from linli.lib.tilefile import BadFile, Fault, Holds, TileFile, opened
from linli.places.settings import Sentence

NAME = re.compile(r"[\w-][\w.-]*\.pmtiles", re.ASCII)
# What our style draws, of the layers of Protomaps' basemap; a vector file without any of them is another kind of map.
LAYERS = frozenset({"earth", "landuse", "water", "roads", "buildings", "places"})
ENDING = ".pmtiles"
SENTENCES = {
    Fault.OTHER: _("{name} is no PMTiles file of version 3, or it is damaged."),
    Fault.CUT_SHORT: _("{name} is not complete: copy it again."),
    Fault.PACKED: _("{name} is packed in a way that is not read here. It must be packed by gzip."),
    Fault.KIND: _(
        "{name} holds neither PNG, JPEG or WebP pictures nor vector tiles with the layers of Protomaps."
    ),
    Fault.EMPTY: _("{name} holds no tile."),
}


def file_of(name: str) -> TileFile:
    """This will open a base map by the name of its file; BadFile if it cannot be drawn."""
    if not NAME.fullmatch(name):
        raise BadFile(Fault.MISSING)
    file = opened(Path(settings.MAPS) / name)
    drawn = _has_layers(file) if file.holds is Holds.VECTOR else bool(pixels(file))
    if not drawn:
        raise BadFile(Fault.KIND)
    return file


def pixels(file: TileFile) -> int:
    """This will tell how wide the pictures of a file are, 0 where they are none."""
    try:
        with Image.open(io.BytesIO(file.any_tile() or b""), formats=("PNG", "JPEG", "WEBP")) as picture:
            return picture.width
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return 0


def fault_of(name: str) -> Sentence:
    """This will say why a file cannot be drawn, or nothing where it can."""
    try:
        file_of(name)
    except BadFile as bad:
        if bad.fault is Fault.MISSING:
            return _missing(name)
        return format_lazy(SENTENCES[bad.fault], name=name)
    return ""


def whose(file: TileFile) -> str:
    """This will give the words of a file's makers about whose map it is, without markup."""
    said = file.told.get("attribution", "")
    return " ".join(strip_tags(said[:500]).split()) if isinstance(said, str) else ""


def _missing(name: str) -> Sentence:
    folder = Path(settings.MAPS)
    there = ", ".join(sorted(path.name for path in folder.glob("*" + ENDING))[:12]) if folder.is_dir() else ""
    if there:
        return format_lazy(_("There is no file {name} in the folder {folder}. There are: {there}."),
                           name=name, folder=folder, there=there)  # fmt: skip
    return format_lazy(_("There is no file {name} in the folder {folder}."), name=name, folder=folder)


def _has_layers(file: TileFile) -> bool:
    said: Any = file.told.get("vector_layers")
    names = {each.get("id") for each in said if isinstance(each, dict)} if isinstance(said, list) else set()
    return bool(names & LAYERS)
