"""`linli serve`: web and worker together, in one command that ends both."""

import argparse
import gc
import os
import socket
from typing import Any

from linli.cli.screen import USAGE, Stop, say
from linli.cli.starting import common, start
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser("serve", parents=[common()], help=_("serve the pages and do what is due"))
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on"))
    parser.add_argument("--port", type=int, default=8000, help=_("port to listen on"))
    parser.add_argument("--workers", type=int, default=2, help=_("processes that answer requests"))
    parser.add_argument("--threads", type=int, default=6, help=_("requests a process takes at once"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will serve until SIGTERM or Ctrl-C."""
    counts = (arguments.workers, arguments.threads)
    if not 0 < arguments.port < 65_536 or not all(0 < count <= 64 for count in counts):
        raise Stop(_("A port is a number from 1 to 65535; there are 1 to 64 processes and threads."), USAGE)
    check_free(arguments.host, arguments.port)
    # One thread of arithmetic a process: numpy would start one for each core, and we fork.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if os.environ.get("LINLI_MODE") != "production":
        os.environ.setdefault("LINLI_URL", f"http://127.0.0.1:{arguments.port}")
    start(arguments)
    serve(arguments.host, arguments.port, workers=arguments.workers, threads=arguments.threads)
    return 0


def serve(host: str, port: int, *, workers: int = 2, threads: int = 6) -> None:
    """This will prepare what serving needs, and serve."""
    from django.conf import settings

    from linli.cli import readying, running, web, work
    from linli.cli.supervisor import Child, supervise

    running.share(settings.HOME)
    readying.make_ready()
    web.load()
    gc.collect()
    gc.freeze()  # what is loaded stays shared between the processes; the collector never touches it
    say(_("Linli is served at http://%(host)s:%(port)s - Ctrl-C stops it.") % {"host": host, "port": port})
    supervise(
        [
            Child(_("The web server"), lambda: web.serve(host, port, workers, threads)),
            Child(_("The worker"), work.work),
        ]
    )


def check_free(host: str, port: int) -> None:
    """This will raise Stop if somebody listens on the port already: granian would share it without a word."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(
                _("Port %(port)s of %(host)s cannot be used: %(why)s. Choose another with --port.")
                % {"port": port, "host": host, "why": error.strerror}
            ) from error
