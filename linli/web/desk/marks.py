"""The code of a report as an address and as a drawing to scan."""

from django.conf import settings
from django.utils.safestring import SafeString

from linli.web import qr


def tracking_address(street: str, code: str) -> str:
    """This will give the whole address under which whoever holds the code follows a report."""
    return f"{settings.PUBLIC_URL}/{street}/t/{code}/"


def qr_drawing(address: str) -> SafeString:
    """This will draw an address as a QR code of the size a slip has."""
    return qr.drawing(address, scale=4)
