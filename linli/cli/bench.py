"""`linli bench`: measure this installation; all that follows is the bench's own."""

import argparse
from typing import Any

from linli.cli.parts import part
from linli.cli.starting import common, start
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser(
        "bench", parents=[common()], help=_("measure this machine with made-up cases")
    )
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=_("what to measure; bench help lists it"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will hand on to the bench."""
    start(arguments)
    code: int = part("linli.bench.command").run(arguments.rest)
    return code
