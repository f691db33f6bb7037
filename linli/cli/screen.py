"""What a command says on the terminal, and how it says that it cannot go on."""

import sys
import time
from collections.abc import Callable

FAILED, USAGE = 1, 2


class Stop(Exception):
    """A command cannot go on: the sentence says why and what to do, the code goes to the shell."""

    def __init__(self, sentence: object, code: int = FAILED) -> None:
        super().__init__(str(sentence))
        self.code = code


def say(text: object = "") -> None:
    """This will print a line at once, also into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: object) -> None:
    """This will print a line where errors go."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def progress(sentence: str, *, seconds: float = 1.0) -> Callable[..., None]:
    """This will give a function that says how far a long work is, at most once in some seconds.

    `sentence` has one place for the number; a terminal gets one line that changes, a file nothing.
    """
    last = time.monotonic()

    def show(done: int, *_more: object) -> None:
        nonlocal last
        now = time.monotonic()
        if sys.stderr.isatty() and now - last >= seconds:
            last = now
            sys.stderr.write(f"\r\x1b[K{sentence % done}\r")
            sys.stderr.flush()

    return show
