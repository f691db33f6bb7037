"""The town of the matrix is built once for a file of tests; what a request or a test does to it is undone."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from linli.places import memory
from tests.builders import AT
from tests.web.access.town import Scene, build

NOW = AT + timedelta(minutes=30)


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """This will give the town within a transaction that is undone when the last test of the module is over."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("linli.web.doors.present", lambda: NOW)
        memory.forget()
        yield build()
        transaction.set_rollback(True)
