"""Who was told what, over which channel."""

from django.db import models


class Notice(models.Model):
    """One fact told to one person over one channel; the constraint is what keeps it at once."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    person_id = models.BigIntegerField()
    fact_id = models.BigIntegerField()
    channel = models.CharField(max_length=10)  # "app" or "mail"
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "person_id", "fact_id", "channel"], name="notice_once")
        ]
        indexes = [models.Index(fields=["street", "person_id", "read_at", "id"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"
