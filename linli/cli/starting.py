"""From arguments to a Django that is set up: what they say goes to the environment before the settings are read."""

import argparse
import os
from pathlib import Path

from linli.cli.screen import USAGE, Stop
from linli.cli.words import chosen
from linli.cli.words import gettext as _


def common() -> argparse.ArgumentParser:
    """This will give the options that every command has."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--home", metavar="DIR", help=_("the folder with the database and the pictures (LINLI_HOME)")
    )
    options.add_argument("--lang", choices=("zh", "en"), help=_("language of these messages"))
    options.add_argument("--traceback", action="store_true", help=_("show where in the code an error arose"))
    return options


def start(arguments: argparse.Namespace, *, mode: str = "") -> None:
    """This will set up Django for the home the arguments name. Raises Stop with what is wrong in the settings.

    `mode` is for commands that only exist in one; an operator's production is never turned into a demo.
    """
    if arguments.home:
        os.environ["LINLI_HOME"] = str(Path(arguments.home).expanduser().resolve())
    if mode:
        if os.environ.get("LINLI_MODE") == "production":
            raise Stop(_("LINLI_MODE=production: this command is for a demo."), USAGE)
        os.environ["LINLI_MODE"] = mode
    os.environ["DJANGO_SETTINGS_MODULE"] = "linli.settings"
    import django
    from django.conf import settings
    from django.utils import translation

    try:
        if not settings.configured or not django.apps.apps.ready:
            django.setup()
    except OSError as error:
        raise Stop(
            _("The folder %(folder)s cannot be used: %(why)s.")
            % {"folder": error.filename, "why": error.strerror}
        ) from error
    translation.activate(chosen())
