"""The code of a report as an address and as a drawing to scan."""

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe


def tracking_address(street: str, code: str) -> str:
    """This will give the whole address under which whoever holds the code follows a report."""
    return f"{settings.PUBLIC_URL}/{street}/t/{code}/"


def qr_drawing(address: str) -> SafeString:
    """This will draw an address as a QR code: an inline SVG without styles, so that the strict policy allows it."""
    drawing = segno.make(address, error="m").svg_inline(
        scale=4, border=2, dark="#000000", light="#ffffff", svgclass="qr", lineclass=None
    )
    return mark_safe(drawing)  # noqa: S308  # made by segno from an address of ours
