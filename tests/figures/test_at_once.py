"""Several who count at once."""

import random
import threading
from contextlib import suppress
from dataclasses import replace

import pytest
from django.db import connection

from linli.figures import queries
from linli.figures.actions import move, move_all
from linli.figures.models import Pyramid
from linli.figures.rules import Counted
from linli.lib.db import writing

STREET, EAST = "411329001", "411329001003"
CASE = Counted(STREET, EAST, "", "received", "01-02", 112.3651, 32.5288, is_open=True, is_public=True)


@pytest.mark.django_db(transaction=True)
def test_counts_made_at_once_in_any_order_add_up_and_nobody_waits_in_a_circle() -> None:
    errors: list[BaseException] = []
    cases = [replace(CASE, status=f"s{n}", lon=112.3 + n / 50) for n in range(8)]

    def count(seed: int) -> None:
        mixed = random.Random(seed)  # noqa: S311  no secret
        try:
            for _ in range(15):
                move_all((None, case) for case in mixed.sample(cases, len(cases)))
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=count, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert queries.now_counts(STREET) == {(f"s{n}",): 60 for n in range(8)}
    assert set(Pyramid.objects.filter(level=18).values_list("n", flat=True)) == {60}


@pytest.mark.django_db(transaction=True)
def test_transactions_of_several_steps_in_opposite_order_never_wait_in_a_circle() -> None:
    errors: list[BaseException] = []
    one, other = CASE, replace(CASE, status="fixed", lon=112.4, is_open=False)
    both_began = threading.Barrier(2)

    def count(*steps: Counted) -> None:
        try:
            with writing():
                move(before=None, after=steps[0])
                with suppress(threading.BrokenBarrierError):  # SQLite lets one in after the other
                    both_began.wait(1)
                move(before=None, after=steps[1])
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=count, args=steps) for steps in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert queries.now_counts(STREET) == {("received",): 2, ("fixed",): 2}
