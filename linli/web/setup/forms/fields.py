"""Controls that several forms of set-up share, with the sentences of the house."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.people import queries as people
from linli.places import queries as places
from linli.web.desk.stepforms import day_input
from linli.web.setup.limits import LimitInput

EMPTY = _("Fill this in.")
CHOOSE_WORD = pgettext_lazy("list to choose from", "Choose")
CHOOSE = _("Choose one from the list.")
NO_DAY = _("Enter a day such as 2026-12-01.")
Choices = Sequence[tuple[Any, Any]]


def line(label: Any, most: int, *, needed: bool = True, hint: Any = "", rows: int = 0) -> forms.CharField:
    """This will make a line of text, or a field of several `rows`."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label,
        max_length=most,
        required=needed,
        help_text=hint,
        widget=widget,
        error_messages={"required": EMPTY},
    )


def limit(label: Any, *, needed: bool = False, hint: Any = "") -> forms.CharField:
    """This will make a number with its unit, kept as 30min, 4h or 2wd."""
    return forms.CharField(
        label=label, max_length=20, required=needed, help_text=hint, widget=LimitInput(),
        error_messages={"required": EMPTY},
    )  # fmt: skip


def choice(label: Any, choices: Choices, *, needed: bool = True, hint: Any = "") -> forms.ChoiceField:
    """This will make a list to choose one from."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=needed,
        help_text=hint,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


def day(label: Any, *, needed: bool = True, hint: Any = "") -> forms.DateField:
    """This will make a field for a day."""
    return forms.DateField(
        label=label,
        required=needed,
        help_text=hint,
        widget=day_input(),
        input_formats=["%Y-%m-%d", "%Y/%m/%d"],
        error_messages={"required": EMPTY, "invalid": NO_DAY},
    )


def tick(label: Any, hint: Any = "") -> forms.BooleanField:
    """This will make a box to tick."""
    return forms.BooleanField(label=label, required=False, help_text=hint)


def degrees(label: Any) -> forms.FloatField:
    """This will make a field for a coordinate in degrees."""
    wrong = _("Enter degrees such as 112.3651.")
    return forms.FloatField(
        label=label,
        required=False,
        min_value=-180,
        max_value=180,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def offer(form: forms.Form, name: str, choices: Choices, *, first: Any = CHOOSE_WORD) -> None:
    """This will fill in the choices of a field, after one that chooses nothing."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = [("", first), *choices]


def owners(street: str) -> list[tuple[str, Any]]:
    """This will offer a row for one street or for its county."""
    return [(street, _("This street alone")), (street[:6], _("All streets of the county"))]


def persons_of(street: str) -> list[tuple[str, str]]:
    """This will list the open accounts of a street."""
    return [
        (
            str(each.pk),
            pgettext_lazy("person and user name", "%(name)s (%(user)s)")
            % {"name": each.name, "user": each.username},
        )
        for each in people.persons(street)
        if each.is_active
    ]


def areas_of(street: str) -> list[tuple[str, Any]]:
    """This will list a street's communities with their grids and groups, each community a heading."""
    found: list[tuple[str, Any]] = [(street, places.name(street))]
    for community in places.communities(street):
        below = [*places.grids(community.code), *places.groups(community.code)]
        rows = [(community.code, community.title()), *((row.code, row.title()) for row in below)]
        found.append((community.title(), rows))
    return found


def communities_of(street: str) -> list[tuple[str, str]]:
    """This will list a street's communities."""
    return [(row.code, row.title()) for row in places.communities(street)]
