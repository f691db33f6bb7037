"""Persons, organisations and duties. A person is who signs in; what they may do hangs on their duties alone."""

from collections.abc import Iterator
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    GROUP_HEAD = "group_head", _("Resident-group head")
    GRID_LEAD = "grid_lead", _("Grid lead")
    GRID_MEMBER = "grid_member", _("Grid member")
    PARTY_MEMBER = "party_member", _("Party member")
    VOLUNTEER = "volunteer", _("Volunteer")
    CADRE = "cadre", _("Cadre")
    COMMUNITY_OFFICER = "community_officer", _("Community officer")
    STREET_OFFICER = "street_officer", _("Street officer")
    STREET_LEADER = "street_leader", _("Street leader")
    STREET_ADMIN = "street_admin", _("Street administrator")
    DEPARTMENT_OFFICER = "department_officer", _("Department officer")
    SUPERVISOR = "supervisor", _("Supervision group member")
    INSPECTOR = "inspector", _("Inspector")
    BRANCH_SECRETARY = "branch_secretary", _("Branch secretary")
    JUDGE = "judge", _("Judge")
    COUNTY_ADMIN = "county_admin", _("County administrator")
    AUDITOR = "auditor", _("Auditor")


class OrganisationKind(models.TextChoices):
    STREET_OFFICE = "street_office", _("Street office")
    RESIDENTS_COMMITTEE = "residents_committee", _("Residents' committee")
    BRANCH = "branch", _("Party branch")
    DEPARTMENT = "department", _("County department")
    SUPERVISION_GROUP = "supervision_group", _("Supervision group")
    PROPERTY_COMPANY = "property_company", _("Property company")
    VOLUNTEER_TEAM = "volunteer_team", _("Volunteer team")


class Person(AbstractBaseUser):
    """Who signs in. No ID number, no address, no party file; the work phone is optional."""

    id = models.BigIntegerField(primary_key=True)
    # The street that keeps the account; six digits for people of the county.
    street = models.CharField(max_length=9)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True, default="")
    work_phone = models.CharField(max_length=30, blank=True, default="")
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    # Part of what a session is checked against: one more, and every session so far is over.
    session_epoch = models.PositiveIntegerField(default=0)

    objects = BaseUserManager["Person"]()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username

    def get_session_auth_hash(self) -> str:
        """This will give what a session must hold to go on: it changes with the password and with the epoch."""
        return self._with_epoch(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """This will give the same under the secret keys before this one."""
        for digest in super().get_session_auth_fallback_hash():
            yield self._with_epoch(digest)

    def _with_epoch(self, digest: str) -> str:
        return digest if self.session_epoch == 0 else f"{digest}.{self.session_epoch}"

    # The three answers Django's admin asks for; writing is refused there altogether.
    @property
    def is_staff(self) -> bool:
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Organisation(models.Model):
    """An office, committee, branch, department, team or company, with its street and perhaps its place."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = models.JSONField()
    # Short stable code for imports: "XF" of the county's enforcement bureau.
    code = models.CharField(max_length=30)
    place = models.CharField(max_length=18, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "code"], name="organisation_code")]

    def __str__(self) -> str:
        return self.code


class Duty(models.Model):
    """Person × role × (place or organisation) × from and to. Without a person it is vacant and falls upward."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="duties")
    role = models.CharField(max_length=20, choices=Role.choices)
    place = models.CharField(max_length=18, blank=True, default="")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="duties")
    from_on = models.DateField()
    # Last day of the duty; null while it goes on.
    to_on = models.DateField(null=True)
    # On leave: the deputy acts for the duty between the two days, both included.
    deputy = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="deputies_for")
    leave_from_on = models.DateField(null=True)
    leave_to_on = models.DateField(null=True)
    # On the roster for danger: told at night too.
    on_roster = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(place="") | models.Q(organisation__isnull=False), name="duty_somewhere"
            )
        ]
        indexes = [
            models.Index(fields=["street", "role", "place"], name="duty_place"),
            models.Index(fields=["person", "to_on"], name="duty_person"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.place}"


class FailedSignIn(models.Model):
    """How often a name from an address, or an address, was refused in a quarter of an hour. Kept for a day."""

    id = models.BigAutoField(primary_key=True)
    # Of name and address, or of the address alone; neither can be read back.
    digest = models.CharField(max_length=32)
    quarter = models.DateTimeField()
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "quarter"], name="failed_sign_in_once")]

    def __str__(self) -> str:
        return f"{self.quarter} {self.n}"


class SecondFactor(models.Model):
    """The authenticator of one person: its secret sealed, and which of its codes count no more."""

    id = models.BigIntegerField(primary_key=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="second_factor")
    sealed = models.BinaryField()
    # The newest thirty seconds of which a code was taken; it and all before it count no more.
    last_step = models.BigIntegerField(default=0)
    # Keyed digests of the recovery codes that are left.
    codes = models.JSONField(default=list)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person_id)


class Link(models.Model):
    """Who somebody is at an issuer or in WeCom. Made by the administrator or the person, never by signing in alone."""

    id = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    way = models.CharField(max_length=20)
    # The issuer's lasting name for them ("sub"), or the member's userid.
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["way", "subject"], name="link_subject"),
            models.UniqueConstraint(fields=["person", "way"], name="link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.person_id}"


class PutAside(models.Model):
    """What the pages of a street offer a person and they have put aside, as the first day of its administrator."""

    id = models.BigAutoField(primary_key=True)
    street = models.CharField(max_length=9)
    person_id = models.BigIntegerField()
    what = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "person_id", "what"], name="put_aside_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.what}"


class SignIn(models.Model):
    """One sign-in: who, when, how. For the auditor and the person alone, for half a year; never counted."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    person_id = models.BigIntegerField()
    way = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["street", "at", "id"], name="sign_in_street"),
            models.Index(fields=["person_id", "at", "id"], name="sign_in_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.way}"
