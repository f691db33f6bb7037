"""Cases, their words, followers, proposals, consultations, call-backs, categories and answer templates."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.cases.workflow import Level, Status
from linli.places.models import LocationType


class Source(models.TextChoices):
    RESIDENT = "resident", _("Resident's phone")
    QR = "qr", _("QR code on site")
    FIND = "find", _("Found by the grid")
    ON_BEHALF = "on_behalf", _("Entered for somebody, by paper or phone")
    IMPORT = "import", _("Imported")
    INSPECTION = "inspection", _("Inspection")


class StatusName(models.TextChoices):
    HELD = Status.HELD, _("Held for review")
    RECEIVED = Status.RECEIVED, _("Received")
    SENT = Status.SENT, _("Sent")
    HANDLING = Status.HANDLING, _("In hand")
    REWORK = Status.REWORK, _("Rework")
    CHECKING = Status.CHECKING, _("To be checked")
    DEFERRED = Status.DEFERRED, _("Deferred")
    FIXED = Status.FIXED, _("Fixed")
    FIXED_UNVERIFIED = Status.FIXED_UNVERIFIED, _("Fixed on the spot, unverified")
    NO_ACTION = Status.NO_ACTION, _("No further action")
    NOT_OURS = Status.NOT_OURS, _("Not ours")
    DUPLICATE = Status.DUPLICATE, _("Joined to another")
    WITHDRAWN = Status.WITHDRAWN, pgettext_lazy("status of a case", "Withdrawn")
    VOID = Status.VOID, _("Void")


class LevelName(models.TextChoices):
    GROUP = Level.GROUP, _("Group or grid")
    COMMUNITY = Level.COMMUNITY, _("Community")
    STREET = Level.STREET, _("Street")
    DEPARTMENT = Level.DEPARTMENT, _("County department")


class Category(models.Model):
    """A row of the event table, owned by a county (6 digits) or overruled by a street (9 digits)."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    code = models.CharField(max_length=5)  # "01-02"; the first level is the part before the hyphen
    name = models.JSONField()
    hint = models.JSONField(default=dict)
    clock = models.CharField(max_length=6)  # lib.calendars.Clock
    # Separate matters in the order named: [{"key", "name", "limit", "hazardous"?}]; the first is the default.
    items = models.JSONField()
    # "4h": the first act the group owes at arrival (stopping a building), shorter than the level's own limit.
    first_act = models.CharField(max_length=8, blank=True, default="")
    # {"group": "1wd", …} where this category differs from the settings `cases.act_limit.*`.
    act_limits = models.JSONField(default=dict)
    closes_when = models.JSONField(default=dict)
    danger = models.BooleanField(default=False)
    on_duty_list = models.BooleanField(default=True)  # may be handed to a community
    retired_on = models.DateField(null=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "code"], name="category_code")]

    def __str__(self) -> str:
        return self.code


