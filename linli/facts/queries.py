"""Reading what happened and what still waits."""

from datetime import datetime

from linli.facts.models import Delivery, Fact


def history(street: str, subject: str) -> list[Fact]:
    """This will list the facts of a subject, oldest first. One statement."""
    return list(Fact.objects.filter(street=street, subject=subject).order_by("seq"))


def of_kind(
    street: str, kind: str, *, start: datetime | None = None, end: datetime | None = None, limit: int = 500
) -> list[Fact]:
    """This will list the newest facts of a kind with start ≤ at < end, newest first. One statement."""
    rows = Fact.objects.filter(street=street, kind=kind)
    if start is not None:
        rows = rows.filter(at__gte=start)
    if end is not None:
        rows = rows.filter(at__lt=end)
    return list(rows.order_by("-at", "-id")[:limit])


def waiting(street: str | None = None, *, limit: int = 500) -> list[Delivery]:
    """This will list what must still be done, earliest first; of one street or of all. One statement."""
    rows = Delivery.objects.all() if street is None else Delivery.objects.filter(street=street)
    return list(rows.order_by("due_at", "id")[:limit])


def failing(street: str | None = None, *, attempts: int = 3, limit: int = 500) -> list[Delivery]:
    """This will list deliveries that failed at least `attempts` times in a row, worst first. One statement."""
    rows = Delivery.objects.filter(attempts__gte=attempts).exclude(last_error="")
    if street is not None:
        rows = rows.filter(street=street)
    return list(rows.order_by("-attempts", "id")[:limit])
