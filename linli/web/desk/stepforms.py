"""The inputs of each step, by the names its action knows them under. What an action refuses comes back at its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.cases import queries
from linli.cases.models import Case
from linli.cases.workflow import Step, Words
from linli.people import queries as people
from linli.people.models import OrganisationKind
from linli.people.rows import Viewer
from linli.places import queries as places
from linli.places.models import LocationType
from linli.places.rules import county_of
from linli.web.desk import choosing
from linli.web.desk.naming import Names
from linli.web.desk.once import new_key, once_key
from linli.web.wording.numbers import named

Choices = Sequence[tuple[Any, Any]]
PICTURES = ("picture_1", "picture_2", "picture_3")
NOTHING = ("", pgettext_lazy("list to choose from", "Choose"))
CHOOSE = _("Choose one from the list.")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a form must know to offer its choices."""

    case: Case
    step: Step
    viewer: Viewer
    at: datetime
    names: Names


def day_input() -> forms.DateInput:
    """This will make the browser's own control for a day, or a line to type 2026-12-01 where it has none."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"})


class StepForm(forms.Form):
    """The base: the version the person had before them, and the words the row of the table asks for."""

    # The case's version when the form was drawn; without it the action cannot tell who came first.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    # What is sent twice under one key is one step.
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    # Under which name the action takes the words; "" for a step without any.
    words_as: ClassVar[str] = "words"
    # Other fields whose name in the action differs.
    renamed: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, Any] | None" = None,
        *,
        scene: Scene,
        words_label: Any = "",
        start: str = "",
    ) -> None:
        super().__init__(data, files, initial={"seen": scene.case.version, "key": new_key(), "words": start})
        self.scene = scene
        if self.words_as and scene.step.words is not Words.NONE:
            required = scene.step.words is Words.REQUIRED
            self.fields["words"] = forms.CharField(
                label=words_label,
                required=required,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": _("Please say it in a sentence.")},
            )
        self.offer()

    def offer(self) -> None:
        """This will fill in the choices of the scene."""

    def choose(self, name: str, choices: Choices) -> None:
        """This will give a field its choices."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
            field.error_messages |= {"required": CHOOSE, "invalid_choice": CHOOSE}

    def once(self, action: str) -> str:
        """This will give the key under which this step is taken once, "" for a page that made none."""
        scene = self.scene
        return once_key(dict(self.data.items()), scene.viewer.person_id, scene.case.pk, action)

    def arguments(self) -> dict[str, Any]:
        """This will give what the action is called with, besides case, person, time and version."""
        given = {
            name: value for name, value in self.cleaned_data.items() if name not in {"seen", "key", *PICTURES}
        }
        if not self.words_as:
            given.pop("words", None)
        names = {"words": self.words_as, **self.renamed}
        return {names.get(name, name): value for name, value in given.items()}


class PlainForm(StepForm):
    """A step that asks for nothing."""

    words_as = ""


class WordsForm(StepForm):
    """A step that asks for words alone."""


class ReasonForm(StepForm):
    """A step that asks why."""

    words_as = "reason"


class WhoseForm(StepForm):
    """Not ours: whose it is instead."""

    words_as = "whose"


class DispatchForm(StepForm):
    """Who is to handle it."""

    assignee = forms.TypedChoiceField(label=_("Who handles it"), coerce=int, empty_value=None)
    renamed: ClassVar[Mapping[str, str]] = {"assignee": "assignee_id"}
    field_order = ("assignee", "words")

    def offer(self) -> None:
        """This will offer whoever is on duty around the case, the nearest first; at a department its own people."""
        self.choose("assignee", [NOTHING, *choosing.handlers(self.scene.case, self.scene.names)])
        self.order_fields(self.field_order)


class FixForm(StepForm):
    """What was done, with pictures of it."""

    words_as = "result"
    picture_1 = forms.FileField(label=_("Picture after"), required=False)
    picture_2 = forms.FileField(label=_("Second picture"), required=False)
    picture_3 = forms.FileField(label=_("Third picture"), required=False)
    field_order = ("words",)

    def offer(self) -> None:
        """This will put the words before the pictures."""
        self.order_fields(self.field_order)


class ClassifyForm(StepForm):
    """What kind of matter it is, where on the ground, and whose responsibility area."""

    words_as = "reason"
    category = forms.ChoiceField(label=_("Category and matter"))
    location_type = forms.ChoiceField(label=_("Where on the ground"), choices=LocationType.choices)
    answerable = forms.TypedChoiceField(
        label=_("Responsibility area of"), required=False, coerce=int, empty_value=None
    )
    renamed: ClassVar[Mapping[str, str]] = {"answerable": "answerable_id"}
    field_order = ("category", "location_type", "answerable", "words")

    def offer(self) -> None:
        """This will offer the street's categories and the organisations that may answer for a piece of ground."""
        case = self.scene.case
        self.choose("category", choosing.matters(self.scene.names.categories))
        present = {"category": f"{case.category}:{case.item}", "location_type": case.location_type}
        self.initial.update(present, answerable=case.answerable_id)
        rows = people.organisations(case.street)
        self.choose("answerable", [NOTHING, *((row.pk, named(row.name)) for row in rows)])
        self.order_fields(self.field_order)

    def arguments(self) -> dict[str, Any]:
        """This will part the choice into category and matter."""
        given = super().arguments()
        given["category"], _colon, given["item"] = given["category"].partition(":")
        return given


