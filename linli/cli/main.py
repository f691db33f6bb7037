"""The `linli` command. Arguments are parsed before Django is imported: a mistyped word costs nothing."""

import argparse
import os
import sys
from collections.abc import Sequence

from linli.cli import (
    account,
    backup,
    bench,
    check,
    clock,
    demo,
    figures,
    importing,
    keys,
    manage,
    migrate,
    restore,
    search,
    serve,
    setup,
    verify,
    words,
    work,
)
from linli.cli.screen import FAILED, Stop, complain
from linli.cli.words import gettext as _

COMMANDS = (
    *(demo, serve, work, migrate, setup, importing, verify, figures, search),
    *(backup, restore, keys, check, account, clock, bench, manage),
)
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """This will build the parser of all commands in the language chosen."""
    top = argparse.ArgumentParser(
        prog="linli", description=_("Linli: the system of a street office, for all its neighbourhoods.")
    )
    commands = top.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)
    for command in COMMANDS:
        command.add(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """This will run one command and return the exit code for the shell: 1 if it failed, 2 if it was asked wrongly."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    words.choose(words.language_of(arguments, os.environ))
    try:
        if arguments[:1] == ["manage"]:
            return manage.run(arguments[1:])
        chosen = parser().parse_args(arguments)
        code: int = chosen.run(chosen)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has gone, as with `| head`; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        if "--traceback" in arguments:
            raise
        complain(_sentence(error))
        return error.code if isinstance(error, Stop) else FAILED
    return code


def _sentence(error: Exception) -> str:
    """What went wrong, for somebody who runs a server and reads no Python."""
    if isinstance(error, Stop):
        return str(error)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "ImproperlyConfigured" in kinds:
        return str(error)
    if "Refused" in kinds:
        return str(getattr(error, "reason", error))
    if "DatabaseError" in kinds or "InterfaceError" in kinds:
        return _("The database says: %s. If its tables are missing or old: linli migrate.") % error
    if isinstance(error, OSError):
        return str(error)
    return _("Something went wrong in Linli itself: %(kind)s: %(what)s. --traceback shows where.") % {
        "kind": type(error).__name__,
        "what": error,
    }


if __name__ == "__main__":
    sys.exit(main())
