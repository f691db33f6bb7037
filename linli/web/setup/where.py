"""Addresses of set-up, and what its words are made of."""

from django.urls import reverse
from django.utils.functional import Promise

Sentence = str | Promise


def address(page: str, street: str, *more: object) -> str:
    """This will give the address of a page of set-up."""
    return reverse(f"setup-{page}", args=[street, *more])
