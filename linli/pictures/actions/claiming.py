"""A prepared picture waits while its form is put right, and is found again by what the page remembers of it."""

import re
from typing import Any

from linli.pictures import files
from linli.pictures.actions.keeping import Prepared
from linli.pictures.rules import Size

_NAME = re.compile(r"[0-9a-f]{32}", re.ASCII)


def ticket(prepared: Prepared) -> dict[str, Any]:
    """This will write a prepared picture as plain values, for a page to sign and to send back."""
    return {
        "street": prepared.street,
        "name": prepared.folder.name,
        "size": [prepared.width, prepared.height, prepared.bytes],
        "likeness": prepared.likeness,
    }


def claim(remembered: dict[str, Any]) -> Prepared | None:
    """This will find a prepared picture again by its ticket; None when it was swept, or is attached already.

    The ticket must come from us: sign it. Waiting pictures are swept each hour once their hours are over, and earlier
    where too many wait.
    """
    if not _NAME.fullmatch(remembered["name"]):
        return None
    folder = files.root() / "staging" / remembered["name"]
    width, height, weight = remembered["size"]
    if not (folder / f"{Size.SMALL}.jpg").is_file():
        return None
    return Prepared(remembered["street"], folder, width, height, weight, remembered["likeness"])
