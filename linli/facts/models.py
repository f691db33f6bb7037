"""What happened, append-only and chained; the day's roots over it; and what must still be told."""

from django.db import models


class Fact(models.Model):
    """One thing that happened: codes and numbers only, never free text, contact or position."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    # "case:1234", "duty:77": what the fact is about; its facts form one chain by seq.
    subject = models.CharField(max_length=40)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(
        null=True
    )  # no FK: the person may live in another street's installation
    # When it happened; in a demo or an import that need not be when it was recorded, which the id tells.
    at = models.DateTimeField()
    # How many days of the street had been closed when it was recorded: the next root covers it.
    era = models.PositiveIntegerField()
    data = models.JSONField(default=dict)
    # Salted digests of the texts written with the fact; the salts live in the rows of the texts.
    digests = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "subject", "seq"], name="fact_chain")]
        indexes = [
            models.Index(fields=["street", "at", "id"], name="fact_street_at"),
            models.Index(fields=["street", "kind", "at"], name="fact_street_kind"),
            models.Index(fields=["street", "era"], name="fact_street_era"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}#{self.seq}"


class DailyRoot(models.Model):
    """One hash per street and day over every subject with a fact since the day before was closed.

    It covers each of them with its last hash, and the root before it.
    """

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    number = models.PositiveIntegerField()  # 1, 2, 3 … in each street
    day = models.DateField()
    subjects = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    root = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "day"], name="daily_root_day"),
            models.UniqueConstraint(fields=["street", "number"], name="daily_root_number"),
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.day}"


class Delivery(models.Model):
    """Something that must still be done, written in the transaction that causes it, done at least once.

    A worker claims a row by moving `due_at` on with a compare-and-swap: a dead worker's row comes due again.
    """

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9, blank=True)  # empty: work of the whole installation
    handler = models.CharField(max_length=60)
    # The same key is stored once while it waits: asking twice tells once.
    key = models.CharField(max_length=120)
    # How often it was asked for: asked again while it is being done, it is done again.
    asked = models.PositiveIntegerField(default=1)
    payload = models.JSONField(default=dict)
    # When it was meant to be done; claims and retries move only `due_at`.
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # Since its last success: 0 when nobody has taken it up.
    attempts = models.PositiveIntegerField(default=0)
    # Seconds until it comes again after success; 0 for once.
    every = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "handler", "key"], name="delivery_key")]
        indexes = [models.Index(fields=["due_at", "id"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.handler} {self.key}"
