"""`linli figures`: count all figures anew, or check them."""

import argparse
from typing import Any

from linli.cli.screen import FAILED, progress, say
from linli.cli.starting import common, start
from linli.cli.verify import known
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser("figures", parents=[common()], help=_("rebuild or verify the figures"))
    parser.add_argument("what", choices=("rebuild", "verify"), help=_("count anew, or compare"))
    parser.add_argument("--street", metavar="CODE", help=_("only this street, nine digits"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will rebuild or verify; verifying gives 1 if a figure is wrong."""
    start(arguments)
    from linli.figures import recount

    street, show = known(arguments.street), progress(_("%s read …"))
    if arguments.what == "rebuild":
        say(_("Counted anew from %s cases.") % recount.rebuild(street, show))
        return 0
    faults = recount.verify(street, show)
    for fault in faults:
        say(fault)
    say(_("Wrong figures: %s.") % len(faults))
    return FAILED if faults else 0
