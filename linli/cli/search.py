"""`linli search`: fill the index of words anew, check it, or compare it with a plain scan of a file of letters."""

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

from linli.cli import migrate
from linli.cli.parts import part
from linli.cli.screen import FAILED, USAGE, Stop, progress, say
from linli.cli.starting import common, start
from linli.cli.verify import known
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command with its three parts."""
    parser = commands.add_parser(
        "search", help=_("rebuild or verify the search index, or check it on letters")
    )
    parts = parser.add_subparsers(metavar=_("PART"), required=True)
    parts.add_parser("rebuild", parents=[common()], help=_("fill it anew")).set_defaults(run=_rebuild)
    verify = parts.add_parser("verify", parents=[common()], help=_("compare it with the words there are"))
    verify.add_argument("--street", metavar="CODE", help=_("only this street, nine digits"))
    verify.set_defaults(run=_verify)
    check = parts.add_parser(
        "check", parents=[common()], help=_("search letters in a database that is thrown away, and scan them")
    )
    check.add_argument("file", type=Path, metavar="FILE.csv.gz")
    check.add_argument("--sample", type=int, default=40, help=_("how many letters give the words"))
    check.add_argument("--database", metavar="URL", help=_("an empty database instead (LINLI_DATABASE)"))
    check.set_defaults(run=_check)


def _rebuild(arguments: argparse.Namespace) -> int:
    start(arguments)
    from linli.cases.search import filling

    filling.begin_anew()
    say(_("Put into the index: %s.") % filling.fill(progress(_("%s read …"))))
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    start(arguments)
    from linli.cases.search import checks

    faults = list(checks.verify(known(arguments.street), progress(_("%s read …"))))
    for fault in faults:
        say(fault)
    say(_("Cases whose words are not in the index as they are: %s.") % len(faults))
    return FAILED if faults else 0


def _check(arguments: argparse.Namespace) -> int:
    if not arguments.file.is_file():
        raise Stop(_("There is no file %s.") % arguments.file, USAGE)
    if arguments.database:
        os.environ["LINLI_DATABASE"] = arguments.database
    with tempfile.TemporaryDirectory(prefix="linli-search-") as folder:
        arguments.home = arguments.home or folder
        start(arguments, mode="demo")
        migrate.migrate()
        code: int = part("linli.bench.letters").run(file=arguments.file, sample=max(arguments.sample, 1))
    return code
