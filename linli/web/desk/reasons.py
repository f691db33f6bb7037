"""What is asked before a contact is opened: why, and of several people whose."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from linli.cases.reaching import Voice

KINDS: dict[str, "str | Promise"] = {"name": _("Name"), "phone": _("Telephone"), "email": _("E-mail")}


class ReasonForm(forms.Form):
    """Why somebody needs the contact."""

    reason = forms.CharField(
        label=_("Why do you need it?"),
        help_text=_("One line. It is kept with your name and the time, and the auditor reads it."),
        max_length=200,
        error_messages={
            "required": _("Say why you need the contact; it is kept with your look."),
            "max_length": _("The reason can have at most 200 characters."),
        },
    )


class WhoseForm(ReasonForm):
    """Whose contact, where several people left one with a case. It is posted and so stands in no address."""

    field_order = ("whose", "reason")

    def __init__(self, data: Any = None, *, voices: Sequence[Voice]) -> None:
        super().__init__(data)
        self.first = voices[0].subject if voices else ""
        self.known = {voice.subject for voice in voices}
        self.fields["whose"] = forms.ChoiceField(
            label=_("Whose contact?"),
            choices=_named(voices),
            required=False,
            initial=self.first,
            widget=forms.Select if len(voices) > 1 else forms.HiddenInput,
            error_messages={
                "invalid_choice": _("There is no contact: none was left, or it has been erased."),
            },
        )
        self.order_fields(self.field_order)

    @property
    def subject(self) -> str:
        """The contact that was chosen, or the first; what is none of the case's counts as not chosen."""
        chosen = self.data.get("whose", "")
        return chosen if chosen in self.known else self.first


def _named(voices: Sequence[Voice]) -> list[tuple[str, str]]:
    """Nobody is named: who reported, then those who follow by number, each with what they left."""
    named, follower = [], 0
    for voice in voices:
        follower += not voice.is_reporter
        left = pgettext("kinds of contact", ", ").join(str(KINDS[kind]) for kind in voice.has)
        who = _("Follower %(number)s") % {"number": follower}
        words = {"who": _("Who reported it") if voice.is_reporter else who, "left": left}
        named.append((voice.subject, pgettext("whose contact", "%(who)s: %(left)s") % words))
    return named
