"""`linli demo`: make a lived-in Hancheng Street, once, and serve it."""

import argparse
import os
from typing import Any

from linli.cli import migrate
from linli.cli.parts import part
from linli.cli.serve import check_free, serve
from linli.cli.starting import common, start
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser("demo", parents=[common()], help=_("make a lived-in street and serve it"))
    parser.add_argument("--size", choices=("small", "full"), default="full", help=_("how much has happened"))
    parser.add_argument("--no-serve", action="store_true", help=_("only make it"))
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on"))
    parser.add_argument("--port", type=int, default=8000, help=_("port to listen on"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will make the demo if the home has none, and serve it until Ctrl-C."""
    if not arguments.no_serve:
        check_free(arguments.host, arguments.port)
    os.environ.setdefault("LINLI_URL", f"http://127.0.0.1:{arguments.port}")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    start(arguments, mode="demo")
    migrate.migrate()
    part("linli.demo.command").make(size=arguments.size)
    if not arguments.no_serve:
        serve(arguments.host, arguments.port)
    return 0