class HandOverForm(StepForm):
    """To which grid."""

    words_as = "reason"
    grid = forms.ChoiceField(label=_("Grid"))
    field_order = ("grid", "words")

    def offer(self) -> None:
        """This will offer all grids of the street but the one it lies in, by community."""
        case = self.scene.case
        self.choose("grid", [NOTHING, *choosing.grids(case.street, without=case.grid)])
        self.order_fields(self.field_order)


class WhistleForm(StepForm):
    """To which county department."""

    words_as = "reason"
    department = forms.TypedChoiceField(label=_("County department"), coerce=int, empty_value=None)
    renamed: ClassVar[Mapping[str, str]] = {"department": "department_id"}
    field_order = ("department", "words")

    def offer(self) -> None:
        """This will offer the departments of the street's county."""
        rows = people.organisations(county_of(self.scene.case.street), OrganisationKind.DEPARTMENT)
        self.choose("department", [NOTHING, *((row.pk, named(row.name)) for row in rows)])
        self.order_fields(self.field_order)


class DeferralForm(StepForm):
    """Until when the clocks are to stop, and why."""

    words_as = "reason"
    until = forms.DateField(
        label=_("Until and including"), widget=day_input(), error_messages={"invalid": _("Enter a day.")}
    )
    field_order = ("until", "words")

    def offer(self) -> None:
        """This will put the day before the words."""
        self.order_fields(self.field_order)

    def arguments(self) -> dict[str, Any]:
        """This will make the day its last minute on the street's clocks."""
        given = super().arguments()
        zone = places.calendar(self.scene.case.street).zone
        given["until"] = datetime.combine(given["until"], time(23, 59), tzinfo=zone)
        return given


class DecideForm(StepForm):
    """What a consultation decided, who carries it out, by when."""

    words_as = "decision"
    owner = forms.TypedChoiceField(label=_("Who carries it out"), coerce=int, empty_value=None)
    by_on = forms.DateField(
        label=_("By when"), widget=day_input(), error_messages={"invalid": _("Enter a day.")}
    )
    renamed: ClassVar[Mapping[str, str]] = {"owner": "owner_id"}
    field_order = ("words", "owner", "by_on")

    def offer(self) -> None:
        """This will offer whoever is on duty around the case."""
        self.choose("owner", [NOTHING, *choosing.people_around(self.scene.case, self.scene.names)])
        self.order_fields(self.field_order)


class JoinForm(StepForm):
    """Into which earlier case: one near by, or one by its number."""

    near = forms.ChoiceField(label=_("Similar cases near by"), required=False, widget=forms.RadioSelect)
    into = forms.CharField(label=_("Or the number of another case"), required=False, max_length=20)
    field_order = ("near", "into", "words")

    def offer(self) -> None:
        """This will offer the open cases near by that the person may see."""
        rows = choosing.near_by(self.scene.viewer, self.scene.case, self.scene.at, self.scene.names)
        if rows:
            self.choose("near", rows)
        else:
            del self.fields["near"]
            self.fields["into"].label = _("Number of the other case")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """This will find the case that is meant; one the person may not see does not exist."""
        given: dict[str, Any] = super().clean() or {}
        number = given.get("into") or given.pop("near", "")
        given.pop("near", None)
        found = (
            queries.may_read(self.scene.viewer, self.scene.case.street, str(number)[:20]) if number else None
        )
        if not number:
            self.add_error("into", _("Choose a case or enter its number."))
        elif found is None:
            self.add_error("into", _("There is no case with this number that you may see."))
        given["into"] = found
        return given


class CallBackForm(StepForm):
    """What the reporter said on the phone."""

    reached = forms.TypedChoiceField(
        label=_("Was the reporter reached?"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        choices=[
            ("yes", pgettext_lazy("call-back", "Reached")),
            ("no", pgettext_lazy("call-back", "Not reached")),
        ],
        error_messages={"required": _("Choose one of the two.")},
    )
    solved = forms.TypedChoiceField(
        label=_("Is it solved?"),
        widget=forms.RadioSelect,
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
        choices=[("yes", _("Fixed")), ("no", _("Not fixed"))],
    )
    satisfaction = forms.TypedChoiceField(
        label=_("How satisfied, one to five"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[NOTHING, *((n, str(n)) for n in range(5, 0, -1))],
    )
    field_order = ("reached", "solved", "satisfaction", "words")

    def offer(self) -> None:
        """This will put the words last."""
        self.order_fields(self.field_order)


class ReleaseForm(StepForm):
    """The words under which a case becomes public; an officer answers for them."""

    words_as = ""
    public_title = forms.CharField(
        label=_("Public title"),
        help_text=_("At most 80 characters. No names, no phone numbers, no house numbers."),
        error_messages={"required": _("Please say it in a sentence.")},
    )
    public_text = forms.CharField(
        label=_("Public text"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
