"""Writes of places. `by` is who acts, None for the operator of the machine at the command line."""

from linli.places.actions.areas import Report, import_areas
from linli.places.actions.divisions import Imported, import_divisions, import_schematic
from linli.places.actions.holidays import confirm_year, remove_holiday, seed_holidays, set_holiday
from linli.places.actions.spots import make_spot, move_spot, retire_spot
from linli.places.actions.values import change_setting

__all__ = [
    "Imported",
    "Report",
    "change_setting",
    "confirm_year",
    "import_areas",
    "import_divisions",
    "import_schematic",
    "make_spot",
    "move_spot",
    "remove_holiday",
    "retire_spot",
    "seed_holidays",
    "set_holiday",
]
