"""Parts of Linli that a command hands on to, found when they are asked for and not before."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from linli.cli.screen import Stop
from linli.cli.words import gettext as _


def part(module: str) -> Any:
    """This will import a module. Raises Stop where this installation was made without it."""
    try:
        there = find_spec(module) is not None
    except ModuleNotFoundError:
        there = False
    if not there:
        raise Stop(_("This installation has no %s.") % module)
    return import_module(module)
