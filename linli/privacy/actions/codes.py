"""Tracking codes of requests and complaints, so that whoever made one can follow it without a name."""

from typing import TypeVar

from django.db import IntegrityError

from linli.lib.db import writing
from linli.lib.ids import tracking_code
from linli.privacy import rules
from linli.privacy.models import RightsRequest, StaffComplaint

Row = TypeVar("Row", RightsRequest, StaffComplaint)


def save_once(row: Row) -> Row:
    """This will store a new row under a tracking code of its own, or give the one stored under its key before.

    To be called within `writing()`. On PostgreSQL the same key may arrive twice at the same moment, and a code be
    taken by another transaction: the constraint says so, and it is looked up or drawn again.
    """
    row.idempotency = rules.plain_key(row.idempotency)
    refusal: IntegrityError | None = None
    for _attempt in range(5):
        before = type(row)._default_manager.filter(street=row.street, idempotency=row.idempotency).first()
        if before is not None:
            return before
        row.tracking = tracking_code()
        try:
            with writing(savepoint=True):
                row.save(force_insert=True)
        except IntegrityError as fault:
            refusal = fault
        else:
            return row
    raise AssertionError("five codes in a row were taken") from refusal
