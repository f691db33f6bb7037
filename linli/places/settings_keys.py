"""The settings of this package."""

from datetime import time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from linli.lib.geometry import Box
from linli.places.settings import Boxed, Choice, Exact, Hours, Key, Text, Whole, Zone, register

KEYS = (
    Key(
        "office.name_zh",
        Text(60),
        "",
        label=_("Name of the office in Chinese"),
        help=_("Empty: the street's own name."),
    ),
    Key(
        "office.name_en",
        Text(120),
        "",
        label=_("Name of the office in English"),
        help=_("Empty: the street's own name."),
    ),
    Key(
        "office.phone",
        Text(40),
        "",
        label=_("Telephone of the office"),
        help=_("Shown wherever the system cannot help."),
    ),
    Key(
        "places.box",
        Boxed(),
        Box(112.22, 32.32, 112.60, 32.81),
        "county",
        label=_("Box of the county"),
        help=_("Positions outside of it are refused: west, south, east, north in degrees."),
    ),
    Key(
        "places.office_hours",
        Hours(),
        ((time(8), time(12)), (time(14, 30), time(18))),
        label=_("Office hours"),
        help=_("Office deadlines count only in these hours of working days."),
    ),
    Key(
        "places.daily_hours",
        Hours(),
        ((time(8), time(20)),),
        label=_("Daily hours"),
        help=_("Waste and roads: these hours count on every day of the year."),
    ),
    Key(
        "places.zone",
        Zone(),
        ZoneInfo("Asia/Shanghai"),
        "county",
        label=_("Time zone"),
        help=_("In which the hours are meant."),
    ),
    Key(
        "places.holidays",
        Choice({"statutory": _("Statutory holidays"), "none": _("None, Monday to Friday")}),
        "statutory",
        "county",
        label=_("Holidays of the office calendar"),
        help=_("Statutory holidays of a year count once they are entered."),
    ),
    Key(
        "places.reach",
        Whole(0, 100_000),
        3_000,
        "county",
        label=_("How far outside of all communities a position still counts, in metres"),
        help=_("Only where the report names no street; farther away the community is chosen from the list."),
    ),
    Key(
        "places.area_tolerance",
        Exact(Decimal(0), Decimal(10_000_000)),
        Decimal(200),
        "county",
        label=_("Accepted gap or overlap of areas, in m²"),
        help=_("Surveyed borders never meet exactly."),
    ),
)


def register_all() -> None:
    """This will make the keys of this package known to the registry; called once at start."""
    register(*KEYS)
