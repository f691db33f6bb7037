"""`linli account`: the last help for whoever runs the server, where no administrator can get in any more."""

import argparse
from typing import Any

from linli.cli.screen import USAGE, Stop, say
from linli.cli.starting import common, start
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser("account", parents=[common()], help=_("help somebody who cannot sign in"))
    parser.add_argument("what", choices=("reset-second-factor",), help=_("take a lost second factor away"))
    parser.add_argument("username", metavar="NAME", help=_("sign-in name of the account"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will take the second factor away, as a fact of the operator. Raises Stop for an unknown name."""
    start(arguments)
    from linli.lib.clock import present
    from linli.people import actions, queries

    person = queries.by_claim("username", arguments.username)
    if person is None:
        raise Stop(_("There is no open account of this name."), USAGE)
    actions.reset_second_factor(person=person, reason="lost", at=present(), by=None)
    say(_("Two-factor sign-in of %s is off, and every session of theirs is over.") % person.username)
    return 0
