"""That a letter waits, a complaint or a request about personal data, is told to whoever answers it."""

from linli.facts.actions import deliver
from linli.facts.models import Fact


def tell(fact: Fact) -> None:
    """This will have `notify` tell of a fact of a letter; within the transaction that records it."""
    deliver(
        street=fact.street,
        handler="notify.letter",
        key=f"fact:{fact.pk}",
        payload={"fact": fact.pk},
        due_at=fact.at,
    )
