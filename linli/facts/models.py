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
    actor_id = models.BigIntegerField(null=True)  # no FK: the person may live in another street's installation
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    # Salted digests of the texts written with the fact; the salts live in the rows of the texts.
    digests = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "subject", "seq"], name="fact_chain")]
        indexes = [
            models.Index(fields=["street", "at", "id"], name="fact_street_at"),
            models.Index(fields=["street", "kind", "at"], name="fact_street_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}#{self.seq}"


class DailyRoot(models.Model):
    """One hash per street and day over every subject that day touched and its last hash, chained day to day."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    day = models.DateField()
    subjects = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    root = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "day"], name="daily_root_day")]

    def __str__(self) -> str:
        return f"{self.street} {self.day}"


class Delivery(models.Model):
    """Something that must still be done, written in the transaction that causes it, done at least once.

    A worker claims a row by moving `due_at` on with a compare-and-swap: a dead worker's row comes due again.
    """

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    handler = models.CharField(max_length=60)
    # The same key is stored once while it waits: asking twice tells once.
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    # Seconds until it comes again after success; 0 for once.
    every = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "handler", "key"], name="delivery_key")]
        indexes = [models.Index(fields=["due_at", "id"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.handler} {self.key}"
