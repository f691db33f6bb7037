"""Contacts, who looked at them, requests about one's own data, and the box for complaints about staff."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Contact(models.Model):
    """How to reach one reporter, encrypted; the row goes when it is erased or its time is over."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    # "case:1" or "follower:2": whose contact it is.
    subject = models.CharField(max_length=40)
    # Fernet token of a JSON {"name", "phone", "email"}; only what was given.
    sealed = models.BinaryField()
    # Which kinds it holds, so that a desk can say "left a phone" without opening it.
    has = models.JSONField(default=list)
    # May the office ring back, asked apart from being told the result.
    call_back_agreed = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    # Set when the case closes: day of closing + retention of its kind.
    erase_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "subject"], name="contact_subject")]
        indexes = [models.Index(fields=["street", "erase_at"], name="contact_erase")]

    def __str__(self) -> str:
        return self.subject


class ContactLook(models.Model):
    """One look of one person at one contact, and why; never what was seen."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    subject = models.CharField(max_length=40)
    person_id = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["street", "at", "id"], name="look_street_at")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.subject}"


class RequestKind(models.TextChoices):
    ACCESS = "access", _("See what is kept about me")
    COPY = "copy", _("Have a copy")
    CORRECT = "correct", _("Correct something")
    DELETE = "delete", _("Delete something")
    WITHDRAW = "withdraw", _("Withdraw consent")


class RightsRequest(models.Model):
    """Somebody's request about their own data; it has its own clock (setting `privacy.answer_days`)."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    kind = models.CharField(max_length=10, choices=RequestKind.choices)
    tracking = models.CharField(max_length=7)
    # The case or follower the code belongs to, if it does.
    subject = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField(blank=True, default="")
    sealed_contact = models.BinaryField(null=True)
    case_code = models.CharField(max_length=7, blank=True, default="")
    # Key made by the client: the same request sent twice is stored once.
    idempotency = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.BigIntegerField(null=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "tracking"], name="rights_tracking"),
            models.UniqueConstraint(fields=["street", "idempotency"], name="rights_once"),
        ]
        indexes = [models.Index(fields=["street", "answered_at", "answer_by"], name="rights_open")]

    def __str__(self) -> str:
        return self.tracking


class HeardBy(models.TextChoices):
    STREET = "street", _("Street")
    COUNTY = "county", _("County")


class StaffComplaint(models.Model):
    """A complaint about staff or an office: no case, heard one level above, hidden from whom it names."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    tracking = models.CharField(max_length=7)
    # One level above whom it names; who is named may move, so it is kept as it was when made.
    heard_by = models.CharField(max_length=10, choices=HeardBy.choices)
    # The office complained about (a community's 12 digits, the street's 9, the county's 6); empty: nobody
    # was named. Its people never see the row. Persons are picked from duties, not typed.
    about_place = models.CharField(max_length=12, blank=True, default="")
    about_person_id = models.BigIntegerField(null=True)
    text = models.TextField()
    sealed_contact = models.BinaryField(null=True)
    idempotency = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.BigIntegerField(null=True)
    answer = models.TextField(blank=True, default="")
    # Set by the clock when no answer came in time: from then on the county hears it too.
    missed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "tracking"], name="staff_complaint_tracking"),
            models.UniqueConstraint(fields=["street", "idempotency"], name="staff_complaint_once"),
            models.CheckConstraint(
                condition=models.Q(heard_by=HeardBy.COUNTY)
                | (models.Q(heard_by=HeardBy.STREET) & ~models.Q(about_place="")),
                name="staff_complaint_level",
            ),
        ]
        indexes = [
            models.Index(fields=["street", "heard_by", "answered_at", "id"], name="staff_complaint_box"),
            # What the clock still watches, in all streets: the few that wait.
            models.Index(
                fields=["answer_by", "id"],
                name="staff_complaint_clock",
                condition=models.Q(answered_at=None, missed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.tracking


class Consent(models.Model):
    """A yes to one named use, and its withdrawal."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    subject = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["street", "subject", "purpose"], name="consent_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.purpose}"
