"""Addresses of pictures: a page that may show a picture puts a short-lived permit for this one into its address."""

from django.core import signing
from django.urls import reverse

from linli.pictures.models import Picture

HOURS = 3  # as long as somebody leaves a page open
_SIGNER = signing.TimestampSigner(salt="linli.picture")


def address(picture: Picture, size: str, *, permit: bool = True) -> str:
    """This will give the address of one size of a picture, with a permit for whoever was given this page."""
    plain = reverse("picture", args=[picture.street, picture.token, size])
    return (
        f"{plain}?permit={_SIGNER.sign(picture.token).removeprefix(f'{picture.token}:')}" if permit else plain
    )


def holds(token: str, permit: str) -> bool:
    """This will tell whether a permit was made by us for this picture and is not older than some hours."""
    if not permit or len(permit) > 100:
        return False
    try:
        return _SIGNER.unsign(f"{token}:{permit}", max_age=HOURS * 3600) == token
    except signing.BadSignature:
        return False
