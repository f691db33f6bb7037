"""Drawn pictures, ready when a case needs one: made beside the season on a second core, or at once if they are few."""

import io
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from datetime import datetime
from multiprocessing import get_context

from django.db import connections

from linli.demo.cast import STREET
from linli.demo.drawing import picture
from linli.pictures import actions as pictures
from linli.pictures.actions import Prepared

Wanted = tuple[str, int, bool]  # scene, seed, after


def _made(wanted: Wanted, at: datetime) -> Prepared:
    scene, seed, after = wanted
    return pictures.prepare(street=STREET, file=io.BytesIO(picture(scene, seed, after=after)), at=at)


def _leave_with(parent: int) -> None:
    """Ends this process when the one that wants the pictures is gone, killed even: it would wait for work for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class Supply:
    """Prepared pictures by scene and seed; each is taken once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.pool: ProcessPoolExecutor | None = None
        self.coming: dict[Wanted, Future[Prepared]] = {}

    def order(self, wanted: Sequence[Wanted]) -> None:
        """This will have pictures made by another process; call it before the season's transaction begins."""
        connections.close_all()  # the other process must not inherit an open one
        self.pool = ProcessPoolExecutor(
            1, mp_context=get_context("fork"), initializer=_leave_with, initargs=(os.getpid(),)
        )
        self.coming = {each: self.pool.submit(_made, each, self.at) for each in wanted}

    def take(self, scene: str, seed: int, *, after: bool) -> Sequence[Prepared]:
        """This will give a picture, waiting for it if it is not ready yet."""
        future = self.coming.pop((scene, seed, after), None)
        return [future.result() if future else _made((scene, seed, after), self.at)]

    def close(self) -> None:
        """This will throw away what nobody took."""
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)
        for future in self.coming.values():
            if not future.cancelled():
                with suppress(Exception):  # it was to be thrown away
                    pictures.discard(future.result())
        self.coming.clear()
