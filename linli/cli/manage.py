"""`linli manage …`: the commands of Django, for those who know them."""

import argparse
from typing import Any

from linli.cli.starting import start
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command; main hands everything after it on as it is, options too."""
    commands.add_parser("manage", help=_("run a command of Django (shell, makemigrations …)"), add_help=False)


def run(rest: list[str]) -> int:
    """This will run Django's own command line."""
    start(argparse.Namespace(home=None))
    from django.core.management import execute_from_command_line

    execute_from_command_line(["linli manage", *rest])
    return 0
