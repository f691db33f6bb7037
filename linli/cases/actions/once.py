"""A step that may be sent more than once: taken once, whoever lost the answer."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError

from linli.cases.models import Case, StepKey
from linli.facts.models import Fact
from linli.lib.db import writing
from linli.lib.ids import new_id


def once(*, case: Case, key: str, at: datetime, take: Callable[[], Fact]) -> bool:
    """This will take a step and keep its key, both or neither; False, and nothing is done, if the key is known.

    The key is written first: of two that come at once the second waits until the first has ended, and then
    either finds the key or, where the first was refused, tries itself. What `take` raises leaves no key behind.
    """
    try:
        with writing(savepoint=True):
            row = StepKey.objects.create(
                id=new_id(), street=case.street, key=key, case_id=case.pk, fact_id=0, at=at
            )
            fact = take()
            StepKey.objects.filter(pk=row.pk).update(fact_id=fact.pk)
    except IntegrityError:
        if not StepKey.objects.filter(street=case.street, key=key).exists():
            raise  # it was another constraint, of the step itself
        return False
    return True
