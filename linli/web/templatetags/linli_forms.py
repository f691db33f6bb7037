"""Filters of the form parts: `{% load linli_forms %}`. They look at Django's fields and never at data."""

from collections.abc import Iterable

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()
PICTURES = "image/jpeg,image/png,image/webp,image/heic,image/heif"
# name_zh and name_en are names of one thing in two languages, whatever the language of the page.
LANGUAGES = {"zh": "zh-Hans", "en": "en"}


@register.filter
def field_kind(field: BoundField) -> str:
    """This will say how parts/field.html draws a field: hidden, choices, tick or input."""
    if field.is_hidden:
        return "hidden"
    match field.field.widget:
        case forms.RadioSelect() | forms.CheckboxSelectMultiple():
            return "choices"
        case forms.CheckboxInput():
            return "tick"
    return "input"


@register.filter
def as_input(field: BoundField) -> SafeString:
    """This will draw the control with the look's class; one named for a language says so to readers aloud."""
    spoken = [LANGUAGES[part] for part in field.name.split("_") if part in LANGUAGES]
    attrs: dict[str, str | bool] = {"class": "input"}
    if spoken:
        attrs["lang"] = spoken[0]
    return field.as_widget(attrs=attrs)


@register.filter
def as_picture(field: BoundField) -> SafeString:
    """This will draw a file control for one picture, marked for the script that makes it smaller."""
    return field.as_widget(
        attrs={
            "class": "input",
            "accept": PICTURES,
            "data-picture": True,
            "data-remove": _("Remove this picture"),
        }
    )


@register.filter
def first_id(field: BoundField) -> str:
    """This will give the id to jump to: the control's, or that of the first of several."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def error_count(form: forms.BaseForm) -> int:
    """This will count the sentences of an error summary."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def has_reasons(actions: Iterable[object]) -> bool:
    """This will tell whether any action of parts/actions.html cannot be taken now."""
    return any(_reason(action) for action in actions)


def _reason(action: object) -> object:
    return action.get("reason") if isinstance(action, dict) else getattr(action, "reason", "")
