"""What whoever holds a code can say: words, pictures, a number, one to five."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.web.resident.forms.fields import Words, age_field, check_age, phone_field


class SayForm(forms.Form):
    """A line and pictures; `seen` is the version of the case that was on the page."""

    words = Words(label=_("Say it in a line"), widget=forms.Textarea(attrs={"rows": 3}))
    seen = Words(widget=forms.HiddenInput)
    picture0 = forms.FileField(required=False, allow_empty_file=True, label=_("Picture"))
    picture1 = forms.FileField(required=False, allow_empty_file=True, label=_("Second picture"))
    picture2 = forms.FileField(required=False, allow_empty_file=True, label=_("Third picture"))
    picture3 = forms.FileField(required=False, allow_empty_file=True, label=_("Fourth picture"))

    @property
    def version(self) -> int | None:
        """The version the person had before them, None when the page did not say."""
        seen = str(self.cleaned_data.get("seen", ""))
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None


class ContactForm(forms.Form):
    """A number to be told the result on, or where `by_mail` an address to which each step is sent."""

    phone = phone_field(_("Only to tell you what came of it."), asked=True)
    email = Words(
        label=_("E-mail address"),
        help_text=_("Each step is sent there. Each message has a link that stops it."),
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )
    age_14 = age_field()
    call_back = forms.BooleanField(
        label=_("You may call me back and ask whether it is fixed"), required=False
    )

    def __init__(self, data: QueryDict | None, *, by_mail: bool) -> None:
        super().__init__(data)
        if not by_mail:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """This will ask for one of the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(str(cleaned.get(name, "")).strip() for name in ("phone", "email")):
            self.add_error("phone", _("Enter a number, or go back; none is needed."))
        check_age(self, cleaned)
        return cleaned


class FindForm(forms.Form):
    """A code, typed in any form."""

    code = Words(
        asked=True,
        label=_("Code"),
        help_text=_(
            "Six letters and digits, like 7K3-9QF. Small letters, spaces and a missing hyphen do not matter."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
