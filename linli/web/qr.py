"""An address as a drawing to scan."""

import segno
from django.utils.safestring import SafeString, mark_safe


def drawing(address: str, *, scale: int | None = None) -> SafeString:
    """This will draw an address as a QR code: an inline SVG without styles, so that the strict policy allows it.

    `scale` is the width of one module in CSS pixels; without it the drawing has no size of its own and takes what
    the page gives it.
    """
    size = {"omitsize": True} if scale is None else {"scale": scale}
    drawn = segno.make(address, error="m").svg_inline(
        border=2, dark="#000000", light="#ffffff", svgclass="qr", lineclass=None, **size
    )
    return mark_safe(drawn)  # noqa: S308  # made by segno from an address of ours
