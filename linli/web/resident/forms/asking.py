"""The box for complaints and suggestions, and requests about one's own data."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.privacy.models import RequestKind
from linli.web.resident.forms.fields import Choice, Words, age_field, check_age, phone_field


class ComplaintForm(forms.Form):
    """What happened, and which office it is about."""

    about_place = Choice(label=_("Which office is it about"), asked=True)
    text = Words(
        asked=True, label=_("What happened, or what you suggest"), widget=forms.Textarea(attrs={"rows": 5})
    )
    phone = phone_field(_("Kept only where the street answers; the county answers under your code alone."))
    age_14 = age_field()
    key = Words(widget=forms.HiddenInput)

    def __init__(self, *args: Any, offices: Iterable[tuple[str, Any]], **more: Any) -> None:
        super().__init__(*args, **more)
        about = self.fields["about_place"]
        if isinstance(about, Choice):
            about.choices = [("", _("Not sure, or none of these")), *offices]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        check_age(self, cleaned)
        return cleaned


class RequestForm(forms.Form):
    """What is asked about one's own data, and of which report."""

    kind = forms.ChoiceField(
        label=_("What do you ask for"),
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you ask for."),
            "invalid_choice": _("Choose one from the list."),
        },
    )
    case_code = Words(
        label=_("Code of the report"),
        help_text=_("With it you get a copy at once. Without it, say below what it is about."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    text = Words(label=_("What it is about"), widget=forms.Textarea(attrs={"rows": 4}))
    phone = phone_field(_("Only to answer you. The answer also stands under the code you get."))
    age_14 = age_field()
    key = Words(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        check_age(self, cleaned)
        return cleaned
