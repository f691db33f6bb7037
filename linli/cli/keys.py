"""`linli keys rotate`: seal all contacts again under the newest of LINLI_CONTACT_KEYS."""

import argparse
from typing import Any

from linli.cli.screen import FAILED, progress, say
from linli.cli.starting import common, start
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser("keys", parents=[common()], help=_("renew the encryption of contacts"))
    parser.add_argument("what", choices=("rotate",), help=_("seal everything under the newest key"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will rotate beside a running system; 1 if something fits none of the keys."""
    start(arguments)
    from linli.privacy.actions.keys import rotate

    counts = rotate(progress=progress(_("%s done …")))
    say(
        _("Sealed again: %(again)s; under the newest key already: %(newest)s; fitting no key: %(none)s.")
        % {"again": counts.resealed, "newest": counts.newest, "none": counts.unreadable}
    )
    if counts.unreadable:
        say(_("Keep the older keys: what fits none is left as it was."))
    return FAILED if counts.unreadable else 0
