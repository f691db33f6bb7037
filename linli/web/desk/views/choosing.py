"""What a person is sent by mail, and when: one page, on the desk and on the phone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from linli.cases.refusals import Invalid
from linli.notify import actions, queries
from linli.notify.groups import Group, When
from linli.people import queries as people
from linli.people.models import Person
from linli.web.desk.faces import DESK, Face
from linli.web.desk.rail import desk_page
from linli.web.doors import now, signed_in, viewer_of

LABELS: dict[Group, tuple[Promise, Promise]] = {
    Group.ASSIGNED: (
        gettext_lazy("Given to you by name"),
        gettext_lazy("Assignments, and their reminders and urging."),
    ),
    Group.NEW: (
        gettext_lazy("New where you are on duty"),
        gettext_lazy("New cases, those passed up or sent back, those not fixed after all."),
    ),
    Group.CHECK: (
        gettext_lazy("To be checked or decided"),
        gettext_lazy("Handled cases, deferrals and voids asked for, reports held for review."),
    ),
    Group.REMINDER: (
        gettext_lazy("Reminders where you are on duty"),
        gettext_lazy("Before a deadline."),
    ),
    Group.URGING: (
        gettext_lazy("Urging where you are on duty"),
        gettext_lazy("After a deadline."),
    ),
    Group.COURSE: (
        gettext_lazy("What became of it"),
        gettext_lazy("Cases you had a part in: closed, deferred, joined, added to."),
    ),
}
WAYS: dict[str, Promise] = {
    When.NOW: pgettext_lazy("mail", "At once"),
    When.DIGEST: pgettext_lazy("mail", "In the day's digest"),
    When.OFF: pgettext_lazy("mail", "Not by mail"),
}
KEPT = gettext_lazy("It is kept. It counts from the next notice on.")
WRONG = gettext_lazy("Choose one from the list.")


class _Pick(forms.ChoiceField):
    """One of a list; the first of it, which is nothing, is an answer too."""

    def validate(self, value: Any) -> None:
        """This will take nothing, or what is in the list."""
        if value:
            super().validate(value)


class ChoicesForm(forms.Form):
    """One list for each kind of news, and two for quiet hours."""

    def __init__(self, data: QueryDict | None, *, held: queries.Held) -> None:
        super().__init__(data)
        for group, (label, hint) in LABELS.items():
            office = _("As the office has it: %(way)s") % {"way": WAYS[held.office(group)]}
            self._offer(group, label, [("", office), *WAYS.items()], held.mail.get(group, ""), hint)
        hours = [
            ("", pgettext_lazy("quiet hours", "none of your own")),
            *((str(n), f"{n}:00") for n in range(24)),
        ]
        own_from, own_to = ("" if hour is None else str(hour) for hour in held.own_quiet)
        self._offer("quiet_from", gettext_lazy("Your own quiet hours, from"), hours, own_from)
        self._offer("quiet_to", gettext_lazy("Your own quiet hours, until"), hours, own_to)

    def _offer(self, name: str, label: Any, choices: Any, held: str, hint: Any = "") -> None:
        self.fields[name] = _Pick(
            label=label,
            choices=choices,
            initial=held,
            help_text=hint,
            error_messages={"invalid_choice": str(WRONG)},
        )

    def keep(self, person: Person) -> bool:
        """This will keep what was chosen; False where it is refused, with the sentence at its field."""
        if not self.is_valid():
            return False
        given = self.cleaned_data
        hours = {name: int(given[name]) if given[name] else None for name in ("quiet_from", "quiet_to")}
        try:
            actions.choose(person=person, mail={group: given[group] for group in LABELS}, **hours)
        except Invalid as fault:
            for name, sentence in fault.errors.items():
                self.add_error(name, str(sentence))
        return not self.errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def choices(request: HttpRequest, face: Face = DESK) -> HttpResponse:
    """This will show what a person is sent by mail, and keep what they choose."""
    viewer, at = viewer_of(request), now()
    person = people.person(viewer.person_id)
    assert person is not None  # noqa: S101  the door read the account a moment ago
    held = queries.held(viewer, at)
    form = ChoicesForm(request.POST if request.method == "POST" else None, held=held)
    here = "choices" if face is DESK else "phone-choices"
    if request.method == "POST" and form.keep(person):
        messages.success(request, str(KEPT))
        return redirect(here)
    context: dict[str, Any] = {"form": form, "held": held, "email": person.email, "now": at}
    context["back"] = reverse("notices" if face is DESK else "phone-notices")
    page = desk_page(request, "notices", **context) if face is DESK else context
    return render(request, face.template("choices"), page)
