"""Tracking codes of requests and complaints, so that whoever made one can follow it without a name."""

from linli.lib.ids import tracking_code
from linli.privacy.models import RightsRequest, StaffComplaint


def save_with_code(row: RightsRequest | StaffComplaint) -> None:
    """This will store a new row under a tracking code that no other of its kind in the street has.

    To be called within `writing()`. There are 595 million codes, so that the first draw nearly always holds;
    should another transaction take it in between, the unique constraint says so.
    """
    taken = type(row)._default_manager.filter(street=row.street)
    row.tracking = tracking_code()
    while taken.filter(tracking=row.tracking).exists():
        row.tracking = tracking_code()
    row.save(force_insert=True)
