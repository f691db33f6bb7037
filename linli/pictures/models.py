"""Pictures of a case: upright, without metadata, in three sizes; boxes an officer burnt in; release to the public."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PictureKind(models.TextChoices):
    BEFORE = "before", _("Before")
    AFTER = "after", _("After")
    MORE = "more", _("More")


class Picture(models.Model):
    """One picture of a subject, with three files below PICTURES/`folder`: small.jpg, middle.jpg, large.jpg.

    Once boxes were burnt in, original.jpg lies beside them until `original_until`. Each change of the files makes
    a new folder and a new token: the row always points at one complete set, and old addresses die.
    """

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    # "case:1": whose picture it is.
    subject = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=PictureKind.choices)
    # Unguessable part of its address.
    token = models.CharField(max_length=24)
    # street/yyyymm/id-random
    folder = models.CharField(max_length=80)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # Of the three files together.
    bytes = models.PositiveIntegerField()
    # 64-bit difference hash, signed, against repeats.
    likeness = models.BigIntegerField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    # Boxes burnt in, in thousandths of width and height: [[x0, y0, x1, y1], …].
    boxes = models.JSONField(default=list)
    # The picture before boxes were drawn: restricted, and gone after its time.
    original_until = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "token"], name="picture_token")]
        indexes = [
            models.Index(fields=["street", "subject", "id"], name="picture_subject"),
            models.Index(fields=["street", "at", "likeness"], name="picture_likeness"),
            models.Index(fields=["street", "original_until"], name="picture_original"),
        ]

    def __str__(self) -> str:
        return self.token
