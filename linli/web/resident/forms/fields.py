"""Fields that keep what was typed, however odd, and the errors of actions brought to them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.refusals import Conflict, Invalid
from linli.people.verdicts import Refused
from linli.pictures.refusals import BadPicture
from linli.places.rules import OutsideCounty
from linli.places.words import refusal
from linli.privacy.refusals import BadContact

# What an action may say about what a person sent.
REFUSALS = (Invalid, OutsideCounty, BadPicture, BadContact, Conflict, Refused)


class Words(forms.CharField):
    """Words as they were typed: nothing is cut off or trimmed here, actions clean them. NUL is no letter.

    `asked` only leaves out the remark "optional"; whether nothing will do is for the action to say.
    """

    def __init__(self, *, asked: bool = False, **more: Any) -> None:
        super().__init__(required=asked, strip=False, **more)

    def validate(self, value: Any) -> None:
        """This will take anything."""

    def to_python(self, value: Any) -> Any:
        return str(super().to_python(value) or "").replace("\x00", "")


class Choice(forms.ChoiceField):
    """One of a list, or nothing; `asked` as with Words."""

    def __init__(self, *, asked: bool = False, **more: Any) -> None:
        super().__init__(required=asked, **more)
        self.error_messages["invalid_choice"] = _("Choose one from the list.")

    def validate(self, value: Any) -> None:
        """This will take nothing, or what is in the list."""
        if value:
            super().validate(value)


def phone_field(hint: Any, *, asked: bool = False) -> Words:
    """This will make the field of a telephone number, which no report needs."""
    return Words(
        asked=asked,
        label=_("Mobile number"),
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )


def age_field() -> forms.BooleanField:
    """This will make the tick that goes with a contact: nobody under 14 leaves one."""
    return forms.BooleanField(label=_("I am 14 or older"), required=False)


def check_age(form: forms.Form, cleaned: Mapping[str, Any]) -> None:
    """This will ask for the tick when a number or an address is given."""
    if any(str(cleaned.get(name, "")).strip() for name in ("phone", "email")) and not cleaned.get("age_14"):
        form.add_error(
            "age_14",
            _("Tick this if you are 14 or older. If not, leave the number empty; it counts all the same."),
        )


@contextmanager
def told_to(form: forms.Form, **names: str) -> Iterator[None]:
    """This will bring what an action refuses to the form: `names` are fields of the action that are called otherwise.

    A sentence for a field the form does not have goes to the top.
    """

    def say(field: str, sentence: Any) -> None:
        name = names.get(field, field)
        if name in form.fields and name in form.errors:
            return  # one sentence a field is enough
        form.add_error(name if name in form.fields else None, str(sentence))

    try:
        yield
    except Invalid as wrong:
        for field, sentence in wrong.errors.items():
            say(field, sentence)
    except OutsideCounty as outside:
        say("place", refusal(outside))
    except BadPicture as bad:
        say("picture0", bad.reason)
    except BadContact as bad_contact:
        say(bad_contact.field, bad_contact.reason)
    except Conflict:
        say("", _("Something has just changed here. Look at it again; what you wrote is still there."))
    except Refused as refused:
        say("", refused.reason)