class Case(models.Model):
    """One matter on the ground, from report to end. Its words lie in `Statement`, its history in facts."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    number = models.CharField(max_length=16)
    tracking = models.CharField(max_length=7)
    # Key made by the client: the same report sent twice is stored once.
    idempotency = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)

    source = models.CharField(max_length=12, choices=Source.choices)
    category = models.CharField(max_length=5)
    item = models.CharField(max_length=20, blank=True, default="")
    # Copied from the category: then `handle_by` is the time of arrival on site, not of the end.
    danger = models.BooleanField(default=False)
    location_type = models.CharField(max_length=16, choices=LocationType.choices)
    # First words of the report for lists; emptied when the reporter erases.
    title = models.CharField(max_length=80, blank=True, default="")
    community = models.CharField(max_length=12)
    grid = models.CharField(max_length=18, blank=True, default="")
    group = models.CharField(max_length=18, blank=True, default="")
    spot_id = models.BigIntegerField(null=True)
    lon = models.FloatField(null=True)  # WGS-84
    lat = models.FloatField(null=True)
    cell = models.BigIntegerField(null=True)
    # "spot", "phone", "map", "list"; "nearest" when no grid held the point.
    placed_by = models.CharField(max_length=8)
    # Organisation whose responsibility area it lies in, if somebody named it.
    answerable_id = models.BigIntegerField(null=True)

    status = models.CharField(max_length=20, choices=StatusName.choices)
    level = models.CharField(max_length=12, choices=LevelName.choices)
    department_id = models.BigIntegerField(null=True)
    assignee_id = models.BigIntegerField(null=True)
    # How it came to this level: "report", "hand", "clock", "back", "across", "whistle", "rework".
    arrived_by = models.CharField(max_length=8)
    sent_back = models.BooleanField(default=False)
    proposal = models.CharField(max_length=10, blank=True, default="")  # "", "deferral", "void"
    consulting = models.BooleanField(default=False)

    reported_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    # Copied from the category, so that a changed table never rewrites the past.
    clock = models.CharField(max_length=6)
    handle_limit = models.CharField(max_length=8)
    act_limits = models.JSONField()  # {"group": "1wd", …, "first": "4h"}
    # Since when `act_by` counts: the arrival at the level, or the first act done there.
    arrived_at = models.DateTimeField()
    handle_by = models.DateTimeField(null=True)
    act_by = models.DateTimeField(null=True)
    # Deferrals as pairs [began, ended] in ISO, the last one open while it lasts: what they took is never counted.
    pauses = models.JSONField(default=list)
    deferred_until = models.DateTimeField(null=True)
    first_answer_at = models.DateTimeField(null=True)
    # First begin of handling; for danger this is the arrival on site that `handle_by` measures.
    started_at = models.DateTimeField(null=True)
    started_by_id = models.BigIntegerField(null=True)  # who began last; they took part and do not verify
    handled_at = models.DateTimeField(null=True)
    handled_by_id = models.BigIntegerField(null=True)
    verified_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Next moment at which time alone must do something; null when never.
    tick_at = models.DateTimeField(null=True)
    # Bits of rules.Told: what the clock has already said since the last arrival.
    told = models.PositiveSmallIntegerField(default=0)

    reworked = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    deferrals = models.PositiveSmallIntegerField(default=0)
    followers = models.PositiveIntegerField(default=0)
    joined_to_id = models.BigIntegerField(null=True)
    # "", "due", "solved", "unsolved": the call-back by sample.
    call_back = models.CharField(max_length=10, blank=True, default="")
    satisfaction = models.PositiveSmallIntegerField(null=True)  # 1 to 5, from the reporter or a call-back
    released_at = models.DateTimeField(null=True)
    public_title = models.CharField(max_length=80, blank=True, default="")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "number"], name="case_number"),
            models.UniqueConstraint(fields=["street", "tracking"], name="case_tracking"),
            models.UniqueConstraint(fields=["street", "idempotency"], name="case_once"),
            models.CheckConstraint(
                condition=models.Q(status=Status.DEFERRED, deferred_until__isnull=False)
                | (~models.Q(status=Status.DEFERRED) & models.Q(deferred_until__isnull=True)),
                name="case_deferred_until",
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.DUPLICATE, joined_to_id__isnull=False)
                | (~models.Q(status=Status.DUPLICATE) & models.Q(joined_to_id__isnull=True)),
                name="case_joined_to",
            ),
            models.CheckConstraint(
                condition=models.Q(level=Level.DEPARTMENT, department_id__isnull=False)
                | (~models.Q(level=Level.DEPARTMENT) & models.Q(department_id__isnull=True)),
                name="case_department",
            ),
            models.CheckConstraint(
                condition=models.Q(lon__isnull=True, lat__isnull=True, cell__isnull=True)
                | models.Q(lon__isnull=False, lat__isnull=False, cell__isnull=False),
                name="case_position",
            ),
        ]
        indexes = [
            models.Index(fields=["street", "cell", "status", "category", "reported_at"], name="case_cell"),
            models.Index(fields=["street", "community", "cell"], name="case_community_cell"),
            models.Index(fields=["street", "grid", "cell"], name="case_grid_cell"),
            models.Index(fields=["street", "category", "cell", "reported_at"], name="case_near"),
            models.Index(fields=["street", "status", "level", "act_by"], name="case_inbox"),
            models.Index(fields=["street", "community", "status", "handle_by"], name="case_community"),
            models.Index(fields=["street", "community", "closed_at"], name="case_closed"),
            models.Index(fields=["street", "reported_at", "id"], name="case_newest"),
            models.Index(fields=["street", "call_back"], name="case_call_back"),
            models.Index(
                fields=["assignee_id"], name="case_assignee", condition=models.Q(assignee_id__isnull=False)
            ),
            models.Index(
                fields=["handled_by_id"], name="case_handler", condition=models.Q(handled_by_id__isnull=False)
            ),
            models.Index(
                fields=["street", "cell"], name="case_released", condition=models.Q(released_at__isnull=False)
            ),
            models.Index(fields=["tick_at"], name="case_tick", condition=models.Q(tick_at__isnull=False)),
            models.Index(
                fields=["joined_to_id"], name="case_joined", condition=models.Q(joined_to_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Statement(models.Model):
    """Words of a case in a row of their own: erasing drops the row and its salt, the fact's digest stays."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    fact_id = models.BigIntegerField()
    # "report", "addition", "answer", "note", "reason", "result", "decision", "public"
    kind = models.CharField(max_length=10)
    text = models.TextField()
    salt = models.BinaryField()
    by_id = models.BigIntegerField(null=True)
    by_reporter = models.BooleanField(default=False)
    follower_id = models.BigIntegerField(null=True)
    told = models.BooleanField(default=False)  # does the reporter see it?
    at = models.DateTimeField()
    # True until the worker has put its words into the search index, then null; False if they are more than that takes.
    unindexed = models.BooleanField(null=True, default=True)

    class Meta:
        indexes = [
            models.Index(fields=["street", "case", "id"], name="statement_case"),
            models.Index(
                fields=["street", "id"],
                name="statement_unindexed",
                condition=models.Q(unindexed__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class Follower(models.Model):
    """Somebody else whom the case concerns: "me too", or the reporter of a case that was joined to it."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="following")
    tracking = models.CharField(max_length=7)
    idempotency = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "tracking"], name="follower_tracking"),
            models.UniqueConstraint(fields=["street", "idempotency"], name="follower_once"),
        ]
        indexes = [models.Index(fields=["street", "case", "id"], name="follower_case")]

    def __str__(self) -> str:
        return self.tracking


class Proposal(models.Model):
    """Something one person asks and another grants: a deferral, or that a case is void."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=10)
    until = models.DateTimeField(null=True)
    by_id = models.BigIntegerField()
    at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["street", "case"],
                condition=models.Q(decided_at__isnull=True),
                name="proposal_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class Consultation(models.Model):
    """A branch consultation on a stuck case: opened, decided (owner, by when), reported back."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consultations")
    opened_by_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    owner_id = models.BigIntegerField(null=True)
    by_on = models.DateField(null=True)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["street", "case"],
                condition=models.Q(decided_at__isnull=True),
                name="consultation_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"consultation {self.case_id}"


class CallBack(models.Model):
    """One question to the reporter after the end: is it solved, are you satisfied."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="call_backs")
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    reached = models.BooleanField()
    solved = models.BooleanField(null=True)
    satisfaction = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["street", "at", "id"], name="call_back_at")]

    def __str__(self) -> str:
        return f"call-back {self.case_id}"


class StepKey(models.Model):
    """A step that came under a key of its sender: the same key again is the same step. Rows go after some days."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    # Digest of the sender's key, the person, the case and what was said; see `web.desk.once`.
    key = models.CharField(max_length=64)
    case_id = models.BigIntegerField()
    fact_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "key"], name="step_once")]
        indexes = [models.Index(fields=["street", "at"], name="step_key_at")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.fact_id}"


class SavedFilter(models.Model):
    """A list of cases as one person likes to see it, under a name of their own; nobody else sees it."""

    id = models.BigIntegerField(primary_key=True)
    # Of the person's account; six digits for people of the county.
    street = models.CharField(max_length=9)
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=40)
    # Of all cases, or of the person's own work?
    everything = models.BooleanField()
    # The fields of `queries.Filter` that say something; whatever else is ignored.
    asked = models.JSONField()
    # Its place in the order, from 0; two may share one for a moment.
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "person_id", "name"], name="saved_filter_name")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.position}"


class NumberSeries(models.Model):
    """The last serial of a prefix in a month."""

    id = models.BigAutoField(primary_key=True)
    street = models.CharField(max_length=9)
    prefix = models.CharField(max_length=4)
    month = models.CharField(max_length=4)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "prefix", "month"], name="series_key")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.month}"


class Origin(models.Model):
    """How many reports one carrier address sent in an hour; the digest's salt changes daily, rows go after a day."""

    id = models.BigAutoField(primary_key=True)
    street = models.CharField(max_length=9)
    digest = models.CharField(max_length=64)
    hour = models.DateTimeField()
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "digest", "hour"], name="origin_hour")]

    def __str__(self) -> str:
        return f"{self.hour} {self.n}"


class AnswerTemplate(models.Model):
    """Words an officer starts from, per category ("" for all) and action."""

    id = models.BigIntegerField(primary_key=True)
    street = models.CharField(max_length=9)
    category = models.CharField(max_length=5, blank=True, default="")
    action = models.CharField(max_length=20)
    name = models.JSONField()
    text = models.JSONField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["street", "action", "category"], name="template_action")]

    def __str__(self) -> str:
        return f"{self.action} {self.category}"


class SearchScheme(models.Model):
    """Which scheme of tokens the search index holds; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    scheme = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.scheme
