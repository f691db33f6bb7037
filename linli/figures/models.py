"""Narrow rollups of the cases, written in the case's own transaction and rebuilt by `linli figures rebuild`."""

from django.db import models


class Now(models.Model):
    """How many cases of an area are in a status now."""

    id = models.BigAutoField(primary_key=True)
    street = models.CharField(max_length=9)
    area = models.CharField(max_length=12)  # community, or the street itself
    grid = models.CharField(max_length=18, blank=True, default="")
    status = models.CharField(max_length=20)
    category = models.CharField(max_length=5)
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "area", "grid", "status", "category"], name="now_key")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.status} {self.n}"


class Daily(models.Model):
    """How many cases of an area did something on a local day: reported, filed, handled, closed, reopened …"""

    id = models.BigAutoField(primary_key=True)
    street = models.CharField(max_length=9)
    area = models.CharField(max_length=12)
    day = models.DateField()
    status = models.CharField(max_length=20)
    n = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "area", "day", "status"], name="daily_key")]

    def __str__(self) -> str:
        return f"{self.area} {self.day} {self.status} {self.n}"


class Pyramid(models.Model):
    """Counts and sums of positions of cases in a square, for low zooms; public rows only of what was released."""

    id = models.BigAutoField(primary_key=True)
    street = models.CharField(max_length=9)
    audience = models.CharField(max_length=6)  # "office" or "public"
    level = models.PositiveSmallIntegerField()  # 14, 16 or 18
    cell = models.BigIntegerField()  # Morton code of the level's tile
    n_open = models.IntegerField()
    n = models.IntegerField()
    # Sums of micro-degrees, whole numbers, so that adding and taking away leaves no crumbs.
    sum_x = models.BigIntegerField()
    sum_y = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "audience", "level", "cell"], name="pyramid_key")
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.level} {self.cell}"
