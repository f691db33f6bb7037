"""One parent and its children: a dead child is started again, and none outlives the parent.

Children are forked from a parent that has loaded everything, so that they share its memory.
"""

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from linli.cli.orphans import die_with_parent
from linli.cli.screen import complain
from linli.cli.words import gettext as _

# A child that lived this long died of something else than the one before it.
_SOUND_SECONDS = 60.0
_LONGEST_PAUSE = 30.0
STOP_SECONDS = 10.0


@dataclass
class Child:
    """A process that should always run."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    began: float = 0.0
    failures: int = 0
    due: float = 0.0


def supervise(children: list[Child]) -> None:
    """This will run the children until SIGTERM or Ctrl-C, then stop them within `STOP_SECONDS`."""
    reader, writer = os.pipe()
    for end in (reader, writer):
        os.set_blocking(end, False)
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # wakes the loop
    try:
        while not stopping:
            now = time.monotonic()
            for child in children:
                if not child.pid and child.due <= now:
                    _begin(child)
            _rest(reader, [child.due for child in children if not child.pid])
            _bury(children)
    finally:
        _end(children, reader)


def _begin(child: Child) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    child.began = time.monotonic()
    child.pid = os.fork()
    if child.pid:
        return
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        die_with_parent(signal.SIGTERM)
        child.run()
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _rest(reader: int, due: list[float]) -> None:
    """Sleeps until a signal comes or a child is due."""
    pause = max(0.0, min(due) - time.monotonic()) if due else None
    select.select([reader], [], [], pause)
    try:
        os.read(reader, 4096)
    except BlockingIOError:
        return


def _bury(children: list[Child]) -> None:
    for child in children:
        if not child.pid or os.waitpid(child.pid, os.WNOHANG)[0] == 0:
            continue
        now = time.monotonic()
        child.failures = 1 if now - child.began > _SOUND_SECONDS else child.failures + 1
        pause = min(_LONGEST_PAUSE, 0.25 * 2**child.failures)
        child.pid, child.due = 0, now + pause
        complain(
            _("%(name)s ended by itself and is started again in %(seconds).1f s.")
            % {"name": child.name, "seconds": pause}
        )


def _end(children: list[Child], reader: int) -> None:
    """Kindly first, then by force."""
    living = [child for child in children if child.pid]
    last = time.monotonic() + STOP_SECONDS
    _send(living, signal.SIGTERM)
    while living and (left := last - time.monotonic()) > 0:
        select.select([reader], [], [], min(left, 0.2))
        living = [child for child in living if os.waitpid(child.pid, os.WNOHANG)[0] == 0]
    _send(living, signal.SIGKILL)
    for child in living:
        os.waitpid(child.pid, 0)


def _send(children: list[Child], number: signal.Signals) -> None:
    for child in children:
        os.kill(child.pid, number)
