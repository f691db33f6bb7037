"""The form of a report: three taps, and what may be added."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.categories import CategoryRow
from linli.lib.ids import token
from linli.places.models import LocationType
from linli.places.rows import PlaceRow, in_language
from linli.web.resident.forms.fields import Choice, Words, age_field, check_age, phone_field

_KEY = re.compile(r"[\w-]{16,64}", re.ASCII)
# What is sent once under one key; the same key with other words is another report, made by going back.
_SAYS = ("text", "lon", "lat", "community", "category", "elsewhere", "same")


def new_key() -> str:
    """This will make the key of a page: what is sent twice from it is stored once."""
    return token(18)


def once(sent: Mapping[str, Any], pictures: Iterable[str]) -> str:
    """This will give the key under which a post is stored: the page's own, and what was said.

    Somebody who goes back, writes something else and sends again reports a second thing. Pictures count only
    where no words tell two posts apart: tickets change while a form is put right. Empty for a key not of ours.
    """
    key = str(sent.get("key", ""))
    if not _KEY.fullmatch(key):
        return ""
    said = [key, *(str(sent.get(name, "")).strip() for name in _SAYS)]
    if not said[1]:
        said += list(pictures)
    return hashlib.sha256("\x1f".join(said).encode("utf-8", "replace")).hexdigest()


class ReportForm(forms.Form):
    """What is the matter, where, and perhaps a picture, a category and a number to call."""

    text = Words(label=_("Say it in a line"), widget=forms.Textarea(attrs={"rows": 2}))
    community = Choice(label=_("Community or village"), asked=True)
    category = Choice(label=_("Kind of problem"), widget=forms.RadioSelect)
    location_type = Choice(label=_("Kind of place"), widget=forms.RadioSelect)
    phone = phone_field(_("Only to tell you what came of it."))
    age_14 = age_field()
    call_back = forms.BooleanField(
        label=_("You may call me back and ask whether it is fixed"), required=False
    )
    lon = Words(widget=forms.HiddenInput)
    lat = Words(widget=forms.HiddenInput)
    key = Words(widget=forms.HiddenInput)
    elsewhere = Words(widget=forms.HiddenInput)
    looked = Words(widget=forms.HiddenInput)
    picture0 = forms.FileField(required=False, allow_empty_file=True, label=_("Picture"))
    picture1 = forms.FileField(required=False, allow_empty_file=True, label=_("Second picture"))
    picture2 = forms.FileField(required=False, allow_empty_file=True, label=_("Third picture"))
    picture3 = forms.FileField(required=False, allow_empty_file=True, label=_("Fourth picture"))

    def __init__(
        self, *args: Any, communities: Iterable[PlaceRow], categories: Iterable[CategoryRow], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self._choose("community", [("", _("Choose"))] + [(row.code, row.title()) for row in communities])
        self._choose(
            "category",
            [("", _("Not sure, let the office decide"))]
            + [(row.code, in_language(row.name)) for row in categories],
        )
        self._choose("location_type", [("", _("Not sure")), *LocationType.choices])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, Choice):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        check_age(self, cleaned)
        return cleaned
