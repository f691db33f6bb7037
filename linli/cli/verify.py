"""`linli verify`: recompute chains, derived columns and figures, compare the search index, name the first wrong row."""

import argparse
from collections.abc import Callable, Iterable
from typing import Any

from linli.cli.screen import FAILED, USAGE, Stop, progress, say
from linli.cli.starting import common, start
from linli.cli.words import gettext as _

Check = Callable[..., Iterable[Any]]


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser("verify", parents=[common()], help=_("check all facts, cases and figures"))
    parser.add_argument("--street", metavar="CODE", help=_("only this street, nine digits"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will check everything, or one street; 1 if something does not fit."""
    start(arguments)
    return verify(known(arguments.street))


def known(street: str | None) -> str | None:
    """This will give the street if there is one of this code. Raises Stop."""
    from linli.places import queries as places

    if street and places.place(street) is None:
        raise Stop(_("There is no street %s here.") % street, USAGE)
    return street


def verify(street: str | None = None) -> int:
    """This will say of each check whether all fits, or what the first thing is that does not."""
    code = 0
    for name, check in _checks():
        fault = next(iter(check(street, progress(_("%s read …")))), None)
        if fault is None:
            say(f"✓ {name}")
        else:
            code = FAILED
            say(f"✗ {name}: {fault}")
    say(_("Something does not fit.") if code else _("All fits."))
    return code


def _checks() -> list[tuple[str, Check]]:
    from linli.cases import checks
    from linli.cases.search import checks as search
    from linli.facts import chains
    from linli.figures import recount

    return [
        (_("Facts and daily roots"), chains.faults),
        (_("Cases"), checks.verify),
        (_("Figures"), recount.verify),
        (_("Search index"), search.verify),
    ]
