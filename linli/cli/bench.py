"""`linli bench`: measure this machine with made-up cases, in a folder of its own that is removed again."""

import argparse
import os
import tempfile
from typing import Any

from linli.cli import migrate
from linli.cli.parts import part
from linli.cli.starting import common, start
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser(
        "bench", parents=[common()], help=_("measure this machine with made-up cases")
    )
    parser.add_argument("--cases", type=int, default=100_000, help=_("how many cases the street has"))
    parser.add_argument("--seconds", type=float, default=2.0, help=_("how long each measurement takes"))
    parser.add_argument("--rounds", type=int, default=3, help=_("how often all of them take turns"))
    parser.add_argument("--database", metavar="URL", help=_("an empty database instead (LINLI_DATABASE)"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will fill an empty database, serve it on this machine alone, measure, and print a table."""
    if arguments.database:
        os.environ["LINLI_DATABASE"] = arguments.database
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        arguments.home = arguments.home or folder
        start(arguments, mode="demo")
        migrate.migrate()
        code: int = part("linli.bench.command").run(
            cases=max(arguments.cases, 1), seconds=arguments.seconds, rounds=max(arguments.rounds, 1)
        )
    return code
