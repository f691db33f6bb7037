"""`linli import …`: divisions, a street's own areas, people, organisations, duties, and historic cases.

What changes existing work is shown first and carried out only with --apply.
"""

import argparse
from pathlib import Path
from typing import Any

from linli.cli import applying
from linli.cli.parts import part
from linli.cli.screen import USAGE, Stop, progress, say
from linli.cli.starting import common, start
from linli.cli.words import gettext as _

TABLES = ("people", "organisations", "duties")


def add(commands: Any) -> None:
    """This will add the command with what can be imported."""
    parser = commands.add_parser("import", help=_("bring in places, areas, people or cases"))
    whats = parser.add_subparsers(title=_("what to import"), metavar=_("WHAT"), required=True)
    places = whats.add_parser(
        "places", parents=[common()], help=_("the divisions of the county, with their codes")
    )
    places.add_argument("--schematic", action="store_true", help=_("and drawn grids, to try things out"))
    places.set_defaults(run=run_places)
    areas = whats.add_parser("areas", parents=[common()], help=_("a street's own polygons, GeoJSON"))
    _file(areas)
    areas.add_argument(
        "--datum", choices=("wgs84", "gcj02"), required=True, help=_("what its positions mean")
    )
    areas.set_defaults(run=applying.run_areas)
    for table in TABLES:
        each = whats.add_parser(table, parents=[common()], help=_("a table, CSV or xlsx"))
        _file(each)
        each.set_defaults(run=applying.run_table, table=table)
    cases = whats.add_parser("cases", parents=[common()], help=_("historic cases, CSV or xlsx"))
    cases.add_argument("file", type=Path, metavar="FILE")
    cases.add_argument(
        "--mapping", type=Path, required=True, metavar="M.toml", help=_("which column is what")
    )
    cases.set_defaults(run=run_cases)


def _file(parser: Any) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--street", required=True, metavar="CODE", help=_("the street, nine digits"))
    parser.add_argument("--apply", action="store_true", help=_("carry it out; without it, only show"))


def run_places(arguments: argparse.Namespace) -> int:
    """This will add the divisions that are missing, and perhaps the schematic."""
    start(arguments)
    from linli.cases import categories
    from linli.lib.clock import present
    from linli.places.actions import divisions

    done = [divisions.import_divisions(at=present(), by=None)]
    if arguments.schematic:
        done.append(divisions.import_schematic(at=present(), by=None))
    categories.seed(divisions.COUNTY)
    say(
        _("New places: %(new)s; there already: %(same)s.")
        % {"new": sum(each.new for each in done), "same": sum(each.same for each in done)}
    )
    return 0


def run_cases(arguments: argparse.Namespace) -> int:
    """This will hand on to the import of cases, which reports bad lines in a file of its own."""
    for path in (arguments.file, arguments.mapping):
        if not path.is_file():
            raise Stop(_("There is no file %s.") % path, USAGE)
    start(arguments)
    code: int = part("linli.cases.importing").run(
        arguments.file, arguments.mapping, say=say, progress=progress(_("%s rows …"))
    )
    return code
