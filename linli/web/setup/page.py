"""What every page of set-up shows around itself, and how a form is tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.cases.refusals import Invalid
from linli.lib.verdicts import Refused
from linli.places import queries as places
from linli.places.kinds import BadValue
from linli.web.desk.naming import viewer_words
from linli.web.desk.rail import Way
from linli.web.desk.standing import today_words
from linli.web.doors import now, viewer_of
from linli.web.setup.checklist import left_for
from linli.web.setup.door import administered
from linli.web.setup.where import Sentence, address

# Key of a page, its icon, its words, the heading above it.
WAYS: tuple[tuple[str, str, Sentence, Sentence], ...] = (
    ("street", "check", _("First day"), ""),
    ("duties", "people", _("Duties"), pgettext_lazy("group of pages", "People")),
    ("people", "user", _("Accounts"), ""),
    ("organisations", "home", _("Organisations"), ""),
    ("tables", "doc", _("Import tables"), ""),
    ("categories", "clock", _("Categories and clocks"), pgettext_lazy("group of pages", "Rules")),
    ("templates", "pen", _("Answer templates"), ""),
    ("holidays", "calendar", _("Holidays"), ""),
    ("settings", "list", _("Settings"), ""),
    ("channels", "bell", _("Channels"), ""),
    ("boards", "pin", _("Boards and labels"), pgettext_lazy("group of pages", "Places")),
    ("areas", "map", _("Areas"), ""),
)


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a form: whether it was carried out, and what the action gave back."""

    worked: bool
    result: Any = None


def setup_page(request: HttpRequest, street: str, here: str, **more: Any) -> dict[str, Any]:
    """This will give the context every page of set-up needs, and `more`."""
    viewer, at = viewer_of(request), now()
    streets, counts = administered(viewer), {"street": left_for(viewer, street, at)}
    return {
        "now": at,
        "viewer": viewer,
        "here": here,
        "street": street,
        "street_name": places.name(street),
        "today": today_words(street, at),
        "duty_words": viewer_words(viewer),
        "ways": [
            Way(key, icon, words, address(key, street), counts.get(key), group)
            for key, icon, words, group in WAYS
        ],
        "streets": [(code, places.name(code)) for code in streets] if len(streets) > 1 else [],
        **more,
    }


def form_page(
    request: HttpRequest,
    street: str,
    here: str,
    form: forms.Form,
    *,
    template: str = "setup/form.html",
    **more: Any,
) -> HttpResponse:
    """This will show one form; `more` has at least title and submit, perhaps lead and back."""
    return render(request, template, setup_page(request, street, here, form=form, **more))


def posted(request: HttpRequest) -> QueryDict | None:
    """This will give what was posted, or None."""
    return request.POST if request.method == "POST" else None


def attempt(form: forms.Form, call: Callable[[], Any], fields: Mapping[str, str] | None = None) -> Tried:
    """This will carry out a valid form and put what is refused at its fields, or at the top.

    `fields` names the field of this form where an action calls it otherwise.
    """
    if not form.is_valid():
        return Tried(False)
    try:
        return Tried(True, call())
    except Invalid as fault:
        for name, sentence in fault.errors.items():
            at = (fields or {}).get(name, name)
            form.add_error(at if at in form.fields else None, str(sentence))
    except BadValue as fault:
        form.add_error("value" if "value" in form.fields else None, str(fault.sentence))
    except Refused as fault:
        form.add_error(None, str(fault.reason))
    return Tried(False)


def carry_out(
    request: HttpRequest,
    form: forms.Form,
    call: Callable[[], Any],
    done: Sentence,
    onward: str | Callable[[Any], str],
    fields: Mapping[str, str] | None = None,
) -> HttpResponse | None:
    """This will try a posted form and go on with a sentence; None where the form is to be shown, blank or refused.

    `onward` is an address, or makes one of what the action gave back; `fields` as in `attempt`.
    """
    if request.method != "POST":
        return None
    tried = attempt(form, call, fields)
    if not tried.worked:
        return None
    return said(request, done, onward if isinstance(onward, str) else onward(tried.result))


def pressed(request: HttpRequest, back: str, call: Callable[[], Any], done: Sentence) -> HttpResponse:
    """This will do what a button without a form says, and go back with a sentence on what came of it."""
    try:
        call()
    except Refused as fault:
        messages.error(request, str(fault.reason))
    else:
        messages.success(request, str(done))
    return redirect(back)


def said(request: HttpRequest, done: Sentence, back: str) -> HttpResponse:
    """This will go on to a page that says what was done."""
    messages.success(request, str(done))
    return redirect(back)


def refused(request: HttpRequest, why: Sentence, back: str) -> HttpResponse:
    """This will go back to a page that says why nothing was done."""
    messages.error(request, str(why))
    return redirect(back)
