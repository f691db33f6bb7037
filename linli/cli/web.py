"""The web server: granian in processes that share what was loaded before they were forked."""

import logging
import multiprocessing
import signal
from typing import Any

from django.urls import get_resolver

from linli.cli.orphans import die_with_parent
from linli.cli.supervisor import STOP_SECONDS

TARGET = "linli.wsgi:application"


def load() -> Any:
    """This will load the application with all its pages once, and give it."""
    from linli.wsgi import application

    _all(get_resolver().url_patterns)
    return application


def _all(patterns: Any) -> None:
    for pattern in patterns:
        _all(getattr(pattern, "url_patterns", ()))


def _in_child(_target: str) -> Any:
    # What was acknowledged is on disk, so that an orphan may be ended at once and leave the port to the next.
    die_with_parent(signal.SIGKILL)
    from linli.wsgi import application

    return application


def serve(host: str, port: int, workers: int, threads: int) -> None:
    """This will answer requests until SIGTERM; requests being answered are finished first."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    multiprocessing.set_start_method("fork", force=True)
    # It warns of more threads than cores on every start; they are chosen (docs/adr/0007).
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in record.getMessage())
    Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        # A phone on a weak network sends for half a minute: it must not hold up everybody else.
        blocking_threads=threads,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        websockets=False,
        backlog=1024,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=int(STOP_SECONDS) - 3,
    ).serve(target_loader=_in_child)
