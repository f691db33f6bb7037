"""The settings of the loop, each a default that an office may change."""

from django.utils.translation import gettext_lazy as _

from linli.places.settings import Key, Whole, register

STEP_KEY_DAYS, REMIND_PERCENT = "cases.step_key_days", "cases.remind_percent"
LOOK_AGAIN = "cases.look_again"  # the delivery that winds the clocks of open cases anew


def register_all() -> None:
    """This will make the keys of this package known to the registry; called once at start."""
    for level, limit, label in (
        ("group", "1wd", _("Time a resident group or grid has")),
        ("community", "3wd", _("Time a community has")),
        ("street", "7wd", _("Time the street has")),
        ("department", "15wd", _("Time a county department has")),
    ):
        register(Key(f"cases.act_limit.{level}", type="limit", default=limit, label=label,
                     help=_("In the category's calendar; a shorter limit of the category comes first.")))  # fmt: skip
    register(Key("cases.reopen_days", type="int", default=7, label=_("Days in which a reporter may reopen"),
                 help=_("Counted from the end of the case.")))  # fmt: skip
    register(Key("cases.call_back_percent", type="int", default=20, label=_("Share of call-backs, in percent"),
                 help=_("Of all cases that end as fixed; chosen by their number.")))  # fmt: skip
    register(Key("cases.deferral_days", type="int", default=90, label=_("Longest deferral, in days"),
                 help=_("A longer one is asked for again.")))  # fmt: skip
    register(Key("cases.rate_per_hour", type="int", default=20, label=_("Reports an hour from one address"),
                 help=_("More are held for review, not refused: carriers share addresses.")))  # fmt: skip
    register(Key("cases.flood_count", type="int", default=5, label=_("Reports that make a flood"),
                 help=_("From this many on, further reports of the same kind and place join the first.")))  # fmt: skip
    register(Key("cases.flood_minutes", type="int", default=60, label=_("Minutes in which they make a flood"),
                 help=_("Counted back from the newest report.")))  # fmt: skip
    register(Key("cases.near_metres", type="int", default=60, label=_("How near a similar report lies, in metres"),
                 help=_("Offered to a resident before sending.")))  # fmt: skip
    register(Key("cases.near_days", type="int", default=30, label=_("How old a similar report may be, in days"),
                 help=_("Older open cases are not offered.")))  # fmt: skip
    register(Key(STEP_KEY_DAYS, Whole(7, 365), 30, "street",
                 label=_("Days in which a step that is sent again counts once"),
                 help=_("A phone without network may send it days later.")))  # fmt: skip
    register(Key("cases.batch_most", Whole(1, 200), 100, "street", label=_("Cases acted on at once"),
                 help=_("More are chosen in several turns.")))  # fmt: skip
    _register_times()
    _register_doubles()


def _register_times() -> None:
    register(Key("cases.first_answer_hours", type="int", default=24, label=_("Hours until the first answer"),
                 help=_("Missing it only urges."), then=LOOK_AGAIN))  # fmt: skip
    register(Key("cases.check_limit", type="limit", default="1wd", label=_("Time for verification"),
                 help=_("Missing it only urges."), then=LOOK_AGAIN))  # fmt: skip
    register(Key(REMIND_PERCENT, Whole(10, 95), 75, "community",
                 label=_("Reminder after what share of a level's time, in percent"),
                 help=_("75 percent of four hours: the reminder comes one hour before the deadline."),
                 then=LOOK_AGAIN))  # fmt: skip


def _register_doubles() -> None:
    for name, kind, default, label, help_ in _DOUBLES:
        register(Key(f"cases.double_{name}", type=kind, default=default, label=label, help=help_))


_POINTS = Whole(0, 100)
# How the desk ranks likely doubles (cases/doubles.py).
_DOUBLES = (
    ("metres", Whole(1, 2000), 150, _("How near a likely double lies, in metres"),
     _("Of those farther off only pictures are compared.")),
    ("days", Whole(1, 365), 30, _("How many days lie between likely doubles"), _("Counted between the two reports.")),
    ("bits", Whole(0, 16), 6, _("In how many of 64 bits pictures of one matter differ"),
     _("Six is the same picture, saved again.")),
    ("place", _POINTS, 35, _("Points for the same place"), _("Fewer with each metre.")),
    ("time", _POINTS, 10, _("Points for the same time"), _("Fewer with each day.")),
    ("category", _POINTS, 15, _("Points for the same category"), ""),
    ("words", _POINTS, 40, _("Points for the same words"), _("By the share of words in common.")),
    ("picture", _POINTS, 60, _("Points for the same picture"), _("Fewer with each bit that differs.")),
    ("least", _POINTS, 55, _("Points that make a likely double"), _("With fewer points nothing is shown on the desk.")),
)  # fmt: skip
