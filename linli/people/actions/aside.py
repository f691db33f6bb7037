"""What pages offer a person and they put aside, to be found again; a convenience that leaves no facts."""

from linli.lib.db import writing
from linli.people.models import PutAside
from linli.people.rows import Viewer


def put_aside(*, by: Viewer, street: str, what: str) -> None:
    """This will put aside for the person what a street's pages offer under a name; twice is once."""
    with writing():
        PutAside.objects.get_or_create(street=street, person_id=by.person_id, what=what)


def take_up(*, by: Viewer, street: str, what: str) -> None:
    """This will offer it again."""
    with writing():
        PutAside.objects.filter(street=street, person_id=by.person_id, what=what).delete()
