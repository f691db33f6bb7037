"""Divisions, grids, spots, the settings of each place, and the holidays its clocks obey."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    COUNTY = "county", _("County")
    STREET = "street", _("Street")
    COMMUNITY = "community", _("Community")
    RESIDENT_GROUP = "resident_group", _("Resident group")
    GRID = "grid", _("Grid")
    MICRO_GRID = "micro_grid", _("Micro-grid")
    SPECIAL_GRID = "special_grid", _("Special grid")


class LocationType(models.TextChoices):
    """Where on the ground; not a category. The first two yard-and-house kinds are never public but as a count."""

    INSIDE_YARD = "inside_yard", _("Inside the yard")
    AROUND_HOUSE = "around_house", _("In front of or behind a house")
    OUTSIDE_YARD = "outside_yard", _("Outside the yard")
    ROADSIDE = "roadside", _("Roadside")
    PUBLIC_AREA = "public_area", _("Public area")
    WATER_EDGE = "water_edge", _("Water's edge")
    GREEN_AREA = "green_area", _("Green area")


PRIVATE_LOCATIONS = frozenset({LocationType.INSIDE_YARD, LocationType.AROUND_HOUSE})


class Place(models.Model):
    """A division, community, resident group or grid, by its code; old codes stay with an end date and successors.

    County 6 digits, street or town 9, community or village 12, grid 15; a resident group is its community's
    twelve digits + "G" + two digits.
    """

    code = models.CharField(max_length=18, primary_key=True)
    kind = models.CharField(max_length=16, choices=PlaceKind.choices)
    # 9-digit street the place lies in (its own code for a street); 6 digits for the county itself.
    street = models.CharField(max_length=9)
    parent = models.CharField(max_length=18, blank=True, default="")
    name = models.JSONField()
    # Letters before a case number, "DG" for 东关; communities only.
    prefix = models.CharField(max_length=4, blank=True, default="")
    households = models.PositiveIntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    successors = models.JSONField(default=list)
    # Drawn by a script, not surveyed: routes in demo mode only, and every picture of it says so.
    schematic = models.BooleanField(default=False)
    # WGS-84 WKB; null where nobody has drawn it yet.
    area = models.BinaryField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)

    class Meta:
        indexes = [models.Index(fields=["street", "kind", "code"], name="place_street_kind")]

    def __str__(self) -> str:
        return f"{self.code} {self.name.get('zh-hans', '')}"


class AreaVersion(models.Model):
    """Numbers per street (or county), by which every process sees that what it keeps in memory is old."""

    street = models.CharField(max_length=9, primary_key=True)
    # Moves with places and polygons.
    version = models.PositiveIntegerField(default=0)
    # Moves with settings and holidays.
    settings = models.PositiveIntegerField(default=0)
    # Of a county: moves with the people, duties and organisations of all its streets.
    people = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.street} v{self.version}"


class Spot(models.Model):
    """A board, gate or bin with a QR code: a report from it needs no position."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    # Printed in the QR link; secret enough not to be counted through, short enough to type.
    token = models.CharField(max_length=16)
    name = models.JSONField()
    community = models.CharField(max_length=12)
    grid = models.CharField(max_length=18, blank=True, default="")
    location_type = models.CharField(max_length=16, choices=LocationType.choices)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    retired_at = models.DateTimeField(null=True)
    # Where an old label leads after the board was moved or the grid redrawn.
    successor_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "token"], name="spot_token")]

    def __str__(self) -> str:
        return self.token


class Setting(models.Model):
    """One dated value of a key of the registry at a place: community over street over county over default."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    place = models.CharField(max_length=12)
    key = models.CharField(max_length=60)
    value = models.JSONField()
    from_at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "place", "key", "from_at"], name="setting_dated")
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.key}"


class Holiday(models.Model):
    """A day on which a county's office calendar differs from Monday to Friday."""

    id = models.BigIntegerField(primary_key=True)
    # The county's six digits, or a street's nine for a local day.
    street = models.CharField(max_length=9)
    day = models.DateField()
    working = models.BooleanField()
    name = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "day"], name="holiday_day")]

    def __str__(self) -> str:
        return f"{self.street} {self.day}"


class CalendarYear(models.Model):
    """A year whose holidays are known for a county; all others count Monday to Friday and are shown as provisional."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "year"], name="calendar_year")]

    def __str__(self) -> str:
        return f"{self.street} {self.year}"
