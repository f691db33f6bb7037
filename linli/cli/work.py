"""`linli work`: do what is due (escalations, notices, sweeps), until told to stop. `linli serve` runs one too."""

import argparse
import signal
import threading
from typing import Any

from linli.cli import running
from linli.cli.screen import say
from linli.cli.starting import common, start
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser("work", parents=[common()], help=_("run a worker alone, without the web"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will work until SIGTERM or Ctrl-C; what is being done is finished first."""
    start(arguments)
    from django.conf import settings

    running.share(settings.HOME)
    say(_("The worker runs. Ctrl-C stops it."))
    work()
    return 0


def work() -> None:
    """This will do what is due until a signal comes; the one place that runs the worker's loop."""
    from linli.cli import tidying
    from linli.facts import worker
    from linli.lib.clock import present

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    tidying.register()
    worker.run_forever(stop, clock=present)
