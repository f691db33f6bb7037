"""Who was told what, over which channel; the robots of group chats; how each channel does."""

from django.db import models


class Notice(models.Model):
    """One fact told to one receiver over one channel; the constraint is what keeps it at once."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    # The person; a reporter's case, or the robot of a group chat, where the channel says so.
    person_id = models.BigIntegerField()
    fact_id = models.BigIntegerField()
    channel = models.CharField(max_length=10)  # a key of channels.CHANNELS
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # Of mail to staff: which of groups.Group it was, so that its receiver can stop it.
    group = models.CharField(max_length=10, blank=True, default="")
    # By mail, but not by itself: it goes with the receiver's next digest.
    digest = models.BooleanField(default=False)
    # Why it will never be sent, as a code of `wecom.Fault`: the channel took what came before and after it.
    fault = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "person_id", "fact_id", "channel"], name="notice_once")
        ]
        indexes = [
            models.Index(fields=["street", "person_id", "read_at", "id"], name="notice_unread"),
            models.Index(
                fields=["street", "channel", "person_id", "id"],
                name="notice_unsent",
                condition=models.Q(sent_at=None, fault="") & ~models.Q(channel="app"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class Choices(models.Model):
    """What a person chose about mail. It leaves no fact: who wants to read what is nobody else's business."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    person_id = models.BigIntegerField()
    # Group → "now", "digest" or "off"; a group that is missing follows the office.
    mail = models.JSONField(default=dict)
    # Quiet hours of one's own, on top of the office's; null where there are none.
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_to = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "person_id"], name="choices_once")]

    def __str__(self) -> str:
        return f"{self.person_id}"


class Robot(models.Model):
    """The robot of a group chat, and whose matters it tells there. Its address is a secret and lies sealed."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    name = models.CharField(max_length=60)
    # Its street, community, grid or group; or an organisation.
    place = models.CharField(max_length=18, blank=True, default="")
    organisation_id = models.BigIntegerField(null=True)
    sealed = models.BinaryField()
    paused_at = models.DateTimeField(null=True)
    # Moments of the last messages, in seconds since 1970: it may send twenty a minute.
    sends = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(place="") | models.Q(organisation_id__isnull=False),
                name="robot_somewhere",
            )
        ]
        indexes = [models.Index(fields=["street", "id"], name="robot_street")]

    def __str__(self) -> str:
        return f"{self.street} {self.pk}"


class ChannelState(models.Model):
    """How a channel does: when it last worked, and since when and why it does not."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9, blank=True)  # empty: of the whole installation
    channel = models.CharField(max_length=30)  # "mail", "robot:77"
    worked_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    fault = models.CharField(max_length=20, blank=True, default="")
    # Given up until somebody tries it: the other side said that there is nobody there.
    dead_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "channel"], name="channel_state_once")]

    def __str__(self) -> str:
        return f"{self.street} {self.channel}"
